// The network as a picture in a file: edges, units, names, as they are drawn on the page.

import { facts, frame } from "../../state/store.js";
import { color } from "../../state/theme.js";
import { t } from "../../text/text.js";
import { look } from "../drawing/look.js";
import { SvgPen } from "../drawing/pens.js";
import { lit } from "./choice.js";
import { edgeValues } from "./edge_values.js";
import { drawEdges } from "./edges.js";
import { layerName, nameOf } from "./names.js";
import { fits } from "./parameters.js";
import { centre, makePlan } from "./plan.js";
import { curveOf, curves, mapOf, pictures } from "./unit_pictures.js";

const STEP = 120, MARGIN = 220, HEIGHT = 900, HEAD = 40, SIZE = 12; // pixels: columns, names, window, heads, letters
const BESIDE = 6; // pixels between a unit and its name

/** The network as SVG; "" before there is one. */
export function networkSvg() {
  const it = facts.value, now = frame.value;
  if (!it || !fits(it, now)) return "";
  const theta = /** @type {any} */ (now).theta, width = (Math.min(it.sizes.length, 11) - 1) * STEP + MARGIN;
  const plan = makePlan(it, theta, { width, height: HEIGHT }, HEAD);
  const pen = new SvgPen(plan.width, plan.height), locked = new Set(now?.locked.map(([index]) => index));
  const colors = { line: color("--edge"), ink: color("--ink"), ground: color("--ground") };
  drawEdges(pen, plan, edgeValues.value, { lit: lit.value, locked, ...colors });
  for (const column of plan.columns) drawColumn(pen, it, plan, column, colors);
  if (plan.gap) {
    const words = { fill: colors.ink, size: SIZE, align: /** @type {const} */ ("middle") };
    const middle = plan.top + (plan.most * plan.pitch) / 2;
    pen.text(t("network.more_layers", { n: plan.gap.layers }), plan.gap.x, middle, words);
  }
  return pen.svg(`${t("network")} ${it.sizes.join("-")}`, look());
}

/** Units, names and the head of a column. */
function drawColumn(pen, it, plan, { layer, units, x, more }, { ink, line }) {
  const last = it.sizes.length - 1, { activation } = it.config, words = { fill: ink, size: SIZE };
  const name = Array.isArray(activation) ? activation[layer - 1] : activation;
  pen.text(layerName(it, layer), x, 16, { ...words, align: "middle", weight: 600 });
  if (layer > 0 && layer < last) pen.text(nameOf("activation", name), x, 32, { ...words, align: "middle" });
  for (const unit of units) {
    const { y } = /** @type {{x: number, y: number}} */ (centre(plan, layer, unit));
    const left = x - plan.size / 2, right = x + plan.size / 2;
    drawUnit(pen, pictures.value?.[layer]?.[unit], left, y - plan.size / 2, plan.size, line);
    if (layer === 0) pen.text(it.inputNames[unit], left - BESIDE, y, { ...words, align: "end", base: "middle" });
    if (layer === last) pen.text(it.outputNames[unit], right + BESIDE, y, { ...words, base: "middle" });
  }
  if (more) pen.text(t("network.more_units", { n: more }), x, plan.height - 8, { ...words, align: "middle" });
}

/** The picture of a unit and its frame. */
function drawUnit(pen, picture, left, top, size, line) {
  pen.rect(left, top, size, size, { fill: color("--ground") });
  if (picture && curves.value) {
    const points = curveOf(picture, size).map((part, i) => part + (i % 2 ? top : left));
    pen.lines([points], { stroke: color("--accent"), width: 1.5 });
  } else if (picture) pen.image(mapOf(picture), left, top, size, size);
  pen.rect(left, top, size, size, { stroke: line, width: 1 });
}

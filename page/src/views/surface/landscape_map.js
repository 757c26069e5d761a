// The map of the network's error over a plane of its weights: shades, the path of the training seen from above, where
// the network is, and over two weights a ball that looks what the error would be elsewhere.

import { useRef } from "preact/hooks";
import { html } from "../../html.js";
import { ball, landscape, lookAt, tooLarge, working } from "../../state/landscape.js";
import { onTheMap } from "../../state/race.js";
import { facts, view } from "../../state/store.js";
import { percent, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { hidden } from "../../ui/controls.js";
import { css } from "../colors.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { CanvasPen } from "../drawing/pens.js";
import { plot } from "../drawing/plot.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { levelLines } from "../result/contours.js";
import { barWidth, drawBar } from "../result/scale_bar.js";
import { Handle, placeHandle } from "./handle.js";
import { AxisTools, PlaneTools } from "./landscape_tools.js";
import { axisNames, gapWords, pathWords } from "./landscape_words.js";
import { drawLandscapeScene } from "./landscape_scene.js";
import { barOf, shadeOf, shades } from "./loss_scale.js";
import { Scene, SceneToggle } from "./scene.js";
import { SurfaceOf } from "./tools.js";

const SAVED = { width: 640, height: 640 }; // pixels of a picture

export function LandscapeMap() {
  const seen = landscape.value, axes = useRef(/** @type {any} */ (null)), looked = ball.value;
  const handle = useRef(/** @type {HTMLElement | null} */ (null)), at = seen && (looked?.at ?? seen.plane.point);
  const scene = (pen, look) => drawScene(pen, look, /** @type {any} */ (seen), looked?.at ?? null);
  const flat = (pen, look) => {
    const made = drawLandscape(pen, look, seen, looked?.at ?? null);
    if (pen instanceof CanvasPen) placeHandle(handle.current, (axes.current = made), /** @type {any} */ (at));
    return made;
  };
  const solid = view.value.scene, draw = solid ? scene : flat;
  const title = t(`landscape.title.${view.value.plane}`), movable = seen?.plane.weights && !hidden("landscape.ball");
  return html`<${ViewFrame} name="landscape" titleKey="landscape" title=${title}
    beside=${html`<${SurfaceOf} /><${PlaneTools} /><${SceneToggle} />`}
    tools=${view.value.plane === "weights" && html`<${AxisTools} />`}
    svg=${() => (seen ? svgOf(draw, title, SAVED.width, SAVED.height) : "")}>
    ${!seen && html`<p class="note">${t(tooLarge.value ? "landscape.too_large" : "landscape.waiting")}</p>`}
    ${seen && solid && html`<${Scene} name="landscape" draw=${draw} height=${mapHeight} describe=${() => describe(seen)}
      rest=${pathWords(seen)} />`}
    ${seen && !solid && html`<div class="surface-map" data-moving=${Boolean(looked)}>
      <${Canvas} name="landscape" draw=${draw} height=${mapHeight} describe=${() => describe(seen)}
        read=${({ x, y }) => readPlace(seen, x, y)} rest=${pathWords(seen)}
        pick=${movable ? ({ x, y }) => lookAt(onTheMap([x, y], seen.limits)) : undefined} />
      ${movable && html`<${Handle} name="landscape.ball" place=${handle} axes=${axes} at=${at} limits=${seen.limits}
        label=${t("landscape.ball", { x: short(at?.[0], 4), y: short(at?.[1], 4) })} help=${t("landscape.ball.help")}
        onDrag=${lookAt} onDrop=${(to) => to && lookAt(to)} />`}</div>
      <p class="small faint map-progress">${working.value === null ? ""
        : t("landscape.working", { share: percent(working.value) })}</p>`}
  <//>`;
}

/** @param {number} width */
const mapHeight = (width) => Math.min(width * 1.02, Math.max(340, globalThis.innerHeight - 340));

/** E between the points of the map that are known, as the shades have it. */
function readPlace({ limits, side, E, plane }, x, y) {
  const cell = (z, [low, high]) => Math.round(((z - low) / (high - low)) * (side - 1));
  const words = { x: short(x), y: short(y), E: short(E[cell(y, limits[1]) * side + cell(x, limits[0])]) };
  return t(plane.weights ? "landscape.place.look" : "landscape.place", words);
}

/** @param {import("../drawing/pens.js").Pen} pen @param {import("../drawing/look.js").Look} look */
function drawLandscape(pen, look, seen, looked) {
  const { plane, limits } = seen, under = background(seen), bar = barOf(under.ends, t("landscape.loss"));
  const [x, y] = limits.map(([from, to], c) => ({ from, to, name: axisNames(facts.value, plane)[c] }));
  const scales = { x, y, entries: [legend(look, plane, looked)], right: barWidth(bar, look.size), widest: 1.25 };
  const axes = plot(pen, look, scales, (inner) => {
    drawShades(pen, look, under, inner.box);
    drawPath(pen, look, inner, plane);
    const spot = ([across, up]) => [inner.across(across), inner.up(up)];
    pen.marks("circle", spot(plane.point), look.size * 0.5, { fill: look.ink, stroke: look.ground, width: 2 });
    const style = { fill: look.accent, stroke: look.ground, width: 2 };
    if (looked) pen.marks("diamond", spot(looked), look.size * 0.5, style);
  });
  drawBar(pen, look, bar, axes.box);
  return axes;
}

/** Marks. @returns {import("../drawing/legend.js").Entry[]} */
function legend({ ink, faint, ground, accent }, { weights, whole }, looked) {
  const entry = (shape, style, key) => ({ shape, style, text: t(`landscape.legend.${key}`) });
  return [
    entry("line", { stroke: ink, width: 2, dash: whole ? [] : SHADOW }, whole ? "path" : "shadow"),
    entry("circle", { fill: ground, stroke: ink, width: 2 }, "start"),
    entry("circle", { fill: ink }, weights ? "now" : "now.shadow"),
    entry("line", { stroke: faint, width: 1, dash: LATER }, "later"),
    ...(looked ? [entry("diamond", { fill: accent }, "ball")] : []),
  ];
}

const SHADOW = [6, 3], LATER = [1.5, 3]; // dashes: of a path that does not run on the surface; of what came later

/** The path as it is seen from above: up to the shown moment, and faintly what came after it. */
function drawPath(pen, look, axes, { points, now, whole, point }) {
  const flat = Array.from(points, (z, i) => (i % 2 ? axes.up(z) : axes.across(z)));
  const here = [axes.across(point[0]), axes.up(point[1])], past = [...flat.slice(0, 2 * now), ...here];
  const width = look.size / 6;
  pen.lines([[...here, ...flat.slice(2 * now)]], { stroke: look.faint, width: width * 0.6, dash: LATER });
  pen.lines([past], { stroke: look.ground, width: width + 2.5, opacity: 0.75 });
  pen.lines([past], { stroke: look.ink, width, dash: whole ? [] : SHADOW });
  pen.marks("circle", past.slice(2), look.size * 0.14, { fill: look.ink });
  pen.marks("circle", flat.slice(0, 2), look.size * 0.4, { fill: look.ground, stroke: look.ink, width: 2 });
}

/** Shades and their ends, row by row from the top, kept for as long as E is the same. */
let kept = /** @type {any} */ (null);

/** @param {import("../../state/landscape.js").Seen} seen */
function background({ E, side }) {
  if (kept?.E === E) return kept;
  const { values, ends } = shades(E);
  return (kept = { E, side, ends, raw: values, values: values.map((_, i) =>
    values[(side - 1 - Math.floor(i / side)) * side + (i % side)]), box: "", rings: [] });
}

function drawShades(pen, look, under, box) {
  const { values, side, ends } = under, name = JSON.stringify(box);
  if (under.box !== name) {
    const wide = (box.width * side) / (side - 1), high = (box.height * side) / (side - 1); // points lie on the edges
    const all = { left: box.left - wide / side / 2, top: box.top - high / side / 2, width: wide, height: high };
    const rings = ends.slice(1, -1).map((level) => levelLines(values, side, level, all));
    Object.assign(under, { box: name, rings });
  }
  pen.rect(box.left, box.top, box.width, box.height, { fill: css(shadeOf(0)) });
  under.rings.forEach((rings, k) => pen.lines(rings, { fill: css(shadeOf(k + 1)) }, true));
  const every = under.rings.filter((_, k) => k % 2 === 1);
  for (const rings of every) pen.lines(rings, { stroke: look.ink, width: 0.6, opacity: 0.25 }, true);
}

/** @param {import("../../state/landscape.js").Seen} seen */
const drawScene = (pen, look, seen, looked) => drawLandscapeScene(pen, look, seen, background(seen), looked);

/** The map for who can't see it. @param {import("../../state/landscape.js").Seen} seen */
function describe(seen) {
  const { ends } = background(seen), [from, to] = [ends[0], ends[ends.length - 1]].map((z) => short(10 ** z));
  return [t("landscape.described", { from, to }), pathWords(seen), gapWords(seen)].join(" ");
}

// The map of the surface: its heights, the lowest points, the walks, and the start, which a pointer or the keys move.

import { useRef } from "preact/hooks";
import { html } from "../../html.js";
import { at, dragged, heights, moveStart, onTheMap, race } from "../../state/race.js";
import { view } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { t, textOr } from "../../text/text.js";
import { hidden } from "../../ui/controls.js";
import { Canvas, svgOf } from "../drawing/canvas.js";
import { CanvasPen } from "../drawing/pens.js";
import { plot } from "../drawing/plot.js";
import { ViewFrame } from "../drawing/view_frame.js";
import { levelLines } from "../result/contours.js";
import { css, ground, mix, rgb } from "../colors.js";
import { color } from "../../state/theme.js";
import { heightScale } from "./scales.js";
import { Handle, placeHandle } from "./handle.js";
import { drawRaceScene } from "./race_scene.js";
import { Scene, SceneToggle } from "./scene.js";
import { SurfaceOf, SurfaceTools } from "./tools.js";
import { lineOf, placeAt, seen } from "./walk.js";
import { outcomeWords } from "./words.js";

const SAVED = { width: 600, height: 640 }; // pixels of a picture

export function SurfaceMap() {
  const shown = race.value, map = heights.value, axes = useRef(/** @type {any} */ (null));
  const handle = useRef(/** @type {HTMLElement | null} */ (null));
  const time = at.value ?? Infinity, moving = dragged.value, still = hidden("race.start");
  const scene = (pen, look) => drawRaceScene(pen, look, sceneOf(look, shown, map, time));
  const flat = (pen, look) => {
    const made = drawMap(pen, look, shown, map, time);
    if (pen instanceof CanvasPen) placeHandle(handle.current, (axes.current = made), shown.start);
    return made;
  };
  const title = shown ? titleOf(shown.surface) : t("surface");
  const solid = view.value.scene && map?.E.some(Number.isFinite), draw = solid ? scene : flat;
  return html`<${ViewFrame} name="surface" titleKey="surface" title=${title}
    beside=${html`<${SurfaceOf} /><${SurfaceTools} /><${SceneToggle} />`}
    svg=${() => svgOf(draw, title, SAVED.width, SAVED.height)}>
    ${shown && solid && html`<${Scene} name="surface" draw=${draw} height=${mapHeight} describe=${() => describe(shown)}
      rest=${helpOf(shown.surface)} />`}
    ${shown && !solid && html`<div class="surface-map" data-moving=${Boolean(moving)}>
      <${Canvas} name="surface" draw=${draw} height=${mapHeight} describe=${() => describe(shown)}
        read=${({ x, y }) => t("surface.place", { x: short(x), y: short(y) })} rest=${helpOf(shown.surface)}
        pick=${still ? undefined : ({ x, y }) => moveStart(onTheMap([x, y]))} />
      ${!still && html`<${Start} place=${handle} axes=${axes} start=${shown.start} />`}</div>`}
  <//>`;
}

/** What numnet, or the catalogue, says of a surface. @param {import("../../engine/race/surface.js").Surface} surface */
const said = ({ name, ...surface }, part) => textOr(`surface.${name.split(":")[0]}.${part}`, surface[part]);
const titleOf = (surface) =>
  t("surface.title", { name: surface.own ? t("surface.own") : said(surface, "title"), formula: surface.formula });
const helpOf = (surface) => (surface.own ? t("surface.own.help") : said(surface, "help"));

/** @param {number} width */
const mapHeight = (width) => Math.min(width * 1.05, Math.max(360, globalThis.innerHeight * 0.72));

/** The start, to be dragged. */
function Start({ place, axes, start }) {
  const { surface } = race.value;
  return html`<${Handle} name="race.start" place=${place} axes=${axes} limits=${surface.limits}
    at=${view.value.raceStart ?? surface.start}
    label=${t("surface.start.handle", { x: short(start[0], 4), y: short(start[1], 4) })} help=${t("surface.start.help")}
    onDrag=${(at) => (dragged.value = at)} onDrop=${(at) => at && moveStart(at)} />`;
}

/** Marks, and what the shades say. @returns {import("../drawing/legend.js").Entry[]} */
function legend({ ink }, known) {
  const line = { stroke: ink, width: 2 };
  return [
    { shape: "circle", style: { fill: ink }, text: t("surface.legend.start") },
    ...(known ? [{ shape: /** @type {const} */ ("diamond"), style: line, text: t("surface.legend.lowest") }] : []),
    { shape: "cross", style: line, text: t("surface.legend.lost") },
    { shape: "area", style: { fill: css(tint()) }, text: t("surface.legend.low") },
  ];
}

/** The rules, and the marks. @returns {import("../drawing/legend.js").Entry[][]} */
function entriesOf(look, { rules, surface }) {
  const line = /** @type {const} */ ("line");
  return [rules.map(({ name }) => ({ shape: line, style: lineOf(name, look.size / 6), text: name })),
    legend(look, surface.minima.length > 0)];
}

/** The shade of what is low. */
const tint = () => mix(ground.value, rgb(color("--accent")), 0.45);

/** @param {import("../drawing/pens.js").Pen} pen @param {import("../drawing/look.js").Look} look */
function drawMap(pen, look, shown, map, time) {
  const [[x0, x1], [y0, y1]] = shown.surface.limits, under = background(map, shown.surface, look.ground);
  const width = look.size / 6, entries = entriesOf(look, shown);
  const scales = { x: { from: x0, to: x1, name: "x" }, y: { from: y0, to: y1, name: "y" } };
  return plot(pen, look, { ...scales, entries, widest: 1.25 }, (axes) => {
    const { box } = axes;
    if (under) {
      pen.image(under.pixels, box.left, box.top, box.width, box.height);
      pen.lines(linesOf(under, map.side, box), { stroke: look.ink, width: 0.75, opacity: 0.28 });
    }
    const flat = (points) => points.flatMap(([x, y]) => [axes.across(x), axes.up(y)]);
    if (shown.surface.minima.length) {
      const style = { fill: look.ground, stroke: look.ink, width: 2 };
      pen.marks("diamond", flat(shown.surface.minima), look.size * 0.45, style);
    }
    shown.rules.forEach(({ name }, r) => drawWalk(pen, look, axes, seen(shown, r), lineOf(name, width), time));
    pen.marks("circle", flat([shown.start]), look.size * 0.38, { fill: look.ink, stroke: look.ground, width: 2 });
  });
}

function drawWalk(pen, look, axes, walk, style, time) {
  const { x, y, last, lost } = walk, whole = Math.min(Math.floor(time), last), points = [];
  for (let k = 0; k <= whole; k++) points.push(axes.across(x[k]), axes.up(y[k]));
  const [hx, hy] = placeAt(walk, Math.min(time, last + 1)), head = [axes.across(hx), axes.up(hy)];
  points.push(...head);
  pen.lines([points], { stroke: look.ground, width: style.width + 2, opacity: 0.7 });
  pen.lines([points], style);
  if (lost && time > last) pen.marks("cross", head, look.size * 0.5, { stroke: style.stroke, width: 3 });
  else pen.marks("circle", head, look.size * 0.33, { fill: style.stroke, stroke: look.ground, width: 1 });
}

/** What the scene shows. */
function sceneOf(look, shown, map, time) {
  const { scale } = background(map, shown.surface, look.ground), entries = entriesOf(look, shown);
  return { shown, scale, side: map.side, low: tint(), time, entries };
}

/** Shades and levels of a map, kept for as long as it is the same. */
let kept = /** @type {any} */ (null);

function background(map, surface, under) {
  if (kept?.map === map && kept.under === under && kept.minimum === surface.minimum) return kept;
  if (!map.E.some(Number.isFinite)) return null;
  const scale = heightScale(map.E, surface), { values, from, to } = scale;
  const pixels = new ImageData(map.side, map.side), low = tint();
  values.forEach((z, i) => {
    const s = Number.isFinite(z) ? (z - from) / (to - from || 1) : 1;
    pixels.data.set([...mix(low, ground.value, Math.min(1, Math.max(0, s))), 255], 4 * i);
  });
  return (kept = { map, under, minimum: surface.minimum, pixels, scale, lines: null, box: "" });
}

function linesOf(under, side, box) {
  const name = JSON.stringify(box);
  if (under.box !== name) {
    const values = under.scale.values.map((z) => (Number.isFinite(z) ? z : under.scale.to));
    const lines = under.scale.levels.flatMap((level) => levelLines(values, side, level, box));
    Object.assign(under, { box: name, lines });
  }
  return under.lines;
}

/** The map for who can't see it. */
function describe(shown) {
  const lines = shown.rules.map(({ name }, r) => `${name}: ${outcomeWords(shown, r)}.`);
  const [x, y] = shown.start;
  return [t("surface.map.start", { x: short(x, 4), y: short(y, 4) }), ...lines].join(" ");
}

// A race as a scene: the surface, and the walks on it.

import { css, ground, mix } from "../colors.js";
import { drawField } from "./height_field.js";
import { ticksOf, turn } from "./scene.js";
import { lineOf, placeAt, seen } from "./walk.js";

const SIDE = 48; // points along a side of the field

/** Heights (SIDE, SIDE), row by row from below, of a map's, row by row from the top. */
function thinned(values, side) {
  const at = (k) => Math.round((k * (side - 1)) / (SIDE - 1));
  return Float64Array.from({ length: SIDE * SIDE }, (_, i) =>
    values[(side - 1 - at(Math.floor(i / SIDE))) * side + at(i % SIDE)]);
}

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {{shown: any, scale: any, side: number, low: import("../colors.js").Rgb, time: number,
 *   entries: import("../drawing/legend.js").Entry[][]}} what  ``scale``: of `heightScale`; ``low``: the lowest shade
 */
export function drawRaceScene(pen, look, { shown, scale, side, low, time, entries }) {
  const { limits, minima } = shown.surface, { from, to, name, ticks } = scale;
  const share = (z) => (z - from) / (to - from || 1);
  const place = ([x, y]) => [x, y].map((z, c) => (z - limits[c][0]) / (limits[c][1] - limits[c][0]));
  const axes = [...limits.map((span, c) => ({ name: "xy"[c], ticks: ticksOf(span) })),
    { name, ticks: ticks.map(({ value, text }) => ({ at: share(value), text })) }];
  const shade = (z) => mix(low, ground.value, Math.min(1, Math.max(0, share(z))));
  const trails = [
    { points: minima.map(place), mark: "diamond", style: { fill: look.ground, stroke: look.ink, width: 2 } },
    ...shown.rules.flatMap(({ name: rule }, r) =>
      trailsOf(seen(shown, r), lineOf(rule, look.size / 5), place, look, time)),
    { points: [place(shown.start)], mark: "circle", style: { fill: look.ink, stroke: look.ground, width: 2 } },
  ];
  const field = { values: thinned(scale.values, side), side: SIDE, from, to, shade, axes };
  drawField(pen, look, field, /** @type {any} */ (trails), entries, turn.value);
  return null;
}

/** The line of a walk so far, and its end. @param {import("./walk.js").Seen} walk */
function trailsOf(walk, style, place, look, time) {
  const { x, y, last, lost } = walk, whole = Math.min(Math.floor(time), last), over = lost && time > last;
  const head = place(placeAt(walk, Math.min(time, last + 1)));
  const line = [...Array.from({ length: whole + 1 }, (_, k) => place([x[k], y[k]])), head];
  return [{ points: line, style }, { points: [head], mark: over ? "cross" : "circle",
    style: over ? { stroke: style.stroke, width: 3 } : { fill: style.stroke, stroke: look.ground, width: 1 } }];
}

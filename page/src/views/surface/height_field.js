// A height field seen from a side, drawn from back to front, with walks on it and over it: cells that lie nearer cover
// what is behind them.

import { css, mix, rgb } from "../colors.js";
import { drawLegend, legendHeight } from "../drawing/legend.js";
import { textWidth } from "../drawing/pens.js";

/**
 * @typedef {object} Field
 * @property {ArrayLike<number>} values  (side, side), row by row from below: heights as they are drawn
 * @property {number} side  @property {number} from  the lowest height  @property {number} to  the highest one
 * @property {(height: number) => import("../colors.js").Rgb} shade
 * @property {{name: string, ticks: {at: number, text: string}[]}[]} axes  x, y and height; ``at``: 0 … 1
 *
 * @typedef {object} Trail  a walk, or what stands on it
 * @property {number[][]} points  [x, y], 0 … 1 each, on the field; with a third number at that height, 0 … 1, in front
 * @property {import("../drawing/pens.js").Style} style
 * @property {import("../drawing/pens.js").Shape} [mark]  marks instead of a line
 *
 * @typedef {{azimuth: number, elevation: number}} Turn  in radians
 */

const HEIGHT = 0.9, REACH = Math.SQRT2; // of the field, in half its width; from its middle to a corner
const LIFT = 0.012; // of a walk over the field
const ROOM = { side: 3.4, above: 0.8, below: 3 }; // letters, for the numbers around

/** From the field's numbers to pixels. @param {Turn} turn */
function projection({ azimuth, elevation }, { left, top, width, height }) {
  const [sa, ca, se, ce] = [Math.sin(azimuth), Math.cos(azimuth), Math.sin(elevation), Math.cos(elevation)];
  const scale = Math.min(width / (2 * REACH), height / (HEIGHT * ce + 2 * REACH * se));
  const middle = left + width / 2, foot = top + (height + scale * HEIGHT * ce) / 2;
  return (x, y, z) => {
    const X = 2 * x - 1, Y = 2 * y - 1;
    return [middle + scale * (X * ca - Y * sa), foot - scale * ((X * sa + Y * ca) * se + z * HEIGHT * ce)];
  };
}

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {Field} field  @param {Trail[]} trails  @param {import("../drawing/legend.js").Entry[][]} entries
 * @param {Turn} turn
 */
export function drawField(pen, look, field, trails, entries, turn) {
  const { size } = look, wide = pen.width - 2 * size, foot = pen.height - legendHeight(entries, wide, size);
  const box = { left: ROOM.side * size, top: ROOM.above * size, width: pen.width - 2 * ROOM.side * size,
    height: foot - (ROOM.above + ROOM.below) * size };
  const at = projection(turn, box), { side } = field, last = side - 1;
  const z = (i, j) => {
    const value = field.values[j * side + i], share = (value - field.from) / (field.to - field.from || 1);
    return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 1;
  };
  const far = { x: Math.sin(turn.azimuth) > 0, y: Math.cos(turn.azimuth) > 0 }; // whether large ones lie farther
  const pieces = new Map(), above = /** @type {Trail[]} */ ([]);
  for (const trail of trails) {
    if (trail.points.some((point) => point.length > 2)) above.push(trail);
    else lay(trail, pieces, { z, last, far });
  }
  drawAxes(pen, look, field, at, far);
  for (const j of order(last, far.y)) {
    for (const i of order(last, far.x)) {
      drawCell(pen, look, field, at, z, i, j);
      for (const { line, style, mark } of pieces.get(j * last + i) ?? []) {
        const flat = line.flatMap(([x, y, height]) => at(x, y, height + LIFT));
        if (mark) pen.marks(mark, flat, size * 0.36, style);
        else pen.lines([flat], style);
      }
    }
  }
  for (const { points, style, mark } of above) {
    const flat = points.flatMap(([x, y, height]) => at(x, y, height));
    if (mark) pen.marks(mark, flat, size * 0.36, style);
    else pen.lines([flat], style);
  }
  drawLegend(pen, look, entries, { left: size, top: foot, width: wide });
}

/** Cells along a side, the farthest first. @param {number} count @param {boolean} descending */
const order = (count, descending) => Array.from({ length: count }, (_, k) => (descending ? count - 1 - k : k));

function drawCell(pen, { ink }, field, at, z, i, j) {
  const last = field.side - 1, corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
  const heights = corners.map(([a, b]) => z(a, b)), mean = heights.reduce((a, b) => a + b, 0) / 4;
  const slope = (heights[1] - heights[3]) * last; // away from the light, which comes from one side
  const dark = Math.min(0.3, Math.max(0, 0.06 + 0.25 * Math.atan(0.5 * slope)));
  const fill = mix(field.shade(field.from + mean * (field.to - field.from)), rgb(ink), dark);
  const outline = corners.flatMap(([a, b], k) => at(a / last, b / last, heights[k]));
  pen.lines([outline], { fill: css(fill), stroke: css(mix(fill, rgb(ink), 0.1)), width: 0.6 }, true);
}

/**
 * Cut a walk into pieces no longer than a cell, each drawn after the cells around it.
 * @param {Trail} trail  @param {Map<number, any[]>} pieces  @param {any} on  the field
 */
function lay({ points, style, mark }, pieces, { z, last, far }) {
  const height = (x, y) => { // between the corners of a cell
    const i = Math.min(last - 1, Math.floor(x * last)), j = Math.min(last - 1, Math.floor(y * last));
    const s = x * last - i, t = y * last - j, row = (b) => z(i, b) + s * (z(i + 1, b) - z(i, b));
    return row(j) + t * (row(j + 1) - row(j));
  };
  const onField = (/** @type {number[]} */ [x, y]) => [x, y, height(x, y)];
  const kept = (k) => Math.max(0, Math.min(last - 1, k));
  const put = (line) => {
    if (!line.flat().every((s) => s >= 0 && s <= 1)) return; // beside the field
    const [x, y] = line[line.length - 1], i = kept(Math.floor(x * last) + (far.x ? -1 : 1));
    const place = kept(Math.floor(y * last) + (far.y ? -1 : 1)) * last + i, all = pieces.get(place);
    if (all) all.push({ line, style, mark });
    else pieces.set(place, [{ line, style, mark }]);
  };
  if (mark) return points.forEach((point) => put([onField(point)]));
  for (let k = 1; k < points.length; k++) {
    const [a, b] = [points[k - 1], points[k]], longest = Math.max(...a.map((from, c) => Math.abs(b[c] - from)));
    const parts = Math.max(1, Math.ceil(longest * last));
    const between = (s) => onField(a.map((from, c) => from + s * (b[c] - from)));
    for (let part = 0; part < parts; part++) put([between(part / parts), between((part + 1) / parts)]);
  }
}

/** The floor, and numbers and names along its near sides and up one corner. */
function drawAxes(pen, { ink, faint, line, size }, { axes }, at, far) {
  const [x, y, up] = axes;
  const near = { x: far.x ? 0 : 1, y: far.y ? 0 : 1 };
  pen.lines([[[0, 0], [1, 0], [1, 1], [0, 1]].flatMap(([a, b]) => at(a, b, 0))], { stroke: line, width: 1 }, true);
  const along = (axis, place, name) => {
    const tick = ({ at: s, text }) => write(text, place(s, 1.045), faint);
    axis.ticks.forEach(tick);
    write(name, place(0.5, 1.17), ink);
  };
  const write = (text, [px, py], fill) => {
    const half = textWidth(text, size) / 2, kept = Math.max(half, Math.min(pen.width - half, px));
    pen.text(text, kept, py, { fill, size, align: "middle", base: "middle" });
  };
  const outside = (side, factor) => 0.5 + (side - 0.5) * (2 * factor - 1);
  along(x, (s, factor) => at(s, outside(near.y, factor), 0), x.name);
  along(y, (s, factor) => at(outside(near.x, factor), s, 0), y.name);
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([a, b]) => ({ a, b, left: at(a, b, 0)[0] }));
  const { a, b } = corners.reduce((one, other) => (other.left < one.left ? other : one));
  pen.lines([[...at(a, b, 0), ...at(a, b, 1)]], { stroke: faint, width: 1 });
  for (const { at: s, text } of up.ticks) {
    const [px, py] = at(a, b, s);
    pen.lines([[px - 4, py, px, py]], { stroke: faint, width: 1 });
    pen.text(text, px - 6, py, { fill: faint, size, align: "end", base: "middle" });
  }
  const [px, py] = at(a, b, 1);
  write(up.name, [px, py - size * 1.2], ink);
}

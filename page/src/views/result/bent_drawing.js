// Draws a bent plane: the sheet with its grid, in the colours of the answers; the points; the lines that cut it.

import { t } from "../../text/text.js";
import { plot } from "../drawing/plot.js";
import { levelLines } from "./contours.js";
import { drawPoints, pointEntries, pointRadius } from "./points.js";

const ROOM = 0.06, STRAY = 0.005, STRAY_ROOM = 0.3; // around a sheet; shares of points that may lie outside
const THREADS = 13; // lines of the grid, each way
const STEPS = 200; // of a straight line that ends where a third class begins
const CUT = 1.8; // pixels
const CROWDED = 2; // points lie where units are saturated: smaller than on a map

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {any} what  {known, bent, scene, shown, which, names}: see bent.js
 */
export function drawBent(pen, look, { known, bent, scene, shown, which, names }) {
  const { sheet, spots, head } = bent, [x, y] = [0, 1].map((c) => ({ ...limits(bent, c), name: names[c] }));
  const straight = head && known.task !== "regression", groups = scene.groups;
  const line = { stroke: look.ink, width: CUT }, text = t(straight ? "inside.bent.straight" : "inside.bent.changes");
  const entries = pointEntries(known, groups, look, which);
  const cuts = straight || shown?.lines.length ? [[{ shape: /** @type {const} */ ("line"), style: line, text }]] : [];
  return plot(pen, look, { x, y, entries: [...entries, ...cuts] }, (axes) => {
    const at = (points, i) => [axes.across(points[2 * i]), axes.up(points[2 * i + 1])];
    if (!sheet) axes.grid(pen);
    else if (shown) drawSheet(pen, look, sheet, shown, at);
    else {
      const sheetLine = Array.from({ length: sheet.points }, (_, i) => at(sheet.at, i)).flat();
      pen.lines([sheetLine], { stroke: look.faint, width: 3 });
    }
    const bentLines = ({ values, level }) => mapped(sheet, levelLines(values, sheet.side, level, UNIT), at);
    const lines = straight ? straightLines(head, known.task, axes) : (shown?.lines ?? []).flatMap(bentLines);
    pen.lines(lines, { stroke: look.ground, width: CUT + 1.6 });
    pen.lines(lines, line);
    const place = (row) => /** @type {[number, number]} */ (at(spots, row));
    drawPoints(pen, look, groups, place, pointRadius(known.data.n, axes.box, CROWDED), which);
  });
}

const UNIT = { left: 0, top: 0, width: 1, height: 1 };

/** All of a sheet; of points alone the bulk, since a single stray one would hide the rest. */
function limits({ sheet, spots }, c) {
  const column = (points) => Array.from(points).filter((_, i) => i % 2 === c);
  const values = [spots, ...(sheet ? [sheet.at] : [])].flatMap(column);
  values.sort((a, b) => a - b);
  const out = sheet ? 0 : Math.floor(STRAY * values.length), low = values[out], high = values[values.length - 1 - out];
  const room = (sheet ? ROOM : STRAY_ROOM) * (high - low) || 0.5;
  return { from: low - room, to: high + room };
}

/** Quads in the colours of the answers, and threads over them. */
function drawSheet(pen, look, { side, at: points }, shown, at) {
  const image = new ImageData(side, side), { data } = image;
  shown.paint(image);
  let run = /** @type {number[][]} */ ([]), fill = "";
  const ink = () => run.length && pen.lines(run, { fill, stroke: fill, width: 1 }, true);
  for (let r = 0; r + 1 < side; r++) {
    for (let c = 0; c + 1 < side; c++) {
      const i = r * side + c, next = `rgb(${data[4 * i]} ${data[4 * i + 1]} ${data[4 * i + 2]})`;
      if (next !== fill) (ink(), (run = []), (fill = next)); // neighbours of one colour are drawn at once
      run.push([i, i + 1, i + side + 1, i + side].flatMap((k) => at(points, k)));
    }
  }
  ink();
  const kept = Array.from({ length: THREADS }, (_, k) => Math.round((k * (side - 1)) / (THREADS - 1)));
  const along = (index) => Array.from({ length: side }, (_, i) => at(points, index(i))).flat();
  const threads = kept.flatMap((k) => [along((i) => k * side + i), along((i) => i * side + k)]);
  pen.lines(threads, { stroke: look.faint, width: 0.6, opacity: 0.6 });
}

/** Lines of the plane, in shares of its picture, as they lie on the sheet: between the points of its grid. */
function mapped({ side, at: points }, lines, at) {
  const place = (x, y) => {
    const kept = (k) => Math.max(0, Math.min(side - 1, k)), s = kept(x * side - 0.5), u = kept(y * side - 0.5);
    const c = Math.min(side - 2, Math.floor(s)), r = Math.min(side - 2, Math.floor(u));
    const mix = (a, b, w) => a + w * (b - a);
    const [p, q, v, w] = [[r, c], [r, c + 1], [r + 1, c], [r + 1, c + 1]].map(([i, j]) => at(points, i * side + j));
    return [0, 1].map((k) => mix(mix(p[k], q[k], s - c), mix(v[k], w[k], s - c), u - r));
  };
  const inner = (part) => part > 0.4 / side && part < 1 - 0.4 / side; // where a line runs along the edge, it is none
  return lines.flatMap((line) => {
    const parts = /** @type {number[][]} */ ([[]]);
    for (let i = 0; i < line.length; i += 2) {
      if (inner(line[i]) && inner(line[i + 1])) parts[parts.length - 1].push(...place(line[i], line[i + 1]));
      else if (parts[parts.length - 1].length) parts.push([]);
    }
    return parts.filter((part) => part.length > 2);
  });
}

/**
 * Where the answer of a linear classifier changes, in pixels: net = 0 of each output; of several classes, where two are
 * equal and no third is above them.
 * @param {{weights: number[], biases: number[]}} head  @param {string} task
 * @param {import("../drawing/axes.js").Axes} axes
 */
export function straightLines({ weights, biases }, task, axes) {
  const k = biases.length, rows = biases.map((b, c) => [weights[c], weights[k + c], b]);
  const net = (row, x, y) => row[0] * x + row[1] * y + row[2], lines = [];
  if (task !== "multiclass") return rows.flatMap((row) => pieces(row, axes, () => true));
  for (let a = 0; a < k; a++) {
    for (let c = 0; c < a; c++) {
      const top = (x, y) => rows.every((row, i) => i === a || i === c || net(row, x, y) <= net(rows[a], x, y));
      lines.push(...pieces(rows[a].map((part, i) => part - rows[c][i]), axes, top));
    }
  }
  return lines;
}

/** The pieces of the line u x + v y + b = 0 over the axes where something holds. @param {number[]} line */
function pieces([u, v, b], axes, holds) {
  const { x, y } = axes, level = Math.abs(v) * (x.to - x.from) > Math.abs(u) * (y.to - y.from) || u === 0;
  if (u === 0 && v === 0) return [];
  const parts = /** @type {number[][]} */ ([[]]), scale = level ? x : y;
  for (let i = 0; i <= STEPS; i++) {
    const s = scale.from + ((scale.to - scale.from) * i) / STEPS, other = level ? -(u * s + b) / v : -(v * s + b) / u;
    const [px, py] = level ? [s, other] : [other, s];
    if (holds(px, py)) parts[parts.length - 1].push(axes.across(px), axes.up(py));
    else if (parts[parts.length - 1].length) parts.push([]);
  }
  return parts.filter((part) => part.length > 2);
}

// The points of the data: a colour for each class, set of labels or value, a shape for each part, a cross where it is
// wrong.

import { count } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { classColor, css, dark, legible, rgb } from "../colors.js";

const MOST = 5000; // that are drawn
const SHADES = 24; // of the values of a regression
const NO = "#999999"; // points without the label that is shown

/** @type {("training" | "validation" | "test")[]} */
export const PARTS = ["training", "validation", "test"];
/** @type {{[part: string]: import("../drawing/pens.js").Shape}} */
const SHAPES = { training: "circle", validation: "diamond", test: "square" };

/**
 * @typedef {object} Group
 * @property {string} name  "" where the scale of colours says it
 * @property {string} color
 * @property {number} total  rows in all
 * @property {{[part: string]: number[]}} rows  that are drawn
 *
 * @typedef {object} Which
 * @property {string[]} parts  that are drawn
 * @property {import("./table.js").Table | null} judged  whose mistakes are marked
 * @property {number | null} chosen  the row that is looked at
 * @property {{up: number[], down: number[]} | null} moved  rows whose loss one step changes most
 */

/** A colour of points and lines, legible on the ground and the areas of a map. @param {string} color  #rrggbb */
export const inked = (color) => css(legible(rgb(color), dark.value ? 5 : 3));
/** The same of class, or label, c. @param {number} c */
export const classInk = (c) => inked(css(classColor(c)));

/** The rows of classes, or of labels: all together, or of one alone. @param {any} facts @param {number} output */
export function classGroups(facts, output, sets) {
  const { task, data, outputNames } = facts, { T, k } = data;
  if (sets) return grouped(facts, sets.names, sets.colors.map(inked), (i) => sets.index((c) => T[i * k + c]));
  if (task !== "multilabel") {
    return grouped(facts, data.targetNames, data.targetNames.map((_, c) => classInk(c)), (i) => T[i]);
  }
  const names = [t("result.without", { label: outputNames[output] }), outputNames[output]];
  return grouped(facts, names, [inked(NO), classInk(output)], (i) => T[i * k + output]);
}

/**
 * The rows of a regression by the value of target c.
 * @param {any} facts  @param {number} c  @param {[number, number]} range  @param {(value: number) => string} shade
 */
export function valueGroups(facts, c, [low, high], shade) {
  const { T, k } = facts.data, names = new Array(SHADES).fill("");
  const colors = names.map((_, s) => shade(low + ((s + 0.5) / SHADES) * (high - low)));
  const step = (high - low) / SHADES;
  return grouped(facts, names, colors, (i) => Math.min(SHADES - 1, Math.floor((T[i * k + c] - low) / step)));
}

/** All rows alike. @param {any} facts @param {string} color @returns {Group[]} */
export const oneGroup = (facts, color) => grouped(facts, [""], [color], () => 0);

/** @param {any} facts @param {string[]} names @param {string[]} colors @param {(row: number) => number} groupOf */
function grouped({ parts, data }, names, colors, groupOf) {
  const every = Math.ceil(data.n / MOST), empty = () => ({ training: [], validation: [], test: [] });
  /** @type {Group[]} */
  const groups = names.map((name, g) => ({ name, color: colors[g], total: 0, rows: empty() }));
  for (const part of PARTS) {
    parts[part].forEach((row, i) => {
      const group = groups[groupOf(row)];
      group.total++;
      if (i % every === 0) group.rows[part].push(row);
    });
  }
  return groups.filter(({ total }) => total > 0);
}

/** The parts that are drawn. @param {any} facts @param {boolean} held  those that are held out, too */
export const drawnParts = ({ parts }, held) => (held ? PARTS : [PARTS[0]]).filter((part) => parts[part].length);

/** The radius of points, of n in a box; ``crowding``: as if there were so many times as many. */
export function pointRadius(n, { width, height }, crowding = 1) {
  const room = Math.sqrt(Math.max(0.6, Math.min(width, height) / 400));
  return Math.max(1.6, Math.min(7, 15 / Math.min(crowding * n, MOST) ** 0.25) * room);
}

/**
 * The look of a part's points; ``outlined``: in the colour of their value, on a ground that may have it, too.
 * @param {string} part  @param {string} color  @param {{ground: string, ink: string}} look  @param {boolean} [outlined]
 */
function styleOf(part, color, { ground, ink }, outlined = false) {
  const training = part === "training";
  if (outlined) return { fill: color, stroke: ink, width: training ? 0.35 : 0.9 };
  return training ? { fill: color, stroke: ground, width: 0.6 } : { fill: ground, stroke: color, width: 1.4 };
}

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {Group[]} groups  @param {(row: number) => [number, number]} place  in pixels  @param {number} r
 * @param {Which} which
 */
export function drawPoints(pen, { ground, ink, bad }, groups, place, r, { parts, judged, chosen, moved }) {
  const outlined = groups.length > 1 && !groups[0].name, wrong = (row) => judged?.wrong[row];
  const rimmed = (shape, at, size, width, color) => {
    pen.marks(shape, at, size, { stroke: ground, width: width + 1.5 });
    pen.marks(shape, at, size, { stroke: color, width });
  };
  for (const part of parts) {
    const size = part === "training" ? r : r * 0.9;
    for (const { color, rows } of groups) {
      const right = judged ? rows[part].filter((row) => !wrong(row)) : rows[part];
      pen.marks(SHAPES[part], right.flatMap(place), size, styleOf(part, color, { ground, ink }, outlined));
      if (judged) rimmed("cross", rows[part].filter(wrong).flatMap(place), r + 0.5, 1.5, color);
    }
  }
  if (moved) rimmed("down", moved.down.flatMap(place), r + 4, 2, ink);
  if (moved) rimmed("up", moved.up.flatMap(place), r + 4, 2, bad);
  if (chosen !== null) rimmed("circle", place(chosen), r + 5, 2.5, ink);
}

/** What the look of the points depends on, beside the size of all. @param {Group[]} groups @param {Which} which */
export const pointsKey = (groups, { parts, judged, chosen, moved }) =>
  [groups, parts.join(), judged, chosen, moved];

/** The row that is drawn nearest to a pixel, no farther than so many pixels; or null. @returns {number | null} */
export function nearestRow(groups, parts, place, [px, py], reach) {
  let nearest = null, least = reach;
  for (const { rows } of groups) {
    for (const row of parts.flatMap((part) => rows[part])) {
      const [x, y] = place(row), distance = Math.hypot(x - px, y - py);
      if (distance < least) [nearest, least] = [row, distance];
    }
  }
  return nearest;
}

/**
 * What the marks mean: colours, then shapes; with the number of rows.
 * @param {any} facts  @param {Group[]} groups  @param {import("../drawing/look.js").Look} look  @param {Which} which
 * @returns {import("../drawing/legend.js").Entry[][]}
 */
export function pointEntries({ parts: all, task }, groups, { faint, ground, ink, bad }, { parts, judged, moved }) {
  const entry = (shape, style, name, n) => ({ shape, style, text: n === null ? name : `${name} (${count(n)})` });
  const named = groups.filter(({ name }) => name), style = (part) => styleOf(part, faint, { ground, ink });
  const colors = named.map(({ name, color, total }) => entry("circle", { fill: color }, name, total));
  const shapes = parts.map((part) => entry(SHAPES[part], style(part), t(`part.${part}`), all[part].length));
  const changed = moved ? [[
    entry("up", { stroke: bad, width: 2 }, t("blame.up"), moved.up.length),
    entry("down", { stroke: ink, width: 2 }, t("blame.down"), moved.down.length),
  ]] : [];
  if (task === "regression") return [shapes, ...changed];
  const missed = judged && parts.reduce((sum, part) => sum + judged.missed[part], 0);
  const wrong = entry("cross", { stroke: faint, width: 1.5 }, t("result.wrong"), missed);
  return [colors, [...shapes, wrong], ...changed];
}

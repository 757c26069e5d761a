// The points of the data: a colour for each class, label set or value, a shape for each part, a cross where it is wrong.

import { classColor, css, legible, rgb } from "../colors.js";
import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { labelSets } from "./label_sets.js";

const MOST = 5000; // that are drawn
const SHADES = 24; // of the values of a regression
const NO = "#999999"; // points without the label that is shown

/** @typedef {"training" | "validation" | "test"} Part */
/** @type {Part[]} */
export const PARTS = ["training", "validation", "test"];
/** @type {{[part: string]: import("../drawing/pens.js").Shape}} */
const SHAPES = { training: "circle", validation: "diamond", test: "square" };

/**
 * @typedef {object} Group
 * @property {string} name  "" where the colour bar says it
 * @property {string} color
 * @property {number} count  of all rows
 * @property {{[part: string]: number[]}} rows  that are drawn
 */

/** A colour of points and lines, legible on the ground. @param {string} color  #rrggbb */
export const inked = (color) => css(legible(rgb(color)));
/** @param {number} c */
export const classInk = (c) => css(legible(classColor(c)));

/**
 * The rows in groups of one colour each.
 * @param {any} facts  @param {number} output  the one that is shown, −1 for all
 * @param {(value: number) => string} shade  of a target of a regression  @param {[number, number]} range of the targets
 * @returns {Group[]}
 */
export function pointGroups(facts, output, shade, range) {
  const { task, data, outputNames } = facts, { T, k } = data;
  if (task === "regression") {
    const [low, high] = range, at = (i) => (T[i * k + output] - low) / (high - low || 1);
    const colors = Array.from({ length: SHADES }, (_, s) => shade(low + ((s + 0.5) / SHADES) * (high - low)));
    return grouped(facts, colors.map(() => ""), colors, (i) => Math.min(SHADES - 1, Math.floor(at(i) * SHADES)));
  }
  if (task === "multilabel" && output < 0) {
    const sets = labelSets(facts);
    return grouped(facts, sets.names, sets.colors.map(inked), (i) => sets.index((c) => T[i * k + c]));
  }
  if (task === "multilabel") {
    const names = [t("result.without", { label: outputNames[output] }), outputNames[output]];
    return grouped(facts, names, [inked(NO), classInk(output)], (i) => T[i * k + output]);
  }
  return grouped(facts, data.targetNames, data.targetNames.map((_, c) => classInk(c)), (i) => T[i]);
}

/** @param {any} facts @param {string[]} names @param {string[]} colors @param {(row: number) => number} groupOf */
function grouped({ parts, data }, names, colors, groupOf) {
  const every = Math.ceil(data.n / MOST), empty = () => ({ training: [], validation: [], test: [] });
  /** @type {Group[]} */
  const groups = names.map((name, g) => ({ name, color: colors[g], count: 0, rows: empty() }));
  for (const part of PARTS) {
    parts[part].forEach((row, i) => {
      const group = groups[groupOf(row)];
      group.count++;
      if (i % every === 0) group.rows[part].push(row);
    });
  }
  return groups.filter(({ count }) => count > 0);
}

/** Rows in all that are drawn, of so many. @param {Group[]} groups */
export const drawnCount = (groups) => groups.reduce((sum, { rows }) => sum + PARTS.reduce((n, part) => n + rows[part].length, 0), 0);

/** The radius of a point, of so many in a box. @param {number} n @param {import("../drawing/axes.js").Box} box */
export function pointRadius(n, { width, height }) {
  const room = Math.min(width, height) / 400;
  return Math.max(1.6, Math.min(7, 15 / Math.min(n, MOST) ** 0.25) * Math.sqrt(Math.max(0.6, room)));
}

/** The look of a part's points. @param {string} part @param {string} color @param {import("../drawing/look.js").Look} look */
function styleOf(part, color, { ground }) {
  return part === "training" ? { fill: color, stroke: ground, width: 0.6 } : { fill: ground, stroke: color, width: 1.4 };
}

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {Group[]} groups  @param {(row: number) => [number, number]} place  in pixels  @param {number} r
 * @param {{parts: string[], wrong: Uint8Array | undefined, chosen: number | null}} which
 */
export function drawPoints(pen, look, groups, place, r, { parts, wrong, chosen }) {
  const crossed = [];
  for (const part of parts) {
    for (const { color, rows } of groups) {
      pen.marks(SHAPES[part], rows[part].flatMap(place), part === "training" ? r : r * 0.9, styleOf(part, color, look));
      if (wrong) crossed.push(...rows[part].filter((row) => wrong[row]).flatMap(place));
    }
  }
  drawCrosses(pen, look, crossed, r);
  if (chosen !== null) {
    pen.marks("circle", place(chosen), r + 5, { stroke: look.ground, width: 5 });
    pen.marks("circle", place(chosen), r + 5, { stroke: look.ink, width: 2.5 });
  }
}

function drawCrosses(pen, look, at, r) {
  pen.marks("cross", at, r + 1.5, { stroke: look.ground, width: 3.2 });
  pen.marks("cross", at, r + 1.5, { stroke: look.ink, width: 1.5 });
}

/** The row nearest to a pixel, no farther than so many pixels; or null. @returns {number | null} */
export function nearestRow(groups, parts, place, px, py, reach = 16) {
  let nearest = null, least = reach;
  for (const { rows } of groups) {
    for (const part of parts) {
      for (const row of rows[part]) {
        const [x, y] = place(row), distance = Math.hypot(x - px, y - py);
        if (distance < least) [nearest, least] = [row, distance];
      }
    }
  }
  return nearest;
}

/**
 * What the marks mean, in two groups: colours, and shapes with counts.
 * @param {any} facts  @param {Group[]} groups  @param {import("../drawing/look.js").Look} look
 * @param {{parts: string[], wrong: Uint8Array | undefined}} which  @returns {import("./legend.js").Entry[][]}
 */
export function pointEntries(facts, groups, look, { parts, wrong }) {
  const count = (n) => short(n, 9), grey = look.faint;
  const colors = groups.filter(({ name }) => name)
    .map(({ name, color, count: n }) => ({ shape: SHAPES.training, style: { fill: color }, text: `${name} (${count(n)})` }));
  const shapes = parts.map((part) => ({
    shape: SHAPES[part], style: styleOf(part, grey, look), text: `${t(`part.${part}`)} (${count(facts.parts[part].length)})`,
  }));
  const rows = parts.flatMap((part) => facts.parts[part]), missed = wrong ? rows.filter((row) => wrong[row]).length : 0;
  const cross = { shape: /** @type {const} */ ("cross"), style: { stroke: look.ink, width: 1.5 },
    text: `${t("result.wrong")} (${count(missed)})` };
  return [colors, facts.task === "regression" ? shapes : [...shapes, cross]];
}

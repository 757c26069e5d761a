// What the network says of its only input: the fitted curve over the points, or the probability of each class.

import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { Axes } from "../drawing/axes.js";
import { drawLegend, legendHeight } from "./legend.js";
import { regressionScores } from "./outcome.js";
import { classInk, drawnCount, drawPoints, PARTS, pointEntries, pointGroups, pointRadius } from "./points.js";
import { shownUnit, targetRange } from "./shown.js";

const STEP = 0.07; // between the rows of points under probabilities
const CURVE = 4, POINTS = 0; // colours of a regression, among those of the classes
const SHARES = [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, text: String(value) }));

/**
 * @typedef {object} Curves
 * @property {string} title
 * @property {{name: string, color: string, values: ArrayLike<number>}[]} curves  values evenly apart along the axis
 * @property {number | null} [band]  half the width of the band around the first curve
 * @property {import("../drawing/axes.js").Scale} [y]  if not that of the points, which are not drawn then
 */

/**
 * What of the curves stays while the network learns.
 * @param {any} known  facts  @param {number} output  the one that is shown, −1 for all
 */
export function curveScene(known, output) {
  const { data, plane, task } = known, { X, T, k } = data, regression = task === "regression";
  const range = regression ? targetRange(known, output) : /** @type {[number, number]} */ ([0, 1]);
  const groups = pointGroups(known, output, () => classInk(POINTS), range), margin = 0.12 * (range[1] - range[0]);
  const level = new Float64Array(data.n);
  groups.forEach(({ rows }, g) => PARTS.forEach((part) => rows[part].forEach((row) => (level[row] = -STEP * (g + 1)))));
  return {
    x: { from: plane.x[0], to: plane.x[1], name: data.featureNames[0] },
    y: regression ? { from: range[0] - margin, to: range[1] + margin, name: known.outputNames[output] }
      : { from: -STEP * (groups.length + 0.8), to: 1.04, name: t("result.probability"), ticks: SHARES },
    groups,
    /** Where a row stands, in pixels. @param {Axes} axes @returns {(row: number) => [number, number]} */
    placing: (axes) => (row) => [axes.across(X[row]), axes.up(regression ? T[row * k + output] : level[row])],
    /** @param {any} what  see map.js @returns {Curves} */
    shown: (what) => unitCurve(known, what) ?? (regression ? fit : probabilities)(known, output, what),
  };
}

/** @returns {Curves | null} */
function unitCurve(known, { now, looked }) {
  const unit = looked && shownUnit(known, now.pictures, looked);
  if (!unit) return null;
  const { from, to, name } = unit.bar, curves = [{ name, color: classInk(CURVE), values: unit.values }];
  return { title: unit.title, curves, y: { from: from - 0.1 * (to - from), to: to + 0.1 * (to - from), name } };
}

/** @returns {Curves} */
function fit({ data, parts, outputNames }, output, { answers: { P, points }, judged }) {
  const band = judged && regressionScores(data.T, judged.outputs, parts.training, output, data.k).rmse;
  const values = P.subarray(output * points, (output + 1) * points);
  return {
    title: t("result.map.regression", { name: outputNames[output] }), band,
    curves: [{ name: t("result.network"), color: classInk(CURVE), values }],
  };
}

/** @returns {Curves} */
function probabilities({ task, data, outputNames }, output, { answers: { P, points }, discretise }) {
  const one = (c) => P.subarray(c * points, (c + 1) * points), binary = task === "binary";
  const names = binary ? data.targetNames : outputNames;
  const values = binary ? [one(0).map((p) => 1 - p), one(0)] : names.map((_, c) => one(c));
  const holds = (c, i) => (task === "multilabel" ? values[c][i] > 0.5 : values.every((other) => other[i] <= values[c][i]));
  const curves = values.map((p, c) => (
    { name: names[c], color: classInk(c), values: discretise ? p.map((_, i) => Number(holds(c, i))) : p }));
  return { title: t(`result.map.${task}`, { name: outputNames[Math.max(0, output)] }), curves: output < 0 ? curves : [curves[output]] };
}

/** The points of a curve in pixels, so much above it. @param {Axes} axes @param {ArrayLike<number>} values @returns {number[]} */
function lineOf(axes, values, above = 0) {
  const { left, width } = axes.box;
  return Array.from(values, (value, i) => [left + ((i + 0.5) / values.length) * width, axes.up(value + above)]).flat();
}

const reversed = (line) => line.map((_, i) => line[line.length - 2 - i + 2 * (i % 2)]);

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {ReturnType<typeof curveScene>} scene  @param {Curves} shown  @param {any} what  see map.js
 */
export function drawCurves(pen, look, { x, y, groups, placing }, shown, { known, which }) {
  const { curves, band } = shown, entries = legendOf(known, groups, look, shown, which);
  const below = legendHeight(entries, pen.width, look.size), height = pen.height - below;
  const axes = new Axes(pen.width, height, x, shown.y ?? y, look), { box } = axes, thick = look.size / 5;
  axes.grid(pen);
  pen.within(box, () => {
    if (band) {
      const around = [...lineOf(axes, curves[0].values, band), ...reversed(lineOf(axes, curves[0].values, -band))];
      pen.lines([around], { fill: curves[0].color, opacity: 0.16 }, true);
    }
    if (!shown.y) drawPoints(pen, look, groups, placing(axes), pointRadius(drawnCount(groups) * 4, box), which);
    for (const { color, values } of curves) pen.lines([lineOf(axes, values)], { stroke: color, width: thick });
  });
  axes.draw(pen);
  drawLegend(pen, look, entries, { left: box.left, top: height, width: pen.width - box.left });
  return axes;
}

/** @param {Curves} shown @returns {import("./legend.js").Entry[][]} */
function legendOf(known, groups, look, { curves, band, y }, which) {
  const lines = curves.map(({ name, color }) => (
    { shape: /** @type {const} */ ("line"), style: { stroke: color, width: look.size / 5 }, text: name }));
  const area = { shape: /** @type {const} */ ("area"), style: { fill: curves[0].color, opacity: 0.16 },
    text: t("result.band", { rmse: short(band) }) };
  return [band ? [...lines, area] : lines, ...(y ? [] : pointEntries(known, groups, look, which).slice(known.task === "regression" ? 1 : 0))];
}

/** The value of a curve at a place along the axis. @param {ArrayLike<number>} values @param {number} s  0 … 1 */
export function valueAlong(values, s) {
  const last = values.length - 1, at = Math.max(0, Math.min(last, s * values.length - 0.5)), low = Math.min(last - 1, Math.floor(at));
  return values[low] + (at - low) * (values[low + 1] - values[low]);
}

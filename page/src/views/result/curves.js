// What the network says of its only input: the fitted curve over the points, or the probability of each class.

import { short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { share } from "../drawing/axes.js";
import { plot } from "../drawing/plot.js";
import { labelSets } from "./label_sets.js";
import { regressionScores } from "./outcome.js";
import { classGroups, classInk, drawPoints, oneGroup, PARTS, pointEntries, pointRadius, pointsKey } from "./points.js";
import { shownUnit, targetRange } from "./shown.js";

const STEP = 0.07; // between the rows of points under probabilities
const CURVE = 4, POINTS = 0; // colours of a regression, among those of the classes
const CROWDED = 4; // points lie along a line: smaller than on a map
const SHADE = 0.16; // of the band
const SHARES = [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, text: String(value) }));

/**
 * @typedef {object} Curves
 * @property {string} title
 * @property {{name: string, color: string, values: ArrayLike<number>}[]} curves  values evenly apart along the axis
 * @property {number | null} [band]  half the width of the band around the first curve
 * @property {import("../drawing/axes.js").Scale} [y]  if not that of the points, which are not drawn then
 * @property {ArrayLike<number>} [values]  of a unit
 */

/**
 * What of the curves stays while the network learns.
 * @param {any} known  facts  @param {number} output  the one that is shown, −1 for all
 */
export function curveScene(known, output) {
  const { data: { X, featureNames }, plane: { x: [from, to] }, task } = known;
  const levels = task === "regression" ? valueLevels(known, output) : classLevels(known, output);
  return {
    x: { from, to, name: featureNames[0] }, ...levels,
    /**
     * Where a row stands, in pixels.
     * @param {import("../drawing/axes.js").Axes} axes  @returns {(row: number) => [number, number]}
     */
    placing: (axes) => (row) => [axes.across(X[row]), axes.up(levels.level(row))],
  };
}

/** The points of a regression, as high as their target. */
function valueLevels(known, output) {
  const { T, k } = known.data, [low, high] = targetRange(known, output), margin = 0.12 * (high - low);
  return {
    groups: oneGroup(known, classInk(POINTS)), level: (row) => T[row * k + output],
    y: { from: low - margin, to: high + margin, name: known.outputNames[output] },
  };
}

/** The points of each class, or set of labels, in a row of their own below 0. */
function classLevels(known, output) {
  const sets = known.task === "multilabel" && output < 0 ? labelSets(known) : null;
  const groups = classGroups(known, output, sets), levels = new Float64Array(known.data.n);
  groups.forEach(({ rows }, g) => {
    for (const row of PARTS.flatMap((part) => rows[part])) levels[row] = -STEP * (g + 1);
  });
  const y = { from: -STEP * (groups.length + 0.8), to: 1.04, name: t("result.probability"), ticks: SHARES };
  return { groups, level: (row) => levels[row], y };
}

/** The root mean square error of a curve; null of classes. @param {any} known  facts @param {any} judged  table */
export function trainingError({ task, data, parts }, judged, output) {
  return task === "regression" ? regressionScores(data.T, judged.outputs, parts.training, output, data.k).rmse : null;
}

/** What is shown now. @param {any} what  see map.js @returns {Curves} */
export function shownCurves({ known, answers, output, discretise, looked, error }) {
  const unit = shownUnit(known, looked);
  if (unit) return unitCurve(/** @type {any} */ (unit));
  if (known.task === "regression") return fit(known, answers, output, error);
  return probabilities(known, answers, output, discretise);
}

/** @returns {Curves} */
function unitCurve({ title, values, bar: { from, to, name } }) {
  const margin = 0.1 * (to - from), curves = [{ name, color: classInk(CURVE), values }];
  return { title, values, curves, y: { from: from - margin, to: to + margin, name } };
}

/** @returns {Curves} */
function fit({ outputNames }, { P, points }, output, error) {
  const values = P.subarray(output * points, (output + 1) * points);
  return {
    title: t("result.map.regression", { name: outputNames[output] }),
    band: error, curves: [{ name: t("result.network"), color: classInk(CURVE), values }],
  };
}

/** @returns {Curves} */
function probabilities({ task, data, outputNames }, { P, points }, output, discretise) {
  const one = (c) => P.subarray(c * points, (c + 1) * points), binary = task === "binary";
  const names = binary ? data.targetNames : outputNames, values = names.map((_, c) => one(binary ? 0 : c));
  if (binary) values[0] = values[0].map((p) => 1 - p);
  const holds = (c, i) => (task === "multilabel" ? values[c][i] > 0.5 : values.every((p) => p[i] <= values[c][i]));
  const curve = (name, c) => (
    { name, color: classInk(c), values: discretise ? values[c].map((_, i) => Number(holds(c, i))) : values[c] });
  const title = output < 0 ? t(`result.curves.${task}`) : t("result.probability_of", { name: names[output] });
  return { title, curves: names.map(curve).filter((_, c) => output < 0 || c === output) };
}

/**
 * The points of a curve in pixels, so much above it.
 * @param {import("../drawing/axes.js").Axes} axes  @param {ArrayLike<number>} values
 */
function lineOf(axes, values, above = 0) {
  const { left, width } = axes.box, step = width / values.length;
  return Array.from(values, (value, i) => [left + (i + 0.5) * step, axes.up(value + above)]);
}

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {ReturnType<typeof curveScene>} scene  @param {Curves} shown  @param {any} what  see map.js
 */
export function drawCurves(pen, look, { x, y, groups, placing }, shown, { known, which }) {
  const { curves, band, y: own } = shown, points = own ? [] : pointEntries(known, groups, look, which);
  const entries = [...curveEntries(look, shown), ...points];
  return plot(pen, look, { x, y: own ?? y, entries }, (axes) => {
    const { box } = axes, key = [...pointsKey(groups, which), box.left, box.width, box.height, look.size, look.ground];
    if (own) axes.grid(pen);
    else pen.layer(key, (under) => drawUnder(under, look, axes, groups, placing(axes), known.data.n, which));
    if (band) {
      const edge = (above) => lineOf(axes, curves[0].values, above), around = [...edge(band), ...edge(-band).reverse()];
      pen.lines([around.flat()], { fill: curves[0].color, opacity: SHADE }, true);
    }
    for (const { color, values } of curves) {
      pen.lines([lineOf(axes, values).flat()], { stroke: color, width: look.size / 5 });
    }
  });
}

/** Grid and points, which stay while the curves move. */
function drawUnder(pen, look, axes, groups, place, n, which) {
  axes.grid(pen);
  pen.within(axes.box, () => drawPoints(pen, look, groups, place, pointRadius(n, axes.box, CROWDED), which));
}

/**
 * @param {import("../drawing/look.js").Look} look  @param {Curves} shown
 * @returns {import("../drawing/legend.js").Entry[][]}
 */
function curveEntries({ size }, { curves, band }) {
  const line = /** @type {const} */ ("line"), area = /** @type {const} */ ("area");
  const style = (color) => ({ stroke: color, width: size / 5 });
  const entries = curves.map(({ name, color }) => ({ shape: line, style: style(color), text: name }));
  const around = { fill: curves[0].color, opacity: SHADE }, text = t("result.band", { rmse: short(band) });
  return band ? [entries, [{ shape: area, style: around, text }]] : [entries];
}

/** The value of a curve at a place along the axis. @param {ArrayLike<number>} values */
export function valueOnCurve(values, { x, axes }) {
  const last = values.length - 1, at = Math.max(0, Math.min(last, share(axes.x, x) * values.length - 0.5));
  const low = Math.min(last - 1, Math.floor(at));
  return values[low] + (at - low) * (values[low + 1] - values[low]);
}

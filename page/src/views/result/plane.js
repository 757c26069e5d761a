// The map of two inputs: the answers as colours, lines where they change, and the points.

import { share } from "../drawing/axes.js";
import { plot } from "../drawing/plot.js";
import { levelLines } from "./contours.js";
import { labelSets } from "./label_sets.js";
import { classGroups, drawPoints, pointEntries, pointRadius, pointsKey, valueGroups } from "./points.js";
import { barWidth, drawBar } from "./scale_bar.js";
import { scaleEnds, shadeOf, shownOutputs, shownUnit, targetRange } from "./shown.js";

const WIDEST = 1.2; // of a map with its axes, in its height

/**
 * What of the map stays while the network learns.
 * @param {any} known  facts  @param {number} output  the one that is shown, −1 for all
 */
export function planeScene(known, output) {
  const { plane, data, task } = known, sets = task === "multilabel" && output < 0 ? labelSets(known) : null;
  const range = task === "regression" ? targetRange(known, output) : null, ends = range && scaleEnds(range);
  const axis = (j, [from, to]) => ({ from, to, name: data.featureNames[j] }), X = (row, j) => data.X[row * data.d + j];
  return {
    x: axis(plane.across, plane.x), y: axis(plane.up, plane.y), sets, ends,
    groups: range && ends ? valueGroups(known, output, range, shadeOf(ends)) : classGroups(known, output, sets),
    /**
     * Where a row stands, in pixels.
     * @param {import("../drawing/axes.js").Axes} axes  @returns {(row: number) => [number, number]}
     */
    placing: (axes) => (row) => [axes.across(X(row, plane.across)), axes.up(X(row, plane.up))],
  };
}

/** What is shown now. @param {ReturnType<typeof planeScene>} scene @param {any} what  see map.js */
export function shownOnPlane(scene, { known, answers, output, discretise, looked }) {
  const last = looked?.layer === known.sizes.length - 1 && known.outputNames.length > 1;
  return shownUnit(known, looked) ?? shownOutputs(known, answers, last ? looked.unit : output, scene, discretise);
}

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {ReturnType<typeof planeScene>} scene  @param {import("./shown.js").Shown} shown
 * @param {any} what  see map.js
 */
export function drawPlane(pen, look, { x, y, groups, placing }, shown, { known, which }) {
  const entries = pointEntries(known, groups, look, which), right = barWidth(shown.bar, look.size);
  const draw = ({ box }) => {
    const pixels = new ImageData(shown.side, shown.side);
    shown.paint(pixels);
    pen.image(pixels, box.left, box.top, box.width, box.height);
    for (const { values, level, color } of shown.lines) {
      const lines = levelLines(values, shown.side, level, box);
      pen.lines(lines, { stroke: look.ground, width: 3.4 });
      pen.lines(lines, { stroke: color ?? look.ink, width: 1.8 });
    }
  };
  const over = (upper, at) =>
    drawPoints(upper, look, groups, placing(at), pointRadius(known.data.n, at.box), which);
  const frame = { x, y, entries, right, widest: WIDEST, key: pointsKey(groups, which) };
  const axes = plot(pen, look, frame, draw, over);
  if (shown.bar) drawBar(pen, look, shown.bar, axes.box);
  return axes;
}

/** The value of a picture (side, side) at a place, between the points of its grid. */
export function valueOnPlane(values, side, { x, y, axes }) {
  const s = share(axes.x, x) * side - 0.5, u = (1 - share(axes.y, y)) * side - 0.5;
  const kept = (k) => Math.max(0, Math.min(side - 1, k)), column = Math.floor(s), row = Math.floor(u);
  const at = (r, c) => values[kept(r) * side + kept(c)];
  const across = (r) => at(r, column) + (s - column) * (at(r, column + 1) - at(r, column));
  return across(row) + (u - row) * (across(row + 1) - across(row));
}

// The map of two inputs: the answers as colours, lines where they change, and the points.

import { share } from "../drawing/axes.js";
import { Axes } from "../drawing/axes.js";
import { levelLines } from "./contours.js";
import { barWidth, drawBar, drawLegend, legendHeight } from "./legend.js";
import { drawnCount, drawPoints, pointEntries, pointGroups, pointRadius } from "./points.js";
import { scaleEnds, shadeOf, shownOutputs, shownUnit, targetRange } from "./shown.js";

const WIDEST = 1.25; // of a map, in its height

/**
 * What of the map stays while the network learns.
 * @param {any} known  facts  @param {number} output  the one that is shown, −1 for all
 */
export function planeScene(known, output) {
  const { plane, data } = known, range = known.task === "regression" ? targetRange(known, output) : [0, 1];
  const shade = (value) => shadeOf(scaleEnds(/** @type {[number, number]} */ (range)))(value);
  const name = (j) => data.featureNames[j];
  return {
    x: { from: plane.x[0], to: plane.x[1], name: name(plane.across) },
    y: { from: plane.y[0], to: plane.y[1], name: name(plane.up) },
    groups: pointGroups(known, output, shade, /** @type {[number, number]} */ (range)),
    /** Where a row stands, in pixels. @param {Axes} axes @returns {(row: number) => [number, number]} */
    placing: (axes) => (row) => [axes.across(data.X[row * data.d + plane.across]), axes.up(data.X[row * data.d + plane.up])],
    /** @param {any} what  see map.js */
    shown: ({ now, answers, discretise, looked }) =>
      (looked && shownUnit(known, now.pictures, looked)) || shownOutputs(known, answers, output, discretise),
  };
}

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {ReturnType<typeof planeScene>} scene  @param {import("./shown.js").Shown} shown  @param {any} what  see map.js
 */
export function drawPlane(pen, look, { x, y, groups, placing }, shown, { known, now, which }) {
  const entries = pointEntries(known, groups, look, which), below = legendHeight(entries, pen.width, look.size);
  const height = pen.height - below, right = barWidth(shown.bar, look.size);
  const free = Math.max(0, pen.width - right - look.size * 5 - WIDEST * (height - look.size * 4));
  const axes = new Axes(pen.width, height, x, y, look, { right: right + free }), { box } = axes;
  const side = now.pictures.side, pixels = new ImageData(side, side);
  shown.paint(pixels);
  pen.image(pixels, box.left, box.top, box.width, box.height);
  pen.within(box, () => {
    for (const { values, level, color } of shown.lines) {
      const lines = levelLines(values, Math.sqrt(values.length), level, box);
      pen.lines(lines, { stroke: look.ground, width: 3.4 });
      pen.lines(lines, { stroke: color ?? look.ink, width: 1.8 });
    }
    drawPoints(pen, look, groups, placing(axes), pointRadius(drawnCount(groups), box), which);
  });
  axes.draw(pen);
  if (shown.bar) drawBar(pen, look, shown.bar, box);
  drawLegend(pen, look, entries, { left: box.left, top: height, width: pen.width - box.left });
  return axes;
}

/** The value of a picture (side, side) at a place, between the points of its grid. */
export function valueAtPlace(values, side, { x, y, axes }) {
  const s = share(axes.x, x) * side - 0.5, u = (1 - share(axes.y, y)) * side - 0.5;
  const kept = (k) => Math.max(0, Math.min(side - 1, k)), c = Math.floor(s), r = Math.floor(u);
  const at = (row, column) => values[kept(row) * side + kept(column)];
  const across = (row) => at(row, c) + (s - c) * (at(row, c + 1) - at(row, c));
  return across(r) + (u - r) * (across(r + 1) - across(r));
}

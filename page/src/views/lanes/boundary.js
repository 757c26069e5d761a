// A small picture of what a network says over the plane, in the colours of the map: areas, the line where the answer
// changes, some of the points to train on; of one input the curve.

import { language } from "../../text/text.js";
import { facts, view } from "../../state/store.js";
import { levelLines } from "../result/contours.js";
import { outputOf } from "../result/choices.js";
import { curveScene, shownCurves } from "../result/curves.js";
import { planeScene } from "../result/plane.js";
import { drawPoints, pointRadius, pointsKey } from "../result/points.js";
import { answersFrom, shownOutputs } from "../result/shown.js";
import { share } from "../drawing/axes.js";

export const FLAT = 0.66; // height of a curve's picture, in its width
const CROWDED = 2; // points are smaller than on the map,
const MOST = 300; // and no more than so many

/** @typedef {{outputs: Float32Array, points: number, side: number}} Seen  of a lane, or of a seed */

let kept = /** @type {any} */ (null);

/** What of the picture stays for all lanes, and while they learn. */
export function boundaryScene() {
  const known = facts.value, output = outputOf(known), flat = known.plane.up < 0;
  const key = [known, output, language.value];
  if (kept && key.every((part, i) => part === kept.key[i])) return kept.scene;
  const scene = (flat ? curveScene : planeScene)(known, output);
  const which = { parts: ["training"], judged: null, chosen: null, moved: null };
  const every = Math.ceil(known.parts.training.length / MOST), some = (rows) => rows.filter((_, i) => i % every === 0);
  const groups = scene.groups.map(({ rows, ...group }) => ({ ...group, rows: { training: some(rows.training) } }));
  kept = { key, scene: { known, output, flat, which, ...scene, groups } };
  return kept.scene;
}

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {any} scene  of `boundaryScene`  @param {Seen} seen  @param {import("../drawing/axes.js").Box} box
 * @param {boolean} [lines]  where the answer changes, too
 */
export function drawBoundary(pen, look, scene, seen, box, lines = true) {
  const { known, output, flat } = scene, { discretise } = view.value;
  const answers = answersFrom(known, seen.outputs, seen.points, seen.side);
  /** @type {any} */
  const shown = flat ? shownCurves({ known, answers, output, discretise, looked: null, error: null })
    : shownOutputs(known, answers, output, scene, discretise);
  pen.within(box, () => {
    if (flat) drawCurve(pen, look, scene, shown, box);
    else drawMap(pen, look, scene, shown, box, lines);
  });
  pen.rect(box.left, box.top, box.width, box.height, { stroke: look.line, width: 1 });
}

/** Pixels of the axes' numbers. */
const placesIn = ({ x, y }, { left, top, width, height }) => ({
  across: (value) => left + share(x, value) * width, up: (value) => top + (1 - share(y, value)) * height,
});

function points(pen, look, scene, box) {
  const { groups, placing, which, known } = scene;
  const key = [...pointsKey(groups, which), box.left, box.width, look.ground];
  const r = pointRadius(Math.min(known.data.n, MOST), box, CROWDED), place = placing(placesIn(scene, box));
  pen.layer(key, (upper) => upper.within(box, () => drawPoints(upper, look, groups, place, r, which)));
}

function drawMap(pen, look, scene, shown, box, lines) {
  const pixels = new ImageData(shown.side, shown.side);
  shown.paint(pixels);
  pen.image(pixels, box.left, box.top, box.width, box.height);
  for (const { values, level, color } of lines ? shown.lines : []) {
    pen.lines(levelLines(values, shown.side, level, box), { stroke: color ?? look.ink, width: 1.2 });
  }
  points(pen, look, scene, box);
}

function drawCurve(pen, look, scene, { curves }, box) {
  const { up } = placesIn(scene, box);
  points(pen, look, scene, box);
  for (const { color, values } of curves) {
    const line = Array.from(values, (value, i) => [box.left + ((i + 0.5) * box.width) / values.length, up(value)]);
    pen.lines([line.flat()], { stroke: color, width: 2 });
  }
}

// The network's error over a plane as a scene: the path at its true loss, and its place on the surface below or above.

import { facts } from "../../state/store.js";
import { t } from "../../text/text.js";
import { drawField } from "./height_field.js";
import { axisNames } from "./landscape_words.js";
import { barOf, shadeOf } from "./loss_scale.js";
import { ticksOf, turn } from "./scene.js";

/** What lies on the surface, and is not the path. */
const below = ({ ink }) => ({ stroke: ink, width: 1, opacity: 0.6 });

/**
 * @param {import("../drawing/pens.js").Pen} pen  @param {import("../drawing/look.js").Look} look
 * @param {import("../../state/landscape.js").Seen} seen
 * @param {{raw: Float64Array, ends: number[]}} under  logarithms of E, row by row from below, and the ends of shades
 * @param {number[] | null} looked  where E is looked up
 */
export function drawLandscapeScene(pen, look, seen, { raw, ends }, looked) {
  const { plane, limits, side } = seen, from = ends[0], to = ends[ends.length - 1];
  const bar = barOf(ends, t("landscape.loss"));
  const share = (z) => Math.min(1, Math.max(0, (z - from) / (to - from))), height = (E) => share(Math.log10(E));
  const last = ends.length - 2, shade = (z) => shadeOf(Math.min(last, Math.max(0, Math.floor(share(z) * (last + 1)))));
  const names = plane.weights ? axisNames(facts.value, plane) : [1, 2].map((k) => t("landscape.axis.short", { k }));
  const axes = [...limits.map((span, c) => ({ name: names[c], ticks: ticksOf(span) })),
    { name: bar.name, ticks: (bar.ticks ?? []).map(({ value, text }) => ({ at: share(value), text })) }];
  const field = { values: raw, side, from, to, shade, axes };
  drawField(pen, look, field, trailsOf(look, seen, height, looked), [legend(look, looked)], turn.value);
  return null;
}

/**
 * @param {import("../drawing/look.js").Look} look  @param {import("../../state/landscape.js").Seen} seen
 * @param {(E: number) => number} height  0 … 1  @param {number[] | null} looked
 * @returns {import("./height_field.js").Trail[]}
 */
function trailsOf(look, { plane, limits, shadow, shadowNow }, height, looked) {
  const { ink, ground, accent, size } = look;
  const { point, points, loss, lossNow, now } = plane, inside = (at) => at.every((z) => z >= 0 && z <= 1);
  const place = (x, y) => [x, y].map((z, c) => (z - limits[c][0]) / (limits[c][1] - limits[c][0]));
  const moment = (_, k) => ({ at: place(points[2 * k], points[2 * k + 1]), E: loss[k], on: shadow[k] });
  const past = Array.from({ length: now }, moment)
    .concat({ at: place(point[0], point[1]), E: lossNow, on: shadowNow }).filter(({ at }) => inside(at));
  const line = { stroke: ink, width: size / 6 }, thin = { ...below(look), opacity: 0.35 };
  const over = past.map(({ at, E }) => [...at, height(E)]), ends = over.slice(-1), starts = over.slice(0, 1);
  return [
    { points: past.map(({ at }) => at), style: below(look) },
    ...past.map(({ at, E, on }) => ({ points: [[...at, height(on)], [...at, height(E)]], style: thin })),
    { points: over, style: { stroke: ground, width: size / 6 + 2.5, opacity: 0.75 } }, { points: over, style: line },
    { points: starts, mark: "circle", style: { fill: ground, stroke: ink, width: 2 } },
    { points: ends, mark: "circle", style: { fill: ink, stroke: ground, width: 2 } },
    { points: looked ? [place(looked[0], looked[1])].filter(inside) : [], mark: "diamond",
      style: { fill: accent, stroke: ground, width: 2 } },
  ];
}

/** @returns {import("../drawing/legend.js").Entry[]} */
function legend(look, looked) {
  const { ink, ground, accent } = look;
  const entry = (shape, style, key) => ({ shape, style, text: t(`landscape.legend.${key}`) });
  return [entry("line", { stroke: ink, width: 2 }, "true"), entry("line", below(look), "below"),
    entry("circle", { fill: ground, stroke: ink, width: 2 }, "start"), entry("circle", { fill: ink }, "now"),
    ...(looked ? [entry("diamond", { fill: accent }, "ball")] : [])];
}

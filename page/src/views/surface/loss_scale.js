// Shades of the loss, evenly spaced in its logarithm, as numnet plot landscape has them.

import { short } from "../../text/numbers.js";
import { logarithmicTicks } from "../drawing/axes.js";
import { ground, mix, rgb, word } from "../colors.js";
import { color } from "../../state/theme.js";

const MOST_DECADES = 4; // below the highest loss that is drawn
const LEVELS = 16; // shades; every second has a line

/**
 * Logarithms of E, and the ends of the shades between them; what overflows is in the highest.
 * @param {Float64Array} E  @returns {{values: Float64Array, ends: number[]}}  ends: LEVELS + 1
 */
export function shades(E) {
  const finite = E.filter((z) => Number.isFinite(z) && z > 0);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const top = finite.length ? high : 1, low = Math.max(finite.length ? least : 0.1, top * 10 ** -MOST_DECADES);
  const from = Math.log10(low), to = Math.max(Math.log10(top), from + 1e-3);
  const values = E.map((z) => Math.min(Math.max(Math.log10(z), from), to));
  return { values, ends: Array.from({ length: LEVELS + 1 }, (_, k) => from + (k * (to - from)) / LEVELS) };
}

/** The colour of shade k: what is low is tinted, what is high is as the ground. @param {number} k */
export function shadeOf(k) {
  return mix(mix(ground.value, rgb(color("--accent")), 0.6), ground.value, k / (LEVELS - 1));
}

/**
 * The scale beside a map.
 * @param {number[]} ends  @param {string} name  @returns {import("../result/scale_bar.js").Bar}
 */
export function barOf(ends, name) {
  const from = ends[0], to = ends[LEVELS], table = Uint32Array.from({ length: LEVELS }, (_, k) => word(shadeOf(k)));
  const round = logarithmicTicks(10 ** from, 10 ** to, 6).filter(({ value }) => value > 0);
  const inside = round.filter(({ value }) => Math.log10(value) >= from && Math.log10(value) <= to);
  const ticks = inside.length > 1 ? inside : [10 ** from, 10 ** to].map((value) => ({ value, text: short(value) }));
  return { table, from, to, name, ticks: ticks.map(({ value, text }) => ({ value: Math.log10(value), text })) };
}

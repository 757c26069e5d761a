// Heights of a surface and losses of a race, logarithmic where they span decades: numnet/surfaces/plot_scales.py.

import { about } from "../../state/store.js";
import { short } from "../../text/numbers.js";
import { linearTicks, logarithmicTicks } from "../drawing/axes.js";

/** "E", "E − 3", "E + 3". @param {number} base */
export const above = (base) => (base === 0 ? "E" : `E ${base > 0 ? "−" : "+"} ${short(Math.abs(base), 4)}`);

/**
 * What is drawn of the heights (side × side), where lines of equal height run, and what they are called.
 * @param {Float64Array} E  @param {import("../../engine/race/surface.js").Surface} surface
 */
export function heightScale(E, { escape, minimum }) {
  const finite = E.filter(Number.isFinite), lowest = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const base = escape !== null ? 0 : (minimum ?? lowest);
  const over = finite.map((z) => z - base).filter((z) => z > 0).sort();
  const quantile = (share) => over[Math.round(share * (over.length - 1))] ?? 1, low = quantile(0.01);
  const logarithmic = escape === null && Math.log10(quantile(0.99) / low) > about.value.races.decades;
  const of = (z) => (logarithmic ? Math.log10(Math.max(z - base, low / 2)) : z - base);
  const values = E.map(of), seen = finite.map(of);
  const from = seen.reduce((a, b) => Math.min(a, b), Infinity), to = seen.reduce((a, b) => Math.max(a, b), -Infinity);
  const round = logarithmic ? logarithmicTicks(10 ** from, 10 ** to, 5) : linearTicks(from, to, 5);
  const ticks = round.map(({ value, text }) => ({ value: logarithmic ? Math.log10(value) : value, text }))
    .filter(({ value }) => value >= from && value <= to);
  return { values, from, to, levels: levels(from, to), name: above(base), ticks };
}

const MOST = 14; // lines of equal height

/** Round numbers evenly apart. @param {number} low @param {number} high */
function levels(low, high) {
  if (!(high > low)) return [];
  const power = 10 ** Math.floor(Math.log10((high - low) / MOST));
  const step = ([1, 2, 2.5, 5, 10, 20].find((m) => (high - low) / (m * power) <= MOST) ?? 20) * power;
  const first = Math.floor(low / step) + 1, count = Math.max(0, Math.ceil(high / step) - first);
  return Array.from({ length: count }, (_, k) => step * (first + k));
}

/**
 * The axis for the losses of a race, and E as it is drawn on it: not stretched by walks that run away.
 * @param {import("./walk.js").Seen[]} walks  @param {import("../../engine/race/surface.js").Surface} surface
 */
export function lossScale(walks, { minimum }) {
  const base = minimum ?? 0, values = walks.flatMap(({ value }) => Array.from(value, (E) => E - base));
  const start = Math.max(...walks.map(({ value }) => value[0])) - base;
  const floor = about.value.races.lowest * Math.max(start, 0);
  const lowest = values.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const low = Math.max(lowest, floor), high = Math.max(highest, floor);
  const positive = (minimum !== null || lowest > 0) && start > 0;
  if (positive && Math.log10(high / low) > about.value.races.decades) {
    const from = low / 2;
    const scale = { from, to: high * 2, name: above(base), logarithmic: true };
    return { scale, of: (E) => Math.max(E - base, from / 10) };
  }
  const room = 0.05 * (highest - lowest || 1);
  return { scale: { from: lowest - room, to: highest + room, name: above(base) }, of: (E) => E - base };
}

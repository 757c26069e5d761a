// What a rule does from 25 starts around the one that is shown: numnet/surfaces/trials.py.

import { evaluate, holds } from "./surface.js";
import { descend, firstEntry, PLAIN } from "./walks.js";

/** @typedef {import("./surface.js").Surface} Surface @typedef {import("./surface.js").Point} Point */
/**
 * @typedef {object} Trials
 * @property {number[][]} arrived  (R, 25): steps until it arrived, ∞: never, or not before it left the map
 * @property {number[][]} ends  (R, 25): E at the end; ∞ where it was lost before it arrived
 * @property {number[]} median  of the steps; ∞ where fewer than half arrived
 * @property {number[]} share  @property {number[]} end  the median of E at the end
 * @property {number[][] | null} distance  (R, 25): with noise, the mean distance from a lowest point after it arrived
 * @property {number[] | null} away  its median
 */

/** The starts around a start. @param {Surface} surface @param {Point} start @returns {Point[]} */
export function startsAround(kernels, surface, start) {
  const inside = holds(surface, start);
  const points = kernels.about.races.shares.map((shares) => shares.map((share, axis) => {
    const [low, high] = surface.limits[axis], z = start[axis] + share * (high - low);
    return inside ? Math.min(Math.max(z, low), high) : z;
  }));
  const [x, y] = [0, 1].map((axis) => points.map((point) => point[axis])), { E } = evaluate(kernels, surface, x, y);
  return points.map((point, i) => (Number.isFinite(E[i]) ? point : start));
}

const MOST_POINTS = 500_000; // of paths that are kept at a time

/**
 * With noise every start has a seed of its own: ``seed``, ``seed`` + 1, …, the same for all rules; a walk has arrived
 * when it first is there, since noise may always drive it out again.
 * @param {import("../../kernels/module.js").Kernels} kernels  @param {Surface} surface
 * @param {{rules: import("./walks.js").Rule[], start: Point, steps: number,
 *   conditions?: import("./walks.js").Conditions}} what  @returns {Trials}
 */
export function trials(kernels, surface, { rules, start, steps, conditions = PLAIN }) {
  const around = startsAround(kernels, surface, start), n = around.length, { noise, seed } = conditions;
  const every = rules.flatMap((rule) => around.map((place, k) => ({ rule, place, seed: seed + k })));
  const noisy = noise > 0 && surface.escape === null && surface.minima.length > 0;
  const most = noisy ? Math.max(1, Math.floor(MOST_POINTS / (steps + 1))) : every.length, tried = [];
  for (let first = 0; first < every.length; first += most) {
    const part = every.slice(first, first + most);
    const walks = descend(kernels, surface, { rules: part.map(({ rule }) => rule), steps, paths: noisy, conditions,
      starts: part.map(({ place }) => place), seeds: part.map((one) => one.seed) });
    tried.push(...ofWalks(kernels, walks, noisy));
  }
  const rows = (name) => rules.map((_, r) => tried.slice(r * n, (r + 1) * n).map((one) => one[name]));
  return summed(rows("arrived"), rows("end"), noisy ? rows("away") : null);
}

/**
 * The trials of what came of each start.
 * @param {number[][]} arrived  @param {number[][]} ends  @param {number[][] | null} [distance]  NaN: it never arrived
 * @returns {Trials}
 */
export function summed(arrived, ends, distance = null) {
  const middle = (row) => [...row].sort(ascending)[Math.floor(row.length / 2)];
  const away = distance && distance.map((row) => middle(row.map((z) => (Number.isNaN(z) ? Infinity : z))));
  return { arrived, ends, distance, away, median: arrived.map(middle), end: ends.map(middle),
    share: arrived.map((row) => row.filter(Number.isFinite).length / row.length) };
}

/** Of each walk when it arrived, E at its end, and with noise its mean distance after it arrived. */
function ofWalks(kernels, walks, noisy) {
  return walks.events.map((event, i) => {
    const first = noisy ? firstEntry(walks, kernels.about.races.tolerance, i) : null;
    const arrived = arrival(walks.surface, first ? { ...event, converged: first.entered } : event);
    const lost = event.diverged >= 0 || event.left >= 0;
    const end = arrived === Infinity && lost ? Infinity : walks.end[3 * i + 2];
    return { arrived, end, away: first && arrived < Infinity ? first.away : NaN };
  });
}

/** Steps until a walk arrived, or escaped; ∞ where it did not, or had left the map before. */
function arrival({ escape }, { converged, escaped, left }) {
  const event = escape === null ? converged : escaped;
  return event >= 0 && (left < 0 || event < left) ? event : Infinity;
}

/** For numbers that may be infinite. */
export const ascending = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** What walk r is ordered by, first the lowest median, then who ends lower. @param {Trials} trials @param {number} r */
export const keys = ({ median, share, end }, r) => [median[r], Number.isFinite(median[r]) ? -share[r] : end[r]];

/** By the first of their numbers that differ. @param {number[]} a @param {number[]} b */
export function byKeys(a, b) {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return ascending(a[k], b[k]);
  return 0;
}

const SIXTH = 1e-6; // differences beyond the sixth digit

/**
 * The rows of values (R, 25) that tie with row ``best``: it is lower at too few of the starts to be called the first.
 * @param {number[][]} values  @param {number} best  @param {number} share
 */
export function levelWith(values, best, share) {
  const own = values[best];
  return [...values.keys()].filter((r) => {
    const other = values[r], size = (z) => (Number.isFinite(z) ? Math.abs(z) : 0);
    const lower = own.filter((z, i) => Number.isFinite(z) && z < other[i] - SIXTH * size(other[i])).length;
    const counted = own.filter((z, i) => Number.isFinite(z) || Number.isFinite(other[i])).length;
    return r === best || !(lower >= Math.max(share * counted, 1));
  });
}

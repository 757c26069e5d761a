// What became of a walk down a surface: numnet/surfaces/outcome.py.

import { evaluate, holds } from "./surface.js";
import { firstEntry } from "./walks.js";

/**
 * ``kind``: "arrived", "escaped", "walked" (nothing to arrive at), "short", "caught", "stuck", "left", "diverged";
 * ``step``: when, or −1; ``left``: when it left the map, if it came back; ``diverged``: when it did later;
 * ``axis``: along which it is stuck; ``entered``: with noise, which may drive it out again.
 * @typedef {{kind: string, step: number, left?: number, diverged?: number, axis?: string, entered?: boolean}} Outcome
 */

/** @param {import("./walks.js").Walks} walks @param {number} r @returns {Outcome} */
export function outcome(kernels, walks, r) {
  const { surface, events, end, steps, conditions: { noise } } = walks;
  const { converged, escaped, left, diverged, stuck } = events[r];
  const back = (step) => (left >= 0 && left < step ? { left } : {});
  const entered = noise > 0 && surface.escape === null && surface.minima.length > 0;
  const arrived = entered ? firstEntry(walks, kernels.about.races.tolerance, r).entered : converged;
  if (arrived >= 0) return { kind: "arrived", step: arrived, ...back(arrived), ...(entered ? { entered } : {}) };
  if (escaped >= 0) return { kind: "escaped", step: escaped, ...back(escaped) };
  const last = end.subarray(3 * r, 3 * r + 2);
  if (left >= 0 && !holds(surface, last)) return { kind: "left", step: left, ...(diverged >= 0 ? { diverged } : {}) };
  if (diverged >= 0) return { kind: "diverged", step: diverged };
  if (stuck) return { kind: "stuck", step: -1, axis: level(walks, r) ? "y" : "x" };
  return { kind: ending(kernels, surface, last), step: -1, ...back(steps) };
}

/** Whether walk r never moved in y. */
function level({ path, steps }, r) {
  const first = 2 * r * (steps + 1) + 1;
  for (let t = 0; t <= steps; t++) if (path[first + 2 * t] !== path[first]) return false;
  return true;
}

function ending(kernels, surface, point) {
  if (!surface.minima.length && surface.escape === null) return "walked";
  return isMinimum(kernels, surface, point) ? "caught" : "short";
}

const BESIDE = 1e-4;

/** Whether the point is a local minimum: level, and bent upwards in all directions. */
function isMinimum(kernels, surface, [x, y]) {
  const d = BESIDE, { gradient: g } = evaluate(kernels, surface, [x, x + d, x - d, x, x], [y, y, y, y + d, y - d]);
  if (!(Math.hypot(g[0], g[1]) <= kernels.about.races.level)) return false;
  const [xx, xy, yx, yy] = [g[2] - g[4], g[3] - g[5], g[6] - g[8], g[7] - g[9]].map((part) => part / (2 * d));
  const beside = (xy + yx) / 2;
  return (xx + yy) / 2 - Math.hypot((xx - yy) / 2, beside) > 0;
}

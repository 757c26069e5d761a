// The part of a walk that the map shows, until it runs away: numnet/surfaces/visible_path.py.

import { holds } from "../../engine/race/surface.js";
import { about } from "../../state/store.js";
import { css, legible, rgb } from "../colors.js";

/**
 * ``last``: its last step; ``lost``: whether it runs away there; ``edge``: where it crosses the map's edge.
 * @typedef {{x: Float64Array, y: Float64Array, value: Float64Array, last: number, lost: boolean,
 *   edge: [number, number] | null}} Seen
 */

/** @param {any} race @param {number} r @returns {Seen} */
export function seen({ path, value, steps, events, surface }, r) {
  const { left, diverged } = events[r], first = r * (steps + 1), end = diverged < 0 ? steps : diverged - 1;
  const x = Float64Array.from({ length: end + 1 }, (_, t) => path[2 * (first + t)]);
  const y = Float64Array.from({ length: end + 1 }, (_, t) => path[2 * (first + t) + 1]);
  const gone = left > 0 && !holds(surface, [x[end], y[end]]), last = gone ? left - 1 : end;
  const edge = gone ? crossing(surface, [x[last], y[last]], [x[left] ?? x[end], y[left] ?? y[end]]) : null;
  const upTo = (column) => column.subarray(0, last + 1);
  const E = value.subarray(first, first + last + 1), lost = gone || diverged >= 0;
  return { x: upTo(x), y: upTo(y), value: E, last, lost, edge };
}

/** Where the way from a point on the map to one outside crosses its edge. @returns {[number, number]} */
function crossing({ limits }, inside, outside) {
  const shares = limits.map(([low, high], axis) => {
    const step = outside[axis] - inside[axis];
    return step === 0 ? Infinity : ((step > 0 ? high : low) - inside[axis]) / step;
  });
  const share = Math.min(...shares);
  return /** @type {[number, number]} */ (inside.map((z, axis) => z + share * (outside[axis] - z)));
}

/** Where a walk is after so many steps, a fraction too; if it ran away, where it was last. @param {Seen} walk */
export function placeAt({ x, y, last, lost, edge }, time) {
  if (time > last && lost && edge) return edge;
  const t = Math.min(time, last), k = Math.floor(t), next = Math.min(k + 1, last), s = t - k;
  return [x[k] + s * (x[next] - x[k]), y[k] + s * (y[next] - y[k])];
}

const DASHES = { solid: [], long: [9, 4], short: [4, 3], dotted: [1.5, 3] };

/** The line of a rule, as in the figures. @param {string} name @param {number} width */
export function lineOf(name, width) {
  const { color, dashes } = about.value.rules[name];
  return { stroke: css(legible(rgb(color))), dash: DASHES[dashes] ?? [], width };
}

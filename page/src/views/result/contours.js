// Where a picture of the plane crosses a level, as lines in pixels.

import { contours } from "d3-contour";

/**
 * @param {ArrayLike<number>} values  (side, side), row by row from the top  @param {number} side  @param {number} level
 * @param {import("../drawing/axes.js").Box} box  that the picture fills; lines leave it where the level does
 * @returns {number[][]} [x, y, x, y, …] each
 */
export function levelLines(values, side, level, { left, top, width, height }) {
  const rings = contours().size([side + 2, side + 2]).contour(padded(values, side), level).coordinates.flat();
  const x = (at) => left + ((at - 1) / side) * width, y = (at) => top + ((at - 1) / side) * height;
  return rings.map((ring) => ring.flatMap((point) => [x(point[0]), y(point[1])]));
}

/** With one more value all around, as beside it: rings close along the edge, which is outside of the picture then. */
function padded(values, side) {
  const wide = side + 2, kept = (k) => Math.max(0, Math.min(side - 1, k - 1)), grid = new Array(wide * wide);
  for (let r = 0; r < wide; r++) for (let c = 0; c < wide; c++) grid[r * wide + c] = values[kept(r) * side + kept(c)];
  return /** @type {number[]} */ (grid);
}

/** p_c less the largest of the others, 0 where class c begins: (points,) of P (k, points). */
export function margin(P, c, k, points) {
  return Float32Array.from({ length: points }, (_, i) => {
    let other = -Infinity;
    for (let j = 0; j < k; j++) if (j !== c) other = Math.max(other, P[j * points + i]);
    return P[c * points + i] - other;
  });
}

// Where a picture of the plane crosses a level, as lines in pixels.

import { contours } from "d3-contour";

/**
 * @param {ArrayLike<number>} values  (side, side), row by row from the top  @param {number} side  @param {number} level
 * @param {import("../drawing/axes.js").Box} box  that the picture fills  @returns {number[][]} lines [x, y, x, y, …]
 */
export function levelLines(values, side, level, { left, top, width, height }) {
  const rings = contours().size([side, side]).contour(/** @type {number[]} */ (values), level).coordinates.flat();
  /** @param {number[]} point */
  const border = ([x, y]) => x <= 0 || y <= 0 || x >= side || y >= side;
  const lines = [];
  for (const ring of rings) {
    let line = /** @type {number[]} */ ([]);
    ring.forEach((point, i) => {
      if (i && border(point) && border(ring[i - 1])) line = []; // along the edge of the picture, where no level is
      if (!line.length) lines.push(line);
      line.push(left + (point[0] / side) * width, top + (point[1] / side) * height);
    });
  }
  return lines.filter((line) => line.length > 2);
}

/** p_c minus the largest of the others, changing its sign where class c is decided: (points,) of P (k, points). */
export function margin(P, c, k, points) {
  return Float32Array.from({ length: points }, (_, i) => {
    let other = -Infinity;
    for (let j = 0; j < k; j++) if (j !== c) other = Math.max(other, P[j * points + i]);
    return P[c * points + i] - other;
  });
}

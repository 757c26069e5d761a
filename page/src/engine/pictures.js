// Pictures of the plane: every unit's output, and every input, over a grid of points in original units.

import { standardise } from "./scaler.js";
import { inputTerms } from "./inputs.js";

/**
 * @typedef {object} Plane
 * @property {number} across  the feature along the horizontal axis
 * @property {number} up  the feature along the vertical axis; −1 where there is one feature alone
 * @property {[number, number]} x  from … to, in original units
 * @property {[number, number]} y
 * @property {number[]} others  (d,) the values of the features that are on no axis
 */

/**
 * The plane that shows all rows: of two features the ones named, of the others the mean.
 * @param {import("./dataset.js").Dataset} data  @param {number} [across]  @param {number} [up]  @returns {Plane}
 */
export function planeOf(data, across = 0, up = data.d > 1 ? (across === 0 ? 1 : 0) : -1) {
  const column = (j) => Array.from({ length: data.n }, (_, i) => data.X[i * data.d + j]);
  const range = (values) => {
    const low = values.reduce((a, b) => Math.min(a, b)), high = values.reduce((a, b) => Math.max(a, b));
    const margin = 0.08 * (high - low) || 1;
    return /** @type {[number, number]} */ ([low - margin, high + margin]);
  };
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const others = Array.from({ length: data.d }, (_, j) => mean(column(j)));
  return { across, up, x: range(column(across)), y: up < 0 ? [0, 1] : range(column(up)), others };
}

/**
 * The points of the grid, row by row from the top, (points, d) in original units.
 * @param {Plane} plane  @param {number} side
 */
export function gridPoints({ across, up, x, y, others }, side) {
  const d = others.length, rows = up < 0 ? 1 : side, points = new Float64Array(rows * side * d);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < side; c++) {
      const at = (r * side + c) * d;
      points.set(others, at);
      points[at + across] = x[0] + (x[1] - x[0]) * ((c + 0.5) / side);
      if (up >= 0) points[at + up] = y[1] - (y[1] - y[0]) * ((r + 0.5) / side);
    }
  }
  return points;
}

const FINER = 4; // times as many points along a curve as along a side of a map

/** What the network computes over the plane: bound once, drawn again and again while it learns. */
export class Pictures {
  /** @param {import("./training.js").Training} training  @param {Plane} plane  @param {number} side */
  constructor(training, plane, side) {
    const { kernels, prepared, layout, run, config, sizes } = training, { scaler, data, d } = prepared;
    const wide = plane.up < 0 ? FINER * side : side;
    const grid = inputTerms(kernels, gridPoints(plane, wide), data.d, prepared.terms);
    const points = grid.length / d, units = sizes.slice(1).reduce((a, b) => a + b, 0);
    this.side = wide;
    this.points = points;
    this.units = units;
    this.inputs = transposed(grid, points, d); // (d, points), in original units
    const scaled = standardise(grid, scaler?.mean ?? null, scaler?.scale ?? null);
    const X = kernels.array(config.dtype, points, d).fill(scaled);
    const tile = kernels.call("tile_rows", layout.units_at, points);
    this.outputs = kernels.array(config.dtype, units, points);
    const scratch = kernels.array(config.dtype, kernels.call("units_size", layout, tile));
    this.draw = kernels.bind(`unit_outputs_${config.dtype}`, [layout, run.theta, X, this.outputs, scratch, tile]);
  }

  /**
   * h of every unit at every point, (units, points), layer after layer; the outputs last, as they are.
   * @param {number} [from]  number that it begins at
   */
  take(from = 0) {
    this.draw();
    return new Float32Array(/** @type {any} */ (this.outputs.view).subarray(from));
  }
}

function transposed(A, n, d) {
  const result = new Float32Array(n * d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) result[j * n + i] = A[i * d + j];
  return result;
}

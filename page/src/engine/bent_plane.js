// The plane of the features, and the rows on it, as a hidden layer maps them: numnet/figures/runs/hidden.py.

import { principalPlane } from "./principal_plane.js";

/**
 * @typedef {object} Bent
 * @property {number} layer  from 1
 * @property {Float32Array} spots  (n, 2): where every row of the data is
 * @property {number[] | null} shares  of the variance that two principal components hold; null: the layer's own units
 * @property {{side: number, points: number, at: Float32Array, P: Float32Array} | null} sheet  of the plane: where its
 *   points are, (points, 2), and the outputs there, (outputs, points); null where more features make no plane
 * @property {{weights: number[], biases: number[]} | null} head  (2, outputs), (outputs,): what cuts the plane straight
 *   behind its two units; null where there is more between
 */

/**
 * @param {import("./engine.js").Engine} engine  @param {number} layer  @param {number} side  points along the sheet
 * @returns {Bent}
 */
export function bentPlane(engine, layer, side) {
  const { training } = engine, { prepared, sizes, layout, run } = training, m = sizes[layer], n = prepared.data.n;
  const last = sizes.length - 1, k = sizes[last], at = layout.weights_at.at(last - 1), values = run.theta.copy();
  const H = transposed(rowUnits(training).subarray(offset(sizes, layer) * n, offset(sizes, layer + 1) * n), m, n);
  const plane = m > 2 ? principalPlane(H, m) : null, project = (rows) => projected(rows, m, plane);
  const cut = layer === last - 1 && m === 2;
  return {
    layer, spots: project(H), shares: plane?.shares ?? null,
    sheet: prepared.data.d > 2 ? null : sheetOf(engine.picturesOf(side), sizes, layer, project),
    head: cut ? { weights: Array.from(values.subarray(at, at + 2 * k), Number),
      biases: Array.from(values.subarray(at + 2 * k, at + 3 * k), Number) } : null,
  };
}

/** The first unit of a layer among all. */
const offset = (sizes, layer) => sizes.slice(1, layer).reduce((a, b) => a + b, 0);

/** h of every unit for every row of the data, (units, n). @param {import("./training.js").Training} training */
function rowUnits({ kernels, layout, run, prepared: { inputs, d }, sizes, config: { dtype } }) {
  return kernels.lending(() => {
    const n = inputs.length / d, X = kernels.array(dtype, n, d).fill(inputs), all = offset(sizes, sizes.length);
    const H = kernels.array(dtype, all, n), tile = kernels.call("tile_rows", layout.units_at, n);
    const units = kernels.array(dtype, kernels.call("units_size", layout, tile));
    kernels.call(`unit_outputs_${dtype}`, layout, run.theta, X, H, units, tile);
    return H.copy();
  });
}

/** @param {ArrayLike<number>} A  (m, n) @returns {Float64Array} (n, m) */
function transposed(A, m, n) {
  const result = new Float64Array(m * n);
  for (let j = 0; j < m; j++) for (let i = 0; i < n; i++) result[i * m + j] = A[j * n + i];
  return result;
}

/** Rows (n, m) as points (n, 2): of one unit its value across, of two both, of more the plane. */
function projected(rows, m, plane) {
  const n = rows.length / m, at = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < Math.min(2, m); c++) {
      if (!plane) at[2 * i + c] = rows[i * m + c];
      else for (let j = 0; j < m; j++) at[2 * i + c] += (rows[i * m + j] - plane.centre[j]) * plane.directions[c][j];
    }
  }
  return at;
}

/** @param {import("./pictures.js").Pictures} pictures */
function sheetOf(pictures, sizes, layer, project) {
  const { side, points } = pictures, values = pictures.take(), part = (l) =>
    values.subarray(offset(sizes, l) * points, offset(sizes, l + 1) * points);
  const at = project(transposed(part(layer), sizes[layer], points));
  return { side, points, at, P: part(sizes.length - 1).slice() };
}

// The samples of a run: the data set split, standardised, in the network's dtype, as numnet/runs/trial.py makes them.

import { PageError } from "../errors.js";
import { inputTerms, parseTerms } from "./inputs.js";
import { divide } from "./parts.js";
import { outputs } from "./network.js";
import { fitScaler, standardise } from "./scaler.js";

/**
 * @typedef {object} Prepared
 * @property {import("./dataset.js").Dataset} data
 * @property {{training: number[], validation: number[], test: number[]}} parts  row numbers
 * @property {import("./scaler.js").Scaler | null} scaler
 * @property {Float64Array} inputs  (n, inputs) of all rows as the network sees them, in float64
 * @property {Float64Array} targets  (n, outputs) of all rows as the loss sees them, in float64
 * @property {import("./inputs.js").Term[] | null} terms  what the inputs are made of, if not the features themselves
 * @property {number} d  inputs of the network
 * @property {number} k  outputs of the network
 */

/** Rows of A (n, columns). @param {Float64Array} A @param {number[]} rows @param {number} columns */
export function take(A, rows, columns) {
  const taken = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => taken.set(A.subarray(row * columns, (row + 1) * columns), i * columns));
  return taken;
}

/**
 * Split and standardise a data set.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {import("./dataset.js").Dataset} data
 * @param {any} config  @param {import("./scaler.js").Scaler | null} [given]  to standardise with, if not by the data
 * @returns {Prepared}
 */
export function prepare(kernels, data, config, given) {
  const parts = divide(kernels, data, config), k = outputs(data), regression = data.task === "regression";
  const terms = parseTerms(config.inputs, data.featureNames), d = terms?.length ?? data.d;
  const X = inputTerms(kernels, data.X, data.d, terms), T = data.task === "multiclass" ? oneHot(data.T, k) : data.T;
  checkClasses(data, parts.training);
  const own = () => (data.scale && config.scale
    ? fitScaler(kernels, take(X, parts.training, d), d, regression ? take(T, parts.training, k) : null, k) : null);
  const scaler = given === undefined ? own() : given;
  const inputs = standardise(X, scaler?.mean ?? null, scaler?.scale ?? null);
  const targets = standardise(T, scaler?.targetMean ?? null, scaler?.targetScale ?? null);
  checkFinite(inputs, terms?.map(({ text }) => text) ?? data.featureNames, config.dtype);
  checkFinite(targets, data.targetNames, config.dtype);
  return { data, parts, scaler, terms, d, k, inputs, targets };
}

/** Throws `PageError` where there is only one class to learn. */
function checkClasses({ task, T }, training) {
  const classes = task === "binary" || task === "multiclass";
  const one = classes && training.every((row) => T[row] === T[training[0]]);
  if (one) throw new PageError("one_class_to_train", { n: training.length });
}

/** Throws `PageError` for a column with a number that the network's arithmetic can't hold. */
function checkFinite(A, names, dtype) {
  const held = dtype === "float32" ? Math.fround : Number, at = A.findIndex((x) => !Number.isFinite(held(x)));
  if (at >= 0) throw new PageError("number_too_large", { column: names[at % names.length].slice(0, 40), dtype });
}

function oneHot(T, k) {
  const rows = new Float64Array(T.length * k);
  T.forEach((label, i) => (rows[i * k + label] = 1));
  return rows;
}

/**
 * The record `Samples` of numnet/kernels/records.py.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {Prepared} prepared
 * @param {"float32" | "float64"} dtype
 */
export function makeSamples(kernels, { parts, inputs, targets, d, k }, dtype) {
  const table = (A, rows, columns) => kernels.array(dtype, rows.length, columns).fill(take(A, rows, columns));
  const { training, validation } = parts, samples = {
    X: table(inputs, training, d), T: table(targets, training, k),
    validation_X: table(inputs, validation, d), validation_T: table(targets, validation, k),
    weight: kernels.array(dtype, 0, 1), validation_weight: kernels.array(dtype, 0, 1),
    precision: kernels.array("float64", 2, k),
  };
  samples.precision.fill([...precision(samples.T, k), ...precision(samples.validation_T, k)]);
  return samples;
}

/** 1 / Σₙ (t − mean)² of each column, for R²; NaN for a constant column. */
function precision(T, k) {
  const n = T.shape[0], A = T.view, result = [];
  for (let j = 0; j < k; j++) {
    let sum = 0, spread = 0;
    for (let i = 0; i < n; i++) sum += Number(A[i * k + j]);
    for (let i = 0; i < n; i++) {
      const e = Number(A[i * k + j]) - sum / n;
      spread += e * e;
    }
    result.push(Number.isFinite(1 / spread) ? 1 / spread : NaN);
  }
  return result;
}

// The data set that a configuration names: a generated set, a truth table, or rows in CSV, as numnet/data reads them.

import { readTable } from "./table.js";
import { PageError } from "../errors.js";

/**
 * @typedef {object} Dataset
 * @property {string} name
 * @property {Float64Array} X  (n, d) features in original units, row by row
 * @property {Float64Array} T  (n, k) class indices, 0/1, or values in original units
 * @property {number} n
 * @property {number} d
 * @property {number} k  columns of T: 1 for classes
 * @property {"regression" | "binary" | "multiclass" | "multilabel"} task
 * @property {string[]} featureNames
 * @property {string[]} targetNames  of the classes, the labels, or the target columns of a regression
 * @property {string[]} targets  of the target columns
 * @property {boolean} scale  whether the features are standardised unless it is switched off
 * @property {boolean} truthTable
 */

const MOST_CLASSES = 100;
export const MOST_ROWS = 200_000; // of a set that the page makes or reads

/**
 * The data set of a configuration.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {any} config  @returns {Dataset}
 */
export function makeDataset(kernels, config) {
  if (typeof config.data === "object" && config.data !== null) return readTable(config.data.csv, config);
  const { name, options } = namedSet(kernels.about, config.data);
  if (Object.hasOwn(kernels.about.truth_tables, name)) return truthTable(kernels.about.truth_tables[name], name);
  return generate(kernels, name, options);
}

/**
 * The parts of ``spiral:n=600,noise=0.2``.
 * @param {any} about  @param {unknown} source  @returns {{name: string, options: {[name: string]: number}}}
 */
export function namedSet(about, source) {
  const [name, rest] = String(source ?? "").split(/:(.*)/s);
  if (Object.hasOwn(about.truth_tables, name)) {
    if (rest) throw new PageError("truth_table_options", { name });
    return { name, options: {} };
  }
  const entry = about.generators[name];
  if (!Object.hasOwn(about.generators, name)) throw new PageError("unknown_data", { name: name.slice(0, 60) });
  const options = { n: entry.n, noise: entry.noise, seed: 0 };
  if (entry.counted) options[entry.counted] = entry.count;
  for (const pair of (rest || "").split(",").filter(Boolean)) {
    const [key, text] = pair.split("=").map((part) => part.trim()), value = Number(text);
    if (!Object.hasOwn(options, key)) {
      throw new PageError("data_option", { name, option: key, known: Object.keys(options).join(", ") });
    }
    const whole = key !== "noise", least = key === "noise" || key === "seed" ? 0 : 2;
    if (!text || !Number.isFinite(value) || value < least || (whole && !Number.isSafeInteger(value)) ||
        (key === "n" && value > MOST_ROWS)) {
      throw new PageError("data_value", { option: key, value: text ?? "", least });
    }
    options[key] = value;
  }
  if (entry.counted && options[entry.counted] > MOST_CLASSES) {
    throw new PageError("too_many_classes", { count: options[entry.counted], what: entry.counted, most: MOST_CLASSES });
  }
  if (entry.counted) options.n = Math.max(options.n, options[entry.counted]);
  return { name, options };
}

function truthTable(entry, name) {
  const n = entry.T.length;
  return {
    name, X: Float64Array.from(entry.X.flat()), T: Float64Array.from(entry.T), n, d: 2, k: 1, task: entry.task,
    featureNames: ["x1", "x2"], targetNames: entry.labels, targets: ["class"], scale: false, truthTable: true,
  };
}

/** A generated set, by the kernel that Python calls. */
function generate(kernels, name, options) {
  const entry = kernels.about.generators[name], { n, noise, seed } = options;
  const count = entry.counted ? options[entry.counted] : entry.count;
  const d = entry.features, k = entry.targets, classes = entry.task === "binary" || entry.task === "multiclass";
  return kernels.lending(() => {
    const X = kernels.array("float64", n, d), T = kernels.array("float64", n, k);
    kernels.call(`draw_rows_${name}`, seed, noise, count, kernels.array("int64", n), X, T);
    const digits = String(count).length;
    const labels = entry.counted
      ? Array.from({ length: count }, (_, i) => entry.labels[0] + String(i + 1).padStart(digits, "0"))
      : entry.labels;
    return {
      name, X: X.copy(), T: T.copy(), n, d, k,
      task: classes ? (labels.length === 2 ? "binary" : "multiclass") : entry.task,
      featureNames: d === 1 ? ["x"] : Array.from({ length: d }, (_, i) => `x${i + 1}`), targetNames: labels,
      targets: classes ? ["class"] : labels, scale: false, truthTable: false,
    };
  });
}

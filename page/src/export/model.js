// A network as numnet saves it, model.safetensors: weights and biases, architecture, names and scaler.

import { PageError } from "../errors.js";
import { readTensors, writeTensors } from "./safetensors.js";

const FORMAT = "numnet-model-1";
const DTYPES = { F32: "float32", F64: "float64" };

/**
 * A network with weights of its own, and the standardisation that they were trained with.
 * @typedef {object} Model
 * @property {number[]} sizes  inputs, hidden layers, outputs
 * @property {string[]} activation  of the hidden layers
 * @property {string} task
 * @property {string} loss
 * @property {string} init
 * @property {number} seed
 * @property {string[] | null} target_names
 * @property {string[] | null} feature_names
 * @property {{mean: number[], scale: number[], target_mean: number[] | null,
 *   target_scale: number[] | null} | null} scaler
 * @property {string[] | null} inputs  computed from the features
 * @property {"float32" | "float64"} dtype
 * @property {Float32Array | Float64Array} theta
 */

/** @typedef {import("./safetensors.js").Tensor} Tensor */

/** Where weights and biases stand in theta, layer after layer. @param {number[]} sizes */
function places(sizes) {
  const found = /** @type {{name: string, shape: number[], first: number, last: number}[]} */ ([]);
  const add = (name, shape, size, first) => found.push({ name, shape, first, last: first + size });
  for (let l = 1, at = 0; l < sizes.length; l++) {
    const [m, n] = [sizes[l - 1], sizes[l]];
    add(`W${l}`, [m, n], m * n, at);
    add(`b${l}`, [n], n, at + m * n);
    at += (m + 1) * n;
  }
  return found;
}

/** The bytes of model.safetensors. @param {string} version  of numnet @param {Model} model */
export function writeModel(version, { dtype, theta, ...about }) {
  const tensors = /** @type {{[name: string]: Tensor}} */ ({}), kind = dtype === "float64" ? "F64" : "F32";
  for (const { name, shape, first, last } of places(about.sizes)) {
    tensors[name] = { dtype: kind, shape, values: theta.subarray(first, last) };
  }
  return writeTensors(tensors, { format: FORMAT, version, ...about, columns: null });
}

/**
 * The network of a file. Throws `PageError` for what is none, or what no page can hold.
 * @param {any} known  of the page: `about`  @param {Uint8Array} bytes  @returns {Model}
 */
export function readModel(known, bytes) {
  const { about, tensors } = readTensors(bytes);
  const { format } = about;
  if (format !== FORMAT) throw new PageError("model_format", { format: String(format).slice(0, 40), known: FORMAT });
  const { sizes, activation, task, loss, init, seed } = checked(known, about);
  const kind = tensors.get("W1")?.dtype ?? "", dtype = DTYPES[kind], parts = places(sizes);
  if (!dtype) throw wrong("W1");
  for (const { name, shape } of parts) {
    const tensor = tensors.get(name);
    if (tensor?.dtype !== kind || tensor.shape.join() !== shape.join()) throw wrong(name);
    if (!tensor.values.every(Number.isFinite)) throw wrong(name);
  }
  const theta = new (kind === "F64" ? Float64Array : Float32Array)(parts[parts.length - 1].last);
  for (const { name, first } of parts) theta.set(/** @type {Tensor} */ (tensors.get(name)).values, first);
  const { target_names = null, feature_names = null, scaler = null, inputs = null } = about;
  return { sizes, activation, task, loss, init, seed, target_names, feature_names, scaler, inputs, dtype, theta };
}

/** The settings of a configuration that make this network. @param {any} known  `about` @param {Model} model */
export function networkOf(known, { sizes, activation, loss, init, seed, inputs, dtype }) {
  const hidden = sizes.slice(1, -1), usual = known.defaults.activation; // where there is nothing to activate
  return { hidden, activation: hidden.length ? activation : usual, loss, init, seed, inputs: inputs ?? [], dtype };
}

/** As the engine has it. @param {any} scaler  of a model @returns {import("../engine/scaler.js").Scaler} */
export const scalerOf = (scaler) =>
  ({ mean: scaler.mean, scale: scaler.scale, targetMean: scaler.target_mean, targetScale: scaler.target_scale });

const wrong = (what) => new PageError("model_damaged", { what });
const texts = (list) => Array.isArray(list) && list.every((text) => typeof text === "string");
const numbers = (list, length) => Array.isArray(list) && list.length === length && list.every(Number.isFinite);

/** What the file says, if it describes a network and its scaler. @param {any} known @param {any} about */
function checked(known, about) {
  const { sizes, activation, task, loss, init, seed, target_names, feature_names, scaler, inputs } = about;
  const most = 1024, whole = (m) => Number.isSafeInteger(m) && m >= 1 && m <= most;
  const right = {
    sizes: Array.isArray(sizes) && sizes.length >= 2 && sizes.length <= 66 && sizes.every(whole),
    activation: texts(activation) && activation.length === sizes?.length - 2 &&
      activation.every((name) => known.hidden_activations.includes(name)),
    task: Object.keys(known.tasks).includes(task), loss: Object.keys(known.losses).includes(loss),
    init: ["auto", ...Object.keys(known.initializers)].includes(init), seed: Number.isSafeInteger(seed) && seed >= 0,
    target_names: target_names == null || texts(target_names),
    feature_names: feature_names == null || texts(feature_names),
    inputs: inputs == null || texts(inputs), scaler: scaler == null || scalerFits(scaler, sizes),
  };
  for (const [name, sound] of Object.entries(right)) if (!sound) throw wrong(name);
  return about;
}

/** @param {any} scaler @param {number[]} sizes */
function scalerFits({ mean, scale, target_mean, target_scale }, sizes) {
  const positive = (list) => list.every((s) => s > 0), d = sizes[0], k = sizes[sizes.length - 1];
  const none = target_mean == null && target_scale == null;
  const targets = none || (numbers(target_mean, k) && numbers(target_scale, k) && positive(target_scale));
  return numbers(mean, d) && numbers(scale, d) && positive(scale) && targets;
}

// Lanes: configurations that differ from the present one in one thing; a value is a text, as the terminal takes it.

import { complete, withChanges } from "./configuration.js";

export const MOST_LANES = 6;
export const LEAST_SEEDS = 10, MOST_SEEDS = 50;
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
/** Values to begin with, beside that of the configuration. */
const USUAL = {
  optimizer: (about) => Object.keys(about.rules).filter((name) => about.rules[name].chapter),
  learning_rate: (about, { learning_rate: rate }) => rates(rate),
  batch_size: (about, config, n) => [...SIZES.filter((size) => [1, 8, 32, 128].includes(size) && size < n), "full"],
  activation: (about) => ["sigmoid", "tanh", "relu", "leaky_relu", "gelu", "silu"].filter((name) =>
    about.hidden_activations.includes(name)),
  loss: (about, config, n, task) => Object.keys(about.losses).filter((name) =>
    task !== "regression" || !about.losses[name].of_net),
  hidden: (about, { hidden }) => [2, 4, 8, 16, 32].map((m) => (hidden.length ? hidden : [m]).map(() => m)),
  init: (about) => Object.keys(about.initializers),
  l2: () => [0, 0.0001, 0.001, 0.01, 0.1],
  dropout: () => [0, 0.1, 0.2, 0.4, 0.6],
};
/** What lanes may differ in. */
export const LANE_KEYS = Object.keys(USUAL);
/** Of these there are a few names to choose from; of the others, numbers. */
export const NAMED = {
  optimizer: (about) => Object.keys(about.rules),
  activation: (about) => about.hidden_activations,
  loss: USUAL.loss,
  init: USUAL.init,
};

/** Rates in steps of about 3, two below and three above. @param {number} rate @returns {number[]} */
function rates(rate) {
  const power = Math.round(2 * Math.log10(rate)), round = (k) => Number(`${k % 2 ? 3 : 1}e${Math.floor(k / 2)}`);
  return [-2, -1, 0, 1, 2, 3].map((step) => (step === 0 ? rate : round(power + step)));
}

/** The value of a setting as the terminal takes it. @param {any} value */
const laneText = (value) => (Array.isArray(value) ? value.join(",") || "none" : String(value));

/**
 * The values that lanes have unless others are chosen, that of the configuration among them.
 * @param {any} about  @param {any} config  complete  @param {string} key  @param {number} n  rows to train on
 * @param {string} task  @returns {string[]}
 */
export function usualValues(about, config, key, n, task) {
  const usual = USUAL[key](about, config, n, task).map(laneText), own = valueOf(about, config, key, task);
  if (usual.includes(own)) return usual;
  if (Object.hasOwn(NAMED, key)) return [...usual.slice(0, MOST_LANES - 1), own];
  const size = (text) => (text === "full" ? Infinity : text === "none" ? 0 : parseFloat(text));
  return [...usual.slice(0, MOST_LANES - 1), own].sort((a, b) => size(a) - size(b));
}

/** The configuration's own value of what lanes differ in. @returns {string} */
export function valueOf(about, config, key, task) {
  if (key === "loss" && config.loss === "auto") return about.tasks[task].loss;
  if (key === "init" && config.init === "auto") {
    const family = [config.activation].flat().every((name) => about.activations[name].relu_family);
    return family ? "he" : "glorot";
  }
  return laneText(config[key]);
}

/**
 * The configuration of a lane. Another rule has its own usual rate, and those other hyper-parameters of the present one
 * that are not the usual ones, where it has them. Throws `PageError` for a value that there is not.
 * @param {any} about  @param {any} config  complete  @param {string} key  @param {string} text  @param {string} task
 */
export function laneConfig(about, config, key, text, task) {
  if (text === valueOf(about, config, key, task)) return config;
  const number = Number(text), kept = key === "optimizer" ? shared(about, config, text) : {};
  const value = Object.hasOwn(NAMED, key) || key === "hidden" || text === "full" || !text.trim() ? text : number;
  return complete(about, withChanges(about, config, { ...kept, [key]: key === "hidden" ? widths(text) : value }));
}

const widths = (text) => (text === "none" ? [] : text.split(",").map(Number));

/** Hyper-parameters of the present rule that are not the usual ones, as far as another has them. */
function shared(about, config, rule) {
  const { defaults } = about.rules[config.optimizer], known = about.rules[rule]?.defaults ?? {};
  const keys = Object.keys(about.hyper_parameters).filter((key) => key !== "learning_rate" && config[key] !== null);
  const own = keys.filter((key) => config[key] !== (defaults[key] ?? 0) && (key in known || key === "weight_decay"));
  return Object.fromEntries(own.map((key) => [key, config[key]]));
}

/** What tells a lane from the others: {key: value}, the rate always. @param {any[]} configs @param {number} i */
export function laneSettings(configs, i) {
  const text = (value) => JSON.stringify(value), keys = Object.keys(configs[i]);
  const apart = keys.filter((key) => configs.some((config) => text(config[key]) !== text(configs[i][key])));
  return Object.fromEntries([...new Set([...apart, "learning_rate"])].map((key) => [key, configs[i][key]]));
}

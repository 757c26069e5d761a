// A configuration: the flat JSON object that ``numnet train --config`` takes, checked, with every value filled in.

import { PageError } from "../errors.js";

/** Keys that change nothing in a browser: threads, folders and devices are the terminal's. */
const OF_THE_TERMINAL = ["threads", "snapshots", "checkpoint_every", "specialize", "exact", "on_divergence"];
/** Keys with a value other than the default that the page does not have. */
const NOT_HERE = ["as", "drop_duplicates", "validation_data", "weights", "class_weight", "device"];
/** Keys of which the page has some values. */
const SOME_HERE = { missing: ["error", "drop"], split: ["random", "stratified", "ordered"] };

/** @typedef {{[key: string]: any}} Configuration */

/**
 * The configuration with all keys. Throws `PageError` naming the key.
 * @param {any} about  @param {any} given  @returns {Configuration}
 */
export function complete(about, given) {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new PageError("config_no_object");
  if ("format" in given && given.format !== about.format) {
    throw new PageError("config_format", { format: shown(given.format), known: about.format });
  }
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(about.defaults, key) && !OF_THE_TERMINAL.includes(key)) {
      throw new PageError("config_key", { key: key.slice(0, 40) });
    }
  }
  const config = { ...about.defaults };
  for (const key of Object.keys(about.hyper_parameters)) config[key] = null;
  config.validation = null;
  for (const [key, value] of Object.entries(given)) if (value !== null && value !== undefined) config[key] = value;
  for (const [key, known] of Object.entries(SOME_HERE)) {
    if (!known.includes(config[key])) throw new PageError("config_not_here", { key });
  }
  for (const key of NOT_HERE) {
    if (JSON.stringify(config[key]) !== JSON.stringify(about.defaults[key])) {
      throw new PageError("config_not_here", { key });
    }
  }
  for (const [key, option] of Object.entries(about.options)) checkValue(key, option, config[key]);
  config.hidden = widths(config.hidden);
  config.activation = activations(about, config.activation, config.hidden.length);
  const truthTable = typeof config.data === "string" && Object.hasOwn(about.truth_tables, config.data);
  config.validation ??= truthTable ? 0 : about.defaults.validation;
  return withRule(about, config, given);
}

/**
 * A complete configuration with other settings, not yet checked: another rule has its own hyper-parameters, other layers
 * keep the activations of their places.
 * @param {any} about  @param {Configuration} config  @param {any} changes
 */
export function withChanges(about, config, changes) {
  const wished = { ...config, ...changes };
  if ("optimizer" in changes && changes.optimizer !== config.optimizer) {
    for (const key of Object.keys(about.hyper_parameters)) if (!(key in changes)) wished[key] = null;
  }
  if ("hidden" in changes && !("activation" in changes) && Array.isArray(wished.activation)) {
    wished.activation = wished.hidden.map((_, l) => wished.activation[l] ?? wished.activation.at(-1) ?? "tanh");
  }
  return wished;
}

/** What a complete configuration says beyond `data`: keys whose value is not what the page, and the terminal, take. */
export function differences(about, config) {
  const { data, optimizer } = config, plain = complete(about, { data, optimizer });
  if (optimizer !== about.defaults.optimizer) plain.optimizer = null;
  return Object.fromEntries(Object.entries(config).filter(([key, value]) =>
    key !== "data" && key !== "format" && JSON.stringify(value) !== JSON.stringify(plain[key])));
}

/** What stands in a message. @param {unknown} value */
export function shown(value) {
  return String(JSON.stringify(value) ?? value).slice(0, 60);
}

/** Throws `PageError` for a value that the option does not take. */
function checkValue(key, option, value) {
  if (value === null) return;
  const wrong = (expected) => new PageError("config_value", { key, value: shown(value), expected });
  if (option.kind === "Choice" || option.kind === "Named") {
    if (!option.choices.includes(value)) throw wrong(option.choices.join(", "));
  } else if (option.kind === "Number" || option.kind === "Whole") {
    const { min = -Infinity, max = Infinity, min_open, max_open } = option;
    const inside = (min_open ? value > min : value >= min) && (max_open ? value < max : value <= max);
    const kind = option.kind === "Whole" ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (typeof value !== "number" || !kind || !inside) throw wrong(bounds(option));
  } else if (option.kind === "BoolParamType" || option.kind === "OnOff") {
    if (typeof value !== "boolean") throw wrong("true, false");
  } else if (option.kind === "BatchSize") {
    if (value !== "full" && !(Number.isSafeInteger(value) && value >= 1)) throw wrong("1, 2, …, full");
  }
}

function bounds({ kind, min, max, min_open, max_open }) {
  const low = min === undefined ? "" : `${min} ${min_open ? "<" : "≤"} `;
  const high = max === undefined ? "" : ` ${max_open ? "<" : "≤"} ${max}`;
  return `${low}${kind === "Whole" ? "n" : "x"}${high}`;
}

/** Units of the hidden layers. @param {unknown} value @returns {number[]} */
function widths(value) {
  const texts = String(value).split(",").map((part) => part.trim()).filter((part) => part && part !== "none");
  const list = Array.isArray(value) ? value : texts.map(Number);
  if (!list.every((m) => Number.isSafeInteger(m) && m >= 1 && m <= 1024) || list.length > 64) {
    throw new PageError("config_value", { key: "hidden", value: shown(value), expected: "16,16" });
  }
  return list;
}

/** One activation a hidden layer; one for all as a text. */
function activations(about, value, layers) {
  const list = Array.isArray(value) ? value : String(value).split(",").map((part) => part.trim());
  const known = about.hidden_activations;
  const wrong = list.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new PageError("config_value", { key: "activation", value: shown(wrong), expected: known.join(", ") });
  }
  if (list.length !== 1 && list.length !== layers) {
    throw new PageError("config_activations", { got: list.length, layers });
  }
  return list.length === 1 ? list[0] : list;
}

/** The configuration with the hyper-parameters of its rule, those of other rules null. */
function withRule(about, config, given) {
  const { defaults } = about.rules[config.optimizer];
  for (const key of Object.keys(about.hyper_parameters)) {
    const own = key in defaults || key === "weight_decay";
    if (!own && given[key] != null) throw new PageError("config_rule_key", { key, rule: config.optimizer });
    config[key] = own ? config[key] ?? defaults[key] ?? 0 : null;
  }
  return config;
}

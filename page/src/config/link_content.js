// What a link holds, as one JSON object of which every part may be missing: written here, and read with every check.
//
//   config   the configuration's differences from the defaults, and its data
//   source   where the data come from, if not from a set with a name
//   weights  all weights to begin with, base64 of the dtype's bytes; edited, locked: [[index, value], …]
//   view     settings of the views; hide, lock: names of controls
//   lesson   the one that is open: its name in the page's list, or the whole of it; step: where it stands; a lesson
//            alone, without anything else, begins

import { PageError } from "../errors.js";
import { differences } from "./configuration.js";
import { LANE_KEYS, LEAST_SEEDS, MOST_LANES, MOST_SEEDS } from "./lanes.js";
import { checkSource, isRecipe, sourceContent } from "./link_source.js";
import { fromBase64, toBase64 } from "./link.js";

const MOST_NAMES = 200;
export const MOST_STEPS = 5000; // of a race
const ARRAYS = { float32: Float32Array, float64: Float64Array };
const flag = (value) => typeof value === "boolean";
const place = (value) => Number.isInteger(value) && value >= 0 && value < 1e6;
const twoPlaces = (value) => Array.isArray(value) && value.length === 2 && value.every(place) && value[0] !== value[1];
const oneOf = (...choices) => (value) => choices.includes(value);
/** Settings of the views that a link keeps, each with what it may be. */
const VIEW = {
  speed: (value) => Number.isFinite(value) && value >= 0 && value <= 1e9,
  discretise: flag, showValidation: flag, logarithmic: flag, output: (value) => place(value) || value === -1,
  axes: twoPlaces,
  part: oneOf("validation", "training", "test"), quantity: oneOf("loss", "metric"), against: oneOf("EPOCH", "STEP"),
  row: (value) => place(value), // of the data, that is looked at
  weight: (value) => value === null || place(value),
  tab: oneOf("network", "surface", "lanes"), tuned: flag, surfaceOf: oneOf("function", "network"), scene: flag,
  plane: oneOf("weights", "path"), reach: (value) => Number.isFinite(value) && value >= 1e-6 && value <= 1e6,
  planeWeights: twoPlaces,
  surface: (value) => typeof value === "string" && value.length >= 1 && value.length <= 200,
  raceRules: (value) => Array.isArray(value) && value.length >= 1 && value.length <= 50 && new Set(value).size ===
    value.length && value.every((name) => typeof name === "string" && /^[a-z0-9_]{1,30}$/.test(name)),
  raceStart: (value) => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite),
  raceSteps: (value) => place(value) && value >= 1 && value <= MOST_STEPS,
  raceRates: (value) => typeof value === "object" && value !== null && Object.entries(value).every(([name, rate]) =>
    /^[a-z0-9_]{1,30}$/.test(name) && Number.isFinite(rate) && rate > 0),
  compared: oneOf("lanes", "luck"), laneKey: oneOf(...LANE_KEYS), laneTogether: oneOf("epochs", "updates"),
  laneValues: (value) => Array.isArray(value) && value.length >= 1 && value.length <= MOST_LANES &&
    new Set(value).size === value.length &&
    value.every((text) => typeof text === "string" && /^[a-z0-9_.,+-]{1,60}$/.test(text)),
  laneSpeed: (value) => Number.isFinite(value) && value >= 0 && value <= 1e6,
  lanePart: oneOf("training", "validation"), laneQuantity: oneOf("loss", "metric"),
  laneAgainst: oneOf("EPOCH", "STEP", "SECONDS"), laneLogarithmic: flag, laneTarget: Number.isFinite,
  luckSeeds: (value) => Number.isInteger(value) && value >= LEAST_SEEDS && value <= MOST_SEEDS, luckLines: flag,
  raceNoise: (value) => Number.isFinite(value) && value >= 0, raceSeed: place,
  raceSchedule: (value) => typeof value === "string" && /^[a-z_]{1,30}(:[a-z0-9=.,+-]{1,100})?$/.test(value),
  bent: place, edges: oneOf("w", "gradient", "step", "memory0", "memory1", "memory2"),
  sheet: oneOf("", "read", "fill"), memory: flag,
  blank: (value) => typeof value === "string" && /^(delta|gradient|weights|[1-9]\d{0,3})?$/.test(value),
  language: (value) => typeof value === "string" && /^[a-z]{2}$/.test(value),
};

/**
 * What the page shows.
 * @typedef {object} Shown
 * @property {import("./configuration.js").Configuration} config  complete
 * @property {any} source
 * @property {import("../engine/by_hand.js").Own} own
 * @property {{[name: string]: any}} view
 * @property {any} [lesson]  a name or an object, which nobody has checked yet
 * @property {number} [step]  @property {boolean} [begins]  whether the lesson does, at its first step
 */

/** Their names. */
export const SHARED_VIEW = Object.keys(VIEW);

/**
 * The content of a link.
 * @param {any} about  @param {Shown} shown  @param {{[name: string]: any}} usual  the view's settings at first
 */
export function linkContent(about, { config, source, own, view, lesson, step }, usual) {
  const { weights, edited = [], locked = [] } = own;
  const changed = Object.entries(VIEW).filter(([name]) => name in view && view[name] !== usual[name]);
  const unsaid = config.data === about.defaults.data || isRecipe(config, source);
  const parts = {
    config: { ...(unsaid ? {} : { data: config.data }), ...differences(about, config) },
    source: sourceContent(source),
    weights: weights ? toBase64(new Uint8Array(new ARRAYS[config.dtype](weights).buffer)) : "",
    edited, locked, view: Object.fromEntries(changed.map(([name]) => [name, view[name]])),
    hide: view.hidden ?? [], lock: view.locked ?? [], lesson: lesson ?? "",
  };
  if (lesson) Object.assign(parts, { step: [step ?? 0] });
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length));
}

/**
 * What the content of a link asks for; throws `PageError` for what a page never wrote.
 * @param {any} about  @param {unknown} content  @returns {Shown}
 */
export function readLinkContent(about, content) {
  const parts = objectOf(content, READ), { config = {}, source = { kind: "set" }, weights, view = {} } = parts;
  objectOf(config, null);
  checkSource(objectOf(source, null));
  checkView(objectOf(view, SHARED_VIEW), "view");
  const own = {
    edited: pairs(parts, "edited"), locked: pairs(parts, "locked"),
    ...(weights === undefined ? {} : { weights: numbers(weights, config.dtype ?? about.defaults.dtype) }),
  };
  const { lesson, step = [0] } = parts;
  if (!Array.isArray(step) || step.length !== 1 || !place(step[0])) throw new PageError("link_part", { part: "step" });
  const held = { hidden: names(parts, "hide"), locked: names(parts, "lock") };
  const begins = lesson !== undefined && Object.keys(parts).length === 1;
  return { config, source, own, lesson, step: step[0], begins, view: { ...view, ...held } };
}

/**
 * Throws `PageError` for a setting of the views that there is not.
 * @param {any} view  @param {string} place  @param {string} [error]  its key
 */
export function checkView(view, place, error = "link_part") {
  for (const [name, value] of Object.entries(view)) {
    if (!Object.hasOwn(VIEW, name) || !VIEW[name](value)) throw new PageError(error, { part: `${place}.${name}` });
  }
}

const READ = ["config", "source", "weights", "edited", "locked", "view", "hide", "lock", "lesson", "step"];

/** @param {any} value @param {string[] | null} known  keys */
function objectOf(value, known) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new PageError("link_damaged");
  const unknown = Object.keys(value).find((key) => known && !known.includes(key));
  if (unknown !== undefined) throw new PageError("link_key", { key: unknown.slice(0, 40) });
  return value;
}

/** @param {any} parts @param {string} part @returns {[number, number][]} */
function pairs(parts, part) {
  const value = parts[part] ?? [];
  const right = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every(Number.isFinite);
  if (!Array.isArray(value) || !value.every(right)) throw new PageError("link_part", { part });
  return /** @type {[number, number][]} */ (value);
}

/** @param {any} text @param {string} dtype */
function numbers(text, dtype) {
  try {
    return new ARRAYS[dtype](fromBase64(text).buffer);
  } catch {
    throw new PageError("link_part", { part: "weights" });
  }
}

/** Names of controls. @param {any} parts @param {string} part @returns {string[]} */
function names(parts, part) {
  const value = parts[part] ?? [], right = (name) => typeof name === "string" && /^[\w.-]{1,60}$/.test(name);
  const sound = Array.isArray(value) && value.length <= MOST_NAMES && value.every(right);
  if (!sound) throw new PageError("link_part", { part });
  return value;
}

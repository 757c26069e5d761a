// Schedules of the rate: their texts, such as ``cosine:floor=0.1,warmup=100``, and what kernels take of them.

import { PageError } from "../errors.js";
import { shown } from "./configuration.js";

/** @typedef {{name: string, options: {[option: string]: number}}} Schedule */

/** What an option may be, as numnet/optim/schedules.py checks it. */
const WHOLE = ["warmup", "period"]; // counts of updates
const RANGES = {
  floor: (value) => value >= 0 && value < 1, multiply: (value) => value >= 1, factor: (value) => value > 0,
};
const fits = (key, value) => (WHOLE.includes(key) ? Number.isInteger(value) && value >= 0 : RANGES[key](value));

/** Throws `PageError` for what there is not. @param {any} about  @param {string} text  @returns {Schedule} */
export function parseSchedule(about, text) {
  const [head, rest] = String(text).split(/:(.*)/s), name = head.trim().toLowerCase().replaceAll("-", "_");
  const wrong = (value, expected) => new PageError("config_value", { key: "schedule", value: shown(value), expected });
  if (!Object.hasOwn(about.schedules, name)) throw wrong(text, Object.keys(about.schedules).join(", "));
  const options = { warmup: 0, ...about.schedules[name].options };
  for (const pair of (rest || "").split(",").filter(Boolean)) {
    const [key, value] = pair.split("=").map((part) => part.trim()), number = Number(value);
    const right = Object.hasOwn(options, key) && value && Number.isFinite(number) && fits(key, number);
    if (!right) throw wrong(pair, Object.keys(options).join(", "));
    options[key] = number;
  }
  return { name, options };
}

/** The text of a schedule, without what is usual. @param {any} about  @param {Schedule} schedule */
export function scheduleText(about, { name, options }) {
  const usual = { warmup: 0, ...about.schedules[name].options };
  const own = Object.entries(options).filter(([key, value]) => value !== usual[key]);
  return [name, own.map(([key, value]) => `${key}=${value}`).join(",")].filter(Boolean).join(":");
}

/**
 * The hyper-parameters of a schedule for a run of so many updates, by their names in `Hyper`.
 * @param {Schedule} schedule  @param {number} updates
 */
export function scheduleParameters({ options }, updates) {
  const { period = 0, factor = 1, floor, multiply = 1, warmup } = options;
  return { PERIOD: period || Math.max(updates, 1), FACTOR: floor ?? factor, MULTIPLY: multiply, WARMUP: warmup };
}

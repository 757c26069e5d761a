// A race that was run elsewhere, as numnet/api/given_race.py hands it out: its walks are there, to be judged and shown.

import { fromBase64 } from "../../config/link.js";
import { PageError } from "../../errors.js";
import { judged } from "./judge.js";
import { outcome } from "./outcome.js";
import { parseSurface } from "./surface.js";
import { summed } from "./trials.js";

const EVENTS = ["converged", "escaped", "left", "diverged"];
const finite = Number.isFinite;
const point = (value) => Array.isArray(value) && value.length === 2 && value.every(finite);
const list = (value, length, right) => Array.isArray(value) && value.length === length && value.every(right);

/**
 * The race; throws `PageError` for what is none.
 * @param {import("../../kernels/module.js").Kernels} kernels  @param {any} asked
 */
export function given(kernels, asked) {
  try {
    return read(kernels, asked);
  } catch (error) {
    throw error instanceof PageError ? error : new PageError("race_damaged");
  }
}

/** @param {import("../../kernels/module.js").Kernels} kernels  @param {any} asked */
function read(kernels, asked) {
  const { about } = kernels, walks = walksOf(about, asked), { rules } = walks, { trials = {} } = asked;
  const table = (rows, missing, right) => {
    check(list(rows, rules.length, (row) => list(row, about.races.starts, (z) => z === null || right(z))));
    return rows.map((row) => row.map((z) => z ?? missing));
  };
  const arrived = table(trials.arrived, Infinity, (z) => Number.isSafeInteger(z) && z >= 0);
  const ends = table(trials.ends, Infinity, finite);
  const distance = trials.distance === null ? null : table(trials.distance, NaN, finite);
  const outcomes = rules.map((_, r) => outcome(kernels, walks, r));
  return { ...judged(about, { ...walks, outcomes }, summed(arrived, ends, distance)), tuned: asked.tuned === true };
}

/** @param {boolean} sound */
function check(sound) {
  if (!sound) throw new PageError("race_damaged");
}

/**
 * @param {any} about  @param {any} asked
 * @returns {import("./walks.js").Walks & {start: import("./surface.js").Point}}
 */
function walksOf(about, { surface: { text, limits, minima, minimum }, rules, start, steps, path, value, ...rest }) {
  const known = (rule) => Object.hasOwn(about.rules, rule?.name) && finite(rule.rate);
  check(Array.isArray(rules) && rules.length >= 1 && rules.length <= 50 && rules.every(known));
  check(Number.isSafeInteger(steps) && steps >= 1 && point(start));
  check(list(limits, 2, point) && limits.every(([low, high]) => low < high));
  check(Array.isArray(minima) && minima.every(point) && (minimum === null || finite(minimum)));
  const surface = { ...parseSurface(about, text), limits, minima, minimum }, R = rules.length;
  const numbers = (words, size) => {
    const made = new Float64Array(fromBase64(String(words)).buffer);
    check(made.length === size && made.every(finite));
    return made;
  };
  const when = (step) => Number.isSafeInteger(step) && step >= -1 && step <= steps;
  check(list(rest.events, R, (event) => EVENTS.every((name) => when(event?.[name]))));
  return {
    surface, rules: rules.map(({ name, rate }) => ({ name, rate })), steps, start, starts: rules.map(() => start),
    path: numbers(path, 2 * R * (steps + 1)), value: numbers(value, R * (steps + 1)), end: numbers(rest.end, 3 * R),
    events: rest.events.map((event) => ({ ...event, stuck: event.stuck === true })),
    conditions: checkConditions(rest.conditions, rules),
  };
}

/**
 * What a race was run with, and the rules whose rate was given.
 * @param {any} conditions  @param {{name: string}[]} rules
 */
function checkConditions({ noise, seed, schedule, rates }, rules) {
  check(finite(noise) && noise >= 0 && Number.isSafeInteger(seed));
  check(schedule === null || typeof schedule === "string");
  check(Array.isArray(rates) && rates.every((name) => rules.some((rule) => rule.name === name)));
  return { noise, seed, schedule, rates };
}

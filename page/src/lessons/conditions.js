// Whether a training has reached what a lesson asks for: judged from its history alone, whatever the speed.

import { LIMITS, MEASURES } from "./format.js";

/**
 * A training as a lesson sees it.
 * @typedef {object} Seen
 * @property {any} columns  `about.enums.Column`
 * @property {{rows: number, at: (row: number, column: number) => number}} history
 * @property {{units: number, layers: number, parameters: number}} size
 * @property {string} status  @property {any} config
 */
/** @typedef {import("./format.js").Condition} Condition */
/** @typedef {{value: number, updates: number, epoch: number, units: number}} Reached */

/** What a row says. @param {Seen} seen @param {number} row @param {string} [measure] @returns {Reached} */
function rowOf({ columns, history, size }, row, measure) {
  return {
    value: measure ? history.at(row, columns[MEASURES[measure]]) : NaN, updates: history.at(row, columns.STEP),
    epoch: history.at(row, columns.EPOCH), units: size.units,
  };
}

/** Whether a row is within the limits. */
function within(condition, { size, config }, { updates, epoch }) {
  const alike = ([key, value]) => JSON.stringify(config[key]) === JSON.stringify(value);
  if (!Object.entries(condition.with ?? {}).every(alike)) return false;
  const now = { ...size, updates, epochs: epoch };
  if (epoch < (condition.from ?? 0)) return false;
  return LIMITS.every((key) => condition[key] === undefined || now[key] <= condition[key]);
}

/**
 * Whether a row fulfils a condition. @param {Condition} condition @param {Seen} seen @param {number} row
 */
export function fulfils(condition, seen, row) {
  const { below = Infinity, above = -Infinity } = condition, found = rowOf(seen, row, condition.measure);
  if (!within(condition, seen, found)) return false;
  return condition.status ? seen.status === condition.status : found.value < below && found.value > above;
}

/**
 * The first row that reaches a target, or the best one where that is asked for, from a row on; or null.
 * @param {Condition} target  @param {Seen} seen  @param {number} [from]  @returns {Reached | null}
 */
export function reached(target, seen, from = 0) {
  if (target.status) {
    const last = seen.history.rows - 1;
    return last >= 0 && fulfils(target, seen, last) ? rowOf(seen, last, target.measure) : null;
  }
  let best = /** @type {Reached | null} */ (null);
  for (let row = from; row < seen.history.rows; row++) {
    if (!fulfils(target, seen, row)) continue;
    best = better(best, rowOf(seen, row, target.measure), target);
    if (!target.best) break;
  }
  return best;
}

/** The better of two; the earlier where they are alike. @param {Reached | null} a @param {Reached | null} b */
export function better(a, b, { above = undefined } = /** @type {Condition} */ ({})) {
  if (!a || !b) return a ?? b;
  return (above === undefined ? b.value < a.value : b.value > a.value) ? b : a;
}

/**
 * The row at which a prediction is compared; −1 until there is one.
 * @param {import("./format.js").Prediction} prediction  @param {Seen} seen
 */
export function rowToCompare({ updates, epochs }, { columns, history, status }) {
  const [column, wanted] = updates === undefined ? [columns.EPOCH, epochs] : [columns.STEP, updates];
  for (let row = 0; wanted !== undefined && row < history.rows; row++) {
    if (history.at(row, column) >= wanted) return row;
  }
  return status === "running" ? -1 : history.rows - 1;
}

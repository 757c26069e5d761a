// What a training begins with that no seed has drawn: weights given whole or changed one by one, locked ones, a past.

import { PageError } from "../errors.js";
import { restandardised } from "./restandardise.js";

/** @typedef {[number, number][]} Numbered  pairs of index in theta and value */

/**
 * @typedef {object} Own
 * @property {Float32Array | Float64Array} [weights]  all of them, to begin with
 * @property {import("./scaler.js").Scaler | null} [scaler]  what ``weights`` were trained with, if not the data's own
 * @property {import("./scaler.js").Scaler | null} [standardised]  how the data are, if not by themselves
 * @property {Numbered} [edited]  single ones, to begin with
 * @property {Numbered} [locked]  that the updates leave alone
 * @property {Past} [past]  what has been trained so far
 */

/**
 * @typedef {object} Past
 * @property {ArrayLike<number>} last  weights
 * @property {ArrayLike<number>} best  the weights that are kept
 * @property {(number | null)[][]} history  rows of `Column.SIZE` numbers, null for NaN
 * @property {number} epochs  done
 * @property {number} updates  done
 * @property {{epochs: number[], parameters: ArrayLike<number>}} [snapshots]  (epochs, weights) at the ends of
 *   epochs that the history has
 * @property {string} [status]  "running", "finished", "stopped" or "diverged"
 */

/** @param {ArrayLike<number>} values @param {number} P */
function checkWeights(values, P) {
  if (values.length !== P) throw new PageError("weights_count", { got: values.length, expected: P });
  for (let k = 0; k < P; k++) if (!Number.isFinite(values[k])) throw new PageError("weight_value");
}

/** @param {Numbered} pairs @param {number} P */
function checkNumbered(pairs, P) {
  for (const [index, value] of pairs) {
    const known = Number.isInteger(index) && index >= 0 && index < P;
    if (!known) throw new PageError("weight_index", { index: String(index).slice(0, 20), last: P - 1 });
    if (!Number.isFinite(value)) throw new PageError("weight_value");
  }
}

/**
 * Begin a training with these weights; throws `PageError` for what does not fit.  Returns the weights that were given,
 * as they are behind the data's standardisation, or null.
 * @param {import("./training.js").Training} training  @param {Own} own
 */
export function beginWith(training, { weights, scaler, edited = [], locked = [] }) {
  const { theta } = training.run, P = theta.size;
  if (weights) checkWeights(weights, P);
  if (weights && scaler !== undefined) {
    weights = restandardised(weights, training.sizes, scaler, training.prepared.scaler);
  }
  checkNumbered(edited, P);
  checkNumbered(locked, P);
  if (weights) theta.fill(weights);
  for (const [index, value] of [...edited, ...locked]) theta.put(index, value);
  if (weights || edited.length || locked.length) training.startFrom(theta.copy());
  training.locked = new Map(locked);
  return weights ?? null;
}

/**
 * Put a training where an earlier one has come to; its rule goes on with an empty memory.
 * @param {import("./training.js").Training} training  @param {Past} past
 */
export function goOnFrom(training, { last, best, history, epochs, updates, status = "running" }) {
  const { run, enums, config } = training, { Counter, Column, Accumulator, Status } = enums, P = run.theta.size;
  checkWeights(last, P);
  checkWeights(best, P);
  const count = (value) => Number.isSafeInteger(value) && value >= 0;
  const fits = (row) => row.length === Column.SIZE && count(row[Column.EPOCH]) && count(row[Column.STEP]);
  const sound = history.length > 0 && history.every(fits), code = Status[status.toUpperCase()];
  if (!sound || !count(epochs) || !count(updates) || code === undefined) throw new PageError("past_damaged");
  training.makeRoom(history.length + run.history.shape[0]);
  run.theta.fill(last);
  run.best.fill(best);
  history.flat().forEach((value, k) => run.history.put(k, value ?? NaN));
  const watched = history.map((row) => row[Column.VALIDATION_LOSS] ?? row[Column.TRAIN_LOSS] ?? Infinity);
  const lowest = Math.min(...watched), kept = history[watched.indexOf(lowest)];
  training.before = updates;
  training.seconds = history[history.length - 1][Column.SECONDS] ?? 0;
  run.total.put(Accumulator.BEST_LOSS, lowest);
  run.total.put(Accumulator.RATE, history[history.length - 1][Column.LEARNING_RATE] ?? config.learning_rate);
  run.counter.put(Counter.EPOCH, epochs);
  run.counter.put(Counter.ROW, history.length);
  run.counter.put(Counter.BEST_EPOCH, kept[Column.EPOCH] ?? 0);
  run.counter.put(Counter.STATUS, code === Status.RUNNING && epochs >= config.epochs ? Status.FINISHED : code);
}

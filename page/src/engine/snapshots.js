// Moments of a training that was done elsewhere: its weights are known, its rule's memory is not.

import { PageError } from "../errors.js";

/**
 * The moments of snapshots; throws `PageError` for what does not fit.
 * @param {import("./training.js").Training} training  where the past ends
 * @param {import("./by_hand.js").Past} past  @returns {import("./moment.js").Moment[]}
 */
export function snapshotMoments(training, { history, updates: done, snapshots }) {
  if (!snapshots) return [];
  const { run, enums, config } = training, { Column } = enums, P = run.theta.size, { epochs, parameters } = snapshots;
  if (!Array.isArray(epochs) || parameters.length !== epochs.length * P) throw new PageError("past_damaged");
  const made = epochs.map((epoch, i) => {
    const row = history.findIndex((numbers) => numbers[Column.EPOCH] === epoch);
    const theta = run.theta.copy().map((_, k) => parameters[i * P + k]), updates = history[row]?.[Column.STEP] ?? -1;
    if (row < 0 || !theta.every(Number.isFinite)) throw new PageError("past_damaged");
    return {
      updates, done: 0, config, theta, state: theta.slice(0, 0), best: theta, ...countsAt(training, history, row),
      before: updates, seconds: history[row][Column.SECONDS] ?? 0, shuffled: config.shuffle, locked: [], marks: [],
      diagnosis: null, touched: false, bytes: theta.byteLength + 400, loose: true,
    };
  });
  return made.filter(({ updates }) => updates < done).sort((a, b) => a.updates - b.updates);
}

/**
 * Counters and totals at a row of the history.
 * @param {import("./training.js").Training} training  @param {(number | null)[][]} history  @param {number} row
 */
function countsAt({ run, enums }, history, row) {
  const { Counter, Accumulator, Column, Status } = enums, counter = run.counter.copy(), total = run.total.copy();
  const watched = history.slice(0, row + 1).map((numbers) => (
    numbers[Column.VALIDATION_LOSS] ?? numbers[Column.TRAIN_LOSS] ?? Infinity));
  const lowest = Math.min(...watched), put = (place, value) => (counter[place] = BigInt(value));
  put(Counter.UPDATE, 0); // the rule begins anew
  put(Counter.START, 0);
  put(Counter.EPOCH, history[row][Column.EPOCH]);
  put(Counter.ROW, row + 1);
  put(Counter.BEST_EPOCH, history[watched.indexOf(lowest)][Column.EPOCH]);
  put(Counter.STATUS, Status.RUNNING);
  total.fill(0);
  total[Accumulator.BEST_LOSS] = lowest;
  total[Accumulator.RATE] = history[row][Column.LEARNING_RATE] ?? 0;
  return { counter, total };
}

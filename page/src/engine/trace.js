// One update on one row alone, with every number that the kernels had on the way: what `numnet trace` computes.

import { PageError } from "../errors.js";
import { inputTerms } from "./inputs.js";
import { activationsOf } from "./network.js";
import { checkRow, passOf } from "./one_row.js";
import { take } from "./samples.js";
import { Training } from "./training.js";

/**
 * A trace; vectors are in the order of theta, lists have an array a layer, index 0 the inputs.
 * @typedef {object} Trace
 * @property {number} row
 * @property {number} updates  done before it
 * @property {number} update  the rule's number of this one
 * @property {boolean} kept  whether the rule went on with its memory
 * @property {number} rate
 * @property {ArrayLike<number>} theta  before
 * @property {ArrayLike<number>} point  where the gradient was taken: theta, or the look-ahead
 * @property {number[][]} net  @property {number[][]} h  @property {number[][]} slope  @property {number[][]} delta
 * @property {number[]} t  the target, as the loss gets it
 * @property {number} loss  @property {number} lossAfter
 * @property {ArrayLike<number>} gradient  @property {ArrayLike<number>} g  with penalties, clipped
 * @property {ArrayLike<number>[]} memory  @property {ArrayLike<number>[]} memoryAfter  a vector a slot
 * @property {ArrayLike<number>} step  constants of the step, `Step.SIZE`
 * @property {ArrayLike<number>} after  theta after it
 * @property {string[]} activation  of all layers
 * @property {import("./inputs.js").Term[] | null} terms  that the inputs are, with their values ``raw`` before scaling
 * @property {number[]} raw
 * @property {any} config
 */

/** Rows of the data as samples of a training of their own. */
function alone(prepared, row) {
  return { ...prepared, parts: { training: [row], validation: [], test: [] } };
}

/**
 * What a rule remembers before an update: its number, and all slots, in the order of theta.
 * @typedef {{update: number, state: ArrayLike<number>}} Memory
 */

/**
 * A training on one row, from the weights and with the rule, rate and penalties of now.
 * @param {Training} training  @param {number} row  @param {boolean} kept  whether the rule keeps its memory
 * @param {Memory | null} memory  that it has instead
 */
function apart(training, row, kept, memory) {
  const { run, enums, kernels, prepared } = training, { Accumulator, Counter } = enums;
  const learning_rate = run.total.at(Accumulator.RATE);
  const config = {
    ...training.config, learning_rate, schedule: "constant", batch_size: "full", epochs: 1, shuffle: false,
    evaluate_every: 1, patience: null, dropout: 0, init: "zeros",
  };
  const one = new Training(kernels, config, alone(prepared, row));
  one.startFrom(run.theta.copy());
  if (memory) {
    one.run.state.fill(memory.state);
    one.run.counter.put(Counter.UPDATE, memory.update - 1);
  } else if (kept) {
    one.run.state.fill(run.state.copy());
    one.run.counter.put(Counter.UPDATE, run.counter.at(Counter.UPDATE));
  }
  return one;
}

/** The slots of a rule's memory. @param {Training} one */
function slots(one) {
  const { run, kernels, config } = one, P = run.theta.size, state = run.state.copy();
  const { memory } = kernels.about.rules[config.optimizer];
  return Object.keys(memory).map((_, slot) => state.slice(slot * P, (slot + 1) * P));
}

/**
 * Throws `PageError` where there is no such row, or where the update overflows.
 * @param {Training} training  @param {number} row  @param {boolean} kept  @param {Memory | null} [known]  see `apart`
 * @returns {Trace}
 */
export function traced(training, row, kept, known = null) {
  checkRow(training, row);
  return training.kernels.lending(() => {
    const one = apart(training, row, kept, known), { run, enums, work, kernels, config, samples } = one;
    const theta = run.theta.copy(), memory = slots(one);
    one.advance(1);
    if (one.status === "diverged") throw new PageError("trace_overflows");
    const rule = kernels.about.rules[config.optimizer], after = run.theta.copy(), P = theta.length;
    const point = rule.looks_ahead ? work.point.copy().slice(0, P) : theta;
    const passAt = (weights) => passOf(one, samples, kernels.array(config.dtype, P).fill(weights));
    return {
      row, kept, updates: training.updates, update: run.counter.at(enums.Counter.UPDATE), rate: config.learning_rate,
      theta, point, memory, memoryAfter: slots(one), after, g: work.gradient.copy().slice(0, P), step: work.step.copy(),
      ...passAt(point), lossAfter: passAt(after).loss, config: training.config,
      ...termsOf(one, row), activation: [...activationsOf(config), kernels.about.tasks[one.prepared.data.task].output],
    };
  });
}

/** The terms that the inputs are made of, and their values for a row. @param {Training} one @param {number} row */
function termsOf({ kernels, prepared: { terms, data } }, row) {
  return { terms, raw: Array.from(inputTerms(kernels, take(data.X, [row], data.d), data.d, terms)) };
}

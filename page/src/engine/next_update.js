// The next update with all its numbers: made for real, by the kernel that trains, then undone.

/**
 * @typedef {object} NextUpdate
 * @property {number} t  its number, by this rule
 * @property {number} eta  the learning rate, with its schedule
 * @property {number[]} constants  of the step, by `Step`
 * @property {any} w  the weights before it, (P,)
 * @property {any} g  the gradient as the rule gets it: of the mini-batch, with penalties, clipped
 * @property {any[]} memory  what the rule remembers before it, (P,) each
 * @property {any[]} remembered  and after it
 * @property {any} after  the weights after it
 */

const NEVER = 2 ** 52; // an epoch that no training comes to

/** A training's arrays that an update changes. @param {import("./training.js").Training} training */
const changed = ({ run, option }) => [run.theta, run.state, run.total, run.counter, option];

/**
 * Null where there is none: after a divergence, or where it would be one.
 * @param {import("./training.js").Training} training  @returns {NextUpdate | null}
 */
export function nextUpdate(training) {
  if (training.status === "diverged") return null;
  const kept = changed(training).map((array) => array.copy());
  try {
    return made(training);
  } finally {
    changed(training).forEach((array, i) => /** @type {any} */ (array.view).set(kept[i]));
  }
}

/** @param {import("./training.js").Training} training @returns {NextUpdate | null} */
function made(training) {
  const { run, work, option, enums, config, kernels } = training, { Counter, Option, Status, Accumulator } = enums;
  const P = run.theta.size, { slots } = kernels.about.rules[config.optimizer], w = run.theta.copy();
  const part = (array, k) => /** @type {any} */ (array.view).slice(k * P, (k + 1) * P);
  const memory = () => Array.from({ length: slots }, (_, slot) => part(run.state, slot));
  const before = memory(), t = run.counter.at(Counter.UPDATE) + 1;
  option.put(Option.EVALUATE_EVERY, 0); // nothing is measured, and nothing ends
  option.put(Option.EPOCHS, NEVER);
  run.counter.put(Counter.STATUS, Status.RUNNING);
  const train = /** @type {ReturnType<typeof kernels.bind>} */ (training.train);
  train.set(6, 1);
  train();
  training.holdLocked();
  if (run.counter.at(Counter.UPDATE) !== t) return null;
  return {
    t, eta: run.total.at(Accumulator.RATE), constants: Array.from(work.step.copy(), Number), w,
    g: part(work.gradient, 0), memory: before, remembered: memory(), after: run.theta.copy(),
  };
}

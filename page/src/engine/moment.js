// A moment of a training: all that it needs to go on from there to the same bits, outside the module's memory.

/**
 * @typedef {object} Moment
 * @property {number} updates  done
 * @property {number} done  deeds done so far: see moments.js
 * @property {any} config
 * @property {any} theta
 * @property {any} state  the rule's memory, as far as the rule has one
 * @property {any} best
 * @property {BigInt64Array} counter
 * @property {Float64Array} total
 * @property {number} before  updates by rules that were taken before the present one
 * @property {number} seconds
 * @property {boolean} shuffled  whether the samples of its epoch are
 * @property {[number, number][]} locked
 * @property {any[]} marks
 * @property {import("./divergence.js").Diagnosis | null} diagnosis
 * @property {boolean} touched
 * @property {number} bytes  that it takes
 * @property {boolean} [loose]  whether the rule's memory is not known: see snapshots.js
 */

/**
 * The moment at which a training stands; it may share the weights that are kept with ``previous``, one before it.
 * @param {import("./engine.js").Engine} engine  @param {number} done  @param {Moment} [previous]  @returns {Moment}
 */
export function taken({ training, marks, diagnosis, touched }, done, previous) {
  const { run, enums, config, kernels, updates, before, seconds, shuffled } = training;
  const { BEST_LOSS } = enums.Accumulator, { BEST_EPOCH } = enums.Counter;
  const counter = run.counter.copy(), total = run.total.copy(), theta = run.theta.copy();
  const same = (vector, other, place) => other?.[place] === vector[place];
  const shared = same(total, previous?.total, BEST_LOSS) && same(counter, previous?.counter, BEST_EPOCH);
  const slots = kernels.about.rules[config.optimizer].slots;
  const state = /** @type {any} */ (run.state.view).slice(0, slots * theta.length);
  const best = shared ? /** @type {Moment} */ (previous).best : run.best.copy();
  return {
    updates, done, config, theta, state, best, counter, total, before, seconds, marks, diagnosis, touched,
    shuffled, locked: [...training.locked],
    bytes: theta.byteLength + state.byteLength + (shared ? 0 : best.byteLength) + 400,
  };
}

/**
 * Put an engine's training where it stood.
 * @param {import("./engine.js").Engine} engine  @param {Moment} moment
 */
export function restore(engine, { config, theta, state, best, counter, total, shuffled, ...rest }) {
  const { training } = engine, { run } = training, { before, seconds, locked, marks, diagnosis, touched } = rest;
  if (training.config !== config) training.take(config);
  run.theta.fill(theta);
  /** @type {any} */ (run.state.view).fill(0);
  run.state.fill(state);
  run.best.fill(best);
  /** @type {any} */ (run.counter.view).set(counter);
  run.total.fill(total);
  Object.assign(training, { before, seconds, locked: new Map(locked) });
  training.ordered = { epoch: training.seen ? training.epoch : -1, shuffled };
  if (training.seen) training.orderEpoch(shuffled);
  Object.assign(engine, { marks, diagnosis, touched });
  engine.pace.rewind();
}

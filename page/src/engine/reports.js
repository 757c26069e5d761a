// What the engine tells the page: facts of a training that has begun, frames while it goes on, a table of all rows.

import { WHILE_TRAINING } from "./deeds.js";
import { evaluated } from "./evaluated.js";
import { checkRow, passOf } from "./one_row.js";
import { restore } from "./scaler.js";

const MOST_SHOWN = 20_000; // weights that a frame holds

/**
 * @typedef {object} Frame
 * @property {number} updates
 * @property {number} epoch
 * @property {number} seen  samples of this epoch that have passed
 * @property {string} status  running, finished, stopped, diverged
 * @property {boolean} playing
 * @property {number} speed  updates a second
 * @property {number} rate  of the last update
 * @property {number | null} measured  the epoch after which losses and metric were measured; null: they are of the
 *   weights as they are
 * @property {number | null} train_loss
 * @property {number | null} validation_loss
 * @property {number | null} metric  of the validation part, or of the training part where there is none
 * @property {Float32Array | Float64Array} theta
 * @property {{last: Float32Array | Float64Array, best: Float32Array | Float64Array} | null} weights  the last, and those that
 *   are kept: of the lowest validation loss; null while a large network is training
 * @property {[number, number][]} locked
 * @property {[number, number][]} edited  weights to begin with that were changed by hand
 * @property {boolean} byHand  whether weights were given, changed or locked
 * @property {number} from  row of the history that ``rows`` begins at
 * @property {Float64Array} rows  new rows of the history, `Column.SIZE` numbers each
 * @property {number} scene  of the facts that it goes with
 * @property {any[]} marks  of all that was changed up to the latest moment
 * @property {boolean} past  whether a moment of the past is shown, not the latest
 * @property {{updates: number, epoch: number}} latest
 * @property {number} earliest  updates of the first moment that can be shown
 * @property {{[key: string]: any}} settings  that may change while a training goes on, as they are at this moment
 * @property {{letter: string, values: {[key: string]: any}}} line  the future that goes on
 * @property {number} futures  the number of what others there are: another with each change
 * @property {import("./divergence.js").Diagnosis | null} diagnosis
 * @property {{values: Float32Array, side: number, points: number} | null} pictures  (units, points)
 */

/**
 * All weights, or none of a network too large to show them.
 * @template {Float32Array | Float64Array} A  @param {A} theta
 */
function shownPart(theta) {
  return theta.length > MOST_SHOWN ? /** @type {A} */ (theta.subarray(0, 0)) : theta;
}

/**
 * Losses and metric: measured now where the training rests, else those of the last row of the history.
 * @param {import("./engine.js").Engine} engine
 */
function losses({ training, pace }) {
  const { run: { history }, rows, enums: { Column }, prepared, status } = training, wide = Column.SIZE;
  const held = prepared.parts.validation.length > 0, now = !pace.playing && status !== "diverged";
  const row = now ? evaluated(training) : /** @type {any} */ (history.view).slice(Math.max(0, rows - 1) * wide, rows * wide);
  const known = (k) => (Number.isFinite(row[k]) ? row[k] : null);
  return {
    measured: now ? null : known(Column.EPOCH), train_loss: known(Column.TRAIN_LOSS),
    validation_loss: held ? known(Column.VALIDATION_LOSS) : null,
    metric: known(held ? Column.VALIDATION_METRIC : Column.TRAIN_METRIC),
  };
}

/**
 * @param {import("./engine.js").Engine} engine  @param {import("./pictures.js").Pictures | null} pictures
 * @returns {Frame}
 */
export function frame(engine, pictures) {
  const { training, pace } = engine, { run, enums } = training, { Column, Accumulator, Counter } = enums;
  const { end } = engine.moments, wide = Column.SIZE, from = end ? engine.sent : Math.min(engine.sent, training.rows);
  const rows = /** @type {Float64Array} */ (run.history.view).slice(from * wide, (end ? from : training.rows) * wide);
  const large = run.theta.size > MOST_SHOWN;
  if (pictures && !end) engine.sent = training.rows;
  return {
    updates: training.updates, epoch: training.epoch, seen: training.seen, status: training.status,
    playing: pace.playing,
    speed: pace.speed, rate: run.total.at(Accumulator.RATE), ...losses(engine),
    theta: shownPart(/** @type {Float32Array} */ (run.theta.view)).slice(),
    weights: large && pace.playing ? null : { last: run.theta.copy(), best: training.kept.copy() },
    locked: [...training.locked],
    edited: [...engine.edited], byHand: engine.byHand, from, rows,
    scene: engine.scene, marks: [...(end ?? engine).marks], past: end !== null,
    latest: {
      updates: end?.updates ?? training.updates, epoch: end ? Number(end.counter[Counter.EPOCH]) : training.epoch,
    },
    earliest: engine.moments.kept[0]?.updates ?? training.updates,
    settings: Object.fromEntries(WHILE_TRAINING.map((key) => [key, training.config[key]])),
    line: engine.futures.named(engine.futures.line, (end ?? training).config), futures: engine.futures.version, diagnosis: engine.diagnosis,
    pictures: pictures ? { values: pictures.take(), side: pictures.side, points: pictures.points } : null,
  };
}

/** What stays while a training goes on. @param {import("./engine.js").Engine} engine */
export function facts(engine) {
  const { training } = engine, { prepared, sizes, layout, config } = training;
  const { data, parts, scaler, terms } = prepared;
  return {
    config, task: data.task, sizes, data, parts, scaler,
    inputNames: terms ? terms.map((term) => term.text) : data.featureNames,
    outputNames: data.task === "binary" ? [data.targetNames[1]] : data.targetNames,
    weightsAt: Array.from(layout.weights_at.view, Number), biasesAt: Array.from(layout.biases_at.view, Number),
    parameters: training.run.theta.size, drawn: shownPart(engine.drawn), given: engine.given,
    updatesPerEpoch: training.updatesPerEpoch,
    loss: config.loss === "auto" ? training.kernels.about.tasks[data.task].loss : config.loss,
    metricName: training.kernels.about.tasks[data.task].metric,
    ...scenery(engine),
  };
}

/** What changes with the plane alone. @param {import("./engine.js").Engine} engine */
export function scenery(engine) {
  const { inputs, side, points } = engine.picturesOf(50);
  return { scene: engine.scene, plane: engine.plane, inputPictures: { values: inputs, side, points } };
}

/**
 * Outputs (n, k) in original units, and E (n,), of every row of the data; of other weights than its own: ``theta``.
 * @param {import("./training.js").Training} training  @param {import("../kernels/module.js").KernelArray} [theta]
 */
export function rowsTable(training, theta = training.run.theta) {
  const { kernels, prepared, config, sizes } = training, { inputs, targets, d, k, scaler } = prepared;
  const n = inputs.length / d, Y = new Float64Array(n * k), E = new Float64Array(n);
  kernels.lending(() => {
    const X = kernels.array(config.dtype, n, d).fill(inputs), T = kernels.array(config.dtype, n, k).fill(targets);
    training.eachPass(config.dtype, X, T, theta, ({ units, losses, first, rows }) => {
      const end = training.layout.units_at.at(sizes.length - 2);
      const start = training.layout.scratch_size + rows * end + rows * k;
      Y.set(units.view.subarray(start, start + rows * k), first * k);
      E.set(losses.view, first);
    });
  });
  return { outputs: restore(Y, scaler?.targetMean ?? null, scaler?.targetScale ?? null), losses: E };
}

/**
 * What the network computes for one row of the data, layer by layer: index 0 are the inputs, as the network gets them.
 * @typedef {object} Inspection
 * @property {number} row
 * @property {number} updates  done so far
 * @property {number[][]} net  of each layer; none of the inputs
 * @property {number[][]} h
 * @property {number[][]} delta  ∂E/∂net of each layer; none of the inputs
 * @property {number[]} t  the target, as the loss gets it
 * @property {number[]} y  the outputs in original units
 * @property {number} loss  E of this row, without penalties
 * @property {Float32Array | Float64Array} gradient  ∂E/∂θ of this row; empty where the network is large
 */

/**
 * Throws `PageError` where there is no such row.
 * @param {import("./training.js").Training} training  @param {number} row  @returns {Inspection}
 */
export function inspection(training, row) {
  checkRow(training, row);
  const { kernels, prepared: { inputs, targets, d, k, scaler }, config, run } = training;
  return kernels.lending(() => {
    const X = kernels.array(config.dtype, 1, d).fill(inputs.subarray(row * d, (row + 1) * d));
    const T = kernels.array(config.dtype, 1, k).fill(targets.subarray(row * k, (row + 1) * k));
    const { net, h, delta, t, loss, gradient } = passOf(training, { X, T }, run.theta);
    const y = Array.from(restore(h[h.length - 1], scaler?.targetMean ?? null, scaler?.targetScale ?? null));
    return { row, updates: training.updates, net, h, delta, t, y, loss, gradient: shownPart(gradient).slice() };
  });
}

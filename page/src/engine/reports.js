// What the engine tells the page: facts of a training that has begun, frames while it goes on, a table of all rows.

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
 * @property {number | null} train_loss
 * @property {number | null} validation_loss
 * @property {number | null} metric  of the validation part, or of the training part where there is none
 * @property {Float32Array | Float64Array} theta
 * @property {{last: Float32Array | Float64Array, best: Float32Array | Float64Array} | null} weights  the last ones, and those that
 *   are kept: of the lowest validation loss; null while a large network is training
 * @property {[number, number][]} locked
 * @property {number} from  row of the history that ``rows`` begins at
 * @property {number[]} rows  new rows of the history, `Column.SIZE` numbers each
 * @property {any[]} marks
 * @property {import("./divergence.js").Diagnosis | null} diagnosis
 * @property {{values: Float32Array, side: number, points: number} | null} pictures  (units, points)
 */

/** @param {import("./engine.js").Engine} engine @param {import("./pictures.js").Pictures | null} pictures @returns {Frame} */
export function frame(engine, pictures) {
  const { training, pace } = engine, { run, enums } = training, { Column, Accumulator } = enums;
  const from = Math.min(engine.sent, training.rows), wide = Column.SIZE;
  const rows = Array.from(/** @type {Float64Array} */ (run.history.view).subarray(from * wide, training.rows * wide));
  const last = (k) => {
    const value = training.rows ? run.history.at((training.rows - 1) * wide + k) : NaN;
    return Number.isFinite(value) ? value : null;
  };
  const held = training.prepared.parts.validation.length > 0;
  const large = run.theta.size > MOST_SHOWN;
  if (pictures) engine.sent = training.rows;
  return {
    updates: training.updates, epoch: training.epoch, seen: training.seen, status: training.status, playing: pace.playing,
    speed: pace.speed, rate: run.total.at(Accumulator.RATE), train_loss: last(Column.TRAIN_LOSS),
    validation_loss: held ? last(Column.VALIDATION_LOSS) : null,
    metric: last(held ? Column.VALIDATION_METRIC : Column.TRAIN_METRIC),
    theta: large ? new Float32Array(0) : run.theta.copy(),
    weights: large && pace.playing ? null : { last: run.theta.copy(), best: training.kept.copy() }, locked: [...training.locked], from, rows,
    marks: [...engine.marks], diagnosis: engine.diagnosis,
    pictures: pictures ? { values: pictures.take(), side: pictures.side, points: pictures.points } : null,
  };
}

/** What stays while a training goes on. @param {import("./engine.js").Engine} engine */
export function facts(engine) {
  const { training, plane } = engine, { prepared, sizes, layout, config } = training, { data, parts, scaler, terms } = prepared;
  return {
    config, task: data.task, sizes, data, parts, scaler, plane,
    inputNames: terms ? terms.map((term) => term.text) : data.featureNames,
    outputNames: data.task === "binary" ? [data.targetNames[1]] : data.targetNames,
    weightsAt: Array.from(layout.weights_at.view, Number), biasesAt: Array.from(layout.biases_at.view, Number),
    parameters: training.run.theta.size, updatesPerEpoch: training.updatesPerEpoch,
    loss: config.loss === "auto" ? training.kernels.about.tasks[data.task].loss : config.loss,
    metricName: training.kernels.about.tasks[data.task].metric,
    inputPictures: { values: engine.picturesOf(50).inputs, side: 50 },
  };
}

/**
 * Outputs (n, k) in original units, and E (n,), of every row of the data.
 * @param {import("./training.js").Training} training
 */
export function rowsTable(training) {
  const { kernels, prepared, config, sizes, run } = training, { inputs, targets, d, k, scaler } = prepared;
  const n = inputs.length / d, Y = new Float64Array(n * k), E = new Float64Array(n);
  kernels.lending(() => {
    const X = kernels.array(config.dtype, n, d).fill(inputs), T = kernels.array(config.dtype, n, k).fill(targets);
    training.eachPass(config.dtype, X, T, run.theta, ({ units, losses, first, rows }) => {
      const end = training.layout.units_at.at(sizes.length - 2), start = training.layout.scratch_size + rows * end + rows * k;
      Y.set(units.view.subarray(start, start + rows * k), first * k);
      E.set(losses.view, first);
    });
  });
  return { outputs: restore(Y, scaler?.targetMean ?? null, scaler?.targetScale ?? null), losses: E };
}

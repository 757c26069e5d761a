// A training: the records that the kernel `train` reads and writes, as numnet/training/training.py makes them.

import { parseSchedule, scheduleParameters } from "../config/schedule.js";
import { PageError } from "../errors.js";
import { drawWeights, makeLayout, parameterCount } from "./network.js";
import { makeSamples } from "./samples.js";

const MOST_WEIGHTS = 1_000_000; // of a network on the page
const MOST_EVALUATIONS = 1_000_000;
const MOST_SLOTS = 3; // of a rule's memory: the rule may change while the training goes on

/** Rows that the history of a run may have. Throws `PageError` for too many. @param {any} config */
function historyRows({ epochs, evaluate_every }) {
  const rows = Math.floor(epochs / evaluate_every) + 2;
  if (rows > MOST_EVALUATIONS) {
    throw new PageError("too_many_evaluations", { epochs, every: evaluate_every, most: MOST_EVALUATIONS });
  }
  return rows;
}

/** One run on one data set; weights, memory and history stay where they are while settings change. */
export class Training {
  #bound = /** @type {{[batch: number]: any}} */ ({}); // workspaces, with the kernel bound to them
  /**
   * @param {import("../kernels/module.js").Kernels} kernels  @param {any} config  complete
   * @param {import("./samples.js").Prepared} prepared  @param {any} [samples]  of another training on the same
   */
  constructor(kernels, config, prepared, samples = makeSamples(kernels, prepared, config.dtype)) {
    const { enums } = kernels.about, dtype = config.dtype;
    this.kernels = kernels;
    this.enums = enums;
    this.config = config;
    this.prepared = prepared;
    this.sizes = [prepared.d, ...config.hidden, prepared.k];
    this.layout = makeLayout(kernels, this.sizes, config, prepared.data.task);
    this.samples = samples;
    this.n = prepared.parts.training.length;
    this.option = kernels.array("int64", enums.Option.SIZE);
    this.hyper = kernels.array("float64", enums.Hyper.SIZE);
    const P = parameterCount(this.sizes), rows = historyRows(config);
    if (P > MOST_WEIGHTS) throw new PageError("too_many_weights", { weights: P, most: MOST_WEIGHTS });
    this.run = {
      theta: kernels.array(dtype, P), state: kernels.array(dtype, MOST_SLOTS * P), best: kernels.array(dtype, P),
      counter: kernels.array("int64", enums.Counter.SIZE), total: kernels.array("float64", enums.Accumulator.SIZE),
      history: kernels.array("float64", rows, enums.Column.SIZE),
    };
    drawWeights(kernels, this.sizes, config, this.layout, this.run.theta);
    this.#begin();
  }

  /** Counters, totals and memory of a run that has not begun; its weights are those of ``theta``. */
  #begin() {
    const { run, enums } = this, { Accumulator } = enums;
    this.before = 0; // updates by rules that were taken before this one
    this.ordered = { epoch: -1, shuffled: false }; // the epoch in which settings changed last, and how it had begun
    this.seconds = 0;
    this.configure(this.config);
    for (const array of [run.state, run.total, run.history]) /** @type {any} */ (array.view).fill(0);
    run.counter.fill(new Array(enums.Counter.SIZE).fill(0));
    run.best.fill(run.theta.copy());
    run.total.put(Accumulator.BEST_LOSS, Infinity);
    run.total.put(Accumulator.RATE, this.hyper.at(enums.Hyper.ETA) / Math.max(1, this.hyper.at(enums.Hyper.WARMUP)));
  }

  /** Begin again from these weights. @param {ArrayLike<number>} theta */
  startFrom(theta) {
    this.run.theta.fill(theta);
    this.#begin();
  }

  /** Samples an update. */
  get batchSize() {
    return this.config.batch_size === "full" ? this.n : Math.min(this.n, this.config.batch_size);
  }

  /** Updates an epoch. */
  get updatesPerEpoch() {
    return Math.ceil(this.n / this.batchSize);
  }

  /**
   * Take rule, rate, schedule, batch and penalties from a configuration with the same network and data.
   * @param {any} config
   */
  configure(config) {
    this.config = config;
    this.#setOptions();
    this.#setHyperParameters();
    this.#makeWorkspace();
  }

  /** Take other settings while the training goes on; another rule begins anew, at its step 1. @param {any} config */
  reconfigure(config) {
    const { run, enums } = this, other = config.optimizer !== this.config.optimizer;
    this.ordered = { epoch: this.seen ? this.epoch : -1, shuffled: this.shuffled };
    this.take(config);
    if (other) {
      /** @type {any} */ (run.state.view).fill(0);
      this.before = this.updates;
      run.counter.put(enums.Counter.UPDATE, 0);
    }
    const more = this.status !== "running" && this.epoch < config.epochs;
    if (more) run.counter.put(enums.Counter.STATUS, enums.Status.RUNNING);
  }

  /** As `configure`, with room for the history. @param {any} config */
  take(config) {
    this.makeRoom(historyRows(config));
    this.configure(config);
  }

  /** A history of so many rows at least. @param {number} rows */
  makeRoom(rows) {
    const { run, kernels, enums } = this;
    if (rows <= run.history.shape[0]) return;
    run.history = kernels.array("float64", rows, enums.Column.SIZE).fill(run.history.copy());
    this.#makeWorkspace();
  }

  /** Whether the samples of this epoch are shuffled: as it was when its first update began. */
  get shuffled() {
    const { epoch, shuffled } = this.ordered;
    return this.seen > 0 && epoch === this.epoch ? shuffled : this.config.shuffle;
  }

  /** The order of the samples in this epoch. @param {boolean} shuffled */
  orderEpoch(shuffled) {
    const { config, work, kernels, enums } = this;
    if (shuffled) kernels.call("shuffled", work.order, config.seed, enums.Stream.SHUFFLE, this.epoch);
    else work.order.fill(Array.from({ length: this.n }, (_, i) => i));
  }

  #setOptions() {
    const { kernels, option, config, enums } = this, { about } = kernels, { Option } = enums;
    const P = parameterCount(this.sizes), batch = this.batchSize;
    const values = {
      RULE: about.rules[config.optimizer].code,
      SCHEDULE: about.schedules[parseSchedule(about, config.schedule).name].code,
      SEED: config.seed, SHUFFLE: Number(config.shuffle), EPOCHS: config.epochs, BATCH_SIZE: batch,
      SHARD_ROWS: kernels.call("shard_rows", P, batch), EVALUATE_EVERY: config.evaluate_every,
      PATIENCE: config.patience ?? 0, METRIC: about.tasks[this.prepared.data.task].metric_code,
    };
    for (const [name, value] of Object.entries(values)) option.put(Option[name], value);
  }

  #setHyperParameters() {
    const { kernels, hyper, config, enums } = this, { about } = kernels, { Hyper } = enums;
    const schedule = parseSchedule(about, config.schedule), updates = config.epochs * this.updatesPerEpoch;
    /** @type {any} */ (hyper.view).fill(0);
    for (const [name, { place }] of Object.entries(about.hyper_parameters)) hyper.put(place, Number(config[name] ?? 0));
    const values = {
      L1: config.l1, L2: config.l2, DROPOUT: config.dropout, CLIP_NORM: config.clip_norm ?? Infinity,
      ...scheduleParameters(schedule, updates),
    };
    for (const [name, value] of Object.entries(values)) hyper.put(Hyper[name], value);
  }

  /** Scratch memory of the size that the batch needs, and the kernel bound to it. */
  #makeWorkspace() {
    const { history } = this.run, known = this.#bound[this.batchSize];
    if (known?.history !== history) {
      this.work = known?.work ?? this.#scratch();
      const records = [this.layout, this.option, this.hyper, this.run, this.samples, this.work, 0, 0, 1];
      this.train = this.kernels.bind(`train_${this.config.dtype}`, records);
      this.#bound[this.batchSize] = { history, work: this.work, train: this.train };
    } else ({ work: this.work, train: this.train } = known);
  }

  #scratch() {
    const { kernels, enums, layout, option, run, config: { dtype } } = this, { Size, Option, Step } = enums;
    const size = kernels.array("int64", Size.SIZE), rows = option.at(Option.SHARD_ROWS);
    kernels.call("measure", layout, rows, this.batchSize, 1, run.theta.itemsize, size);
    const real = (place) => kernels.array(dtype, size.at(place));
    return {
      order: this.work?.order ?? kernels.array("int64", this.n), // of the epoch that has begun
      batch: real(Size.BATCH), target: real(Size.TARGET), units: real(Size.UNITS), gradient: real(Size.GRADIENT),
      point: real(Size.PARAMETERS), step: kernels.array(dtype, Step.SIZE),
      partial: kernels.array("float64", size.at(Size.PARTIAL), 4),
      barrier_state: kernels.array("int64", kernels.about.sizes.BARRIER_SIZE), phase: kernels.array("int64", 1),
      shards: size.at(Size.SHARDS), threads: size.at(Size.THREADS), tile: size.at(Size.TILE),
      weight_block: size.at(Size.WEIGHT_BLOCK),
    };
  }

  /** Train until so many samples have passed, or the run ends; returns how many have. @param {number} samples */
  advance(samples) {
    const before = this.rows, begun = performance.now();
    const train = /** @type {ReturnType<typeof this.kernels.bind>} */ (this.train);
    train.set(6, samples);
    const passed = train(), { history } = this.run, { Column } = this.enums;
    if (samples) this.seconds += (performance.now() - begun) / 1000; // before the first update is no training time
    for (let row = before; row < this.rows; row++) {
      const step = row * Column.SIZE + Column.STEP;
      history.put(step, history.at(step) + this.before);
      history.put(row * Column.SIZE + Column.SECONDS, this.seconds);
    }
    return passed;
  }

  /** Weights that the updates must leave alone, {index: value}. */
  locked = new Map();
  seconds = 0; // of training so far

  /** As `advance`, update by update, where weights are locked: they and the rule's memory of them are put back. */
  advanceLocked(samples) {
    const { option, enums } = this, { Option } = enums, never = 2 ** 52;
    let passed = 0;
    while (passed < samples && this.status === "running") {
      option.put(Option.EVALUATE_EVERY, 0); // what is evaluated has the locked weights back in their places
      option.put(Option.EPOCHS, never);
      passed += this.advance(1);
      this.holdLocked();
      option.put(Option.EVALUATE_EVERY, this.config.evaluate_every);
      option.put(Option.EPOCHS, this.config.epochs);
      this.advance(0);
    }
    return passed;
  }

  /** Put locked weights back, and nothing into the rule's memory of them. */
  holdLocked() {
    const P = this.run.theta.size;
    for (const [index, value] of this.locked) {
      this.run.theta.put(index, value);
      for (let slot = 0; slot < MOST_SLOTS; slot++) this.run.state.put(slot * P + index, 0);
    }
  }

  /** The gradient of the mean loss over the training samples, as a typed array. */
  gradient() {
    const { kernels, layout, run, samples, config: { dtype } } = this;
    return kernels.lending(() => {
      const tile = kernels.call("tile_rows", layout.units_at, this.n), gradient = kernels.array(dtype, run.theta.size);
      const units = kernels.array(dtype, kernels.call("units_size", layout, tile));
      const { X, T } = samples, none = kernels.array(dtype, 0);
      kernels.call(`gradient_sum_${dtype}`, layout, run.theta, X, T, none, gradient, units, tile);
      return gradient.copy();
    });
  }

  /**
   * Forward and backward for all rows, MAX_TILE_ROWS at a time, with everything kept: ``use`` gets net, delta and the
   * losses of each block.  ``X`` (n, inputs), ``T`` (n, outputs): arrays; converted where they are of another dtype.
   * @param {"float32" | "float64"} dtype
   * @param {import("../kernels/module.js").KernelArray} X  @param {import("../kernels/module.js").KernelArray} T
   * @param {import("../kernels/module.js").KernelArray} theta
   * @param {(pass: {nets: any, deltas: any, losses: any, units: any, gradient: any, first: number, rows: number})
   *   => void} use
   */
  eachPass(dtype, X, T, theta, use) {
    const { kernels, layout, sizes } = this, [n, d] = X.shape, k = T.shape[1];
    const block = kernels.about.sizes.MAX_TILE_ROWS, all = sizes.slice(1).reduce((a, b) => a + b, 0);
    for (let first = 0; first < n; first += block) {
      kernels.lending(() => {
        const rows = Math.min(block, n - first), real = (...shape) => kernels.array(dtype, ...shape);
        const x = real(rows, d).fill(X.copy().subarray(first * d, (first + rows) * d));
        const t = real(rows, k).fill(T.copy().subarray(first * k, (first + rows) * k));
        const pass = {
          units: real(kernels.call("units_size", layout, rows)), nets: real(rows * all), deltas: real(rows * all),
          losses: kernels.array("float64", rows), gradient: real(theta.size), first, rows,
        };
        const { units, nets, deltas, losses, gradient } = pass;
        kernels.call(`trace_pass_${dtype}`, layout, theta, x, t, real(0), units, nets, deltas, losses, gradient);
        use(pass);
      });
    }
  }

  /** The weights that are kept: of the lowest validation loss; the last ones where there is no validation part. */
  get kept() {
    return this.prepared.parts.validation.length && this.rows ? this.run.best : this.run.theta;
  }

  /** Updates done. */
  get updates() {
    return this.before + this.run.counter.at(this.enums.Counter.UPDATE);
  }

  /** Epochs done. */
  get epoch() {
    return this.run.counter.at(this.enums.Counter.EPOCH);
  }

  /** Samples of this epoch that have passed. */
  get seen() {
    return this.run.counter.at(this.enums.Counter.START);
  }

  /** "running", "finished", "stopped" or "diverged". */
  get status() {
    const code = this.run.counter.at(this.enums.Counter.STATUS);
    return Object.entries(this.enums.Status).find(([, value]) => value === code)?.[0].toLowerCase() ?? "";
  }

  /** Rows of the history written so far. */
  get rows() {
    return this.run.counter.at(this.enums.Counter.ROW);
  }
}

// The engine of the page: one training at a time, told what to do by messages, telling what became of it in frames.
//
// It lives in a Worker, so that the page stays smooth; where there can be none, on the page itself.

import { complete } from "../config/configuration.js";
import { PageError } from "../errors.js";
import { Kernels } from "../kernels/module.js";
import { makeDataset } from "./dataset.js";
import { beginWith, goOnFrom } from "./by_hand.js";
import { blamed } from "./blame.js";
import { diagnose } from "./divergence.js";
import { expressionData } from "./expression_data.js";
import { facts, frame, inspection, rowsTable, scenery } from "./reports.js";
import { Pictures, planeOf } from "./pictures.js";
import { prepare } from "./samples.js";
import { Pace } from "./pace.js";
import { traced } from "./trace.js";
import { Training } from "./training.js";

const FINE = 100, COARSE = 50; // points along a side of the pictures, at rest and while it learns

export class Engine {
  /**
   * @param {WebAssembly.Module} module  @param {any} about
   * @param {(event: string, data: any, transfer?: Transferable[]) => void} emit
   */
  constructor(module, about, emit) {
    this.module = module;
    this.about = about;
    this.emit = emit;
    this.pace = new Pace(this);
    this.training = /** @type {Training} */ (/** @type {unknown} */ (null)); // until the first `set`
    this.start = /** @type {Float32Array | Float64Array} */ (new Float32Array(0)); // the weights to begin with
    this.drawn = this.start; // the weights as the seed has them
    this.given = /** @type {Float32Array | Float64Array | null} */ (null); // weights to begin with that were not drawn
    this.edited = new Map(); // weights to begin with that were changed by hand
    this.touched = false; // whether weights were changed or locked while it went on
    this.marks = /** @type {any[]} */ ([]); // settings that changed while it went on
    this.sent = 0; // rows of the history that the page has
    this.diagnosis = /** @type {import("./divergence.js").Diagnosis | null} */ (null);
    this.plane = /** @type {any} */ (null);
    this.scene = 0; // the number of what is shown: another with each training, and with each plane
    this.pictures = /** @type {{[side: number]: Pictures | null}} */ ({});
    this.axes = /** @type {{across?: number, up?: number}} */ ({});
  }

  /** Answer a message. @param {string} method  @param {any[]} values */
  handle(method, values) {
    if (!METHODS.includes(method)) throw new PageError("no_method", { method: String(method).slice(0, 40) });
    return this[method](...values);
  }

  /**
   * Begin a training: data, network and everything else anew.  ``own``: what is not drawn of it.  Returns the `Facts`.
   * @param {any} wanted  @param {import("./by_hand.js").Own} [own]
   */
  set(wanted, own = {}) {
    const config = complete(this.about, wanted), kernels = new Kernels(this.module, this.about);
    const prepared = prepare(kernels, makeDataset(kernels, config), config);
    const training = new Training(kernels, config, prepared);
    const drawn = training.run.theta.copy();
    const given = beginWith(training, own), start = training.run.theta.copy();
    if (own.past) goOnFrom(training, own.past);
    else training.advance(0); // the row of epoch 0
    this.pace.pause();
    Object.assign(this, { training, drawn, start, given, edited: new Map(own.edited ?? []) });
    this.#forget();
    this.look(this.axes.across, this.axes.up);
    return facts(this);
  }

  #forget() {
    this.pace.rewind();
    Object.assign(this, { marks: [], sent: 0, diagnosis: null, touched: false });
  }

  /** Go back to the beginning: the same weights, the same order of the samples, the settings as they are now. */
  again() {
    this.training.startFrom(this.start);
    this.#fresh();
  }

  #fresh() {
    this.#forget();
    this.training.advance(0);
    this.report();
  }

  /** Take other settings while it goes on; what changed is marked. @param {any} given */
  change(given) {
    const { training } = this, before = training.config, config = complete(this.about, given);
    const changes = Object.keys(config).filter((key) => JSON.stringify(config[key]) !== JSON.stringify(before[key]));
    const fixed = changes.find((key) => !WHILE_TRAINING.includes(key));
    if (fixed) throw new PageError("change_needs_start", { key: fixed });
    if (!changes.length) return;
    training.reconfigure(config);
    this.diagnosis = null;
    this.marks.push({
      update: training.updates, epoch: training.epoch + training.seen / training.n,
      changes: changes.map((key) => ({ key, from: before[key], to: config[key] })),
    });
    this.report();
  }

  /**
   * Set one weight or bias; before the first update it becomes one of the start.
   * @param {number} index  @param {number} value
   */
  edit(index, value) {
    const { training } = this;
    if (!(index in training.run.theta.view) || !Number.isFinite(value)) throw new PageError("weight_value");
    training.run.theta.put(index, value);
    if (training.locked.has(index)) training.locked.set(index, training.run.theta.at(index));
    if (training.updates === 0) {
      this.start[index] = value;
      if (training.run.theta.at(index) === (this.given ?? this.drawn)[index]) this.edited.delete(index);
      else this.edited.set(index, value);
      training.startFrom(this.start);
      return this.#fresh();
    }
    this.touched = true;
    this.#markWeight(index, value);
    this.report();
  }

  /** One mark for a weight that is changed again and again, as by dragging it. */
  #markWeight(index, value) {
    const { updates, epoch, updatesPerEpoch } = this.training, { changes, update } = this.marks.at(-1) ?? {};
    const same = changes?.[0].key === "weight" && changes[0].from === index && updates - update < updatesPerEpoch;
    if (same) this.marks.pop();
    this.marks.push({ update: updates, epoch, changes: [{ key: "weight", from: index, to: value }] });
  }

  /** Keep weights as they are, or let them go: {index: whether}. @param {{[index: number]: boolean}} which */
  lock(which) {
    const { locked, run, updates } = this.training;
    for (const [index, on] of Object.entries(which)) {
      if (!(index in run.theta.view)) {
        throw new PageError("weight_index", { index: index.slice(0, 20), last: run.theta.size - 1 });
      }
      if (on) locked.set(Number(index), run.theta.at(Number(index)));
      else locked.delete(Number(index));
    }
    this.touched ||= updates > 0;
    this.report();
  }

  /** Whether weights were given, changed or locked: then no seed gives the same training. */
  get byHand() {
    return this.touched || this.given !== null || this.edited.size > 0 || this.training.locked.size > 0;
  }

  /**
   * Which features the axes of the pictures show; returns the `scenery`.
   * @param {number} [across]  @param {number} [up]
   */
  look(across, up) {
    const { data } = this.training.prepared, known = (j) => j !== undefined && j < data.d;
    this.axes = known(across) && (up === undefined || up < data.d) ? { across, up } : {};
    this.plane = planeOf(data, this.axes.across, this.axes.up);
    this.pictures = { [COARSE]: null, [FINE]: null };
    this.scene++;
    this.report();
    return scenery(this);
  }

  /** The pictures at a resolution, made when they are first wanted. @param {number} side */
  picturesOf(side) {
    this.pictures[side] ??= new Pictures(this.training, this.plane, side);
    return /** @type {Pictures} */ (this.pictures[side]);
  }

  /** Train until stopped, at so many updates a second; 0: as fast as it goes. @param {{speed?: number}} [how] */
  play({ speed = 0 } = {}) {
    if (this.training.status === "running") this.pace.play(speed);
    else this.report();
  }

  /** Stop where it is. */
  pause() {
    this.pace.pause();
    this.report();
  }

  /**
   * So many updates or epochs more; resolves with `get()`.
   * @param {{updates?: number, epochs?: number, loss?: number}} [until]
   */
  run(until) {
    return this.pace.run(until ?? {}).then(() => this.get());
  }

  /** The next sample of the mini-batch: a row number of the data; the last one of a batch is followed by the update. */
  sample() {
    return this.pace.sample();
  }

  /** Where the training stands, with all weights and the whole history. */
  get() {
    const { training } = this, { run } = training, { history } = run;
    return {
      ...frame(this, null), best: Array.from(training.kept.copy(), Number),
      parameters: Array.from(run.theta.copy(), Number),
      history: Array.from(history.copy().subarray(0, training.rows * history.shape[1])),
      marks: this.marks, start: Array.from(this.start),
    };
  }

  /** Outputs and loss of every row. */
  rows() {
    return rowsTable(this.training);
  }

  /** What the network computes for one row of the data, forward and backward: an `Inspection`. @param {number} row */
  inspect(row) {
    return inspection(this.training, row);
  }

  /** One update on one row alone: a `Trace`. @param {number} row @param {boolean} [kept]  with the rule's memory */
  trace(row, kept = false) {
    return traced(this.training, row, kept);
  }

  /** What that update does to every row: a `Blame`. @param {number} row @param {boolean} [kept] */
  blame(row, kept = false) {
    return blamed(this.training, row, kept);
  }

  /** The set of a configuration's data alone: {X, T, …}. @param {any} given */
  data(given) {
    return makeDataset(new Kernels(this.module, this.about), complete(this.about, given));
  }

  /** Points labelled by an expression: the changes of a configuration whose data they are. @param {any} recipe */
  expression(recipe) {
    return expressionData(new Kernels(this.module, this.about), recipe);
  }

  /** After a chunk: a divergence is explained, and the last finite weights put back. */
  settle() {
    const { training } = this, { theta, best } = training.run;
    const broken = training.status === "diverged" || !(/** @type {any} */ (theta.view).every(Number.isFinite));
    if (broken && training.status !== "running" && !this.diagnosis) {
      training.run.counter.put(this.about.enums.Counter.STATUS, this.about.enums.Status.DIVERGED);
      this.diagnosis = diagnose(training);
      if (!(/** @type {any} */ (theta.view).every(Number.isFinite))) theta.fill(best.copy());
    }
  }

  /** Send a frame. */
  report() {
    if (!this.training) return;
    const made = frame(this, this.picturesOf(this.pace.playing ? COARSE : FINE));
    this.emit("frame", made, [made.theta.buffer, ...(made.pictures ? [made.pictures.values.buffer] : [])]);
  }
}

const METHODS = ["set", "again", "change", "edit", "lock", "look", "play", "pause", "run", "sample", "get", "rows",
  "inspect", "trace", "blame", "data", "expression"];
/** Keys of a configuration that may change while a training goes on. */
export const WHILE_TRAINING = ["optimizer", "learning_rate", "momentum", "beta1", "beta2", "rho", "eps", "weight_decay",
  "clip_norm", "schedule", "batch_size", "epochs", "patience", "shuffle", "l1", "l2", "dropout"];

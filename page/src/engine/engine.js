// The engine of the page: one training at a time, told what to do by messages, telling what became of it in frames.
//
// It lives in a Worker, so that the page stays smooth; where there can be none, on the page itself.

import { complete } from "../config/configuration.js";
import { PageError } from "../errors.js";
import { Kernels } from "../kernels/module.js";
import { makeDataset } from "./dataset.js";
import { beginWith, goOnFrom } from "./by_hand.js";
import { changedKeys, DEEDS, WHILE_TRAINING } from "./deeds.js";
import { settle } from "./divergence.js";
import { expressionData } from "./expression_data.js";
import { Futures } from "./futures.js";
import { Compared } from "./lanes/compared.js";
import { Moments } from "./moments.js";
import { QUESTIONS } from "./questions.js";
import { facts, frame, scenery } from "./reports.js";
import { Pictures, planeOf } from "./pictures.js";
import { TASKS } from "./race/race.js";
import { prepare } from "./samples.js";
import { snapshotMoments } from "./snapshots.js";
import { Pace } from "./pace.js";
import { Training } from "./training.js";
import { Screen } from "./waiting.js";

const FINE = 100, COARSE = 50; // points along a side of the pictures, at rest and while it learns
const PATIENT = 2; // seconds that a single moment may take to be trained anew

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
    this.screen = new Screen();
    this.compared = new Compared(this);
    this.training = /** @type {Training} */ (/** @type {unknown} */ (null)); // until the first `set`
    this.start = /** @type {Float32Array | Float64Array} */ (new Float32Array(0)); // the weights to begin with
    this.drawn = this.start; // the weights as the seed has them
    this.given = /** @type {Float32Array | Float64Array | null} */ (null); // weights to begin with that were not drawn
    this.edited = new Map(); // weights to begin with that were changed by hand
    this.touched = false; // whether weights were changed or locked while it went on
    this.marks = /** @type {any[]} */ ([]); // settings that changed while it went on
    this.moments = new Moments();
    this.futures = new Futures();
    this.sent = 0; // rows of the history that the page has
    this.diagnosis = /** @type {import("./divergence.js").Diagnosis | null} */ (null);
    this.plane = /** @type {any} */ (null);
    this.scene = 0; // the number of what is shown: another with each training, and with each plane
    this.pictures = /** @type {{[side: number]: Pictures | null}} */ ({});
    this.ground = /** @type {Kernels | null} */ (null); // of error surfaces
    this.axes = /** @type {{across?: number, up?: number}} */ ({});
  }

  /** Answer a message. @param {string} method  @param {any[]} values */
  handle(method, values) {
    if (Object.hasOwn(QUESTIONS, method)) return QUESTIONS[method](this, ...values);
    if (!METHODS.includes(method)) throw new PageError("no_method", { method: String(method).slice(0, 40) });
    return this[method](...values);
  }

  /**
   * Begin a training: data, network and everything else anew.  ``own``: what is not drawn of it.  Returns the `Facts`.
   * @param {any} wanted  @param {import("./by_hand.js").Own} [own]
   */
  set(wanted, own = {}) {
    const config = complete(this.about, wanted), kernels = new Kernels(this.module, this.about);
    const prepared = prepare(kernels, makeDataset(kernels, config), config, own.standardised);
    const training = new Training(kernels, config, prepared);
    const drawn = training.run.theta.copy();
    const given = beginWith(training, own), start = training.run.theta.copy();
    if (own.past) goOnFrom(training, own.past);
    else training.advance(0); // the row of epoch 0
    this.pace.pause();
    Object.assign(this, { training, drawn, start, given, edited: new Map(own.edited ?? []) });
    this.#forget();
    this.futures = new Futures();
    if (own.past) this.moments.kept = snapshotMoments(training, own.past);
    this.moments.keep(this);
    this.look(this.axes.across, this.axes.up);
    return facts(this);
  }

  #forget() {
    this.pace.rewind();
    Object.assign(this, { moments: new Moments(), marks: [], sent: 0, diagnosis: null, touched: false });
  }

  /** Go back to the beginning: the same weights and order of the samples, the settings of now.  What was is kept. */
  again() {
    const { config } = this.training;
    this.futures.again(this);
    this.training.take(config);
    this.training.startFrom(this.start);
    this.#fresh();
  }

  #fresh() {
    this.#forget();
    this.training.advance(0);
    this.moments.keep(this);
    this.report();
  }

  /**
   * Do something to the training where it stands, as often as it comes there again; in its past it has another future
   * from then on.  ``changes``: what sets both apart.
   * @param {string} name  @param {any[]} values  @param {{key: string, to: any}[]} changes
   */
  #do(name, values, changes) {
    const { moments, futures, training } = this;
    if (moments.end) futures.branch(this, changes);
    else futures.changed(training, changes);
    if (training.updates === 0 && name !== "lock") return this.#doAtStart(name, values[0], values[1]);
    DEEDS[name](this, ...values);
    this.moments.note(this, name, values);
    this.report();
  }

  /** Before the first update what is done belongs to the start. */
  #doAtStart(name, what, value) {
    const { training, start } = this;
    if (name === "change") training.take(what);
    else {
      start[what] = value;
      if (training.locked.has(what)) training.locked.set(what, start[what]);
      if (start[what] === (this.given ?? this.drawn)[what]) this.edited.delete(what);
      else this.edited.set(what, value);
    }
    training.startFrom(start);
    this.#fresh();
  }

  /** Take other settings while it goes on; what changed is marked. @param {any} given */
  change(given) {
    const before = this.training.config, config = complete(this.about, given), keys = changedKeys(before, config);
    const fixed = keys.find((key) => !WHILE_TRAINING.includes(key));
    if (fixed) throw new PageError("change_needs_start", { key: fixed });
    if (keys.length) this.#do("change", [config], keys.map((key) => ({ key, to: config[key] })));
  }

  /**
   * Set one weight or bias; before the first update it becomes one of the start.
   * @param {number} index  @param {number} value
   */
  edit(index, value) {
    if (!(index in this.training.run.theta.view) || !Number.isFinite(value)) throw new PageError("weight_value");
    this.#do("edit", [index, value], [{ key: "weight", to: index }]);
  }

  /** Keep weights as they are, or let them go: {index: whether}. @param {{[index: number]: boolean}} which */
  lock(which) {
    const { theta } = this.training.run, unknown = Object.keys(which).find((index) => !(index in theta.view));
    if (unknown !== undefined) {
      throw new PageError("weight_index", { index: unknown.slice(0, 20), last: theta.size - 1 });
    }
    this.#do("lock", [which], [{ key: "lock", to: true }]);
  }

  /**
   * Show the training as it stood after so many updates; null: as it stands now.  ``rough``: soon another one is shown.
   * ``towards``: where it takes too long, at a kept moment before or after it, −1 or 1, or the nearer one, 0.
   * @param {number | null} updates  @param {{rough?: boolean, towards?: number}} [how]
   */
  visit(updates, { rough = false, towards = 0 } = {}) {
    this.pace.pause();
    if (updates === null) this.moments.finish(this);
    else this.moments.visit(this, updates, rough ? undefined : PATIENT, towards);
    this.report(rough ? COARSE : FINE);
  }

  /** From a snapshot another future begins: its rule goes on with an empty memory. */
  leaveSnapshot() {
    if (this.moments.loose) this.futures.branch(this, [{ key: "snapshot", to: true }]);
  }

  /** Go on with another future of the same training. @param {string} letter */
  swap(letter) {
    this.pace.pause();
    this.futures.swap(this, letter);
    this.report();
  }

  /** Forget another future. @param {string} letter */
  dismiss(letter) {
    this.futures.dismiss(letter);
    this.report();
  }

  /** What is to be seen of the other futures: see `Futures.shown`. */
  others() {
    return this.futures.shown(this, COARSE);
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
    this.futures.renew(); // their maps are of another plane
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
      start: Array.from(this.start),
    };
  }

  /** The set of a configuration's data alone: {X, T, …}. @param {any} given */
  data(given) {
    return makeDataset(new Kernels(this.module, this.about), complete(this.about, given));
  }

  /** Points labelled by an expression: the changes of a configuration whose data they are. @param {any} recipe */
  expression(recipe) {
    return expressionData(new Kernels(this.module, this.about), recipe);
  }

  /**
   * What is asked of error surfaces, which have nothing to do with the training.
   * @param {keyof typeof TASKS} task  @param {any} asked
   */
  surface(task, asked) {
    this.ground ??= new Kernels(this.module, this.about);
    return TASKS[task](this.ground, asked);
  }

  /** After a chunk: a divergence is explained, and the last finite weights put back. */
  settle() {
    this.diagnosis ??= settle(this.training);
  }

  /** Send a frame. */
  report(side = this.pace.playing ? COARSE : FINE) {
    if (!this.training) return;
    const made = frame(this, this.picturesOf(side));
    this.emit("frame", made, [made.theta.buffer, ...(made.pictures ? [made.pictures.values.buffer] : [])]);
  }
}

const METHODS = ["set", "again", "change", "edit", "lock", "look", "play", "pause", "run", "sample", "get", "data",
  "expression", "surface", "visit", "swap", "dismiss", "others"];

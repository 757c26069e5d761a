// The past of a training: moments kept of it, from which every other one is trained anew, to the same bits; and what
// was done to it by hand, which is done again at the same update.

import { DEEDS } from "./deeds.js";
import { restore, taken } from "./moment.js";

const MOST = 2000; // moments that are kept of a training,
const MOST_BYTES = 48 * 2 ** 20; // in no more memory than this
const LONGEST = 0.1; // seconds that it may take to train a moment anew, while somebody waits

/** @typedef {import("./moment.js").Moment} Moment */
/** @typedef {{at: number, name: string, values: any[]}} Deed  ``at``: after so many updates */

/** Samples that pass until so many more updates are done. @param {import("./training.js").Training} training */
export function samplesUntil({ n, seen, batchSize, updatesPerEpoch }, updates) {
  const left = Math.ceil((n - seen) / batchSize);
  if (updates <= left) return Math.min(updates * batchSize, n - seen);
  const more = updates - left, epochs = Math.floor(more / updatesPerEpoch);
  return n - seen + epochs * n + Math.min((more % updatesPerEpoch) * batchSize, n);
}

export class Moments {
  /** @param {Moment[]} [kept]  in the order of time @param {Deed[]} [deeds] @param {number} [stride] */
  constructor(kept = [], deeds = [], stride = 1) {
    this.kept = kept;
    this.deeds = deeds;
    this.stride = stride; // updates from one to the next, at least
    this.done = deeds.length; // deeds that are done where the training stands
    this.end = /** @type {Moment | null} */ (null); // the latest one, while the training stands at an earlier one
    this.loose = false; // whether the training stands at a snapshot, from which it can't go on to the same
    this.bytes = kept.reduce((sum, moment) => sum + moment.bytes, 0);
  }

  /** Samples that may pass now: in the past no more than up to the next deed, or to the end. @param {any} training */
  limit(training) {
    if (!this.end) return Infinity;
    const stop = this.deeds[this.done]?.at ?? this.end.updates;
    return Math.max(1, samplesUntil(training, stop - training.updates));
  }

  /** The training has gone on. @param {import("./engine.js").Engine} engine */
  passed(engine) {
    const { training } = engine, last = this.kept[this.kept.length - 1];
    if (this.end) return this.#again(engine);
    if (!last || training.updates - last.updates >= this.stride) this.keep(engine);
  }

  /** Keep where it stands. @param {import("./engine.js").Engine} engine */
  keep(engine) {
    const made = taken(engine, this.done, this.kept[this.kept.length - 1]);
    this.kept.push(made);
    this.bytes += made.bytes;
    if (this.kept.length > MOST || this.bytes > MOST_BYTES) this.thin();
  }

  /** Every other moment is given up, but for the first and the last. */
  thin() {
    const { kept } = this, span = kept[kept.length - 1].updates - kept[0].updates;
    if (kept.length < 3) return;
    this.kept = kept.filter((_, i) => i % 2 === 0 || i === kept.length - 1);
    const best = new Set(this.kept.map((moment) => moment.best)); // shared by moments, counted once
    this.bytes = [...best].reduce((sum, array) => sum + array.byteLength, 0) +
      this.kept.reduce((sum, { theta, state }) => sum + theta.byteLength + state.byteLength + 400, 0);
    this.stride = Math.max(2 * this.stride, Math.round(span / this.kept.length));
  }

  /** What is due is done again; at the end the past is over. @param {import("./engine.js").Engine} engine */
  #again(engine) {
    const { training } = engine, end = /** @type {Moment} */ (this.end);
    for (; this.done < this.deeds.length && this.deeds[this.done].at <= training.updates; this.done++) {
      const { name, values } = this.deeds[this.done];
      DEEDS[name](engine, ...values);
    }
    if (training.updates >= end.updates && this.done === end.done) this.end = null;
  }

  /**
   * Something is done by hand where the training stands, which is the end.
   * @param {import("./engine.js").Engine} engine  @param {Deed["name"]} name  @param {any[]} values
   */
  note(engine, name, values) {
    const at = engine.training.updates, last = this.deeds[this.deeds.length - 1];
    const same = name === "edit" && last?.name === name && last.at === at && last.values[0] === values[0];
    if (same) last.values = values; // a weight that is dragged
    else this.deeds.push({ at, name, values });
    this.done = this.deeds.length;
  }

  /**
   * Let the training stand where it stood after so many updates, all that was done by hand then included; where that
   * would take longer than ``longest`` seconds, at a moment nearby that is kept.
   * ``towards``: before or after it, −1 or 1; 0: whichever is nearer.
   * @param {import("./engine.js").Engine} engine  @param {number} updates  @param {number} [longest]
   */
  visit(engine, updates, longest = LONGEST, towards = 0) {
    const end = (this.end ??= taken(engine, this.done, this.kept[this.kept.length - 1]));
    const place = this.kept.findLastIndex((moment) => moment.updates <= updates);
    const from = this.kept[Math.max(place, 0)], next = this.kept[place + 1] ?? end;
    const share = (updates - from.updates) / Math.max(1, next.updates - from.updates);
    const slow = from.loose || share * (next.seconds - from.seconds) > longest;
    const start = slow && share > 0 && (towards ? towards > 0 : share > 0.5) ? next : from;
    if (updates >= end.updates || start === end) return this.finish(engine);
    this.#stand(engine, start);
    while (!slow && engine.training.status === "running" && engine.training.updates < updates) {
      engine.pace.forward(samplesUntil(engine.training, updates - engine.training.updates));
    }
  }

  #stand(engine, moment) {
    restore(engine, moment);
    this.done = moment.done;
    this.loose = Boolean(moment.loose);
    this.#again(engine);
  }

  /** Back to the end. @param {import("./engine.js").Engine} engine */
  finish(engine) {
    if (!this.end) return;
    restore(engine, this.end);
    this.done = this.end.done;
    this.end = null;
    this.loose = false;
  }

  /**
   * Take back the changes of settings after which nothing was trained: the training stands where it stood before them.
   * @param {import("./engine.js").Engine} engine
   */
  takeBack(engine) {
    const { training } = engine, { updates } = training, all = this.deeds.length;
    const late = ({ name, at }) => name === "change" && at === updates;
    if (this.end) return;
    while (this.deeds.length && late(this.deeds[this.deeds.length - 1])) this.deeds.pop();
    if (this.deeds.length === all) return;
    this.kept = this.kept.filter(({ done }) => done <= this.deeds.length);
    this.end = taken(engine, this.deeds.length);
    this.#stand(engine, this.kept[this.kept.length - 1]);
    while (training.status === "running" && training.updates < updates) {
      engine.pace.forward(samplesUntil(training, updates - training.updates));
    }
    this.end = null;
  }

  /** The past of another future that begins where the training stands. @param {import("./engine.js").Engine} engine */
  upTo({ training: { updates } }) {
    const before = this.kept.filter((moment) => moment.updates <= updates && moment.done <= this.done);
    return new Moments(before, this.deeds.slice(0, this.done).map((deed) => ({ ...deed })), this.stride);
  }
}

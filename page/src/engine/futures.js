// Futures of one training: branches from a moment of its past, each with its own settings from there on.

import { changedKeys } from "./deeds.js";
import { taken } from "./moment.js";

const MOST = 4; // futures that are kept beside the one that goes on
const FEW = 500; // moments that are kept of each
const FEW_BYTES = 8 * 2 ** 20;

/**
 * @typedef {object} Line  one future
 * @property {string} letter
 * @property {{[key: string]: any}} notes  what no setting tells of how it began
 * @property {number} since  update at which it left another; 0 of the first
 *
 * @typedef {Line & {moments: import("./moments.js").Moments, rows: Float64Array, start: any,
 *   edited: Map<number, number>}} Kept
 */

let versions = 0;

export class Futures {
  line = /** @type {Line} */ ({ letter: "A", notes: {}, since: 0 }); // that goes on
  kept = /** @type {Kept[]} */ ([]);
  version = ++versions; // another with every change
  #letters = 1;
  #keys = /** @type {Set<string>} */ (new Set()); // settings that set them apart

  /** A future's letter and settings. @param {Line} line @param {any} config  it has come to */
  named({ letter, notes }, config) {
    return { letter, values: { ...Object.fromEntries([...this.#keys].map((key) => [key, config[key]])), ...notes } };
  }

  /**
   * Where the training stands in its past, another future is to begin: the one it had is kept.
   * @param {import("./engine.js").Engine} engine  @param {{key: string, to: any}[]} changes  what sets both apart
   */
  branch(engine, changes) {
    const { updates, config } = engine.training, now = engine.moments.upTo(engine), { notes, since } = this.line;
    this.#set(engine);
    this.line = { letter: this.#nextLetter(), notes: {}, since: updates };
    if (since <= updates) this.line.notes = { ...notes };
    for (const { key, to } of changes) {
      if (key in config) this.#keys.add(key);
      else this.line.notes[key] = to;
    }
    engine.moments = now;
    now.keep(engine);
    engine.sent = Math.min(engine.sent, engine.training.rows);
  }

  /**
   * The training begins again with the settings of now: what it was so far is kept, once.
   * @param {import("./engine.js").Engine} engine
   */
  again(engine) {
    const { config } = engine.training, { line } = this;
    if ((engine.moments.end ?? engine.training).updates === 0) return; // nothing was trained
    engine.moments.takeBack(engine);
    const twin = this.kept.find((future) => this.#same(future, engine));
    if (twin) this.line = { ...line, letter: twin.letter };
    this.kept = this.kept.filter((future) => future !== twin);
    this.#set(engine);
    const then = /** @type {import("./moment.js").Moment} */ (engine.moments.end).config;
    for (const key of changedKeys(then, config)) this.#keys.add(key);
    this.line = { letter: twin ? line.letter : this.#nextLetter(), notes: {}, since: 0 };
  }

  #nextLetter() {
    return String.fromCharCode(65 + (this.#letters++ % 26));
  }

  /** Whether a future is the very training that goes on, as after *Again*. @param {Kept} future */
  #same({ moments, start, since }, { moments: now, start: own, training }) {
    const undone = since === 0 && this.line.since === 0 && moments.deeds.length === 0 && now.deeds.length === 0;
    return undone && !changedKeys(/** @type {any} */ (moments.end).config, training.config).length &&
      start.every((w, k) => w === own[k]);
  }

  /** They are to be shown anew. */
  renew() {
    this.version = ++versions;
  }

  /** What goes on is changed; at its beginning that sets it apart. @param {any} training @param {{key: string}[]} changes */
  changed({ updates, config }, changes) {
    if (!this.kept.length) return;
    if (updates === this.line.since) for (const { key } of changes) if (key in config) this.#keys.add(key);
    this.renew();
  }

  /** Set the future that goes on aside. @param {import("./engine.js").Engine} engine */
  #set(engine) {
    const { training, moments, start, edited } = engine, { Column, Counter } = training.enums;
    moments.end ??= taken(engine, moments.done);
    const rows = Number(moments.end.counter[Counter.ROW]) * Column.SIZE;
    while (moments.kept.length > FEW || (moments.bytes > FEW_BYTES && moments.kept.length > 2)) moments.thin();
    const copy = training.run.history.copy().slice(0, rows);
    this.kept.push({ ...this.line, moments, rows: copy, start: start.slice(), edited: new Map(edited) });
    if (this.kept.length > MOST) this.kept.shift();
    this.renew();
  }

  /** Go on with another future; the one that went on is set aside. @param {any} engine @param {string} letter */
  swap(engine, letter) {
    const wanted = this.kept.find((future) => future.letter === letter);
    if (!wanted) return;
    this.kept.splice(this.kept.indexOf(wanted), 1);
    this.#set(engine);
    const { training } = engine, { moments, rows, start, edited, ...line } = wanted;
    training.makeRoom(rows.length / training.enums.Column.SIZE);
    training.run.history.fill(rows);
    Object.assign(engine, { moments, start, edited, sent: 0 });
    this.line = line;
    moments.finish(engine);
  }

  /** Forget a future. @param {string} letter */
  dismiss(letter) {
    this.kept = this.kept.filter((future) => future.letter !== letter);
    this.renew();
  }

  /**
   * What is to be seen of those that differ from the one that goes on: settings, history, the outputs at its end over
   * the plane, (outputs, points).
   * @param {import("./engine.js").Engine} engine  @param {number} side
   */
  shown(engine, side) {
    const { training } = engine, { theta } = training.run, now = theta.copy(), pictures = engine.picturesOf(side);
    const { points, units } = pictures, { Counter } = training.enums, k = training.sizes[training.sizes.length - 1];
    return this.kept.filter((future) => !this.#same(future, engine)).map(({ moments, rows, ...line }) => {
      const end = /** @type {import("./moment.js").Moment} */ (moments.end);
      theta.fill(end.theta);
      const outputs = pictures.take().slice((units - k) * points);
      theta.fill(now);
      return {
        ...this.named(line, end.config), rows, outputs, points, side: pictures.side, updates: end.updates,
        epoch: Number(end.counter[Counter.EPOCH]), diverged: end.diagnosis !== null,
      };
    });
  }
}

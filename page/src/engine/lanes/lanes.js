// Several trainings side by side, in one memory and on one set of samples: all get on by the same, none is ahead.

import { Kernels } from "../../kernels/module.js";
import { samplesUntil } from "../moments.js";
import { breath, sleep } from "../waiting.js";
import { Lane } from "./lane.js";

const CHUNK = 8; // milliseconds between messages heard
const FRAME = 20; // milliseconds after which a round that ends is shown
const LONG = 500; // milliseconds of a round after which its middle is shown, too

/** What all lanes do in a round: an epoch each, or as many updates each. @typedef {"epochs" | "updates"} Together */

export class Lanes {
  #turn = 0; // of the loop that may go on
  #round = /** @type {Generator<void> | null} */ (null); // that has begun
  #first = 0; // lane of the round, another each time: what a processor learns by the first one helps the others
  #stopping = false;
  #rounds = 0; // that are left to go
  playing = false;

  /**
   * @param {import("../engine.js").Engine} engine  whose data, split and plane they have  @param {any[]} configs
   * @param {number} number  of these lanes: what is sent says which they are
   */
  constructor(engine, configs, number) {
    const { training, plane } = engine, kernels = new Kernels(engine.module, engine.about), { prepared } = training;
    const own = engine.given || engine.edited.size || training.locked.size
      ? { start: engine.start, locked: training.locked, sizes: training.sizes, init: training.config.init } : null;
    this.engine = engine;
    this.number = number;
    this.lanes = /** @type {Lane[]} */ ([]);
    for (const config of configs) {
      const samples = this.lanes[0]?.training.samples; // no lane differs in data or dtype
      this.lanes.push(new Lane(kernels, config, prepared, plane, { samples, own }));
    }
    this.updates = training.updatesPerEpoch; // of a round, where all do as many updates
  }

  /** Whether all begin with the same weights. */
  get alike() {
    const [first, ...others] = this.lanes.map(({ start }) => Array.from(start));
    return others.every((start) => start.length === first.length && start.every((w, i) => Object.is(w, first[i])));
  }

  /** Train to the end, or until paused; ``speed``: rounds a second, 0 for all there are. */
  play(/** @type {Together} */ together, speed = 0) {
    return this.#loop(together, speed, Infinity);
  }

  /** One round. @param {Together} together */
  step(together) {
    return this.#loop(together, 0, 1);
  }

  /** Stop at the end of the round. */
  pause() {
    this.#stopping = true;
  }

  /** Stop at once. */
  stop() {
    this.#turn++;
    this.playing = false;
  }

  again() {
    this.stop();
    this.#round = null;
    for (const lane of this.lanes) lane.again();
    this.send();
  }

  /** Send what is new of every lane. */
  send() {
    const lanes = this.lanes.map((lane) => lane.report()), { number, playing } = this;
    const owned = lanes.flatMap(({ rows, outputs }) => [rows.buffer, outputs.buffer]);
    this.engine.emit("lanes", { number, playing, lanes }, owned);
  }

  /** The next round, in chunks: who is behind catches up. @param {Together} together @returns {Generator<void>} */
  *#chunks(together) {
    const running = this.lanes.filter((lane) => lane.running), updates = together === "updates";
    const done = ({ training }) => (updates ? training.updates : training.epoch);
    const goal = Math.min(...running.map(done)) + (updates ? this.updates : 1);
    const first = this.#first++ % running.length;
    for (const lane of [...running.slice(first), ...running.slice(0, first)]) {
      const { training } = lane;
      while (lane.running && done(lane) < goal) {
        const left = goal - done(lane);
        lane.forward(updates ? samplesUntil(training, left) : left * training.n - training.seen);
        yield;
      }
    }
  }

  async #loop(together, speed, rounds) {
    const turn = ++this.#turn, { screen } = this.engine;
    Object.assign(this, { playing: true });
    [this.#stopping, this.#rounds] = [false, rounds];
    let due = speed ? 1 : Infinity, last = performance.now(), shown = 0;
    while (this.#rounds > 0 && this.lanes.some((lane) => lane.running)) {
      await (due < 1 ? sleep(Math.max(4, ((1 - due) * 1000) / speed)) : breath());
      if (turn !== this.#turn) return;
      const now = performance.now();
      if (speed) due = Math.min(due + ((now - last) * speed) / 1000, 1 + speed / 10); // what is too much is not owed
      last = now;
      due -= this.#work(together, due, shown + FRAME);
      const since = performance.now() - shown;
      if ((this.#round ? since > LONG : since > FRAME) && screen.ready(since)) {
        shown = performance.now();
        this.send();
      }
    }
    this.playing = false;
    this.send();
  }

  /**
   * Rounds, as far as CHUNK milliseconds allow, no more than are due, and none after the time of the next frame;
   * returns how many are done.
   */
  #work(together, due, frame) {
    const end = performance.now() + CHUNK;
    let done = 0;
    while (this.#rounds > 0 && due - done >= 1 && performance.now() < end) {
      this.#round ??= this.#chunks(together);
      if (!this.#round.next().done) continue;
      this.#round = null;
      done++;
      this.#rounds = this.#stopping ? 0 : this.#rounds - 1;
      if (performance.now() > frame || !this.lanes.some((lane) => lane.running)) break;
    }
    return done;
  }
}

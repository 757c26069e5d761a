// How fast a training goes: in chunks of some milliseconds, so that messages are heard and frames shown in between.

import { breath, sleep } from "./waiting.js";

const CHUNK = 8; // milliseconds of a chunk

export class Pace {
  #engine;
  #turn = 0; // of the loop that may go on
  #limit = 200; // samples of a chunk
  #sample = 0; // of the mini-batch that is being looked at, one by one

  /** @param {import("./engine.js").Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    this.playing = false;
    this.speed = 0; // updates a second while it plays, as measured
  }

  /** The next sample is the first one of the mini-batch. */
  rewind() {
    this.#sample = 0;
  }

  pause() {
    this.#turn++;
    this.playing = false;
    this.speed = 0;
  }

  /** Train until paused or at the end; ``rate``: updates a second, 0 for all there are. @param {number} rate */
  async play(rate) {
    await this.#loop(() => false, rate);
  }

  /**
   * So many updates or epochs more, or until the training loss is at most ``loss``, or to the end.
   * @param {{updates?: number, epochs?: number, loss?: number}} until
   */
  async run({ updates = Infinity, epochs = Infinity, loss = -Infinity }) {
    const { training } = this.#engine, update = training.updates + updates, epoch = training.epoch + epochs;
    const column = training.enums.Column, at = (row, k) => training.run.history.at(row * column.SIZE + k);
    const done = () => training.updates >= update || training.epoch >= epoch ||
      (training.rows > 1 && at(training.rows - 1, column.TRAIN_LOSS) <= loss);
    const most = () => Math.min(
      updates === Infinity ? Infinity : 1, // mini-batches differ in size: one after the other
      epochs === Infinity && loss === -Infinity ? Infinity : training.n - training.seen,
    );
    await this.#loop(done, 0, most);
  }

  /** One sample of the mini-batch: its row; after the last one the update is done. */
  sample() {
    const { training } = this.#engine, batch = Math.min(training.batchSize, training.n - training.seen);
    if (training.status !== "running") return { row: -1, last: true };
    if (!training.seen) training.orderEpoch(training.config.shuffle);
    const at = Math.min(this.#sample, batch - 1); // a batch may have become smaller
    const place = Number(training.work.order.view[training.seen + at]);
    const row = training.prepared.parts.training[place], last = this.#sample >= batch - 1;
    this.#sample = last ? 0 : this.#sample + 1;
    if (last) this.forward(1);
    this.#engine.report();
    return { row, last, number: last ? batch : this.#sample, of: batch };
  }

  /** Go on, no farther than the past allows; returns the samples that have passed. @param {number} samples */
  forward(samples) {
    this.#engine.leaveSnapshot();
    const { training, moments } = this.#engine, most = Math.min(samples, moments.limit(training));
    const passed = training.locked.size ? training.advanceLocked(most) : training.advance(most);
    this.#engine.settle();
    moments.passed(this.#engine);
    return passed;
  }

  /** @param {() => boolean} done  @param {number} rate  @param {() => number} [most]  samples of the next chunk */
  async #loop(done, rate, most = () => Infinity) {
    const engine = this.#engine, { training } = engine, turn = ++this.#turn;
    this.playing = true;
    this.#sample = 0;
    let last = 0, due = rate ? 1 : 0, measured = { at: performance.now(), updates: training.updates };
    while (turn === this.#turn && training.status === "running" && !done()) {
      const begun = performance.now();
      await (rate ? sleep(Math.max(4, ((1 - due) * 1000) / rate)) : breath());
      if (turn !== this.#turn || engine.training !== training) break;
      if (rate) due = this.#several(due + ((performance.now() - begun) * rate) / 1000);
      else this.#chunk(most, done);
      const now = performance.now();
      if (now - measured.at > Math.max(300, rate && 3000 / rate)) {
        this.speed = ((training.updates - measured.updates) * 1000) / (now - measured.at);
        measured = { at: now, updates: training.updates };
      }
      if (engine.screen.ready(now - last)) {
        last = now;
        engine.report();
      }
    }
    if (turn === this.#turn) this.pause();
    engine.report();
  }

  /** So many updates, as far as CHUNK milliseconds allow; returns what is left of the last one. @param {number} due */
  #several(due) {
    const begun = performance.now();
    while (due >= 1 && this.#engine.training.status === "running") {
      this.forward(1);
      due -= 1;
      if (performance.now() - begun > CHUNK) return 0; // it can't keep up: nothing is owed
    }
    return due;
  }

  /** About CHUNK milliseconds of training. */
  #chunk(most, done) {
    const { training } = this.#engine, begun = performance.now();
    let passed = 0;
    do {
      const limit = Math.min(this.#limit, most());
      passed += this.forward(limit);
    } while (training.status === "running" && !done() && most() < Infinity && performance.now() - begun < CHUNK);
    const took = performance.now() - begun;
    if (passed < this.#limit) return;
    this.#limit = Math.max(1, Math.min(1e8, Math.round((passed * CHUNK) / Math.max(took, 0.2))));
  }
}

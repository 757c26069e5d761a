// One training of several: where it begins, how far it has come, what is shown of it.

import { settle } from "../divergence.js";
import { Pictures } from "../pictures.js";
import { Training } from "../training.js";
import { UpdateClock } from "./update_clock.js";

export const SIDE = 50; // points along a side of the pictures
const CHUNK = 8; // milliseconds of training at once, about

/** Weights of a reader's own to begin with, and those that stay as they are, {index: value}. */
/** @typedef {{start: ArrayLike<number>, locked: Map<number, number>, sizes: number[], init: string}} Own */

/**
 * What is told of a lane.
 * @typedef {object} LaneReport
 * @property {number} updates
 * @property {number} epoch
 * @property {string} status  running, finished, stopped, diverged
 * @property {number} perUpdate  seconds of an update
 * @property {number} from  row of the history that ``rows`` begins at
 * @property {Float64Array} rows  new rows of the history, `Column.SIZE` numbers each
 * @property {Float32Array} outputs  (outputs, points) over the plane, as the network has them
 * @property {number} points
 * @property {number} side
 * @property {import("../divergence.js").Diagnosis | null} diagnosis
 */

export class Lane {
  #limit = 1000; // samples of a chunk
  #sent = 0; // rows of the history that the page has
  #clock = new UpdateClock();
  diagnosis = /** @type {import("../divergence.js").Diagnosis | null} */ (null);

  /**
   * @param {import("../../kernels/module.js").Kernels} kernels  @param {any} config  complete
   * @param {import("../samples.js").Prepared} prepared  @param {import("../pictures.js").Plane} plane
   * @param {{samples?: any, own?: Own | null}} [more]  ``samples``: those of another lane, which are the same;
   *   ``own``: taken where shape and initialisation are the same
   */
  constructor(kernels, config, prepared, plane, { samples, own = null } = {}) {
    this.training = new Training(kernels, config, prepared, samples);
    const { theta } = this.training.run, { sizes } = this.training;
    const same = own && own.init === config.init && own.sizes.join() === sizes.join();
    if (same) this.training.locked = new Map(own.locked);
    this.start = same ? own.start : theta.copy();
    this.pictures = new Pictures(this.training, plane, SIDE);
    this.again();
  }

  /** Back to the beginning. */
  again() {
    this.training.startFrom(this.start);
    this.training.advance(0); // the row of epoch 0
    this.#sent = 0;
    this.#clock = new UpdateClock();
    this.diagnosis = null;
  }

  get running() {
    return this.training.status === "running";
  }

  /** Train so many samples more, fewer where that takes long; returns how many have passed. @param {number} samples */
  forward(samples) {
    const { training } = this, most = Math.min(samples, this.#limit), before = training.updates;
    const begun = performance.now();
    const passed = training.locked.size ? training.advanceLocked(most) : training.advance(most);
    const took = performance.now() - begun;
    this.#clock.add(took, training.updates - before);
    if (passed >= this.#limit) this.#limit = Math.max(1, Math.round((passed * CHUNK) / Math.max(took, 0.2)));
    this.diagnosis ??= settle(training);
    return passed;
  }

  /** What is new since the last time, and the pictures of now. @returns {LaneReport} */
  report() {
    const { training, pictures, diagnosis } = this, { run, enums, sizes } = training, wide = enums.Column.SIZE;
    const from = this.#sent, { points, side, units } = pictures, k = sizes[sizes.length - 1];
    this.#sent = training.rows;
    return {
      updates: training.updates, epoch: training.epoch, status: training.status,
      perUpdate: this.#clock.seconds, from,
      rows: /** @type {Float64Array} */ (run.history.view).slice(from * wide, training.rows * wide),
      outputs: pictures.take((units - k) * points), points, side, diagnosis,
    };
  }
}

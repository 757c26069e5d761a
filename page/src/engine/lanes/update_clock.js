// The time that an update takes, whatever else the computer does meanwhile.

import { quantile } from "./quantiles.js";

const STRETCH = 1; // milliseconds of training that are one measurement: a browser's clock ticks in tenths of one
const MOST = 301; // measurements that count, the last ones

export class UpdateClock {
  #taken = /** @type {number[]} */ ([]); // milliseconds of an update, measurement by measurement
  #time = 0;
  #updates = 0;

  /** @param {number} milliseconds  that so many updates took  @param {number} updates */
  add(milliseconds, updates) {
    this.#time += milliseconds;
    this.#updates += updates;
    if (this.#time < STRETCH || !this.#updates) return;
    this.#taken = [...this.#taken.slice(1 - MOST), this.#time / this.#updates];
    this.#time = this.#updates = 0;
  }

  /** Seconds of an update, the median: what interrupts fewer than half of the measurements changes little. */
  get seconds() {
    const now = this.#updates ? this.#time / this.#updates : 0;
    return (this.#taken.length ? quantile([...this.#taken].sort((a, b) => a - b), 0.5) : now) / 1000;
  }
}

// The time that an update takes, whatever else the computer does meanwhile.

const STRETCH = 1; // milliseconds of training that are one measurement: a browser's clock ticks in tenths of one
const MOST = 301; // measurements that count, the last ones

export class UpdateClock {
  #measured = /** @type {{each: number, updates: number}[]} */ ([]); // each: milliseconds of one
  #time = 0;
  #updates = 0;

  /** @param {number} milliseconds  that so many updates took  @param {number} updates */
  add(milliseconds, updates) {
    this.#time += milliseconds;
    this.#updates += updates;
    if (this.#time < STRETCH || !this.#updates) return;
    this.#measured = [...this.#measured.slice(1 - MOST), { each: this.#time / this.#updates, updates: this.#updates }];
    this.#time = this.#updates = 0;
  }

  /** Seconds of the median update: measurements that were interrupted have few updates, and count as little. */
  get seconds() {
    const sorted = [...this.#measured].sort((a, b) => a.each - b.each);
    const all = sorted.reduce((sum, { updates }) => sum + updates, 0);
    let passed = 0;
    for (const { each, updates } of sorted) if ((passed += updates) >= all / 2) return each / 1000;
    return this.#updates ? this.#time / this.#updates / 1000 : 0;
  }
}

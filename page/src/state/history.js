// The history of a training: rows of `Column.SIZE` numbers in one array that grows, so that a frame adds what is new.

export class History {
  #values;
  /** @type {{[column: number]: Buckets}} */
  #buckets;

  /** @param {number} wide  numbers of a row */
  constructor(wide, values = new Float64Array(0), rows = 0, buckets = {}) {
    this.wide = wide;
    this.rows = rows;
    this.#values = values;
    this.#buckets = buckets;
  }

  /** @param {number} row @param {number} column */
  at(row, column) {
    return this.#values[row * this.wide + column];
  }

  /** Row by row. @returns {number[][]} */
  table() {
    const { wide } = this;
    return Array.from({ length: this.rows }, (_, i) => Array.from(this.#values.subarray(i * wide, (i + 1) * wide)));
  }

  /**
   * The history with these numbers from a row on; this one is not to be used any more.
   * @param {number} from  @param {ArrayLike<number>} numbers
   */
  with(from, numbers) {
    const { wide } = this, rows = from + numbers.length / wide, again = from < this.rows;
    let values = this.#values;
    if (rows * wide > values.length) {
      values = new Float64Array(2 * rows * wide);
      values.set(this.#values.subarray(0, from * wide));
    }
    values.set(numbers, from * wide);
    return new History(wide, values, rows, again ? {} : this.#buckets);
  }

  /** A column, thinned out: few rows that tell all its peaks. @param {number} column @returns {Buckets} */
  thinned(column) {
    const buckets = (this.#buckets[column] ??= new Buckets());
    while (buckets.rows < this.rows) buckets.add(this.at(buckets.rows, column));
    return buckets;
  }
}

const MOST = 2048; // buckets: more than a chart has pixels

/** @typedef {{row: number, value: number}} Entry */

/** The finite numbers of a column in buckets of as many rows each: of a bucket the first, lowest, highest and last. */
export class Buckets {
  rows = 0;
  #span = 1; // rows of a bucket
  #entries = /** @type {Entry[] | null} */ (null); // as long as none is added
  #buckets = /** @type {({first: Entry, low: Entry, high: Entry, last: Entry} | undefined)[]} */ ([]);

  /** The number of the next row. @param {number} value */
  add(value) {
    const row = this.rows++, entry = { row, value };
    this.#entries = null;
    if (!Number.isFinite(value)) return;
    if (row >= MOST * this.#span) this.#halve();
    const place = Math.floor(row / this.#span);
    this.#buckets[place] = merged(this.#buckets[place], { first: entry, low: entry, high: entry, last: entry });
  }

  #halve() {
    const half = Math.ceil(this.#buckets.length / 2), before = this.#buckets;
    this.#span *= 2;
    this.#buckets = Array.from({ length: half }, (_, i) => merged(before[2 * i], before[2 * i + 1]));
  }

  /** In the order of the rows. @returns {Entry[]} */
  get entries() {
    if (this.#entries) return this.#entries;
    const entries = (this.#entries = /** @type {Entry[]} */ ([]));
    for (const bucket of this.#buckets) {
      if (!bucket) continue;
      const { first, low, high, last } = bucket, inner = low.row < high.row ? [low, high] : [high, low];
      for (const entry of [first, ...inner, last]) if (entry !== entries[entries.length - 1]) entries.push(entry);
    }
    return entries;
  }
}

/** Two buckets as one, the earlier first. */
function merged(a, b) {
  if (!a || !b) return a ?? b;
  return {
    first: a.first, low: b.low.value < a.low.value ? b.low : a.low, high: b.high.value > a.high.value ? b.high : a.high,
    last: b.last,
  };
}

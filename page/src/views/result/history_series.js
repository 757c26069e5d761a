// The rows of the history as lines to draw: few enough for the pixels, without losing a peak.

/** @typedef {{name: string, x: number[], y: number[]}} Series  y is NaN where nothing was measured */

/** Two columns of the history. @param {number[][]} rows @param {number} x @param {number} y */
export function columns(rows, x, y) {
  return { x: rows.map((row) => row[x]), y: rows.map((row) => row[y]) };
}

/**
 * The least and the largest number of all series that lies above ``least``.
 * @param {{y: number[]}[]} series  @returns {[number, number]}
 */
export function extent(series, least = -Infinity) {
  let low = Infinity, high = -Infinity;
  for (const { y } of series) {
    for (const value of y) {
      if (!Number.isFinite(value) || value <= least) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/**
 * The lines of a series in pixels; of rows on the same column of pixels the first, the extremes and the last.
 * @param {Series} series  @param {import("../drawing/axes.js").Axes} axes  @returns {number[][]}
 */
export function seriesLines({ x, y }, axes) {
  const lines = /** @type {number[][]} */ ([]);
  let column = NaN, broken = true, first = 0, low = 0, high = 0, last = 0;
  const flush = () => {
    if (Number.isNaN(column)) return;
    if (broken) lines.push([]);
    broken = false;
    for (const i of new Set([first, Math.min(low, high), Math.max(low, high), last])) {
      lines[lines.length - 1].push(axes.across(x[i]), axes.up(y[i]));
    }
  };
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(axes.up(y[i]))) {
      flush();
      [column, broken] = [NaN, true];
      continue;
    }
    const at = Math.round(axes.across(x[i]));
    if (at !== column) {
      flush();
      [column, first, low, high] = [at, i, i, i];
    }
    if (y[i] < y[low]) low = i;
    if (y[i] > y[high]) high = i;
    last = i;
  }
  flush();
  return lines;
}

/** The row nearest to a place along x. @param {number[]} x  ascending @param {number} value */
export function nearestIndex(x, value) {
  let low = 0, high = x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] < value) low = middle;
    else high = middle;
  }
  return Math.abs(x[high] - value) < Math.abs(x[low] - value) ? high : low;
}

// The rows of the history as lines to draw: few enough for the pixels, without losing a peak.

/** @typedef {{name: string, x: number[], y: number[]}} Series  y is NaN where nothing was measured */

/** Columns of the history. @param {number[][]} rows @param {number} x @param {number} y @returns {{x: number[], y: number[]}} */
export function columns(rows, x, y) {
  return { x: rows.map((row) => row[x]), y: rows.map((row) => row[y]) };
}

/** The least and largest number among series, of those above ``least`` alone. @param {Series[]} series @returns {[number, number]} */
export function extent(series, least = -Infinity) {
  let low = Infinity, high = -Infinity;
  for (const { y } of series) {
    for (const value of y) {
      if (Number.isFinite(value) && value > least) [low, high] = [value < low ? value : low, value > high ? value : high];
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/**
 * The lines of a series in pixels; of rows that fall on the same column of pixels the first, the extremes and the last.
 * @param {Series} series  @param {import("../drawing/axes.js").Axes} axes  @returns {number[][]}
 */
export function seriesLines({ x, y }, axes) {
  const lines = /** @type {number[][]} */ ([]);
  let line = /** @type {number[] | null} */ (null), column = NaN, kept = { first: 0, low: 0, high: 0, last: 0 };
  const add = (i) => line?.push(axes.across(x[i]), axes.up(y[i]));
  const flush = () => {
    if (!Number.isNaN(column)) new Set([kept.first, ...[kept.low, kept.high].sort((a, b) => a - b), kept.last]).forEach(add);
    column = NaN;
  };
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(axes.up(y[i]))) {
      flush();
      line = null;
      continue;
    }
    const at = Math.round(axes.across(x[i]));
    if (!line) lines.push((line = []));
    if (at !== column) {
      flush();
      [column, kept] = [at, { first: i, low: i, high: i, last: i }];
    } else {
      kept.last = i;
      if (y[i] < y[kept.low]) kept.low = i;
      if (y[i] > y[kept.high]) kept.high = i;
    }
  }
  flush();
  return lines.map((points) => (points.length === 2 ? [...points, points[0] + 0.5, points[1]] : points));
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

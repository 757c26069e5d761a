// The history as lines in a chart.

/**
 * @typedef {object} Series
 * @property {string} name
 * @property {Pick<import("../../state/history.js").History, "rows" | "at" | "thinned">} history
 * @property {number} x  column of the history
 * @property {number} y
 */

/**
 * The least and the largest number of all series that lies above ``least``.
 * @param {Series[]} series  @returns {[number, number]}
 */
export function extent(series, least = -Infinity) {
  let low = Infinity, high = -Infinity;
  for (const { history, y } of series) {
    for (const { value } of history.thinned(y).entries) {
      if (value <= least) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** The points of a series in pixels. @param {Series} series @param {import("../drawing/axes.js").Axes} axes */
export function seriesLine({ history, x, y }, axes) {
  const line = /** @type {number[]} */ ([]);
  for (const { row, value } of history.thinned(y).entries) {
    const up = axes.up(value);
    if (Number.isFinite(up)) line.push(axes.across(history.at(row, x)), up); // the logarithm of 0 is not
  }
  return line;
}

/** The row nearest to a place along x, which ascends. @param {Series} series @param {number} value */
export function nearestRow({ history, x }, value) {
  let low = 0, high = history.rows - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (history.at(middle, x) < value) low = middle;
    else high = middle;
  }
  const far = (row) => Math.abs(history.at(row, x) - value);
  return far(high) < far(low) ? high : low;
}

// Quantiles over seeds, as numnet/studies/ranking.py has them.

/**
 * The value at a share of the way through values in ascending order, interpolated; some may be infinite.
 * @param {ArrayLike<number>} values  @param {number} share  0 … 1
 */
export function quantile(values, share) {
  const position = share * (values.length - 1), low = Math.floor(position);
  const below = values[low], above = values[Math.ceil(position)];
  return below === above || below === -Infinity ? below : below + (position - low) * (above - below);
}

/**
 * Row by row over all series: the least, the lower quartile, the median, the upper quartile, the largest. A series that
 * ends before the others goes on as it ended.
 * @param {number[][]} series  each a value a row  @param {number} rows
 * @returns {{[share: string]: number[]}}  by 0, 0.25, 0.5, 0.75, 1
 */
export function bandsOf(series, rows) {
  const bands = Object.fromEntries(SHARES.map((share) => [share, /** @type {number[]} */ ([])]));
  for (let row = 0; row < rows; row++) {
    const values = series.map((one) => one[Math.min(row, one.length - 1)]);
    const sorted = values.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    for (const share of SHARES) bands[share].push(quantile(sorted, share));
  }
  return bands;
}

const SHARES = [0, 0.25, 0.5, 0.75, 1];

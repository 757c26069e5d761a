// What one update on one row alone does to all rows: who gets better, who gets worse.  The training itself stays.

import { rowsTable } from "./reports.js";
import { traced } from "./trace.js";

/**
 * @typedef {{outputs: Float64Array, losses: Float64Array}} Rows  as `rowsTable` has them
 * @typedef {object} Blame
 * @property {number} row
 * @property {number} updates  done before
 * @property {Rows} before
 * @property {Rows} after  of the copy that took the update
 */

/**
 * Throws `PageError` where there is no such row, or where the update overflows.
 * @param {import("./training.js").Training} training  @param {number} row  @param {boolean} kept  see `traced`
 * @returns {Blame}
 */
export function blamed(training, row, kept) {
  const { kernels, config, updates } = training, { after } = traced(training, row, kept);
  return kernels.lending(() => {
    const theta = kernels.array(config.dtype, after.length).fill(after);
    return { row, updates, before: rowsTable(training), after: rowsTable(training, theta) };
  });
}

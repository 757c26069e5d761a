// Rows in CSV that a configuration holds, understood as numnet/data understands them (page/src/data/inspection.js).

import { Inspection, MOST_INPUTS } from "../data/inspection.js";
import { LIMITS, Table } from "../data/table.js";

const MOST_COLUMNS = MOST_INPUTS + LIMITS.columns; // of rows as the page writes them: inputs and targets

/**
 * The data set in CSV.  Throws `PageError` naming line and column.
 * @param {unknown} csv  @param {import("../data/inspection.js").Options} config  @returns {import("./dataset.js").Dataset}
 */
export function readTable(csv, config) {
  const table = new Table(String(csv ?? ""), { ...LIMITS, columns: MOST_COLUMNS });
  const { labels, rare, ...data } = new Inspection(table, config).dataset();
  return data;
}

// Rows in CSV that a configuration holds, understood as numnet/data understands them (data/table_inspection.js).

import { TableInspection, MOST_INPUTS } from "../data/table_inspection.js";
import { LIMITS, Table } from "../data/table.js";

const MOST_COLUMNS = MOST_INPUTS + LIMITS.columns; // of rows as the page writes them: inputs and targets

/**
 * The data set in CSV.  Throws `PageError` naming line and column.
 * @param {unknown} csv  @param {import("../data/table_inspection.js").Options} config
 * @returns {import("./dataset.js").Dataset}
 */
export function readTable(csv, config) {
  const table = new Table(String(csv ?? ""), { ...LIMITS, columns: MOST_COLUMNS });
  const list = (names) => [names ?? []].flat().map(String), { target, columns, exclude } = config;
  const options = { ...config, target: list(target), columns: list(columns), exclude: list(exclude) };
  const { labels, rare, ...data } = new TableInspection(table, options).dataset();
  return data;
}

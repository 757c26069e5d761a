// A text as a data set: read, inspected by what was chosen, written as the configuration's own table.

import { PageError } from "../errors.js";
import { checkSize } from "./encoding.js";
import { normalised } from "./normalised.js";
import { Table } from "./table.js";
import { TableInspection } from "./table_inspection.js";

/**
 * @typedef {object} Understood
 * @property {Table | null} table  null where the text is none
 * @property {TableInspection | null} inspection
 * @property {PageError | null} wrong  why it is no data set
 * @property {ReturnType<typeof normalised> | null} made  the changes of the configuration
 * @property {ReturnType<TableInspection["dataset"]> | null} data
 */

/** What the last texts were. @type {WeakMap<object, Understood>} */
const understood = new WeakMap();
let last = /** @type {{text: string, table: Table} | null} */ (null);

/** The table of a text; the last one is kept. @param {string} text */
function tableOf(text) {
  checkSize(text.length);
  if (last?.text !== text) last = { text, table: new Table(text) };
  return last.table;
}

/** The last column that holds something. @param {Table} table */
const holds = (table, name) => table.type(name, false).kind !== "empty";
const assumedTarget = (table) => [table.names.findLast((name) => holds(table, name)) ?? table.names[0]];

/**
 * What a text is. ``targets``, ``off``, ``keep``: names of columns; ``columns``: the only features, or all where there are none.
 * @param {{text: string, targets: string[], off: string[], keep: string[], task: string,
 *   columns: string[]}} draft
 * @returns {Understood}
 */
export function understand(draft) {
  const known = understood.get(draft);
  if (known) return known;
  const { text, targets, off, keep, task, columns } = draft;
  const found = /** @type {Understood} */ ({ table: null, inspection: null, wrong: null, made: null, data: null });
  try {
    found.table = tableOf(text);
    const target = targets.length ? targets : assumedTarget(found.table);
    const exclude = off.filter((name) => !target.includes(name));
    found.inspection = new TableInspection(found.table, { target, exclude, task, columns, keep, missing: "drop" });
    found.data = found.inspection.dataset();
    found.made = normalised(found.data);
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    found.wrong = error;
  }
  understood.set(draft, found);
  return found;
}

/**
 * What is in a column: its commonest texts, and how many more there are; or the least and the largest number.
 * @typedef {{kind: string, texts?: {text: string, count: number}[], more?: number, low?: number, high?: number,
 *   unit?: string}} Contents
 */

/** @param {TableInspection} inspection  @param {string} name  @returns {Contents} */
export function contents(inspection, name) {
  const { kind, values, index, levels, form } = inspection.type(name);
  if (kind === "empty") return /** @type {Contents} */ ({ kind });
  if (index) {
    const counts = new Map();
    for (const k of index) if (k >= 0) counts.set(k, (counts.get(k) ?? 0) + 1);
    const common = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const texts = common.slice(0, 3).map(([k, count]) => ({ text: levels[k], count }));
    return { kind, texts, more: Math.max(0, common.length - 3) };
  }
  const known = /** @type {Float64Array} */ (values).filter((value) => !Number.isNaN(value));
  const low = known.reduce((a, b) => Math.min(a, b), Infinity);
  const high = known.reduce((a, b) => Math.max(a, b), -Infinity);
  return { kind: form?.kind ?? "number", low, high, unit: form?.unit ?? "" };
}

// A table's columns as inputs: numbers as they are, yes and no as 1 and 0, texts a 0/1 column each; see
// numnet/data/columns/feature_choice.py.

import { constant, levelCounts, missing, whole } from "./column_types.js";
import { byCodePoints } from "./number_formats.js";

const MAX_LEVELS = 50; // of a column of texts that have an input of their own; another one gathers the rest
const MIN_COVERED_SHARE = 0.5; // of the rows have such a text: the column stays, however many texts it has
/** How many of n rows a text must have for an input of its own. */
const leastRows = (n) => Math.max(2, Math.min(10, n / 100), n / 1000);
const IDENTIFIER_NAME = new RegExp("^(?:unnamed.*|row[ _.]?(?:names?|id|num(?:ber)?|no)?|index|idx|id|uuid|guid|key|" +
  "no\\.?|nr\\.?|#|번호|.*[ _.-]id)$", "i");
const IDENTIFIER_ENDING = /^.*[a-z](?:Id|ID)$/;
const TIME_NAME = /^(?:t|x|time|date|day|hour|minute|second|week|month|quarter|year|step|age|position)s?$/i;
const FIRST_INEXACT_INTEGER = 2 ** 53;

/**
 * One column as inputs: their names, and the inputs of a row, which are put into X from ``at`` on.
 * @typedef {{name: string, names: string[], put: (row: number, X: Float64Array, at: number) => void}} Feature
 * @typedef {import("./column_types.js").ColumnType} ColumnType
 */

/**
 * The feature of a column, or why it is left out: "empty", "constant", "identifier" or "varied".
 * @param {ColumnType} column  @param {boolean} forced  the column was named  @param {boolean} first  of the file
 * @returns {Feature | string}
 */
export function featureOf(column, forced, first) {
  if (column.kind === "empty") return "empty";
  if (!forced && constant(column)) return "constant";
  if (column.kind === "text") return textFeature(column, forced);
  if (!forced && isIdentifier(column, first)) return "identifier";
  const values = /** @type {Float64Array} */ (column.values);
  return { name: column.name, names: [column.name], put: (row, X, at) => (X[at] = values[row]) };
}

/**
 * A column for each of the most frequent texts; one for all the others.
 * @param {ColumnType} column  @param {boolean} forced  @returns {Feature | string}
 */
function textFeature(column, forced) {
  const counts = levelCounts(column), n = /** @type {Int32Array} */ (column.index).length;
  const present = counts.reduce((a, b) => a + b, 0);
  const there = counts.map((_, k) => k).filter((k) => counts[k]).sort((a, b) => counts[b] - counts[a] || a - b);
  let frequent = there.filter((k) => counts[k] >= leastRows(n)).slice(0, MAX_LEVELS);
  const covered = frequent.reduce((sum, k) => sum + counts[k], 0);
  if (covered < MIN_COVERED_SHARE * present && (!frequent.length || there.length > present / 2)) {
    if (!forced) return "varied";
    frequent = there.slice(0, MAX_LEVELS);
  }
  frequent.sort((a, b) => byCodePoints(column.levels[a], column.levels[b]));
  const other = there.length > frequent.length;
  const place = new Map(frequent.map((k, j) => [k, j]));
  const levels = [...frequent.map((k) => column.levels[k]), ...(other ? ["(other)"] : [])];
  const names = levels.map((level) => `${column.name}=${level}`);
  const put = (row, X, at) => {
    const j = place.get(/** @type {Int32Array} */ (column.index)[row]) ?? (other ? frequent.length : -1);
    if (j >= 0) X[at + j] = 1;
  };
  return { name: column.name, names, put };
}

/** Whether numbers only name the rows: whole, all different, and named so, or counting, or at least 2^53. */
function isIdentifier(column, first) {
  const values = /** @type {Float64Array} */ (column.values), { name } = column;
  if (column.kind !== "number" || values.length < 3 || !whole(column) || values.some(Number.isNaN)) return false;
  const counting = first && values.length >= 20 && !TIME_NAME.test(name) && (values[0] === 0 || values[0] === 1) &&
    values.every((value, i) => i === 0 || value === values[i - 1] + 1);
  const named = IDENTIFIER_NAME.test(name) || IDENTIFIER_ENDING.test(name) || (first && name === "column1");
  const suspect = counting || named || values.reduce((a, b) => Math.max(a, b)) >= FIRST_INEXACT_INTEGER;
  return suspect && new Set(values).size === values.length;
}

/** X (rows, d) of these rows. @param {Feature[]} features @param {number[]} rows */
export function matrix(features, rows) {
  const d = features.reduce((count, { names }) => count + names.length, 0), X = new Float64Array(rows.length * d);
  let at = 0;
  for (const { names, put } of features) {
    rows.forEach((row, i) => put(row, X, i * d + at));
    at += names.length;
  }
  return X;
}

/** How many cells of a column are missing. @param {ColumnType} column */
export function missingCells(column) {
  const n = (column.values ?? /** @type {Int32Array} */ (column.index)).length;
  let count = 0;
  for (let row = 0; row < n; row++) count += Number(missing(column, row));
  return count;
}

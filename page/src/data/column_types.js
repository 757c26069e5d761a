// Types of columns: numbers, yes/no, texts or empty, with the cells that are missing or do not fit; see
// numnet/data/columns/column_types.py.

import {
  BOOLEAN_WORDS, MISSING, MISSING_NUMBER, NUMERIC_SHARE, PLAIN, byCodePoints, canonical, canonicalText, guess, strip,
} from "./number_formats.js";

const TRUE_WORDS = new Set(["true", "yes", "y", "t", "on"]);

/**
 * A column as it was read: numbers, NaN where a cell is a text; which text, or −1; the texts.
 * @typedef {import("./number_formats.js").NumberFormat} NumberFormat
 * @typedef {{name: string, values: Float64Array, codes: Int32Array, texts: string[], form: NumberFormat | null}} Cells
 *
 * The type of a column.  ``values``: NaN where missing, null for text; ``index``: into ``levels``, −1 where missing,
 * null but for text and yes/no; ``wrong``: the first cell that does not fit.
 * @typedef {{name: string, kind: "number" | "boolean" | "text" | "empty", form: NumberFormat | null,
 *   values: Float64Array | null, index: Int32Array | null, levels: string[],
 *   wrong: {row: number, cell: string} | null}} ColumnType
 */

/**
 * The cells of one column as numbers and texts.
 * @param {string} name  @param {string[]} cells  @param {NumberFormat | null} form  @returns {Cells}
 */
export function readCells(name, cells, form) {
  const values = new Float64Array(cells.length), codes = new Int32Array(cells.length).fill(-1), places = new Map();
  cells.forEach((raw, row) => {
    const cell = strip(raw), value = form ? form.parse(cell) : null;
    values[row] = value ?? NaN;
    if (value !== null) return;
    if (!places.has(cell)) places.set(cell, places.size);
    codes[row] = places.get(cell);
  });
  return { name, values, codes, texts: [...places.keys()], form };
}

/** What at least 90 % of a column's cells are, missing ones aside. @param {Cells} cells @returns {ColumnType} */
export function columnType(cells) {
  const { name, values, codes, texts } = cells, counts = countOf(codes, texts.length);
  const numbers = codes.length - sum(counts);
  const as = (kind, rest) => ({ name, kind, form: null, values: null, index: null, levels: [], wrong: null, ...rest });
  if (!texts.length) return as("number", { form: cells.form ?? PLAIN, values });
  const said = new Set(texts.map((text) => text.toLowerCase()).filter((text) => !MISSING.has(text)));
  if (!numbers && !said.size) return as("empty", { values: new Float64Array(codes.length).fill(NaN) });
  const boolean = BOOLEAN_WORDS.some((pair) => [...said].every((word) => pair.has(word)));
  if (!numbers && boolean) return as("boolean", booleans(cells, said));
  const form = numberForm(cells, counts, numbers);
  return form ? as("number", { form, ...numbersOf(cells, form) }) : as("text", textsOf(cells));
}

const sum = (counts) => counts.reduce((a, b) => a + b, 0);

function countOf(codes, length) {
  const counts = /** @type {number[]} */ (new Array(length).fill(0));
  for (const code of codes) if (code >= 0) counts[code]++;
  return counts;
}

/** The form in which at least 90 % of the cells that are not missing are numbers, or null. */
function numberForm({ texts, form }, counts, numbers) {
  const present = numbers + sum(counts.filter((_, k) => !MISSING_NUMBER.has(texts[k].toLowerCase())));
  const read = form ?? PLAIN;
  if (!present) return null;
  for (const other of [read, guess(texts.slice(0, 1000), read.style === ",")]) {
    const parsed = other ? sum(counts.filter((_, k) => other.parse(texts[k]) !== null)) : 0;
    if (other && numbers + parsed >= NUMERIC_SHARE * present) return other;
  }
  return null;
}

function numbersOf({ values, codes, texts }, form) {
  const parsed = texts.map((text) => form.parse(text));
  const right = parsed.map((value, k) => value !== null || MISSING_NUMBER.has(texts[k].toLowerCase()));
  const row = codes.findIndex((code) => code >= 0 && !right[code]);
  return {
    values: values.map((value, i) => (codes[i] < 0 ? value : parsed[codes[i]] ?? NaN)),
    wrong: row < 0 ? null : { row, cell: texts[codes[row]] },
  };
}

function booleans({ codes, texts }, said) {
  const levels = [...said].sort(byCodePoints), at = texts.map((text) => levels.indexOf(text.toLowerCase()));
  const index = codes.map((code) => at[code]);
  return { index, levels, values: Float64Array.from(index, (k) => (k < 0 ? NaN : Number(TRUE_WORDS.has(levels[k])))) };
}

function textsOf({ values, codes, texts }) {
  const labels = texts.map((text) => (MISSING.has(text.toLowerCase()) ? null : canonicalText(text)));
  const ofNumber = new Map();
  values.forEach((value, i) => codes[i] < 0 && !ofNumber.has(value) && ofNumber.set(value, canonical(value)));
  const levels = [...new Set([...labels.filter((label) => label !== null), ...ofNumber.values()])].sort(byCodePoints);
  const at = new Map(levels.map((label, k) => [label, k]));
  const index = codes.map((code, i) => at.get(code < 0 ? ofNumber.get(values[i]) : labels[code]) ?? -1);
  return { index, levels };
}

/** Whether a cell is missing. @param {ColumnType} column @param {number} row */
export function missing({ values, index }, row) {
  return values ? Number.isNaN(values[row]) : /** @type {Int32Array} */ (index)[row] < 0;
}

/** Whether all cells of these rows that are not missing are equal. @param {ColumnType} column */
export function constant({ values, index }) {
  const known = values ? values.filter((value) => !Number.isNaN(value))
    : /** @type {Int32Array} */ (index).filter((k) => k >= 0);
  return /** @type {any} */ (known).every((value) => value === known[0]);
}

/** Whether all its numbers are whole. @param {ColumnType} column */
export function whole({ values }) {
  return values !== null && values.every((value) => Number.isNaN(value) || Number.isInteger(value));
}

/** Rows of each level. @param {ColumnType} column */
export const levelCounts = ({ index, levels }) => countOf(/** @type {Int32Array} */ (index), levels.length);

// How a text writes its table: the separator, whether there is a header, where the table begins; see
// numnet/data/tables/dialect.py.

import { PageError } from "../errors.js";
import { records } from "./csv.js";
import { MISSING_NUMBER, NUMERIC_SHARE, looksNumeric, strip } from "./number_formats.js";

export const SEPARATORS = { "\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", " ": "spaces" };
const SAMPLE_ROWS = 200;
const STEADY_SHARE = 0.95; // of the rows have as many cells as the others: then it is the separator
const HEAD = 1 << 18; // characters looked at

/**
 * @typedef {object} Dialect
 * @property {string} separator
 * @property {boolean} header  whether the first record of the table holds names
 * @property {number} skip  records before the table
 * @property {number} titles  of these, how many say something
 * @property {number} width  cells of most records
 * @property {boolean} index  the header lacks a name for the first column
 * @property {boolean} escape  in quotes, a backslash takes a quote its meaning
 */

const filled = (cells) => cells.filter((cell) => strip(cell) !== "");

/** The dialect of a text. @param {string} whole @returns {Dialect} */
export function sniff(whole) {
  let text = whole.slice(0, HEAD);
  if (text.length === HEAD) text = text.slice(0, Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1) || text;
  const stated = /^sep=(.)\r?\n/i.exec(text), extra = stated ? 1 : 0;
  if (stated) text = text.slice(stated[0].length);
  const separators = stated ? [stated[1]] : Object.keys(SEPARATORS);
  const shapes = separators.map((each) => shape(text, each)).filter((found) => found !== null);
  if (!shapes.length) return { separator: ",", header: true, skip: extra, titles: 0, width: 1, index: false, escape: false };
  let best = shapes.find(({ share }) => share >= STEADY_SHARE)
    ?? shapes.reduce((a, b) => (b.share > a.share || (b.share === a.share && b.width > a.width) ? b : a));
  if (escapes(text, best.separator)) best = shape(text, best.separator, true) ?? best;
  const { table, separator, titles, escape } = best, header = hasHeader(table);
  let { width } = best;
  while (width > 1 && !table.some((row) => row.length >= width && strip(row[width - 1]))) width--; // at the lines' ends
  const index = header && table.length > 1 && table[0].length === width - 1;
  return { separator, header, skip: best.skip + extra, titles, width, index, escape };
}

/** The table that a separator makes, and the share of its rows that are as wide as most; null: it separates nothing. */
function shape(text, separator, escape = false) {
  const all = /** @type {string[][]} */ ([]);
  try {
    for (const { cells } of records(text, separator, { escape, strict: false })) {
      if (all.push(cells) > SAMPLE_ROWS) break;
    }
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
  }
  const widths = all.filter((row) => filled(row).length).map((row) => row.length);
  if (!widths.length) return null;
  const width = commonest(widths.length > 1 ? widths.slice(1) : widths), skip = preamble(all, width);
  if (width < 2) return null;
  const table = all.slice(skip).filter((row) => filled(row).length);
  if (!table.length || Math.abs(table[0].length - width) > 1) return null;
  if (separator === " ") { // which texts are full of
    const rows = table.slice(1);
    if (rows.length < 2 || rows.some((row) => row.length !== width) || !rows[0].some(looksNumeric)) return null;
  }
  const share = table.filter((row) => row.length === width).length / table.length;
  const titles = all.slice(0, skip).filter((row) => filled(row).length).length;
  return { separator, escape, skip, titles, width, share, table };
}

/** Whether a text has backslashes before quotes that are part of a cell: only so no text follows a closing quote. */
function escapes(text, separator) {
  const reach = (escape) => {
    let line = Infinity;
    const noticed = (at) => { line = Math.min(line, at); };
    for (const _ of records(text, separator, { escape, strict: false, noticed })) if (line < Infinity) break;
    return line;
  };
  return text.includes('\\"') && reach(true) > reach(false);
}

function commonest(numbers) {
  const counts = new Map();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/** How many records stand before the table: a title or comments, one cell wide, above a table that is wider. */
function preamble(all, width) {
  const above = (row) => row[0]?.startsWith("#") || (width > 1 && filled(row).length <= 1 && row.length < width);
  const k = all.findIndex((row) => !above(row));
  return Math.max(k, 0);
}

/** Whether the first record names the columns: it doesn't look like what stands below it. @param {string[][]} table */
export function hasHeader(table) {
  const first = table[0].map(strip), rest = table.slice(1), numbers = [];
  let like = 0;
  for (const [j, cell] of first.entries()) {
    const cells = rest.filter((row) => j < row.length).map((row) => strip(row[j]));
    const below = cells.filter((other) => !MISSING_NUMBER.has(other.toLowerCase()));
    const numeric = below.length ? below.filter(looksNumeric).length >= NUMERIC_SHARE * below.length : !rest.length;
    if (MISSING_NUMBER.has(cell.toLowerCase()) || !numeric) continue;
    if (!looksNumeric(cell)) return true;
    like++;
    if (/^\p{Nd}+$/u.test(cell) && cell.length <= 18) numbers.push(Number(cell));
  }
  if (!like) return !repeated(first, rest);
  const counted = like > 2 && numbers.length === like && numbers.every((number, i) => number === numbers[0] + i);
  return counted && (numbers[0] === 0 || numbers[0] >= 1900); // as programs number columns; years
}

/** Whether every cell of the first record stands below itself again: a table of categories without header. */
function repeated(first, rest) {
  return rest.length > 3 && first.every((cell, j) => rest.some((row) => j < row.length && strip(row[j]) === cell));
}

/**
 * Names of columns: what has no name is called after its place, what has another's gets a number.
 * @param {string[]} cells  @param {number} width  @returns {{names: string[], renamed: string[]}}
 */
export function columnNames(cells, width) {
  const names = new Set(), renamed = new Set(), numbers = new Map();
  for (let j = 0; j < width; j++) {
    const base = strip(cells[j] ?? "") || `column${j + 1}`;
    let name = base;
    if (strip(cells[j] ?? "") && names.has(name)) renamed.add(name);
    while (names.has(name)) {
      numbers.set(base, (numbers.get(base) ?? 0) + 1);
      name = `${base}.${numbers.get(base)}`;
    }
    names.add(name);
  }
  return { names: [...names], renamed: [...renamed] };
}

// Records of text in columns, quoted as RFC 4180 has it, as Python's csv module reads them.

import { PageError } from "../errors.js";

const LONGEST_CELL = 131_072; // characters
// What stands between quotes, in which a quote is doubled, or stands behind a backslash, too:
const DOUBLED = /"([^"]*(?:""[^"]*)*)"/y, ESCAPED = /"([^"\\]*(?:(?:""|\\[^])[^"\\]*)*)"/y;

/** @typedef {{cells: string[], line: number}} CsvRecord  the line that it begins on, from 1 */

/**
 * How quotes are read.
 * @typedef {object} Quoting
 * @property {boolean} [escape]  in quotes, a backslash takes a quote its meaning
 * @property {boolean} [strict]  a quote that is never closed is an error, which is thrown as `PageError`
 * @property {(line: number) => void} [noticed]  is told where text follows a closing quote; it belongs to the cell
 */

/**
 * The records of a text; spaces before a cell are none of it.
 * @param {string} text  @param {string} separator  @param {Quoting} [quoting]  @returns {Generator<CsvRecord>}
 */
export function* records(text, separator, { escape = false, strict = true, noticed = () => {} } = {}) {
  const reader = { text, separator, escape, strict, noticed, at: 0, line: 1 };
  while (reader.at < text.length) {
    const line = reader.line;
    yield { cells: record(reader), line };
  }
}

const tooLong = (line) => new PageError("cell_too_long", { line, most: LONGEST_CELL });

/** The cells up to the end of the line. */
function record(reader) {
  const { text, separator } = reader, cells = [];
  if (lineEnd(reader)) return cells;
  for (;;) {
    while (text[reader.at] === " ") reader.at++;
    cells.push(text[reader.at] === '"' ? quoted(reader) : open(reader, ""));
    if ((cells.at(-1)?.length ?? 0) > LONGEST_CELL) throw tooLong(reader.line);
    if (text[reader.at] === separator) reader.at++;
    else if (lineEnd(reader) || reader.at >= text.length) return cells;
  }
}

/** Whether a line ends here; it is read past. */
function lineEnd(reader) {
  const { text, at } = reader;
  if (text[at] !== "\n" && text[at] !== "\r") return false;
  reader.at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
  reader.line++;
  return true;
}

/** What stands up to the next separator or the end of the line. */
function open(reader, begun) {
  const { text, separator } = reader, from = reader.at;
  const ends = (letter) => letter === separator || letter === "\n" || letter === "\r";
  while (reader.at < text.length && !ends(text[reader.at])) reader.at++;
  return begun + text.slice(from, reader.at);
}

/** What stands between quotes, and up to the end of the cell. */
function quoted(reader) {
  const { text, separator, escape, strict, line, at } = reader, pattern = escape ? ESCAPED : DOUBLED;
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (!found && strict) throw new PageError("quote_open", { line });
  const inside = found ? found[1] : text.slice(at + 1);
  if (inside.length > LONGEST_CELL) throw tooLong(line);
  reader.line += inside.match(/\r\n|\r|\n/g)?.length ?? 0;
  reader.at = found ? pattern.lastIndex : text.length;
  const cell = inside.replace(escape ? /["\\](["\\])/g : /"(")/g, "$1");
  if (reader.at >= text.length || [separator, "\n", "\r"].includes(text[reader.at])) return cell;
  reader.noticed(reader.line);
  return open(reader, cell);
}

/** A cell as it is written in a file. @param {string} text */
export function written(text) {
  const plain = /^[\p{L}\p{N}_.=()+-][\p{L}\p{N}_.=()+ -]*$/u.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}

/** Rows of texts as CSV. @param {string[][]} rows */
export const csvText = (rows) => rows.map((row) => row.map(written).join(",") + "\n").join("");

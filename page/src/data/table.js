// A table in text, read: names of columns, rows of cells, and the type of each column.

import { PageError } from "../errors.js";
import { columnType, readCells } from "./column_types.js";
import { records } from "./csv.js";
import { SEPARATORS, columnNames, sniff } from "./dialect.js";
import { checkKind } from "./encoding.js";
import { guess, strip } from "./number_formats.js";

export const LIMITS = { rows: 20_000, columns: 200 };
// Of the rows and texts that decide on the form of numbers:
const SAMPLE_ROWS = 1000, SAMPLE_CELLS = 100_000, LEAST_SAMPLE = 32, SAMPLE_TEXTS = 200;

/** A table of texts; types are found when they are asked for. */
export class Table {
  #types = new Map();

  /**
   * Throws `PageError` naming the line.
   * @param {string} text  @param {{rows: number, columns: number}} [limits]
   */
  constructor(text, limits = LIMITS) {
    if (text.startsWith("\ufeff")) text = text.slice(1);
    if (!strip(text)) throw new PageError("table_empty");
    if (text.includes("\0")) throw new PageError("file_binary");
    checkKind(text);
    this.dialect = sniff(text);
    this.names = /** @type {string[]} */ ([]);
    this.renamed = /** @type {string[]} */ ([]); // names that stood there several times
    this.rows = /** @type {string[][]} */ ([]);
    this.lines = /** @type {number[]} */ ([]);
    for (const record of this.#beginning(text, limits)) this.#add(record, limits);
    if (!this.rows.length) throw new PageError("table_without_rows");
  }

  /** Read the names; returns the records that follow. */
  #beginning(text, { columns }) {
    const { dialect } = this, all = records(text, dialect.separator, dialect);
    for (let k = 0; k < dialect.skip; k++) all.next();
    let first = /** @type {import("./csv.js").CsvRecord} */ ({ cells: [], line: 1 });
    while (blank(first.cells)) {
      const next = all.next();
      if (next.done) throw new PageError("table_empty");
      first = next.value;
    }
    const cells = dialect.header && dialect.index ? ["", ...first.cells] : [...first.cells];
    const spare = (row) => row.length > dialect.width && dialect.width > 1 && !strip(row.at(-1) ?? "");
    while (dialect.header && spare(cells)) cells.pop();
    if (cells.length > columns) throw new PageError("too_many_columns", { got: cells.length, most: columns });
    Object.assign(this, columnNames(dialect.header ? cells : [], cells.length));
    return dialect.header ? all : chained(first, all);
  }

  #add({ cells, line }, { rows }) {
    if (blank(cells)) return;
    const width = this.names.length;
    while (cells.length > width && !strip(cells.at(-1) ?? "")) cells.pop(); // separators at the end of the line
    if (cells.length !== width) throw new PageError("ragged_row", { row: line, got: cells.length, expected: width });
    if (this.rows.length === rows) throw new PageError("too_many_rows", { most: rows });
    this.rows.push(cells);
    this.lines.push(line);
  }

  /** What separates the cells: "tab", "semicolon", … or the character. */
  get separator() {
    return SEPARATORS[this.dialect.separator] ?? this.dialect.separator;
  }

  /** Whether one of these columns has decimal commas. @param {string[]} names */
  commas(names) {
    return names.some((name) => this.#form(name, false)?.style === ",");
  }

  /** @param {string} name  @param {boolean} comma  whether some column has decimal commas */
  #form(name, comma) {
    const most = Math.min(SAMPLE_ROWS, Math.max(LEAST_SAMPLE, Math.floor(SAMPLE_CELLS / this.names.length)));
    const j = this.names.indexOf(name), key = `${Number(comma)}${name}`;
    if (!this.#types.has(key)) {
      const sample = new Set(this.rows.slice(0, most).map((row) => strip(row[j])));
      this.#types.set(key, { form: guess([...sample].slice(0, SAMPLE_TEXTS), comma), type: null });
    }
    return this.#types.get(key).form;
  }

  /**
   * The type of a column.
   * @param {string} name  @param {boolean} comma  @returns {import("./column_types.js").ColumnType}
   */
  type(name, comma) {
    const form = this.#form(name, comma), j = this.names.indexOf(name);
    const entry = this.#types.get(`${Number(comma)}${name}`);
    entry.type ??= columnType(readCells(name, this.rows.map((row) => row[j]), form));
    return entry.type;
  }
}

const blank = (cells) => cells.length < 2 && !cells.some((cell) => strip(cell));

function* chained(first, rest) {
  yield first;
  yield* rest;
}

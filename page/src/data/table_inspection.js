// What a table says: types and roles of its columns, what is left out and why, and the data set that it gives; as
// numnet/data/file_inspection.py has it.

import { PageError } from "../errors.js";
import { missing as isMissing } from "./column_types.js";
import { featureOf, matrix, missingCells } from "./features.js";
import { encode, rareClasses } from "./targets.js";

const FEW_ROWS = 5; // from which little can be learned
export const MOST_INPUTS = 500;

/**
 * How a table is read: names of the targets (else the last column), the task, the features (else all of use; ["*"]:
 * all),
 * columns to leave out, and whether rows with missing cells are an error or are dropped.  ``keep``: features even if they
 * only name the rows.
 * @typedef {{target?: string[], task?: string, columns?: string[], exclude?: string[], missing?: string,
 *   keep?: string[]}} Options
 * @typedef {import("./column_types.js").ColumnType} ColumnType
 */

const cut = (text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** The roles and types of a table's columns. */
export class TableInspection {
  /**
   * Throws `PageError` for a column that is not there.
   * @param {import("./table.js").Table} table  @param {Options} [options]
   */
  constructor(table, { target = [], task = "auto", columns = [], exclude = [], missing = "error", keep = [] } = {}) {
    this.table = table;
    this.task = task;
    this.drop = missing === "drop";
    this.targets = target.length ? this.#find(target) : table.names.slice(-1);
    this.excluded = this.#find(exclude);
    this.forced = new Set(columns.length ? table.names : keep);
    const chosen = !columns.length || columns[0] === "*" ? table.names : this.#find(columns);
    const wanted = chosen.filter((name) => !this.targets.includes(name) && !this.excluded.includes(name));
    const both = this.targets.find((name) => this.excluded.includes(name));
    if (both !== undefined) throw new PageError("target_excluded", { column: cut(both) });
    if (!wanted.length) throw new PageError("no_features");
    this.comma = table.commas([...this.targets, ...wanted]);
    this.features = /** @type {Map<string, import("./features.js").Feature>} */ (new Map());
    this.leftOut = /** @type {Map<string, string>} */ (new Map()); // {column: why}
    this.missing = /** @type {Map<string, number>} */ (new Map()); // {column: cells}
    this.answered = /** @type {boolean[]} */ ([]); // rows with all targets
    this.complete = /** @type {boolean[]} */ ([]); // rows without missing cells
    this.#look(wanted);
    this.#count();
  }

  /**
   * Columns of the header, by name; a name with commas that is no column stands for several.
   * @param {string[]} names
   */
  #find(names) {
    const there = this.table.names;
    return names.flatMap((name) => {
      const parts = name.split(",").map((part) => part.trim());
      if (there.includes(name)) return [name];
      if (parts.length > 1 && parts.every((part) => there.includes(part))) return parts;
      throw new PageError("no_column", { name: cut(name), known: there.slice(0, 20).map(cut).join(", ") });
    });
  }

  /** The type of a column. @param {string} name */
  type(name) {
    return this.table.type(name, this.comma);
  }

  #look(wanted) {
    for (const map of [this.features, this.leftOut]) map.clear();
    for (const name of wanted) {
      const feature = featureOf(this.type(name), this.forced.has(name), name === this.table.names[0]);
      if (typeof feature === "string") this.leftOut.set(name, feature);
      else this.features.set(name, feature);
    }
    const identifiers = [...this.leftOut].filter(([, why]) => why === "identifier").map(([name]) => name);
    if (this.features.size || !identifiers.length) return;
    const others = [...this.leftOut].filter(([, why]) => why !== "identifier");
    this.forced = new Set(identifiers); // the file has nothing else
    this.#look(identifiers);
    for (const [name, why] of others) this.leftOut.set(name, why);
  }

  #count() {
    const { rows } = this.table;
    for (const name of [...this.targets, ...this.features.keys()]) {
      const count = missingCells(this.type(name));
      if (count) this.missing.set(name, count);
    }
    const lacking = [...this.missing.keys()].filter((name) => this.features.has(name));
    const [targets, gaps] = [this.targets, lacking].map((names) => names.map((name) => this.type(name)));
    this.answered = rows.map((_, row) => !targets.some((type) => isMissing(type, row)));
    this.complete = rows.map((_, row) => this.answered[row] && !gaps.some((type) => isMissing(type, row)));
  }

  #wrongCell(name, { row, cell }) {
    return new PageError("not_a_number", { row: this.table.lines[row], column: cut(name), cell: cut(cell) });
  }

  /** An error about missing cells, which names their columns. */
  #gaps(key, values = {}) {
    return new PageError(key, { ...values, columns: [...this.missing.keys()].slice(0, 8).map(cut).join(", ") });
  }

  /** The rows that are used. */
  rows() {
    return [...this.complete.keys()].filter((row) => this.complete[row]);
  }

  /** Throws `PageError` for the first reason why the table can't be trained on. */
  check() {
    const { rows } = this.table;
    if (rows.length < 2) throw new PageError("one_row");
    for (const name of [...this.targets, ...this.features.keys()]) {
      const { kind, wrong } = this.type(name);
      if (kind === "empty") throw new PageError("target_empty", { column: cut(name) });
      if (wrong) throw this.#wrongCell(name, wrong);
    }
    if (!this.features.size) throw new PageError("no_feature_of_use");
    const inputs = [...this.features.values()].reduce((count, { names }) => count + names.length, 0);
    if (inputs > MOST_INPUTS) throw new PageError("too_many_inputs", { got: inputs, most: MOST_INPUTS });
    const first = this.complete.findIndex((complete, row) => this.answered[row] && !complete);
    if (!this.drop && first >= 0) throw this.#gaps("missing_cell", { row: this.table.lines[first] });
    if (this.rows().length < 2) throw this.#gaps("no_complete_rows");
  }

  /**
   * The data set.  Throws `PageError` naming line and column.
   * @returns {import("../engine/dataset.js").Dataset &
   *   {reason: import("./targets.js").Said, labels: string[][], rare: string[]}}
   */
  dataset() {
    this.check();
    const rows = this.rows(), encoded = encode(this.targets.map((name) => this.type(name)), rows, this.task);
    const features = [...this.features.values()], featureNames = features.flatMap(({ names }) => names);
    return {
      name: "table", X: matrix(features, rows), n: rows.length, d: featureNames.length, featureNames,
      targets: this.targets,
      scale: true, truthTable: false, ...encoded, rare: rareClasses(encoded, FEW_ROWS),
    };
  }
}

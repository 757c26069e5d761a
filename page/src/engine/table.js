// Rows in CSV that a configuration holds: a header, numbers, and the target in the last column or where it is named.
//
// The page's own reading of files (src/data/) ends in such rows, so that the terminal reads the same numbers.

import { PageError } from "../errors.js";

const CLASS_LIMIT = 20; // as numnet/data/columns/targets.py

/** The cells of comma-separated text, quoted as RFC 4180 has it. @param {string} text @returns {string[][]} */
export function cells(text) {
  const rows = /** @type {string[][]} */ ([]);
  let row = /** @type {string[]} */ ([]), cell = "", quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') cell += text[++i];
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"' && cell === "") quoted = true;
    else if (c === ",") (row.push(cell), (cell = ""));
    else if (c === "\n" || c === "\r") {
      if (c === "\r" && text[i + 1] === "\n") i++;
      row.push(cell);
      if (row.length > 1 || row[0] !== "") rows.push(row);
      [row, cell] = [[], ""];
    } else cell += c;
  }
  if (cell !== "" || row.length) rows.push([...row, cell]);
  return rows;
}

/** A number, or NaN for anything else. @param {string} text */
export function numberOf(text) {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
}

/**
 * The data set in CSV.
 * @param {unknown} csv  @param {{target?: string[], task?: string}} config  @returns {import("./dataset.js").Dataset}
 */
export function readTable(csv, config) {
  const [header, ...rows] = cells(String(csv ?? ""));
  if (!rows.length || header.length < 2) throw new PageError("empty_table");
  rows.forEach((row, i) => {
    if (row.length !== header.length) throw new PageError("ragged_row", { row: i + 2, got: row.length, expected: header.length });
  });
  const targets = config.target?.length ? config.target : [header.at(-1) ?? ""];
  for (const name of targets) if (!header.includes(name)) throw new PageError("no_column", { name, known: header.join(", ") });
  const featureNames = header.filter((name) => !targets.includes(name)), n = rows.length, d = featureNames.length;
  if (!d) throw new PageError("no_features");
  const X = new Float64Array(n * d);
  featureNames.forEach((name, j) => {
    const at = header.indexOf(name);
    rows.forEach((row, i) => {
      X[i * d + j] = numberOf(row[at]);
      if (!Number.isFinite(X[i * d + j])) throw new PageError("not_a_number", { row: i + 2, column: name, cell: row[at].slice(0, 40) });
    });
  });
  const columns = targets.map((name) => rows.map((row) => row[header.indexOf(name)].trim()));
  return { name: "table", X, n, d, featureNames, targets, scale: true, truthTable: false, ...encode(columns, targets, config.task ?? "auto") };
}

/** T, the task and the names of classes, labels or targets. @param {string[][]} columns @param {string[]} targets @param {string} asked */
function encode(columns, targets, asked) {
  const n = columns[0].length, numbers = columns.map((column) => column.map(numberOf));
  const numeric = numbers.every((column) => column.every(Number.isFinite));
  const task = asked === "auto" ? chooseTask(columns, numbers, numeric) : asked;
  if (task === "binary" || task === "multiclass") {
    const distinct = [...new Set(columns[0])];
    distinct.sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : a > b ? 1 : 0));
    if (distinct.length < 2) throw new PageError("one_class", { column: targets[0] });
    if (task === "binary" && distinct.length > 2) throw new PageError("not_binary", { classes: distinct.length });
    const T = Float64Array.from(columns[0], (label) => distinct.indexOf(label));
    return { T, k: 1, task: /** @type {"binary" | "multiclass"} */ (task), targetNames: distinct };
  }
  if (!numeric) throw new PageError("target_is_text", { column: targets[0] });
  const k = targets.length, T = new Float64Array(n * k);
  numbers.forEach((column, j) => column.forEach((value, i) => (T[i * k + j] = value)));
  if (task === "multilabel" && T.some((t) => t !== 0 && t !== 1)) throw new PageError("labels_not_binary");
  return { T, k, task: /** @type {"regression" | "multilabel"} */ (task), targetNames: targets };
}

/** The task that the targets suggest, as ``--task auto`` has it. */
function chooseTask(columns, numbers, numeric) {
  if (columns.length > 1) return numbers.flat().every((t) => t === 0 || t === 1) ? "multilabel" : "regression";
  const distinct = new Set(columns[0]).size, whole = numbers[0].every(Number.isInteger);
  if (numeric && (!whole || distinct > CLASS_LIMIT)) return "regression";
  return distinct > 2 ? "multiclass" : "binary";
}

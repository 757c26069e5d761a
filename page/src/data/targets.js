// The target columns of a table: the task, and T of classes, labels or numbers; see numnet/data/columns/targets.py.

import { PageError } from "../errors.js";
import { byCodePoints, canonical, exact } from "./number_formats.js";

export const CLASS_LIMIT = 20; // up to so many distinct integers are classes rather than quantities

/**
 * @typedef {"regression" | "binary" | "multiclass" | "multilabel"} Task
 * @typedef {{key: string, values: {[name: string]: string | number}}} Said  a key of the catalogue, and what is put in
 * @typedef {{name: string, kind: "integers" | "fractions" | "words" | "text", values: Float64Array | null,
 *   index: number[], distinct: string[]}} Target
 */

const cut = (text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/**
 * T, the task and the names of classes, labels or targets, for these rows; in them nothing is missing.
 * @param {import("./column_types.js").ColumnType[]} columns  @param {number[]} rows
 * @param {string} asked  a task or "auto"
 * @returns {{T: Float64Array, k: number, task: Task, targetNames: string[], reason: Said, labels: string[][]}}
 *   ``labels``: the cells of each target column as a file has them
 */
export function encode(columns, rows, asked) {
  const targets = columns.map((column) => target(column, rows));
  const { task, reason } = asked === "auto" ? choose(targets)
    : { task: /** @type {Task} */ (asked), reason: { key: "asked", values: {} } };
  const names = targets.map(({ name }) => name), columnsOf = (values) => interleaved(targets.map(values), rows.length);
  if (task === "binary" || task === "multiclass") {
    const only = classes(targets, task, rows.length);
    const labels = [only.index.map((k) => only.distinct[k])];
    return { T: Float64Array.from(only.index), k: 1, task, targetNames: only.distinct, reason, labels };
  }
  const T = columnsOf(task === "multilabel" ? zerosAndOnes : quantities);
  const labels = targets.map((_, j) => rows.map((_, i) => exact(T[i * targets.length + j])));
  return { T, k: targets.length, task, targetNames: names, reason, labels };
}

/** One target column, of the rows that are used. @returns {Target} */
function target(column, rows) {
  const { name, kind, levels } = column;
  if (kind === "empty") throw new PageError("target_empty", { column: cut(name) });
  const values = column.values ? Float64Array.from(rows, (row) => column.values[row]) : null;
  if (kind === "text" || kind === "boolean") {
    const used = [...new Set(rows.map((row) => column.index[row]))].sort((a, b) => a - b);
    const place = new Map(used.map((k, j) => [k, j])), index = rows.map((row) => place.get(column.index[row]));
    return { name, kind: kind === "text" ? "text" : "words", values, index, distinct: used.map((k) => levels[k]) };
  }
  const distinct = [...new Set(values)].sort((a, b) => a - b), place = new Map(distinct.map((value, j) => [value, j]));
  const integers = distinct.every(Number.isInteger);
  return {
    name, kind: integers ? "integers" : "fractions", values,
    index: Array.from(/** @type {Float64Array} */ (values), (value) => /** @type {number} */ (place.get(value))),
    distinct: integers ? distinct.map(canonical) : distinct.map(String),
  };
}

const isBit = (label) => label === "0" || label === "1";
const binaryValued = ({ kind, distinct }) => kind === "words" || (kind === "integers" && distinct.every(isBit));

/** The task that the targets suggest, and why. @param {Target[]} targets @returns {{task: Task, reason: Said}} */
function choose(targets) {
  const said = (task, key, values) => ({ task, reason: { key, values } });
  if (targets.length > 1) {
    if (targets.every(binaryValued)) return said("multilabel", "labels", { count: targets.length });
    const text = targets.find(({ values }) => values === null);
    if (text) throw new PageError("several_targets_text", { column: cut(text.name) });
    return said("regression", "targets", { count: targets.length });
  }
  const [{ name, kind, distinct }] = targets, count = distinct.length, values = { count, column: cut(name) };
  if (kind === "fractions") return said("regression", "fractions", values);
  const many = kind === "integers" && count > CLASS_LIMIT;
  if (many) return said("regression", "many_integers", { ...values, most: CLASS_LIMIT });
  const key = kind === "integers" ? "few_integers" : kind === "words" ? "words" : "texts";
  const task = count > 2 ? "multiclass" : "binary";
  return said(task, key, kind === "words" ? { ...values, words: distinct.join("/") } : values);
}

function classes(targets, task, n) {
  if (targets.length > 1) throw new PageError("one_target_for_classes", { got: targets.length });
  const [only] = targets, { name, kind, distinct } = only, count = distinct.length, column = cut(name);
  if (kind === "fractions") throw new PageError("classes_with_fractions", { column, example: distinct[0] });
  if (count === 1) throw new PageError("one_class", { column });
  if (task === "binary" && count !== 2) throw new PageError("not_binary", { classes: count });
  const many = kind === "text" && count > Math.max(CLASS_LIMIT, Math.floor(n / 5));
  if (many) throw new PageError("texts_as_classes", { column, count, n });
  return only;
}

function zerosAndOnes(column) {
  if (binaryValued(column)) return column.values;
  const other = column.distinct.find((label) => !isBit(label)) ?? "";
  throw new PageError("labels_not_binary", { column: cut(column.name), cell: cut(other) });
}

function quantities(column) {
  const name = cut(column.name), [first] = column.distinct;
  const text = column.values === null || column.kind === "words";
  if (text) throw new PageError("target_is_text", { column: name, cell: cut(first) });
  if (column.distinct.length === 1) throw new PageError("constant_target", { column: name, value: first });
  return column.values;
}

function interleaved(columns, n) {
  const k = columns.length, T = new Float64Array(n * k);
  columns.forEach((column, j) => column.forEach((value, i) => (T[i * k + j] = value)));
  return T;
}

/**
 * Classes of fewer rows than can be learned from.
 * @param {{T: Float64Array, task: string, targetNames: string[]}} encoded  @param {number} few
 */
export function rareClasses({ T, task, targetNames }, few) {
  if (task !== "binary" && task !== "multiclass") return [];
  const counts = targetNames.map((_, k) => T.reduce((count, t) => count + Number(t === k), 0));
  return targetNames.filter((_, k) => counts[k] < few).map((name) => cut(name)).sort(byCodePoints);
}

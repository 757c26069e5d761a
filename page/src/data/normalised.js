// A table as numbers alone: what the page makes of a file is written as CSV that needs no understanding, so that the
// terminal reads the same numbers, and the page does when it opens the link.

import { PageError } from "../errors.js";
import { columnType, readCells, whole } from "./column_types.js";
import { csvText } from "./csv.js";
import { columnNames, sniff } from "./dialect.js";
import { missingCells } from "./features.js";
import { exact, guess, oneLine } from "./number_formats.js";

/**
 * The configuration's own table: features as numbers, targets as labels or numbers, all columns named as features or
 * targets.  ``constant``: names of inputs that are the same in all rows that are left, and so are left out.
 * @param {ReturnType<import("./table_inspection.js").TableInspection["dataset"]>} data
 * @returns {{changes: {data: {csv: string}, target: string[], task: string, columns: string[]}, constant: string[]}}
 */
export function normalised({ X, n, d, featureNames, targets, labels, task }) {
  const column = (j) => Array.from({ length: n }, (_, i) => X[i * d + j]);
  const varied = featureNames.map((_, j) => j).filter((j) => column(j).some((value) => value !== X[j]));
  if (!varied.length) throw new PageError("no_feature_of_use");
  const cells = labels.map((column) => column.map(oneLine));
  if (task === "binary" || task === "multiclass") checkLabels(cells[0], targets[0]);
  const names = headerOf([...varied.map((j) => featureNames[j]), ...targets]);
  const row = (i) => [...varied.map((j) => exact(X[i * d + j])), ...cells.map((column) => column[i])];
  const body = Array.from({ length: n }, (_, i) => row(i));
  const csv = asTable(names, body);
  return {
    changes: { data: { csv }, target: names.slice(varied.length), task, columns: ["*"] },
    constant: featureNames.filter((_, j) => !varied.includes(j)),
  };
}

/** Names in one line each, all different, none of which begins a comment. */
function headerOf(names) {
  return columnNames(names.map((name) => oneLine(name).replace(/^#+\s*/, "")), names.length).names;
}

/** The text, in which the header is known as one and the comma as the separator, whatever the names are. */
function asTable(names, body) {
  const text = (header) => csvText([header, ...body]); // quoted where it begins as another kind of file does
  const apart = (csv) => (/^(PAR1|PK|BZh)/i.test(csv) ? csv.replace(/^[^,]*/, '"$&"') : csv);
  let csv = apart(text(names));
  if (!sniff(csv).header) csv = apart(text([`column ${names[0]}`, ...names.slice(1)]));
  if (sniff(csv).separator !== ",") csv = `sep=,\n${csv}`;
  return csv;
}

/** Labels must be seen as labels when they stand alone: rows that are gone may have made the difference. */
function checkLabels(labels, column) {
  const type = columnType(readCells(column, labels, guess([...new Set(labels.slice(0, 1000))].slice(0, 200))));
  const lost = type.kind !== "number" && type.levels.length !== new Set(labels).size;
  const odd = type.wrong || lost || missingCells(type) || (type.kind === "number" && !whole(type));
  if (odd) throw new PageError("labels_ambiguous", { column: column.slice(0, 40) });
}

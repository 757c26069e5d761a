// Where the data come from, as a link holds it: painted points and functions in place of the rows that they make.

import { HALF, MOST_CLASSES, MOST_POINTS, problem } from "../data/painting.js";
import { PageError } from "../errors.js";

const RECIPES = ["points", "expression"]; // sources from which the rows are made anew

/** Whether a configuration's rows are made of its source. @param {any} config @param {any} source */
export const isRecipe = (config, source) => typeof config.data === "object" && RECIPES.includes(source.kind);

/** What a link holds of a source: nothing of a set, no text beside the rows of a table. @param {any} source */
export function sourceContent({ kind, ...rest }) {
  if (kind === "set") return {};
  return kind === "csv" ? { kind, name: rest.name ?? "" } : { kind, ...rest };
}

/** Throws `PageError` unless a source is one that a page has written. @param {any} source */
export function checkSource(source) {
  const check = Object.hasOwn(CHECKS, source.kind) ? CHECKS[source.kind] : () => false;
  if (!check(source)) throw new PageError("link_part", { part: "source" });
}

const only = (object, ...keys) => Object.keys(object).every((key) => key === "kind" || keys.includes(key));
const number = (value, low, high) => Number.isFinite(value) && value >= low && value <= high;
const whole = (value, low, high) => Number.isInteger(value) && number(value, low, high);

const CHECKS = {
  set: (source) => only(source),
  csv: (source) => only(source, "name") && typeof source.name === "string" && source.name.length <= 200,
  points: ({ task, points, count, ...rest }) => only(rest) && whole(count, 2, MOST_CLASSES) &&
    pointsFit(task, points) && problem({ kind: task, points, count }) === null,
  expression: ({ form, text, n, noise, seed, extent, ...rest }) => only(rest) &&
    [form, text].every((word) => typeof word === "string") && whole(n, 2, 1e6) && number(noise, 0, 1e6) &&
    whole(seed, 0, 2 ** 53) && number(extent, 0, 1e6),
};

/** What a point says beside its place, by the kind of painting. */
const SAYS = {
  classes: (k) => whole(k, 0, MOST_CLASSES - 1), labels: (mask) => whole(mask, 0, 2 ** MOST_CLASSES - 1),
  values: (value) => number(value, -1e6, 1e6), curve: null,
};

/** Whether these are points of a painting, each with what its kind says. @param {any} kind @param {any} points */
function pointsFit(kind, points) {
  if (!Object.hasOwn(SAYS, kind) || !Array.isArray(points) || points.length > MOST_POINTS) return false;
  const says = SAYS[kind], width = says ? 3 : 2;
  return points.every((point) => Array.isArray(point) && point.length === width &&
    point.slice(0, 2).every((x) => number(x, -HALF, HALF)) && (says?.(point[2]) ?? true));
}

// Points that are painted by hand: sprayed, wiped off, taken back; and the table that they make.

import { csvText } from "./csv.js";

export const HALF = 3; // the plane reaches from −HALF to HALF
export const MOST_POINTS = 3000;
const MOST_STEPS = 200; // that can be taken back
const DIGITS = 100; // of a coordinate: parts of 1
const LETTERS = "ABCDEFGHIJ";
export const MOST_CLASSES = LETTERS.length;

/**
 * A painting.  ``kind``: what a point [x1, x2, value] says: its class 0, 1, …; its labels, a bit each; its number;
 * of a "curve" the points are [x, y].
 * @typedef {{kind: "classes" | "labels" | "values" | "curve", points: number[][], count: number}} Painting
 *   ``count``: of classes or labels that there are to paint with
 * @typedef {{now: Painting, past: Painting[], future: Painting[]}} Steps
 */

/** @param {Painting["kind"]} kind  @returns {Painting} */
export const empty = (kind) => ({ kind, points: [], count: kind === "labels" ? 3 : 2 });

/** The name of a class or label. @param {number} k */
export const letter = (k) => LETTERS[k];

const round = (value) => Math.round(value * DIGITS) / DIGITS || 0;
const inside = (point) => Math.abs(point[0]) <= HALF && Math.abs(point[1]) <= HALF;

/**
 * A point where the brush is.
 * @param {Painting["kind"]} kind  @param {number} x  @param {number} y  @param {number} value
 */
export const pointAt = (kind, x, y, value) => (kind === "curve" ? [round(x), round(y)] : [round(x), round(y), value]);

/** With one point more, if there is room. @param {Painting} painting @param {number[]} point @returns {Painting} */
export function added(painting, point) {
  return painting.points.length < MOST_POINTS ? { ...painting, points: [...painting.points, point] } : painting;
}

/**
 * So many points more, anywhere within the brush; none outside the plane.
 * @param {Painting} painting  @param {{x: number, y: number, radius: number, value: number, count: number}} brush
 * @param {() => number} [random]  @returns {Painting}
 */
export function spray(painting, { x, y, radius, value, count }, random = Math.random) {
  const fresh = Array.from({ length: count }, () => {
    const angle = 2 * Math.PI * random(), far = radius * Math.sqrt(random());
    return pointAt(painting.kind, x + far * Math.cos(angle), y + far * Math.sin(angle), value);
  }).filter(inside);
  return { ...painting, points: [...painting.points, ...fresh].slice(0, MOST_POINTS) };
}

/**
 * Without the points within the brush.
 * @param {Painting} painting  @param {{x: number, y: number, radius: number}} brush  @returns {Painting}
 */
export function wipe(painting, { x, y, radius }) {
  const points = painting.points.filter(([x1, x2]) => Math.hypot(x1 - x, x2 - y) > radius);
  return points.length === painting.points.length ? painting : { ...painting, points };
}

/**
 * The steps after one more, of which an earlier future is forgotten.
 * @param {Steps} steps  @param {Painting} now  @returns {Steps}
 */
export function done({ now: before, past }, now) {
  return { now, past: [...past, before].slice(-MOST_STEPS), future: [] };
}

/** @param {Steps} steps @returns {Steps} */
export function undo({ now, past, future }) {
  const before = past.at(-1);
  return before ? { now: before, past: past.slice(0, -1), future: [...future, now] } : { now, past, future };
}

/** @param {Steps} steps @returns {Steps} */
export function redo({ now, past, future }) {
  const next = future.at(-1);
  return next ? { now: next, past: [...past, now], future: future.slice(0, -1) } : { now, past, future };
}

/** Labels that are used by some point and missing in another can be learned; of the rest nothing can. */
const usedLabels = ({ points, count }) => Array.from({ length: count }, (_, k) => k).filter((k) =>
  new Set(points.map(([, , mask]) => (mask >> k) & 1)).size === 2);

/**
 * Why a painting is no data set yet, as the end of a key of the catalogue, with its values; null where it is one.
 * @param {Painting} painting  @returns {{key: string, values: {[name: string]: string | number}} | null}
 */
export function problem(painting) {
  const { kind, points } = painting, said = (key, values = {}) => ({ key, values });
  if (!points.length) return said(`nothing_${kind}`);
  if (kind === "classes") {
    const classes = new Set(points.map(([, , k]) => k)), top = Math.max(...classes, 1);
    for (let k = 0; k <= top; k++) if (!classes.has(k)) return said("class_missing", { name: letter(k) });
  }
  if (kind === "labels" && usedLabels(painting).length < 2) return said("labels_missing");
  if (points.length < 3) return said("few");
  const different = (j) => new Set(points.map((point) => point[j])).size > 1;
  if (!different(0) || (kind !== "curve" && !different(1))) return said("one_line");
  if ((kind === "values" && !different(2)) || (kind === "curve" && !different(1))) return said("one_value");
  return null;
}

/**
 * The changes of a configuration whose data are these points.
 * @param {Painting} painting  @returns {{data: {csv: string}, target: string[], task: string, columns: string[]}}
 */
export function paintedData(painting) {
  const { kind, points } = painting, shown = (rows) => rows.map((row) => row.map(String));
  const made = (names, rows, target, task) =>
    ({ data: { csv: csvText([names, ...rows]) }, target, task, columns: ["*"] });
  if (kind === "curve") return made(["x", "y"], shown(points), ["y"], "regression");
  if (kind === "values") return made(["x1", "x2", "y"], shown(points), ["y"], "regression");
  if (kind === "classes") {
    const task = Math.max(...points.map(([, , k]) => k)) > 1 ? "multiclass" : "binary";
    const named = points.map(([x1, x2, k]) => [String(x1), String(x2), letter(k)]);
    return made(["x1", "x2", "class"], named, ["class"], task);
  }
  const labels = usedLabels(painting), names = labels.map(letter);
  const rows = shown(points.map(([x1, x2, mask]) => [x1, x2, ...labels.map((k) => (mask >> k) & 1)]));
  return made(["x1", "x2", ...names], rows, names, "multilabel");
}

/**
 * The points of a data set of one or two features, as a painting; null where it has more rows
 * or classes than one can hold, or lies elsewhere.
 * @param {import("../engine/dataset.js").Dataset} data  @returns {Painting | null}
 */
export function paintingOf({ X, T, n, d, k, task, targetNames }) {
  const classes = task === "binary" || task === "multiclass", count = classes ? targetNames.length : k;
  if (n > MOST_POINTS || d > 2 || count > MOST_CLASSES) return null;
  if (task === "regression" ? k > 1 : d === 1) return null;
  const kind = d === 1 ? "curve" : classes ? "classes" : task === "multilabel" ? "labels" : "values";
  const mask = (i) => Array.from({ length: k }, (_, j) => T[i * k + j] << j).reduce((a, b) => a + b);
  const value = (i) => (kind === "labels" ? mask(i) : kind === "values" ? round(T[i]) : T[i]);
  const point = (i) => (d === 1 ? [round(X[i]), round(T[i])] : [round(X[2 * i]), round(X[2 * i + 1]), value(i)]);
  const points = Array.from({ length: n }, (_, i) => point(i));
  const kept = points.filter(inside);
  if (kept.length < 0.95 * n) return null;
  return { kind, points: kept, count: classes || kind === "labels" ? Math.max(2, count) : 2 };
}

// The plan of the drawing: which layers and units are shown, and where; it never changes while the network learns.

import { computed, effect, signal } from "@preact/signals";
import { facts, frame, view } from "../../state/store.js";
import { textWidth } from "../drawing/pens.js";
import { fits, indexOf } from "./parameters.js";

/**
 * @typedef {object} Column
 * @property {number} layer  0: the inputs
 * @property {number} x  of the centre, in pixels
 * @property {number[]} units  that are shown
 * @property {number} more  units that are left out
 *
 * @typedef {object} Edge
 * @property {number} index  of the weight in theta
 * @property {number} layer  that it leads to
 * @property {number} from  unit of the layer before
 * @property {number} to
 * @property {[number, number, number, number]} ends  x, y, x, y
 *
 * @typedef {object} Plan
 * @property {Column[]} columns
 * @property {Edge[]} edges
 * @property {number} size  of a unit's picture
 * @property {number} width
 * @property {number} height
 * @property {number} top  of the units; above them are the heads of the columns
 * @property {number} pitch  from unit to unit
 * @property {number} most  units of a column
 * @property {{x: number, layers: number} | null} gap  hidden layers that are left out
 */

export const MOST_LAYERS = 8; // hidden layers that are shown
export const MOST_UNITS = 16; // of a layer that are shown
const PITCH = { least: 29, most: 0.06 }; // from unit to unit: pixels; of the window's height
/** How large letters are, and all units against the window's height: as usual, and where the view fills the screen. */
const SMALL = { scale: 1, all: 0.52 }, LARGE = { scale: 1.4, all: 0.5 };
/** Over the step by hand all of the drawing is in this share of the window's height, if need be with small pictures. */
const FITTED = { ...SMALL, fit: 0.4, edge: 18 }, LEAST_FITTED = 13;
const SHARE = 0.83; // of the pitch that is the picture, at least 24 pixels
const NARROWEST = 84, WIDEST = 230; // from column to column: room for − 16 +
const OUTER = 66; // at least from the inputs to the next column, and to the outputs: they have no − 16 +
const NAMES = { least: 14, most: 96, size: 12, space: 10 }; // of inputs and outputs, beside them
const FOOT = 22; // "+ 48 more"

/** The pixels there are: of the view's width, of the window's height. */
export const room = signal({ width: 600, height: 900 });

/** Weights by which the shown units of a wide layer were chosen, when the training last stood still. */
const ranking = signal(/** @type {ArrayLike<number>} */ ([]));
effect(() => {
  const now = frame.value, it = facts.value;
  if (now && !now.playing && fits(it, now) && it.sizes.some((m) => m > MOST_UNITS)) ranking.value = now.theta;
});

const look = computed(() => (view.value.enlarged === "network" ? LARGE : view.value.sheet ? FITTED : SMALL));

/** The plan of the network as it is on the page. @type {import("@preact/signals").ReadonlySignal<Plan | null>} */
export const plan = computed(() => {
  const it = facts.value, wide = it?.sizes.some((m) => m > MOST_UNITS);
  return it && makePlan(it, wide ? ranking.value : [], room.value, headRoom(), look.value);
});

/** Heads of the columns: a stepper, and where layers differ, their activations. */
const headRoom = () => (Array.isArray(facts.value.config.activation) ? 112 : 72);

/**
 * @param {any} facts  @param {ArrayLike<number>} theta  by which units are chosen; empty: the first ones
 * @param {{width: number, height: number}} room  @param {number} top
 * @param {{scale: number, all: number, fit?: number, edge?: number}} [look]  @returns {Plan}
 */
export function makePlan(facts, theta, room, top, { scale, all, fit, edge = 0 } = SMALL) {
  const layers = shownLayers(facts.sizes.length - 2), chosen = layers.map((l) => shownUnits(facts, theta, l));
  const most = Math.max(...chosen.map((units) => units.length)), least = fit ? LEAST_FITTED : PITCH.least;
  const fitted = fit ? fit * room.height - edge - top - FOOT - most / 2 : Infinity; // a pitch may be rounded up
  const tall = Math.min(PITCH.most * scale * room.height, Math.min(all * room.height, fitted) / most);
  const steps = layers.length - 1 + Number(layers.length < facts.sizes.length);
  const half = Math.min(tall, Math.max(NARROWEST * scale, room.width / (steps + 1)) / 2) / 2;
  const [left, right] = [facts.inputNames, facts.outputNames].map((names) => nameRoom(names) * scale + half);
  const free = room.width - left - right, step = Math.max(NARROWEST * scale, Math.min(WIDEST * scale, free / steps));
  const outer = Math.max(OUTER * scale, Math.min(step, (free - (steps - 2) * step) / 2));
  const pitch = Math.round(Math.max(least, Math.min(tall, step / 2))), size = Math.round(SHARE * pitch);
  const start = left + Math.max(0, (free - steps * step) / 2);
  const columns = [], skipped = facts.sizes.length - layers.length;
  let gap = null, x = start;
  layers.forEach((layer, c) => {
    if (c) x += c === 1 || c === layers.length - 1 ? outer : step;
    if (c && layer > layers[c - 1] + 1) {
      gap = { x, layers: skipped };
      x += step;
    }
    columns.push({ layer, x, units: chosen[c], more: facts.sizes[layer] - chosen[c].length });
  });
  const height = top * scale + most * pitch + FOOT * scale, width = Math.max(room.width, Math.ceil(x + right));
  const made = { columns, size, width, height, top: top * scale, gap, pitch, most, edges: /** @type {Edge[]} */ ([]) };
  made.edges = edgesOf(facts, made);
  return made;
}

/** Pixels for names beside a column. @param {string[]} names */
function nameRoom(names) {
  const longest = Math.max(...names.slice(0, 100).map((name) => textWidth(name, NAMES.size)));
  return NAMES.space + Math.max(NAMES.least, Math.min(NAMES.most, longest));
}

/** The layers shown: all, or the first and the last ones. @param {number} hidden */
function shownLayers(hidden) {
  const all = Array.from({ length: hidden + 2 }, (_, l) => l);
  return hidden <= MOST_LAYERS ? all : all.filter((l) => l <= MOST_LAYERS / 2 || l > hidden - MOST_LAYERS / 2);
}

/** The units of a layer that are shown: all, or those with the largest weights. @returns {number[]} */
function shownUnits(facts, theta, layer) {
  const units = Array.from({ length: facts.sizes[layer] }, (_, k) => k);
  if (units.length <= MOST_UNITS) return units;
  if (!theta.length) return units.slice(0, MOST_UNITS);
  const norms = units.map((unit) => normOf(facts, theta, layer, unit));
  return units.sort((a, b) => norms[b] - norms[a]).slice(0, MOST_UNITS).sort((a, b) => a - b);
}

/** The sum of squares of the weights into a unit; of an input, of those that lead away from it. */
function normOf(facts, theta, layer, unit) {
  const others = facts.sizes[layer ? layer - 1 : 1];
  let sum = 0;
  for (let i = 0; i < others; i++) {
    sum += theta[indexOf(facts, layer ? { layer, from: i, to: unit } : { layer: 1, from: unit, to: i })] ** 2;
  }
  return sum;
}

/**
 * Where the middle of a unit is, or null where it is not shown.
 * @param {Plan} plan  @param {number} layer  @param {number} unit
 */
export function centre(plan, layer, unit) {
  const column = plan.columns.find((each) => each.layer === layer), j = column ? column.units.indexOf(unit) : -1;
  return column && j >= 0 ? { x: column.x, y: rowOf(plan, column, j) } : null;
}

/**
 * The unit beside another one: columns to the right, rows down.
 * @param {Plan} plan  @param {number} layer  @param {number} unit  @param {number} right  @param {number} down
 */
export function neighbour({ columns }, layer, unit, right, down) {
  const within = (k, n) => Math.max(0, Math.min(n - 1, k));
  const c = columns.findIndex((column) => column.layer === layer), here = columns[c];
  const next = columns[within(c + right, columns.length)], row = here.units.indexOf(unit) + down;
  const share = (row + 0.5) / here.units.length, j = right ? Math.floor(share * next.units.length) : row;
  return { layer: next.layer, unit: next.units[within(j, next.units.length)] };
}

/** The height of the middle of the j-th unit that is shown. */
const rowOf = ({ top, most, pitch }, column, j) => top + (j + 0.5 + (most - column.units.length) / 2) * pitch;

/** @returns {Edge[]} */
function edgesOf(facts, plan) {
  const edges = [];
  plan.columns.forEach((column, c) => {
    const before = plan.columns[c - 1];
    if (before?.layer !== column.layer - 1) return;
    column.units.forEach((to, k) => before.units.forEach((from, i) => edges.push({
      index: indexOf(facts, { layer: column.layer, from, to }), layer: column.layer, from, to,
      ends: [before.x + plan.size / 2, rowOf(plan, before, i), column.x - plan.size / 2, rowOf(plan, column, k)],
    })));
  });
  return edges;
}

/** The point of an edge, s from 0 to 1 along it. @param {Edge["ends"]} ends @param {number} s */
export function pointOn([x0, y0, x1, y1], s) {
  return { x: x0 + s * (x1 - x0), y: y0 + (y1 - y0) * s * s * (3 - 2 * s) };
}

/**
 * The edge nearest to a point, and where along it, or null where none is as near as ``reach`` pixels.
 * @param {Plan} plan  @param {number} x  @param {number} y  @param {number} reach
 */
export function edgeAt(plan, x, y, reach) {
  let best = null, least = reach;
  for (const edge of plan.edges) {
    const s = (x - edge.ends[0]) / (edge.ends[2] - edge.ends[0]);
    if (s <= 0 || s >= 1) continue;
    const away = Math.abs(pointOn(edge.ends, s).y - y);
    if (away < least) [best, least] = [{ edge, s }, away];
  }
  return best;
}

// A race of update rules down a surface, judged as numnet/surfaces/race.py does; which rate suits a rule.

import { PageError } from "../../errors.js";
import { given } from "./given.js";
import { judged } from "./judge.js";
import { withLowestPoints } from "./minima.js";
import { outcome } from "./outcome.js";
import { evaluate, grid, holds, parseSurface } from "./surface.js";
import { ascending, byKeys, keys, trials } from "./trials.js";
import { descend, PLAIN } from "./walks.js";

/** @typedef {import("./surface.js").Surface} Surface @typedef {import("./surface.js").Point} Point */
/**
 * What is asked for; null: the surface's own.
 * @typedef {{surface: string, start: Point | null, steps: number | null,
 *   conditions?: import("./walks.js").Conditions}} Asked
 */

/**
 * The surface, start, steps and conditions that are asked for.
 * @returns {{surface: Surface, start: Point, steps: number, conditions: import("./walks.js").Conditions}}
 */
function understood(kernels, asked) {
  const named = parseSurface(kernels.about, asked.surface), start = asked.start ?? named.start;
  const surface = named.own ? withLowestPoints(kernels, named) : named;
  const inside = holds(surface, start) && Number.isFinite(evaluate(kernels, surface, [start[0]], [start[1]]).E[0]);
  if (!inside) throw new PageError("surface_start", { x: start[0], y: start[1] });
  return { surface, start, steps: asked.steps ?? surface.steps, conditions: asked.conditions ?? PLAIN };
}

/** The rate of a rule: as it is given, or the surface's, or the rule's default. */
const rateOf = (about, surface, name, rates) =>
  rates?.[name] ?? surface.rates[name] ?? about.rules[name].defaults.learning_rate;

/**
 * Walks from the start, what became of them, and, with ``judged``, who wins.
 * @param {import("../../kernels/module.js").Kernels} kernels
 * @param {Asked & {rules: string[], rates?: {[rule: string]: number}, judged?: boolean}} asked
 */
export function race(kernels, asked) {
  const { surface, start, steps, conditions } = understood(kernels, asked), { about } = kernels;
  const rules = asked.rules.map((name) => ({ name, rate: rateOf(about, surface, name, asked.rates) }));
  const walks = descend(kernels, surface, { rules, starts: rules.map(() => start), steps, paths: true, conditions });
  const outcomes = rules.map((_, r) => outcome(kernels, walks, r));
  const shown = { ...walks, start, outcomes };
  if (asked.judged === false) return shown;
  return judged(about, shown, trials(kernels, surface, { rules, start, steps, conditions }));
}

/**
 * The best rate of a rule: all rates of a grid, 25 starts each, as numnet/surfaces/rate_tuning.py judges them.
 * @param {import("../../kernels/module.js").Kernels} kernels  @param {Asked & {rule: string}} asked
 */
export function tune(kernels, asked) {
  const { surface, ...given } = understood(kernels, asked), { rates } = kernels.about.races;
  const tried = trials(kernels, surface, { rules: rates.map((rate) => ({ name: asked.rule, rate })), ...given });
  const better = (a, b) => byKeys(keys(tried, a), keys(tried, b)) || ascending(rates[a], rates[b]);
  const order = [...rates.keys()].sort(better);
  return rates[order[0]];
}

/**
 * E in the middle of each of side × side fields of the map, row by row from the top; ``limits``: of another map.
 * @param {import("../../kernels/module.js").Kernels} kernels
 * @param {{surface: string, side: number, limits?: [Point, Point]}} asked
 */
export function heights(kernels, { surface: name, side, limits: other }) {
  const surface = parseSurface(kernels.about, name);
  const limits = /** @type {[Point, Point]} */ ((other ?? surface.limits).map(([low, high]) => {
    const half = (high - low) / side / 2;
    return [low + half, high - half];
  }));
  const { E } = grid(kernels, { ...surface, limits }, side);
  return E.map((_, i) => E[(side - 1 - Math.floor(i / side)) * side + (i % side)]);
}

/** What the page asks of surfaces, by name. */
export const TASKS = { race, tune, heights, given };

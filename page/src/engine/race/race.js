// A race of update rules down a surface, judged as numnet/surfaces/race.py does; which rate suits a rule.

import { PageError } from "../../errors.js";
import { withLowestPoints } from "./minima.js";
import { outcome } from "./outcome.js";
import { evaluate, grid, holds, parseSurface } from "./surface.js";
import { ascending, byKeys, keys, levelWith, trials } from "./trials.js";
import { descend, PLAIN } from "./walks.js";

/** @typedef {import("./surface.js").Surface} Surface @typedef {import("./surface.js").Point} Point */
/**
 * What is asked for; null: the surface's own.
 * @typedef {{surface: string, start: Point | null, steps: number | null,
 *   conditions?: import("./walks.js").Conditions}} Asked
 */
/**
 * Who won. ``kind``: "first" (``names`` arrive or escape first, or tie; ``seldom``: who does not from half of the
 * starts), "lowest" (``names``), "stuck", "away".
 * @typedef {{kind: string, names: string[], low?: number, high?: number, seldom?: string[], end?: number,
 *   axis?: string, closest?: {names: string[], away: number}}} Verdict  ``closest``: with noise, after it arrived
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
  const tried = trials(kernels, surface, { rules, start, steps, conditions });
  const order = standing(about, shown, tried);
  return { ...shown, trials: tried, order, verdict: verdict(about, shown, tried, order) };
}

/** The walks, best first: by 25 starts; then the one that ends lower; who ran away is last. @returns {number[]} */
function standing(about, { rules, outcomes, end }, tried) {
  const key = (r) => {
    const { kind, step } = outcomes[r], lost = kind === "left" || kind === "diverged";
    return [...keys(tried, r), about.races.order[kind], lost ? -step : 0, end[3 * r + 2]];
  };
  return [...rules.keys()].sort((a, b) => byKeys(key(a), key(b)));
}

/**
 * @param {any} shown  the walks  @param {import("./trials.js").Trials} tried  @param {number[]} order
 * @returns {Verdict}
 */
function verdict(about, shown, tried, order) {
  const { rules, outcomes } = shown, best = order[0], { ahead } = about.races;
  const arrives = (r) => Number.isFinite(tried.median[r]);
  const names = (walks) => order.filter((r) => walks.includes(r)).map((r) => rules[r].name);
  if (outcomes.every(({ kind }) => kind === "stuck")) return { kind: "stuck", names: [], axis: outcomes[best].axis };
  if (arrives(best)) {
    const winners = levelWith(tried.arrived, best, ahead).filter(arrives);
    const medians = winners.map((r) => tried.median[r]);
    return { kind: "first", names: names(winners), low: Math.min(...medians), high: Math.max(...medians),
      seldom: names(order.filter((r) => !arrives(r))), ...closest(about, tried, rules.length > 1 ? names : null) };
  }
  if (!Number.isFinite(tried.end[best])) return { kind: "away", names: [] };
  return { kind: "lowest", names: names(levelWith(tried.ends, best, ahead)), end: tried.end[best] };
}

/**
 * With noise: who stays closest after it has arrived.
 * @param {any} about  @param {import("./trials.js").Trials} tried  @param {((walks: number[]) => string[]) | null} names
 */
function closest({ races: { ahead } }, { distance, away, median }, names) {
  if (!distance || !away || !names) return {};
  const best = away.indexOf(Math.min(...away));
  const level = levelWith(distance, best, ahead).filter((r) => Number.isFinite(median[r]));
  return { closest: { names: names(level), away: away[best] } };
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
 * E in the middle of each of side × side fields of the map, row by row from the top.
 * @param {import("../../kernels/module.js").Kernels} kernels  @param {{surface: string, side: number}} asked
 */
export function heights(kernels, { surface: name, side }) {
  const surface = parseSurface(kernels.about, name);
  const limits = /** @type {[Point, Point]} */ (surface.limits.map(([low, high]) => {
    const half = (high - low) / side / 2;
    return [low + half, high - half];
  }));
  const { E } = grid(kernels, { ...surface, limits }, side);
  return E.map((_, i) => E[(side - 1 - Math.floor(i / side)) * side + (i % side)]);
}

/** What the page asks of surfaces, by name. */
export const TASKS = { race, tune, heights };

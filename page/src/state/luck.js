// The present training with many seeds: what comes of it, seed by seed.

import { computed, signal } from "@preact/signals";
import { luckCommand, noCompare } from "../config/compare_command.js";
import { bandsOf, quantile } from "../engine/lanes/quantiles.js";
import { costs, reachedAt } from "../engine/lanes/standings.js";
import { carryOut, hear, tried } from "./actions.js";
import { History } from "./history.js";
import { judgedBy, measure } from "./lanes.js";
import { about, byHand, config, facts, view } from "./store.js";

/**
 * @typedef {import("../engine/lanes/luck.js").SeedReport & {history: History, diverged: boolean}} Seed
 * @typedef {{number: number, config: any, scene: number, of: number, running: boolean, seeds: Seed[]}} Luck
 */

/** From this value of the metric on a seed counts as good: a share that is right, or R². */
export const GOOD = 0.95;

const made = signal(/** @type {Luck | null} */ (null));
let number = 0;

/** The settings without the seed, which is none of them here. */
const settings = computed(() => JSON.stringify({ ...config.value, seed: 0 }));
/** What has come so far of the present settings, or null. */
export const luck = computed(() => {
  const now = made.value;
  return now && now.scene === facts.value?.scene && JSON.stringify(now.config) === settings.value ? now : null;
});

/** Take what the engine sends, for as long as the page is open. */
export function watchLuck() {
  hear("luck", ({ number: whose, ...seed }) => {
    const now = made.peek();
    if (!now || whose !== now.number) return;
    const history = new History(about.value.enums.Column.SIZE).with(0, seed.rows);
    made.value = { ...now, seeds: [...now.seeds, { ...seed, history, diverged: seed.diagnosis !== null }] };
  });
}

/** Train all seeds, or stop where they are; what there was of others is gone. */
export function toggleLuck() {
  if (luck.value?.running) return stopLuck();
  const of = view.value.luckSeeds, own = { ...config.value, seed: 0 };
  const begun = { number: ++number, config: own, scene: facts.value.scene, of, running: true, seeds: [] };
  made.value = begun;
  return tried(() => carryOut("compare", "luck", own, [...Array(of).keys()], begun.number)).finally(() => {
    if (made.value?.number === begun.number) made.value = { ...made.value, running: false };
  });
}

export function stopLuck() {
  if (made.value?.running) tried(() => carryOut("compare", "stopLuck"));
}

/**
 * What came out: ``bands`` row by row, {0, 0.25, 0.5, 0.75, 1: values}; ``target``; how many reach it, how many
 * diverged; ``ends``: the last value of every seed, infinite where it diverged; ``order``: of seeds, the best first.
 */
export const outcome = computed(() => {
  const runs = luck.value?.seeds ?? [];
  if (!runs.length) return null;
  const by = measure.value, { sign } = by, all = runs.map((run) => costs(run, by));
  const rows = Math.max(...runs.map(({ history }) => history.rows)), found = bandsOf(all, rows), median = found[0.5];
  const lowest = median.reduce((a, b) => Math.min(a, b), Infinity), improved = median[rows - 1] < median[0];
  const target = view.value.laneTarget ?? (improved ? sign * lowest : null);
  const { ends, order, quartiles } = endsOf(runs, by);
  const reached = runs.map((run) => reachedAt(run, by, target, about.value.enums.Column));
  return {
    runs, by, rows, target, ends, order, bands: Object.fromEntries(Object.entries(found).map(([share, values]) =>
      [share, values.map((value) => sign * value)])),
    longest: runs.find(({ history }) => history.rows === rows)?.history ?? runs[0].history,
    quartiles, reach: reached.filter(Boolean).length, diverged: runs.filter(({ diverged }) => diverged).length,
  };
});

/** Where the seeds end: each, the best first, and (lower, median, upper) quartile. @param {Seed[]} runs */
function endsOf(runs, { column, sign }) {
  const last = (history) => history.at(history.rows - 1, column), compared = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const ends = runs.map(({ diverged, history }) => (diverged ? sign * Infinity : last(history)));
  const order = [...runs.keys()].sort((a, b) => compared(sign * ends[a], sign * ends[b]) || a - b);
  const sorted = order.map((i) => sign * ends[i]);
  const quartiles = [0.25, 0.5, 0.75].map((share) => sign * quantile(sorted, share)).sort(compared);
  return { ends, order, quartiles };
}

/** Of the metric at the end, of the held-out part where there is one: {part, quartiles, good}; null of no seeds. */
export const metricEnds = computed(() => {
  const runs = luck.value?.seeds ?? [], { Column } = about.value.enums;
  const part = facts.value.parts.validation.length ? "validation" : "training";
  const column = part === "training" ? Column.TRAIN_METRIC : Column.VALIDATION_METRIC;
  if (!runs.length) return null;
  const { ends, quartiles } = endsOf(runs, { column, sign: -1 });
  return { part, quartiles, good: ends.filter((end) => end >= GOOD).length };
});

/** What a seed changes, as keys of the catalogue. */
export const seedChanges = computed(() => {
  const { split, test, validation, shuffle, dropout } = config.value, { parts, data } = facts.value;
  const divided = (parts.validation.length || parts.test.length) && split !== "ordered" && !data.truthTable;
  return ["weights", ...(shuffle ? ["order"] : []), ...(divided && (validation || test) ? ["split"] : []),
    ...(dropout ? ["dropout"] : [])];
});

/** The command that does the same in a terminal, or why there is none: {text} or {reason}. */
export const luckInTerminal = computed(() => {
  const reason = byHand.value ? "luck.command.by_hand" : noCompare(about.value, config.value, "", []);
  const text = reason ? "" : luckCommand(about.value, config.value, view.value.luckSeeds, judgedBy());
  return { reason, text };
});

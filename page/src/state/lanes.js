// Lanes: trainings that differ from the present one in one thing, begun whenever what they depend on changes.

import { computed, effect, signal } from "@preact/signals";
import { laneConfig, LANE_KEYS, usualValues } from "../config/lanes.js";
import { noCompare, lanesCommand } from "../config/compare_command.js";
import { trainCommand } from "../config/command.js";
import { reachedAt, standings, targetOf } from "../engine/lanes/standings.js";
import { PageError } from "../errors.js";
import { begin, carryOut, hear, tried } from "./actions.js";
import { History } from "./history.js";
import { lastOnly } from "./last_only.js";
import { about, byHand, config, facts, frame, given, show, view } from "./store.js";

/**
 * @typedef {import("../views/result/history_series.js").Series["history"]} Table
 * @typedef {import("../engine/lanes/lane.js").LaneReport & {text: string, config: any, past: History, history: Table,
 *   diverged: boolean}} Lane
 * ``alike``: whether all begin with the same weights; ``updates``: of a round, where all do as many.
 * @typedef {{number: number, alike: boolean, updates: number, playing: boolean, lanes: Lane[], key: string}} Lanes
 */

/** The lanes as they are now, or null before the first. */
export const lanes = signal(/** @type {Lanes | null} */ (null));

const key = computed(() => view.value.laneKey);
/** The values that lanes have, as texts. */
export const laneValues = computed(() => {
  const { parts, task } = facts.value, chosen = view.value.laneValues;
  return chosen ?? usualValues(about.value, config.value, key.value, parts.training.length, task);
});

const shown = computed(() => view.value.tab === "lanes" && view.value.compared === "lanes" && facts.value !== null);
const handMade = computed(() => JSON.stringify([frame.value?.edited, frame.value?.locked]));
const asked = computed(() => (shown.value ? JSON.stringify({ config: config.value, key: key.value,
  values: laneValues.value, start: [facts.value.scene, handMade.value] }) : ""));
let begun = ""; // what the lanes were begun for

const follow = lastOnly(async (wanted) => {
  if (!wanted || wanted === begun) return;
  const made = await tried(() => beginLanes(JSON.parse(wanted)));
  begun = made ? wanted : "";
  if (!made) lanes.value = null;
});

/** @returns {Promise<true>} */
async function beginLanes({ config: present, key: what, values }) {
  const { task } = facts.value, configs = values.map((text) => laneConfig(about.value, present, what, text, task));
  const made = await carryOut("compare", "begin", configs), { SIZE } = about.value.enums.Column;
  const each = made.lanes.map((report, i) => (
    merged({ text: values[i], config: configs[i], past: new History(SIZE) }, report)));
  lanes.value = { ...made, key: what, playing: false, lanes: each };
  return true;
}

/** A lane with what is new of it. */
function merged({ past, ...lane }, report) {
  const grown = past.with(report.from, report.rows), diverged = report.diagnosis !== null;
  return { ...lane, ...report, past: grown, history: timed(grown, report.perUpdate), diverged };
}

/** A history whose seconds are those of its updates, each as long as the lane's. @param {History} history */
function timed(history, perUpdate) {
  const { SECONDS, STEP } = about.value.enums.Column;
  const at = (row, column) => (column === SECONDS ? perUpdate * history.at(row, STEP) : history.at(row, column));
  return { rows: history.rows, at, thinned: (column) => history.thinned(column) };
}

/** Follow what is asked for, and what the engine sends, for as long as the page is open. */
export function watchLanes() {
  hear("lanes", ({ number, playing, lanes: reports }) => {
    const now = lanes.peek();
    if (!now || number !== now.number) return;
    lanes.value = { ...now, playing, lanes: now.lanes.map((lane, i) => merged(lane, reports[i])) };
  });
  effect(() => void follow(asked.value));
}

/** Other values; null: the usual ones. @param {string[] | null} values */
export const chooseValues = (values) => show({ laneValues: values, laneTarget: null });

/** Lanes differ in something else. @param {string} what */
export function chooseKey(what) {
  if (LANE_KEYS.includes(what)) show({ laneKey: what, laneValues: null, laneTarget: null });
}

const going = computed(() => lanes.value?.lanes.some(({ status }) => status === "running") ?? false);
/** Whether lanes are training. */
export const lanesPlaying = computed(() => lanes.value?.playing ?? false);
/** Whether every lane has ended. */
export const lanesOver = computed(() => lanes.value !== null && !going.value);

const ask = (...values) => tried(() => carryOut("compare", ...values));
const playOn = () => {
  const { laneTogether, laneSpeed } = view.value;
  if (lanes.value) lanes.value = { ...lanes.value, playing: true };
  return ask("play", laneTogether, laneSpeed);
};
export const pauseLanes = () => lanesPlaying.value && ask("pause");
/** Play or pause; lanes that have ended begin again. */
export function toggleLanes() {
  if (!lanes.value) return undefined;
  if (lanesPlaying.value) return pauseLanes();
  return lanesOver.value ? againLanes()?.then(playOn) : playOn();
}
/** One epoch of every lane, or as many updates. */
export const stepLanes = () => going.value && ask("step", view.value.laneTogether);
export const againLanes = () => (lanes.value ? ask("again") : undefined);
/** What a round is, and how many a second; at once. @param {Partial<typeof view.value>} changes */
export function setPace(changes) {
  show(changes);
  if (lanesPlaying.value) playOn();
}

/** What is compared: a column of the history, and which way is better. */
export const measure = computed(() => {
  const { lanePart, laneQuantity } = view.value, { Column } = about.value.enums;
  const part = facts.value.parts[lanePart].length ? lanePart : "training";
  const several = view.value.compared === "lanes" && key.value === "loss"; // which have no common scale
  const quantity = several ? "metric" : laneQuantity;
  const column = Column[`${part === "training" ? "TRAIN" : "VALIDATION"}_${quantity.toUpperCase()}`];
  return { part, quantity, column, sign: /** @type {1 | -1} */ (quantity === "loss" ? 1 : -1) };
});

/** What an axis of the chart is called among the times to the target. */
export const ALONG = /** @type {const} */ ({ EPOCH: "epoch", STEP: "updates", SECONDS: "seconds" });

/** Who reached the target, and when: {target, reached, places, order}. */
export const laneStandings = computed(() => {
  const runs = lanes.value?.lanes ?? [], by = measure.value, target = view.value.laneTarget ?? targetOf(runs, by);
  const reached = runs.map((run) => reachedAt(run, by, target, about.value.enums.Column));
  return { target, reached, ...standings(runs, by, reached, ALONG[view.value.laneAgainst]) };
});

/** The present training's own weights, where a lane begins with them too. @param {any} lane  its configuration */
function ownOf({ hidden, init }) {
  const { edited = [], locked = [] } = frame.value ?? {}, now = config.value;
  const same = byHand.value && hidden.join() === now.hidden.join() && init === now.init;
  return same ? { weights: given.value ?? undefined, edited, locked } : {};
}

/** Begin the training of a lane, or of a seed, in the network tab. @param {any} wanted  a complete configuration */
export const openConfiguration = (wanted) => tried(async () => {
  await begin(wanted, ownOf(wanted));
  show({ tab: "network", enlarged: "" });
});

/** Why there is no command of a lane, as a key of the catalogue, or "". @param {any} lane  its configuration */
export const noLaneCommand = ({ data }) =>
  (byHand.value ? "command_by_hand" : typeof data === "string" ? "" : "command_rows");

/** The command of a lane. Throws `PageError` where there is none. @param {any} wanted  its configuration */
export function laneCommand(wanted) {
  const reason = noLaneCommand(wanted);
  if (reason) throw new PageError(reason);
  return trainCommand(about.value, wanted);
}

/** What the terminal's comparison is judged by. */
export function judgedBy() {
  const { part, quantity } = measure.value, { laneTarget, laneAgainst } = view.value;
  return {
    part, target: quantity === "loss" ? laneTarget : null,
    x: { EPOCH: "epochs", STEP: "updates", SECONDS: "seconds" }[laneAgainst],
  };
}

/** The command of all lanes, or why there is none: {text} or {reason}. */
export const compareCommand = computed(() => {
  const reason = byHand.value ? "error.command_by_hand" : noCompare(about.value, config.value, key.value, laneValues.value);
  if (reason) return { reason, text: "" };
  return { reason: "", text: lanesCommand(about.value, config.value, key.value, laneValues.value, judgedBy()) };
});

// The lesson that is open: where it stands, what was predicted and reached, what it locks; judged as frames come.

import { batch, computed, effect, signal } from "@preact/signals";
import { differences } from "../config/configuration.js";
import { SHARED_VIEW } from "../config/link_content.js";
import { sourceOf } from "../data/sources.js";
import { PageError } from "../errors.js";
import { codeOf } from "../lessons/code.js";
import { better, fulfils, reached, rowToCompare } from "../lessons/conditions.js";
import { configAt, MEASURES, readLesson, viewAt } from "../lessons/format.js";
import { again, begin as beginTraining, carryOut, tried } from "./actions.js";
import { doneAt, forget, remember, remembered } from "./lesson_memory.js";
import { rewind } from "./race.js";
import { about, config, facts, frame, history, show, USUAL_VIEW, view } from "./store.js";

/** Controls that make a training go: without them nothing comes out before it was predicted. */
const GOING = [
  "play", "step", "run", "more_epochs", "halve_rate", "no_patience", "race.play", "race.step", "race.scrub",
];
/** Settings of the views that are the reader's own; with all others a lesson begins as the page itself does. */
const OWN = ["speed", "language", "showValidation", "discretise"];

/** @typedef {import("../lessons/format.js").Lesson} Lesson */
/**
 * What was done at a step.
 * @typedef {object} Done
 * @property {number | null} given  the choice, or the number, that was predicted
 * @property {{value: number, right: boolean, updates: number, units: number, settings: string} | null} compared
 *   with what came; a choice's value is its index
 * @property {(import("../lessons/conditions.js").Reached & {settings: string}) | null} reached
 * @property {number} hints  that are open
 */

export const lesson = signal(/** @type {Lesson | null} */ (null));
export const at = signal(0);
export const done = signal(/** @type {Done[]} */ ([]));
/** How many steps have been arrived at: the page stands as the latest one wants it. */
export const arrivals = signal(0);

let arriving = false; // a step's training is about to begin
let begunWith = ""; // the settings of the step's training
let judged = 0; // rows of the history

/** The step that is shown. */
export const step = computed(() => lesson.value?.steps[at.value] ?? null);
/** Whether something must be predicted before the training may go on. */
export const predictFirst = computed(() => Boolean(step.value?.predict && done.value[at.value]?.given === null));
/** Names of controls that the lesson hides or locks. */
export const heldBack = computed(() => {
  const all = (key) => [...(lesson.value?.[key] ?? []), ...(step.value?.[key] ?? [])];
  const [untold, unmoved] = predictFirst.value ? [["race.standings"], GOING] : [[], []];
  return { hidden: [...all("hide"), ...untold], locked: [...all("lock"), ...unmoved] };
});

/**
 * Open a lesson, with the answers that the browser has kept. Throws `PageError` for what is none.
 * @param {unknown} value  @param {boolean} [anew]  without the answers
 */
export async function openLesson(value, anew = false) {
  if (view.value.fixed) throw new PageError("fixed");
  const read = readLesson(about.value, value);
  if (anew) forget(read);
  take(read);
  await go(0);
}

/** Put a lesson beside the training as it is, as a link keeps it. @param {unknown} value @param {number} place */
export function resumeLesson(value, place) {
  take(readLesson(about.value, value), place);
  [judged, begunWith] = [0, settingsNow()];
}

/** @param {Lesson} read @param {number} [place] */
function take(read, place = 0) {
  batch(() => {
    done.value = remembered(read) ?? read.steps.map(() => ({ given: null, compared: null, reached: null, hints: 0 }));
    at.value = Math.min(place, read.steps.length - 1);
    lesson.value = read;
  });
}

export function closeLesson() {
  lesson.value = null;
}

/** Go to a step; with settings of its own it begins a new training, and so does going back. @param {number} place */
export async function go(place) {
  const open = /** @type {Lesson} */ (lesson.value), back = place < at.value;
  const { set, weights } = open.steps[place], fresh = place === 0 || back || Boolean(set ?? weights);
  arriving = true;
  try {
    at.value = place;
    if (fresh) await beginStep(open, place);
    if (lesson.value === open) showStep(open, place, fresh, back);
  } finally {
    arriving = false;
    judge();
  }
}

/** @param {Lesson} open @param {number} place @param {boolean} fresh @param {boolean} back */
function showStep(open, place, fresh, back) {
  const names = place === 0 || back ? ["unit", ...SHARED_VIEW.filter((name) => !OWN.includes(name))] : [];
  const usual = Object.fromEntries(names.map((name) => [name, USUAL_VIEW[name]]));
  show({ ...usual, ...(fresh ? viewAt(open, place) : open.steps[place].show) });
  if (view.value.tab === "surface") rewind(predictFirst.value ? 0 : null);
  arrivals.value++;
}

/** @param {Lesson} open @param {number} place */
async function beginStep(open, place) {
  const wanted = configAt(open, place), { weights: edited = [] } = open.steps[place];
  await beginTraining(wanted, { edited }, sourceOf({ data: about.value.defaults.data, ...wanted }));
  [judged, begunWith] = [0, settingsNow()];
}

/** All that the digits depend on, as a text. */
function settingsNow() {
  const { edited = [], marks = [] } = frame.value ?? {}, { data } = config.value;
  return JSON.stringify([data, differences(about.value, config.value), edited, marks]);
}

/** @returns {import("../lessons/conditions.js").Seen} */
function seen() {
  const { hidden } = config.value, { Column: columns } = about.value.enums;
  const units = hidden.reduce((sum, m) => sum + m, 0), { parameters } = facts.value;
  const { status } = /** @type {any} */ (frame.value);
  const size = { units, layers: hidden.length, parameters };
  return { columns, history: history.value, size, status, config: config.value };
}

/** @param {Partial<Done>} changes */
function note(changes) {
  done.value = done.value.map((each, i) => (i === at.value ? { ...each, ...changes } : each));
  remember(/** @type {Lesson} */ (lesson.value), done.value);
}

/** Look at what has come since. */
function judge() {
  const now = step.value, known = done.value[at.value];
  if (!now || arriving || !facts.value || !history.value.rows) return;
  if (now.target) judgeTarget(now.target, known);
  if (now.predict && known.given !== null && !known.compared) compare(now.predict, known.given);
}

/** The rows to learn from must be those of the lesson. */
function sameData() {
  const of = (/** @type {any} */ { data, validation, test, split }) => JSON.stringify([data, validation, test, split]);
  const wanted = { ...about.value.defaults, ...configAt(/** @type {Lesson} */ (lesson.value), at.value) };
  const truth = Object.hasOwn(about.value.truth_tables, String(wanted.data));
  return of(config.value) === of(truth ? { ...wanted, validation: 0 } : wanted);
}

/** @param {import("../lessons/format.js").Condition} target @param {Done} known */
function judgeTarget(target, known) {
  if (history.value.rows < judged) judged = 0;
  const from = Math.max(0, judged - 1); // a row before an update changes with weights set by hand
  judged = history.value.rows;
  if ((known.reached && !target.best) || !sameData()) return;
  const found = reached(target, seen(), from), best = better(known.reached, found, target);
  if (best && best !== known.reached) note({ reached: { ...best, settings: settingsNow() } });
}

/** @param {import("../lessons/format.js").Prediction} predict @param {number} given */
function compare(predict, given) {
  const { choices, measure = "", within = 0 } = predict, now = seen();
  const known = choices && !choices[0].if;
  const row = known ? 0 : rowToCompare(predict, now);
  if (row < 0 || (!known && settingsNow() !== begunWith)) return;
  const value = choices ? choices.findIndex((choice) => (choice.if ? fulfils(choice.if, now, row) : choice.right))
    : history.value.at(row, now.columns[MEASURES[measure]]);
  const right = choices ? value === given : Math.abs(value - given) <= within;
  note({ compared: {
    value, right, updates: history.value.at(row, now.columns.STEP), units: now.size.units, settings: settingsNow(),
  } });
}

effect(() => {
  history.value;
  frame.value?.status;
  judge();
});

/** Say what will come: the index of a choice, or a number. @param {number} given */
export function predict(given) {
  if (!predictFirst.value) return;
  note({ given });
  judge();
}

export const openHint = () => note({ hints: done.value[at.value].hints + 1 });

/** Train as far as the prediction is about; from the beginning where the settings are others by now. */
export const runPrediction = () => tried(async () => {
  const { updates, epochs } = /** @type {any} */ (step.value).predict, open = /** @type {Lesson} */ (lesson.value);
  if (settingsNow() !== begunWith) await beginStep(open, at.value);
  else if (frame.value?.status !== "running") await again();
  const now = /** @type {import("../engine/reports.js").Frame} */ (frame.value);
  if (updates !== undefined) await carryOut("run", { updates: Math.max(0, updates - now.updates) });
  else await carryOut("run", epochs === undefined ? {} : { epochs: Math.max(0, epochs - now.epoch) });
});

/** What was reached, once everything was: the last target, or the last prediction; with its code. */
export const result = computed(() => {
  const open = lesson.value;
  if (!open) return null;
  const steps = open.steps.map((each, i) => ({ ...each, ...done.value[i] }));
  const asked = steps.filter((each) => each.predict || each.target);
  const last = asked.findLast((each) => each.target) ?? asked[asked.length - 1];
  if (!last || !asked.every((each) => doneAt(each, each))) return null;
  const right = asked.filter((each) => each.compared?.right).length;
  const hints = done.value.reduce((sum, each) => sum + each.hints, 0);
  const { settings, ...got } = /** @type {any} */ (last.reached ?? last.compared);
  const found = { value: got.value, units: got.units, updates: got.updates, right, hints };
  return { ...found, code: codeOf(open.id, found, settings) };
});

// Answers to lessons, kept by the browser from one visit to the next; where it keeps nothing, as in a sandboxed frame,
// a lesson begins unanswered.  What is kept is read with every check: it may be of anybody, or of another version.

import { recall, retain } from "./browser_memory.js";

const KEY = "numnet-lessons", MOST = 100; // lessons

/** @typedef {import("../lessons/format.js").Lesson} Lesson @typedef {import("./lesson.js").Done} Done */
/** @typedef {{lesson: string, done: Done[]}} Entry  ``lesson``: what the answers are to, as `textOf` has it */

/** The lesson as a short text, another one with every change. @param {Lesson} lesson */
function textOf(lesson) {
  const text = JSON.stringify(lesson);
  let hash = 2166136261; // FNV-1a
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return `${text.length} ${hash >>> 0}`;
}

/** All that is kept, the latest last. @returns {{[id: string]: Entry}} */
function kept() {
  const found = recall(KEY);
  return typeof found === "object" && found !== null && !Array.isArray(found) ? found : {};
}

/** @param {{[id: string]: Entry}} all */
const keep = (all) => retain(KEY, Object.fromEntries(Object.entries(all).slice(-MOST)));

const number = (value) => typeof value === "number" || value === null; // JSON has null for NaN
const record = (value, names) => typeof value === "object" && value !== null &&
  names.every((name) => number(value[name])) && typeof value.settings === "string";
const numbers = (value) => Object.fromEntries(Object.entries(value).map(([name, x]) => [name, x ?? NaN]));

/** What was done at a step, or nothing where that can't be. @param {any} entry @returns {Done[]} */
function read(entry) {
  const { given, compared, reached, hints } = entry ?? {};
  const sound = number(given) && Number.isSafeInteger(hints) && hints >= 0 &&
    (compared === null || (record(compared, ["value", "updates", "units"]) && typeof compared.right === "boolean")) &&
    (reached === null || record(reached, ["value", "updates", "epoch", "units"]));
  if (!sound) return [];
  const [came, won] = [compared, reached].map((value) => value && numbers(value));
  return [/** @type {any} */ ({ given, hints, compared: came, reached: won })];
}

/** What was done at each step of a lesson, or null. @param {Lesson} lesson @returns {Done[] | null} */
export function remembered(lesson) {
  const all = kept(), entry = Object.hasOwn(all, lesson.id) ? all[lesson.id] : null;
  if (entry?.lesson !== textOf(lesson) || !Array.isArray(entry.done)) return null;
  const done = entry.done.flatMap(read);
  return done.length === lesson.steps.length ? done : null;
}

/** Keep what was done. @param {Lesson} lesson @param {Done[]} done */
export function remember(lesson, done) {
  const { [lesson.id]: before, ...others } = kept();
  keep({ ...others, [lesson.id]: { lesson: textOf(lesson), done } });
}

/** @param {Lesson} lesson */
export function forget(lesson) {
  const { [lesson.id]: before, ...others } = kept();
  keep(others);
}

/** Whether everything that a lesson asks was done, as far as that is kept. @param {Lesson} lesson */
export function solved(lesson) {
  const done = remembered(lesson), asks = lesson.steps.some(({ target, predict }) => target || predict);
  return asks && done !== null && lesson.steps.every((step, i) => doneAt(step, done[i]));
}

/**
 * Whether what a step asks, if anything, was done.
 * @param {{target?: any, predict?: any}} step  @param {{reached: any, compared: any}} done
 */
export const doneAt = ({ target, predict }, { reached, compared }) =>
  (!target || Boolean(reached)) && (!predict || Boolean(compared));

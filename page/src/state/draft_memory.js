// The lesson that is being made, kept by the browser from one visit to the next, with the one that stood in its place
// before; where the browser keeps nothing, as in a sandboxed frame, they last as long as the page.

import { FORMAT, readLesson } from "../lessons/format.js";
import { recall, retain } from "./browser_memory.js";
import { about } from "./store.js";

const KEY = "numnet-lesson-draft";

/** @typedef {import("../lessons/format.js").Lesson} Lesson */
/** @typedef {{now: Lesson | null, before: Lesson | null, touched: boolean}} Drafts  ``touched``: `now` was changed */

/** @type {Drafts | null} */
let drafts = null;

/**
 * The lesson, if it can go on being written: what is still empty, and questions that are half written, are no fault.
 * @param {any} value  @returns {Lesson | null}
 */
function sound(value) {
  try {
    const steps = value.steps.map(({ text, predict, target, ...step }) => ({ ...step, text: text || "…" }));
    readLesson(about.value, { ...value, format: FORMAT, id: "a", title: value.title || "…", steps });
    const records = value.steps.flatMap((/** @type {any} */ { predict = {}, target = {} }) =>
      [predict, target, ...(predict.choices ?? [])]);
    return typeof value.id === "string" && records.every((each) => typeof each === "object" && each) ? value : null;
  } catch {
    return null;
  }
}

/** What is kept. @returns {Drafts} */
export function keptDrafts() {
  if (drafts) return drafts;
  const found = recall(KEY);
  return (drafts = { now: sound(found?.now), before: sound(found?.before), touched: Boolean(found?.touched) });
}

/** @param {Drafts} changed */
export function keepDrafts(changed) {
  drafts = changed;
  retain(KEY, drafts);
}

// The lesson that is being made: a lesson as a file has it, step by step, with settings taken from the page.

import { signal } from "@preact/signals";
import { differences } from "../config/configuration.js";
import { configAt, FORMAT, paragraphs } from "../lessons/format.js";
import { language } from "../text/text.js";
import { closeLesson, lesson, openLesson } from "./lesson.js";
import { about, config } from "./store.js";

/** @typedef {import("../lessons/format.js").Lesson} Lesson @typedef {import("../lessons/format.js").Text} Text */

export const draft = signal(/** @type {Lesson | null} */ (null));
/** Its step that is shown. */
export const place = signal(0);

/** What was put away unfinished. */
let left = /** @type {Lesson | null} */ (null);

/** Put it away: the next `beginDraft` goes on with it, unless a lesson is open. */
export function leaveDraft() {
  left = draft.value;
  draft.value = null;
}

/** Begin with the open lesson, or what was left, or one step and the page's settings. */
export function beginDraft() {
  const open = lesson.value && structuredClone(lesson.value);
  place.value = 0;
  closeLesson(); // it locks what may have to be set
  draft.value = open ?? left ?? {
    format: FORMAT, id: "my-lesson", title: "", config: settingsOf(), steps: [{ text: "" }],
  };
}

/** Change the lesson. @param {Partial<Lesson>} changes */
export const change = (changes) => void (draft.value = { .../** @type {Lesson} */ (draft.value), ...changes });

/**
 * Change the step that is shown; what is undefined goes.
 * @param {Partial<import("../lessons/format.js").Step>} changes
 */
export function changeStep(changes) {
  const { steps: before } = /** @type {Lesson} */ (draft.value);
  const steps = before.map((step, i) => (i === place.value ? { ...step, ...changes } : step));
  change({ steps: JSON.parse(JSON.stringify(steps)) });
}

/** The page's settings that are not numnet's. */
const settingsOf = () => ({ data: config.value.data, ...differences(about.value, config.value) });

/** The shown step begins with the page as it is now. */
export function takeSettings() {
  const made = /** @type {Lesson} */ (draft.value), now = settingsOf();
  if (place.value === 0) return change({ config: now });
  const before = configAt(made, place.value - 1), set = /** @type {any} */ ({});
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (JSON.stringify(before[key]) !== JSON.stringify(now[key])) set[key] = now[key] ?? null;
  }
  changeStep({ set });
}

/** A step more, behind the shown one. */
export function addStep() {
  const steps = [.../** @type {Lesson} */ (draft.value).steps];
  steps.splice(place.value + 1, 0, { text: "" });
  change({ steps });
  place.value++;
}

export function removeStep() {
  change({ steps: /** @type {Lesson} */ (draft.value).steps.filter((_, i) => i !== place.value) });
  place.value = Math.max(0, place.value - 1);
}

/** Open it as learners will see it; throws what is wrong with it. */
export async function tryDraft() {
  await openLesson(structuredClone(draft.value), true);
  draft.value = null;
}

/** A text as it is typed, in the language of the page. @param {Text | undefined} text */
export const typed = (text) => paragraphs(text, language.value).join("\n\n");

/**
 * The text with what was typed; of a text in several languages the others stay.
 * @param {Text | undefined} text  @param {string} words
 */
export function written(text, words) {
  const several = typeof text === "object" && !Array.isArray(text);
  return several ? { ...text, [language.value]: words } : words;
}

// The lesson that is being made: a lesson as a file has it, step by step, with settings taken from the page.

import { computed, effect, signal } from "@preact/signals";
import { differences } from "../config/configuration.js";
import { configAt, FORMAT, paragraphs, readLesson } from "../lessons/format.js";
import { checkFinished } from "../lessons/unfinished.js";
import { language } from "../text/text.js";
import { keepDrafts, keptDrafts } from "./draft_memory.js";
import { at, closeLesson, lesson, openLesson } from "./lesson.js";
import { about, config } from "./store.js";

/** @typedef {import("../lessons/format.js").Lesson} Lesson @typedef {import("../lessons/format.js").Text} Text */

export const draft = signal(/** @type {Lesson | null} */ (null));
/** Its step that is shown. */
export const place = signal(0);

/** What learners would see, while it is tried. */
const trial = signal(/** @type {Lesson | null} */ (null));
/** Whether the open lesson is the one that is being made, tried. */
export const trying = computed(() => trial.value !== null && lesson.value === trial.value);

const blank = () => ({ format: FORMAT, id: "my-lesson", title: "", config: settingsOf(), steps: [{ text: "" }] });

/** Show a lesson in the editor, to go on with. @param {Lesson} made @param {number} [step] */
function edit(made, step = 0) {
  closeLesson(); // it locks what may have to be set
  place.value = Math.min(step, made.steps.length - 1);
  draft.value = made;
}

/** Another lesson to make; what was written before is kept. @param {Lesson} made */
function replace(made) {
  const { now, before, touched } = keptDrafts();
  keepDrafts({ now: made, before: touched ? now : before, touched: false });
  edit(made);
}

/** Go on with what is kept, or begin with one step and the page's settings. */
export const beginDraft = () => edit(keptDrafts().now ?? blank());

/** From trying it, back to the step that was shown. */
export const backToDraft = () => edit(keptDrafts().now ?? blank(), at.value);

/** Make a copy of the open lesson another one. */
export const changeOpen = () => replace(structuredClone(/** @type {Lesson} */ (lesson.value)));

export const anotherDraft = () => replace(blank());

/** The one that stood there before, or null. */
export const earlierDraft = () => keptDrafts().before;

/** Take the earlier one up again; this one is the earlier one then. */
export function takeEarlier() {
  const { now, before, touched } = keptDrafts();
  if (!before) return;
  keepDrafts({ now: before, before: touched ? now : null, touched: true });
  edit(before);
}

/** Put it away; `beginDraft` goes on with it. */
export const leaveDraft = () => void (draft.value = null);
effect(() => void (lesson.value && leaveDraft())); // one that is opened, or tried, stands in its place

/** Change the lesson. @param {Partial<Lesson>} changes */
export function change(changes) {
  const made = { .../** @type {Lesson} */ (draft.value), ...changes };
  keepDrafts({ ...keptDrafts(), now: made, touched: true });
  draft.value = made;
}

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

/** It, ready for others. Throws `PageError` for what it lacks, and shows the step that lacks it. */
export function finished() {
  const made = /** @type {Lesson} */ (draft.value);
  try {
    checkFinished(made);
  } catch (error) {
    const { step } = /** @type {any} */ (error).values;
    if (step) place.value = step - 1;
    throw error;
  }
  return readLesson(about.value, made);
}

/** Open it as learners will see it; throws what is wrong with it. */
export async function tryDraft() {
  const made = structuredClone(finished());
  await openLesson(made, true);
  trial.value = made;
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

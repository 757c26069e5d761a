// A lesson, numnet-lesson-1: read with every check, so that a file from anybody is harmless: texts, names, numbers.
//
//   {format, id, title, config, show, hide, lock, steps: [{text, set, weights, show, look, hide, lock, predict,
//   target, hints, after}]}
//
// docs/lessons.md describes every field.  A text is a string, a list of paragraphs, or either for each language.

import { complete } from "../config/configuration.js";
import { checkView } from "../config/link_content.js";
import { PageError } from "../errors.js";

export const FORMAT = "numnet-lesson-1";
/** What a condition is about: columns of the history, by their names in `about.enums.Column`. */
export const MEASURES = {
  train_loss: "TRAIN_LOSS", validation_loss: "VALIDATION_LOSS", train_metric: "TRAIN_METRIC",
  validation_metric: "VALIDATION_METRIC", gradient_norm: "GRADIENT_NORM",
};
/** The most there may be of something for a target to count. */
export const LIMITS = ["units", "layers", "parameters", "updates", "epochs"];
const LANGUAGES = /^[a-z]{2}$/, ID = /^[a-z0-9][a-z0-9-]{0,39}$/, CONTROL = /^[\w.-]{1,60}$/;
const MOST = { letters: 4000, paragraphs: 20, steps: 40, hints: 10, choices: 6, names: 200 };

/** @typedef {string | string[] | {[language: string]: string | string[]}} Text */
/**
 * What a row of the history may be asked: `measure` is below or above a number, at most so many units, updates, …;
 * or how the training ended. ``from``: no row before this epoch counts. ``best``: what counts is the best row, not the
 * first that is good enough.  ``with``: settings that must be as they are said.
 * @typedef {object} Condition
 * @property {string} [measure]  of MEASURES
 * @property {number} [below]  @property {number} [above]  @property {"diverged"} [status]
 * @property {boolean} [best]  @property {any} [with]  @property {number} [from]
 * @property {number} [units]  of all hidden layers  @property {number} [layers]  hidden ones
 * @property {number} [parameters]  @property {number} [updates]  @property {number} [epochs]
 */
/** @typedef {{text: Text, right?: boolean, if?: Condition}} Choice */
/**
 * A question before the training: some choices, or a number that `measure` will come near to.
 * @typedef {object} Prediction
 * @property {Text} question  @property {Choice[]} [choices]  @property {string} [measure]  @property {number} [within]
 * @property {number} [updates]  when it is compared; else at the end  @property {number} [epochs]
 */
/**
 * @typedef {object} Step
 * @property {Text} text  @property {any} [set]  @property {[number, number][]} [weights]  indices and values
 * @property {any} [show]  @property {string} [look]  name of the control to look at  @property {string[]} [hide]
 * @property {string[]} [lock]  @property {Prediction} [predict]  @property {Condition} [target]
 * @property {Text[]} [hints]  @property {Text} [after]
 */
/**
 * @typedef {{format: string, id: string, title: Text, config?: any, show?: any, hide?: string[], lock?: string[],
 *   steps: Step[]}} Lesson
 */

/** @param {string} place @param {string} expected  of the catalogue, "lesson.expected.…" @returns {never} */
function wrong(place, expected) {
  throw new PageError(`lesson_${expected}`, { place: place || "lesson" });
}

/** The object at a place, of which only these keys may be there. @returns {any} */
function objectAt(value, place, keys) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) wrong(place, "object");
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new PageError("lesson_key", { place: place || "lesson", key: unknown.slice(0, 40) });
  return value;
}

/** Check each of a list; of one that is not there nothing is asked. */
function eachOf(value, place, most, check) {
  if (value === undefined) return;
  if (!Array.isArray(value) || value.length > most) wrong(place, "list");
  value.forEach((entry, i) => check(entry, `${place}[${i}]`));
}

const isText = (value) => typeof value === "string" && value.trim() !== "" && value.length <= MOST.letters;
const isParagraphs = (value) => isText(value) ||
  (Array.isArray(value) && value.length > 0 && value.length <= MOST.paragraphs && value.every(isText));

/** @param {unknown} value @param {string} place */
function checkText(value, place) {
  if (isParagraphs(value)) return;
  if (typeof value !== "object" || value === null || Array.isArray(value)) wrong(place, "text");
  const languages = Object.entries(/** @type {object} */ (value));
  const sound = languages.every(([code, text]) => LANGUAGES.test(code) && isParagraphs(text));
  if (!languages.length || languages.length > 20 || !sound) wrong(place, "text");
}

const numberAt = (value, place) => Number.isFinite(value) || wrong(place, "number");
const wholeAt = (value, place) => (Number.isSafeInteger(value) && value >= 0) || wrong(place, "whole");

/** @param {any} value @param {string} place */
function checkMeasure(value, place) {
  if (!Object.hasOwn(MEASURES, String(value))) {
    throw new PageError("lesson_measure", { place, known: Object.keys(MEASURES).join(", ") });
  }
}

/** @param {unknown} value @param {string} place @param {string[]} known  keys of a configuration */
function checkCondition(value, place, known) {
  const parts = objectAt(value, place, ["measure", "below", "above", "status", "best", "from", "with", ...LIMITS]);
  if (typeof (parts.best ?? false) !== "boolean") wrong(`${place}.best`, "flag");
  if ("with" in parts) objectAt(parts.with, `${place}.with`, known);
  for (const key of ["from", ...LIMITS]) if (key in parts) wholeAt(parts[key], `${place}.${key}`);
  if ("status" in parts) return parts.status === "diverged" || wrong(`${place}.status`, "status");
  checkMeasure(parts.measure, `${place}.measure`);
  const bounds = ["below", "above"].filter((key) => key in parts);
  if (!bounds.length) wrong(place, "bound");
  for (const key of bounds) numberAt(parts[key], `${place}.${key}`);
}

/** @param {unknown} value @param {string} place @param {string[]} known */
function checkChoice(value, place, known) {
  const parts = objectAt(value, place, ["text", "right", "if"]);
  checkText(parts.text, `${place}.text`);
  if ("if" in parts) checkCondition(parts.if, `${place}.if`, known);
  else if (typeof (parts.right ?? false) !== "boolean") wrong(`${place}.right`, "flag");
}

/** @param {unknown} value @param {string} place @param {string[]} known */
function checkPrediction(value, place, known) {
  const parts = objectAt(value, place, ["question", "choices", "measure", "within", "updates", "epochs"]);
  checkText(parts.question, `${place}.question`);
  for (const key of ["updates", "epochs"]) if (key in parts) wholeAt(parts[key], `${place}.${key}`);
  if ("choices" in parts) {
    eachOf(parts.choices, `${place}.choices`, MOST.choices, (choice, at) => checkChoice(choice, at, known));
    const measured = parts.choices.filter((choice) => "if" in choice).length;
    const right = parts.choices.filter((choice) => choice.right).length;
    if (measured ? measured < parts.choices.length : right !== 1) wrong(`${place}.choices`, "choices");
  } else {
    checkMeasure(parts.measure, `${place}.measure`);
    numberAt(parts.within, `${place}.within`);
  }
}

/** What a lesson and a step both have. */
function checkShown(parts, place) {
  const at = (key) => (place ? `${place}.${key}` : key);
  for (const key of ["hide", "lock"]) {
    eachOf(parts[key], at(key), MOST.names, (name, where) => CONTROL.test(String(name)) || wrong(where, "control"));
  }
  if (!("show" in parts)) return;
  checkView(objectAt(parts.show, at("show"), Object.keys(parts.show ?? {})), at("show"), "lesson_view");
}

/** A weight's index and its value. @param {unknown} value @param {string} place */
function checkWeight(value, place) {
  if (!Array.isArray(value) || value.length !== 2) wrong(place, "weight");
  wholeAt(value[0], place);
  numberAt(value[1], place);
}

/** @param {any} about @param {unknown} value @param {string} place @param {any} config  what the step begins with */
function checkStep(about, value, place, config) {
  const known = Object.keys(about.defaults);
  const keys = ["text", "set", "weights", "show", "look", "hide", "lock", "predict", "target", "hints", "after"];
  const parts = objectAt(value, place, keys);
  checkText(parts.text, `${place}.text`);
  checkShown(parts, place);
  if ("set" in parts) {
    Object.assign(config, objectAt(parts.set, `${place}.set`, Object.keys(parts.set ?? {})));
    complete(about, config);
  }
  eachOf(parts.weights, `${place}.weights`, MOST.names, checkWeight);
  if ("look" in parts && !CONTROL.test(String(parts.look))) wrong(`${place}.look`, "control");
  if ("predict" in parts) checkPrediction(parts.predict, `${place}.predict`, known);
  if ("target" in parts) checkCondition(parts.target, `${place}.target`, known);
  eachOf(parts.hints, `${place}.hints`, MOST.hints, checkText);
  if ("after" in parts) checkText(parts.after, `${place}.after`);
}

/** Whether a file is meant as a lesson. @param {any} value */
export const isLesson = (value) => typeof value?.format === "string" && value.format.startsWith("numnet-lesson");

/**
 * A lesson. Throws `PageError` that names the place of what is wrong.
 * @param {any} about  @param {unknown} value  @returns {Lesson}
 */
export function readLesson(about, value) {
  const parts = objectAt(value, "", ["format", "id", "title", "config", "show", "hide", "lock", "steps"]);
  if (parts.format !== FORMAT) throw new PageError("lesson_format", { known: FORMAT });
  if (!ID.test(String(parts.id))) wrong("id", "id");
  checkText(parts.title, "title");
  checkShown(parts, "");
  const config = { ...objectAt(parts.config ?? {}, "config", Object.keys(parts.config ?? {})) };
  complete(about, config);
  if (!Array.isArray(parts.steps) || !parts.steps.length) wrong("steps", "list");
  eachOf(parts.steps, "steps", MOST.steps, (step, place) => checkStep(about, step, place, config));
  return parts;
}

/**
 * The paragraphs of a text in a language; where it has none of that language, in English or in its first one.
 * @param {Text | undefined} text  @param {string} language  @returns {string[]}
 */
export function paragraphs(text, language) {
  if (text === undefined) return [];
  const plain = typeof text === "string" || Array.isArray(text);
  const chosen = plain ? text : text[language] ?? text.en ?? Object.values(text)[0];
  return (Array.isArray(chosen) ? chosen : chosen.split(/\n\s*\n/)).map((part) => part.trim()).filter(Boolean);
}

/** The settings of the views that a step begins with. @param {Lesson} lesson @param {number} at  index of the step */
export function viewAt(lesson, at) {
  return Object.assign({}, lesson.show, ...lesson.steps.slice(0, at + 1).map((step) => step.show ?? {}));
}

/** The configuration that a step begins with. @param {Lesson} lesson @param {number} at  index of the step */
export function configAt(lesson, at) {
  return Object.assign({}, lesson.config, ...lesson.steps.slice(0, at + 1).map((step) => step.set ?? {}));
}

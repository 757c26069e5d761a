// What a lesson that is being made still lacks, in the words of who fills in its fields; lessons/format.js checks files.

import { PageError } from "../errors.js";

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Whether a text, or one of its languages, is empty. @param {any} text */
function isEmpty(text) {
  if (Array.isArray(text)) return !text.length || text.some(isEmpty);
  if (typeof text === "object" && text !== null) return !Object.keys(text).length || Object.values(text).some(isEmpty);
  return !String(text ?? "").trim();
}

/** What a question lacks, as a key of the catalogue, or "". @param {any} predict */
function lacksAnswers({ choices }) {
  if (!choices) return "";
  if (choices.length < 2) return "editor_answers";
  return choices.some((choice) => choice.if) || choices.filter((choice) => choice.right).length === 1 ? "" : "editor_right";
}

/**
 * Throws `PageError` for the first thing that is missing; its `values.step` is the number of the step, from 1.
 * @param {import("./format.js").Lesson} made
 */
export function checkFinished({ title, id, steps }) {
  if (isEmpty(title)) throw new PageError("editor_title");
  if (!NAME.test(id)) throw new PageError("editor_id");
  steps.forEach(({ text, predict }, i) => {
    const lacks = isEmpty(text) ? "editor_text" : predict ? lacksAnswers(predict) : "";
    if (lacks) throw new PageError(lacks, { step: i + 1 });
  });
}

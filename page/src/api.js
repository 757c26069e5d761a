// The page's own interface: `window.numnet` for scripts, and the same by postMessage for the page that embeds this one.
//
//   {numnet: method, arguments: [...], id} → {id, result} or {id, error: "a sentence"}

import { command, freshen, link } from "./state/sharing.js";
import { currentState, runUntil, setConfiguration } from "./state/driving.js";
import { openLesson } from "./state/lesson.js";
import { lessonOf } from "./state/lesson_shelf.js";
import { about } from "./state/store.js";
import { errorText, t } from "./text/text.js";

/**
 * Open `window.numnet`: `ready` (a promise), `version`, `await set(config)`, `await run({updates | epochs})`, `get()`,
 * `link()`, `command()`, `await lesson(name or object)`.  What goes wrong is an `Error` with a sentence.
 * @param {Promise<unknown>} begun  resolves when the page has begun
 */
export function openInterface(begun) {
  const ready = begun.then(() => undefined);
  const methods = {
    set: inSentences((config) => ready.then(() => setConfiguration(config))),
    run: inSentences((until) => ready.then(() => runUntil(until))),
    get: inSentences(currentState),
    link: inSentences(link),
    command: inSentences(command),
    lesson: inSentences((given) => ready.then(() => lessonOf(given)).then(openLesson)),
  };
  const version = { get: () => about.value?.version, enumerable: true };
  /** @type {any} */ (window).numnet = Object.freeze(Object.defineProperties({ ready, ...methods }, { version }));
  hearMessages(methods, ready);
}

/** A method whose errors are sentences. @param {(...values: any) => any} method */
function inSentences(method) {
  const sentence = (error) => new Error(errorText(error), { cause: error });
  return (...values) => {
    try {
      const result = method(...values);
      return result instanceof Promise ? result.catch((error) => Promise.reject(sentence(error))) : result;
    } catch (error) {
      throw sentence(error);
    }
  };
}

/**
 * Answer the page that holds this one, or that has opened it.
 * @param {{[name: string]: Function}} methods  @param {Promise<void>} ready
 */
function hearMessages(methods, ready) {
  window.addEventListener("message", async ({ data, source }) => {
    if (typeof data?.numnet !== "string" || !source || (source !== window.parent && source !== window.opener)) return;
    const answer = (what) => source.postMessage({ id: data.id, ...what }, { targetOrigin: "*" });
    try {
      await ready;
      await freshen();
      answer({ result: await called(methods, data.numnet, data.arguments ?? []) });
    } catch (error) {
      answer({ error: String(/** @type {any} */ (error)?.message ?? error) });
    }
  });
}

/** What a message asks for. @param {{[name: string]: Function}} methods @param {string} name @param {unknown} values */
function called(methods, name, values) {
  if (name === "ready") return null;
  if (name === "version") return about.value.version;
  if (!Object.hasOwn(methods, name)) throw new Error(t("error.no_method", { method: name.slice(0, 40) }));
  if (!Array.isArray(values)) throw new Error(t("error.arguments_list"));
  return methods[name](...values);
}

// What is being made in the data panel, before and while it is the page's data: a painting, a function, a table.

import { effect, signal } from "@preact/signals";
import { empty } from "../../data/painting.js";
import { apply, play } from "../../state/actions.js";
import { about, config, facts, playing, source } from "../../state/store.js";
import { changesTo } from "../../data/sources.js";

/** Which way to data is open: "set", "points", "expression", "csv". */
export const way = signal("set");

/** The painting, and what can be taken back. */
export const steps = signal(/** @type {import("../../data/painting.js").Steps} */ (
  { now: empty("classes"), past: [], future: [] }));

/** The function whose points are drawn. */
export const recipe = signal(/** @type {import("../../engine/expression_data.js").Recipe} */ (
  { form: "above", text: "sin(3*x)", n: 500, noise: 0.1, seed: 0, extent: 2 }));

/**
 * The text of a table, and what was chosen about it.  ``off``: columns that are left out; ``keep``: those
 * that are not, although they only name the rows; ``task``: or "auto"; ``bytes``: of a file whose encoding was guessed.
 * @typedef {{text: string, name: string, encoding: string, bytes: Uint8Array | null, targets: string[], off: string[],
 *   keep: string[], task: string, columns: string[]}} Draft
 */
export const table = signal(/** @type {Draft | null} */ (null));

/** What is wrong with the file that was given last, as a sentence, or "". */
export const wrongFile = signal("");

/**
 * A draft of a text in which nothing was chosen yet.
 * @param {string} text  @param {string} name  @param {string} encoding
 * @param {Uint8Array | null} [bytes]  @returns {Draft}
 */
export function draftOf(text, name, encoding, bytes = null) {
  return { text, name, encoding, bytes, targets: [], off: [], keep: [], task: "auto", columns: [] };
}

/** The sources that came from here: of their drafts more is known, and they may have gone on meanwhile. */
const own = new WeakSet();

// A link, a lesson, a script may bring data along: then the drafts follow.
effect(() => {
  const from = source.value;
  if (own.has(from)) return;
  way.value = from.kind;
  if (from.kind === "points") {
    steps.value = { now: { kind: from.task, points: from.points, count: from.count }, past: [], future: [] };
  }
  if (from.kind === "expression") recipe.value = recipeFrom(from);
  if (from.kind === "csv") table.value = fromConfiguration();
});

/** The recipe of a source, which may have come from elsewhere. @param {any} from */
function recipeFrom(from) {
  const now = recipe.peek(), right = ([key, own]) => [key, typeof from[key] === typeof own ? from[key] : own];
  const known = Object.entries(now).map(right);
  return /** @type {typeof now} */ (Object.fromEntries(known));
}

/** The table of a configuration that came with its rows. @returns {Draft | null} */
function fromConfiguration() {
  const { data, target, task, exclude, columns } = config.peek();
  if (data?.csv === undefined) return null;
  return { ...draftOf(data.csv, "", "utf-8"), targets: target, off: exclude, task, columns };
}

/**
 * Train on other data.  ``changes``: with the new data, or what makes them of the configuration that they change;
 * ``from``: the new source; ``next``: what the data will be.
 * @param {any} changes  @param {any} from
 * @param {{task: string, d: number}} next
 * @param {boolean} [goOn]  whether a training that runs goes on with the new data
 */
export async function take(changes, from, next, goOn = false) {
  const ran = playing.peek();
  own.add(from);
  await apply((config) => {
    const { task = "", data } = facts.peek() ?? {}, now = { task, d: data?.d ?? 0 };
    return changesTo(about.peek(), config, now, typeof changes === "function" ? changes(config) : changes, next);
  }, from);
  if (goOn && ran) await play();
}

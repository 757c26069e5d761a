// Outputs and loss of every row of the data, asked of the engine again and again while it learns, and once at rest.

import { computed, effect, signal } from "@preact/signals";
import { rows } from "../../state/actions.js";
import { facts, frame, playing } from "../../state/store.js";
import { decide, mistakes } from "./outcome.js";

const REST = 250; // milliseconds between two questions while it learns
const SHARE = 10; // of the time that an answer takes, at least, too

/**
 * @typedef {object} Table
 * @property {any} data  that it belongs to
 * @property {Float64Array} outputs  (n, k) in original units
 * @property {Float64Array} losses  (n,)
 * @property {ArrayLike<number>} said  decisions: `decide`
 * @property {Uint8Array} wrong  (n,) zeros of a regression
 */

const answered = signal(/** @type {Table | null} */ (null));
/** The table of the training that is shown, or null. */
export const table = computed(() => (answered.value?.data === facts.value?.data ? answered.value : null));

let asked = false, again = false;

effect(() => {
  if (frame.value && facts.value && document.visibilityState === "visible") ask();
});

/** One question at a time; what changes meanwhile is asked after a rest. */
async function ask() {
  again = asked;
  if (asked) return;
  asked = true;
  const known = facts.peek(), begun = performance.now(), answer = await rows().catch(() => null);
  if (answer && known.data === facts.peek().data) {
    answered.value = { data: known.data, ...answer, ...judged(known, answer.outputs) };
  }
  const rest = playing.peek() ? Math.max(REST, SHARE * (performance.now() - begun)) : 0;
  setTimeout(() => {
    asked = false;
    if (again) ask();
  }, rest);
}

function judged({ task, data, outputNames }, outputs) {
  const said = decide(task, outputs, outputNames.length);
  return { said, wrong: mistakes(said, data.T, data.n) };
}

// Outputs and loss of every row of the data, asked of the engine again and again while it learns, and once at rest.

import { computed, effect, signal } from "@preact/signals";
import { rows } from "../../state/actions.js";
import { facts, frame, playing } from "../../state/store.js";
import { decide, mistakes } from "./outcome.js";

const REST = 250; // milliseconds between two questions while it learns
const SHARE = 4; // times what an answer takes, at least, too

/**
 * @typedef {object} Table
 * @property {any} data  that it belongs to
 * @property {Float64Array} outputs  (n, k) in original units
 * @property {Float64Array} losses  (n,)
 * @property {ArrayLike<number>} said  decisions: `decide`
 * @property {Uint8Array} wrong  (n,) zeros of a regression
 * @property {{[part: string]: number}} missed  how many are wrong of each part
 */

const answered = signal(/** @type {Table | null} */ (null));
/** The table of the training that is shown, or null. */
export const table = computed(() => (answered.value?.data === facts.value?.data ? answered.value : null));

let asked = false, again = false, resting = 0;

const visible = signal(document.visibilityState === "visible");
document.addEventListener("visibilitychange", () => (visible.value = document.visibilityState === "visible"));

effect(() => {
  if (!frame.value || !facts.value || !visible.value) return;
  if (resting && !playing.value) rested(); // where it stopped is asked at once
  ask();
});

/** One question at a time; what changes meanwhile is asked after a rest. */
async function ask() {
  again = asked;
  if (asked) return;
  asked = true;
  const known = facts.peek(), begun = performance.now(), answer = await rows().catch(() => null);
  if (answer && known.data === facts.peek().data) answered.value = judged(known, answer);
  resting = setTimeout(rested, playing.peek() ? Math.max(REST, SHARE * (performance.now() - begun)) : 0);
}

function rested() {
  clearTimeout(resting);
  resting = 0;
  asked = false;
  if (again) ask();
}

/** @returns {Table} */
function judged({ task, data, parts, outputNames }, { outputs, losses }) {
  const said = decide(task, outputs, outputNames.length), wrong = mistakes(said, data.T, data.n);
  const count = (rows) => rows.reduce((sum, row) => sum + wrong[row], 0);
  const missed = Object.fromEntries(Object.entries(parts).map(([part, rows]) => [part, count(rows)]));
  return { data, outputs, losses, said, wrong, missed };
}

// The other futures of the training, each from a moment of its past: asked of the engine whenever they change.

import { computed, effect, signal } from "@preact/signals";
import { otherFutures } from "./actions.js";
import { History } from "./history.js";
import { about, facts, frame } from "./store.js";

/**
 * @typedef {object} Future
 * @property {string} letter
 * @property {{[key: string]: any}} values  settings that set it apart
 * @property {History} history
 * @property {Float32Array} outputs  (outputs, points) at its end, over the plane
 * @property {number} points
 * @property {number} side
 * @property {number} updates
 * @property {number} epoch
 * @property {boolean} diverged
 */

const answered = signal({ scene: -1, list: /** @type {Future[]} */ ([]) });
/** Those of the training that is shown. */
export const futures = computed(() => (answered.value.scene === facts.value?.scene ? answered.value.list : []));

const version = computed(() => frame.value?.futures ?? 0);

effect(() => {
  if (version.value) ask(version.value);
});

/** @param {number} wanted */
async function ask(wanted) {
  const found = await otherFutures().catch(() => []), { SIZE } = about.value.enums.Column;
  if (version.peek() !== wanted) return;
  const list = found.map(({ rows, ...rest }) => ({ ...rest, history: new History(SIZE).with(0, rows) }));
  answered.value = { scene: facts.peek().scene, list };
}

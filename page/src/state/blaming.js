// One step on the row of the sheet alone, taken on a copy: what it does to all rows.

import { computed, signal } from "@preact/signals";
import { blame, tried } from "./actions.js";
import { facts, frame, view } from "./store.js";

const MOST = 20; // rows that are marked on the map, of each kind

/** @typedef {import("../engine/blame.js").Blame & {data: any, memory: boolean}} Answer */
const answer = signal(/** @type {Answer | null} */ (null));

/** What the step does, as long as it is the step of now; or null. */
export const blamed = computed(() => {
  const own = answer.value, { row, memory, sheet } = view.value;
  const fits = own && sheet && own.data === facts.value?.data && own.row === row && own.memory === memory;
  return fits && own.updates === frame.value?.updates ? own : null;
});

/** Rows whose loss the step changes most: up and down. */
export const moved = computed(() => {
  const own = blamed.value;
  if (!own) return null;
  const change = (row) => own.after.losses[row] - own.before.losses[row];
  const rows = Array.from(own.before.losses, (_, row) => row).filter((row) => row !== own.row);
  const sorted = (sign) => rows.filter((row) => sign * change(row) > 0).sort((a, b) => sign * (change(b) - change(a)));
  return { up: sorted(1).slice(0, MOST), down: sorted(-1).slice(0, MOST) };
});

/** Take the step on a copy. */
export const takeStep = () => tried(async () => {
  const { row, memory } = view.value, { data } = facts.value;
  answer.value = { ...(await blame(/** @type {number} */ (row), memory)), data, memory };
});
/** The map as it was. */
export const backAgain = () => (answer.value = null);

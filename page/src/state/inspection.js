// What the network computes for the row that is looked at: asked anew whenever the row or the weights change.

import { effect, signal } from "@preact/signals";
import { inspect } from "./actions.js";
import { facts, frame, view } from "./store.js";

/** Forward and backward of `view.row`, or null. */
export const inspected = signal(/** @type {import("../engine/reports.js").Inspection | null} */ (null));

let asked = false, again = false;

effect(() => {
  frame.value;
  if (view.value.row === null || !facts.value) inspected.value = null;
  else ask();
});

/** One question at a time; what changes meanwhile is asked after it. */
async function ask() {
  again = asked;
  if (asked) return;
  asked = true;
  const row = /** @type {number} */ (view.peek().row);
  const answer = await inspect(row).catch(() => null); // a row of the data before
  asked = false;
  if (view.peek().row === null) return;
  if (view.peek().row === row) inspected.value = answer;
  if (again) ask();
}

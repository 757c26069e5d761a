// One step back, or forward again, in the past of the training: an update, or an epoch, as the step button does.

import { signal } from "@preact/signals";
import { visit } from "../state/actions.js";
import { about, facts, frame, history, view } from "../state/store.js";

/** The row of the history next to so many updates, before or after it, as updates; or null. */
function measured(updates, direction) {
  const { STEP } = about.value.enums.Column, { rows } = history.value, at = (row) => history.value.at(row, STEP);
  let low = -1, high = rows; // low: before; high: at or after it
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at(middle) < updates) low = middle;
    else high = middle;
  }
  const row = direction < 0 ? low : high < rows && at(high) === updates ? high + 1 : high;
  return row >= 0 && row < rows ? at(row) : null;
}

/** @param {-1 | 1} direction */
function move(direction) {
  const now = frame.value;
  if (!now) return undefined;
  const { updates } = now, leap = view.value.step === "epoch";
  const epoch = () => measured(updates, direction) ?? updates + direction * facts.value.updatesPerEpoch;
  const next = leap ? epoch() : updates + direction;
  return visit(Math.max(now.earliest, Math.min(now.latest.updates, next)), { towards: direction });
}

export const back = () => move(-1);
export const forward = () => move(1);

const PAUSE = 250; // milliseconds that a snapshot is shown
/** Whether the snapshots of a run that is handed out are shown one after the other. */
export const showing = signal(false);

/** Show the snapshots from here to the end, from the end those from the start; or stop. */
export async function toggleShow() {
  showing.value = !showing.value;
  if (showing.value && !frame.value?.past) await visit(frame.value?.earliest ?? null);
  while (showing.value && frame.value?.past) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (showing.value) await forward();
  }
  showing.value = false;
}

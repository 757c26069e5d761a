// What scripts and embedding pages do: begin a training, train, ask where it stands.

import { sourceOf } from "../data/sources.js";
import { PageError } from "../errors.js";
import { begin, carryOut, visit } from "./actions.js";
import { freshen } from "./sharing.js";
import { config, latest, message, past } from "./store.js";

/** Begin a training of this configuration alone: what it does not say has its default. @param {any} given */
export async function setConfiguration(given) {
  await begin(given, {}, sourceOf(given));
  message.value = "";
  await freshen();
}

/**
 * Train so many updates or epochs more, or until the training loss is at most ``loss``, or to the end.
 * @param {any} [until]
 */
export async function runUntil(until = {}) {
  if (typeof until !== "object" || until === null) throw new PageError("run_what");
  const whole = (value) => Number.isSafeInteger(value) && value >= 0;
  const right = { updates: whole, epochs: whole, loss: Number.isFinite };
  for (const [key, value] of Object.entries(until)) {
    if (!Object.hasOwn(right, key) || !right[key](value)) throw new PageError("run_what");
  }
  if (past.value) await visit(null);
  await carryOut("run", until);
}

/**
 * Where the training stands, whatever moment of its past is shown.  ``parameters``: the last weights, ``best``: those
 * of the lowest validation loss, flat, layer after layer; both empty while a network of more than 20,000 weights is training.
 */
export function currentState() {
  const now = latest.value;
  if (!now) throw new PageError("not_ready");
  const { updates, epoch, status, train_loss, validation_loss, metric, weights } = now;
  return {
    config: structuredClone({ ...config.value, ...now.settings }),
    updates, epoch, status, train_loss, validation_loss, metric,
    parameters: Array.from(weights?.last ?? [], Number), best: Array.from(weights?.best ?? [], Number),
  };
}

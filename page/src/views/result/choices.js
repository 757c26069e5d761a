// What of the network's answers is shown: all outputs together or one of them, which part of the data scores are of.

import { signal } from "@preact/signals";
import { view } from "../../state/store.js";

/** The output that is shown alone, or −1: all of them. */
export const output = signal(-1);

/** The same for the training that is shown: a regression has no "all", one output no choice. @param {any} facts */
export function outputOf({ task, outputNames }) {
  const last = outputNames.length - 1;
  if (task === "regression") return Math.max(0, Math.min(output.value, last));
  return last === 0 || output.value > last ? -1 : output.value;
}

/** The part that scores are of, if there is a validation part. */
export const part = signal(/** @type {"validation" | "training"} */ ("validation"));

/** @param {any} facts @returns {"validation" | "training"} */
export const partOf = ({ parts }) => (parts.validation.length ? part.value : "training");

/** The row that is looked at, or null. @param {any} facts @returns {number | null} */
export const chosenRow = ({ data: { n } }) => (view.value.row !== null && view.value.row < n ? view.value.row : null);

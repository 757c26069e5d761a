// What of the network's answers is shown, as far as the training that is shown has it.

import { view } from "../../state/store.js";

/** The output that is shown alone, or −1: a regression has no "all", a single output no choice. @param {any} facts */
export function outputOf({ task, outputNames }) {
  const last = outputNames.length - 1, { output } = view.value;
  if (task === "regression") return Math.max(0, Math.min(output, last));
  return last === 0 || output > last ? -1 : output;
}

/** @typedef {"validation" | "training" | "test"} Part */
const PARTS = /** @type {Part[]} */ (["validation", "training", "test"]);

/** The parts that have rows. @param {any} facts @returns {Part[]} */
export const scoredParts = ({ parts }) => PARTS.filter((name) => parts[name].length);

/** The part that the tables are of. @param {any} facts @returns {Part} */
export const partOf = (facts) => (facts.parts[view.value.part].length ? view.value.part : scoredParts(facts)[0]);

/** The row that is looked at, or null. @param {any} facts @returns {number | null} */
export const chosenRow = ({ data: { n } }) => (view.value.row !== null && view.value.row < n ? view.value.row : null);

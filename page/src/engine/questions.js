// What may be asked of the network where the training stands; nothing changes by it.

import { blamed } from "./blame.js";
import { inside } from "./inside.js";
import { landscape, planeLosses } from "./landscape.js";
import { inspection, rowsTable } from "./reports.js";
import { traced } from "./trace.js";

/** @type {{[name: string]: (engine: import("./engine.js").Engine, ...values: any[]) => any}} */
export const QUESTIONS = {
  /** Outputs and loss of every row. */
  rows: ({ training }) => rowsTable(training),
  /** What the network computes for one row of the data, forward and backward: an `Inspection`. */
  inspect: ({ training }, row) => inspection(training, row),
  /** The next update, the gradient, the loss along a weight, the health: what is wanted. */
  inside,
  /** A plane through weight space, with the path of the training: a `Plane`, or null. */
  landscape,
  /** The losses at points of such a plane, as many as a moment allows. */
  planeLosses,
  /** One update on one row alone: a `Trace`; ``kept``: with the rule's memory; ``memory``: with that one. */
  trace: ({ training }, row, kept = false, memory = null) => traced(training, row, kept, memory),
  /** Trainings beside the one that is shown: see `Compared`. */
  compare: ({ compared }, task, ...values) => compared.handle(task, values),
  /** What that update does to every row: a `Blame`. */
  blame: ({ training }, row, kept = false) => blamed(training, row, kept),
};

// The state of the page: signals that views read and actions (actions.js) write.

import { computed, signal } from "@preact/signals";
import { History } from "./history.js";

/** @typedef {import("../config/configuration.js").Configuration} Configuration */

/** What the build wrote down of numnet: rules, activations, kernels, … */
export const about = signal(/** @type {any} */ (null));

/** The configuration as it was asked for: complete, `data` and all. */
export const config = signal(/** @type {Configuration} */ ({}));

/**
 * Where the data come from, in the page's own terms; `config.data` follows from it.
 * {kind: "set"} a set by name; {kind: "csv", name} a file;
 * {kind: "points", task, points, count} painted; {kind: "expression", form, text, n, …}.
 */
export const source = signal(/** @type {any} */ ({ kind: "set" }));

/** What stays while a training goes on, or null before the first. @type {import("@preact/signals").Signal<any>} */
export const facts = signal(null);

/**
 * The last frame of the engine, or null.
 * @type {import("@preact/signals").Signal<import("../engine/reports.js").Frame | null>}
 */
export const frame = signal(null);

/**
 * The last frame of the latest moment: while one of the past is shown, what the training has come to.
 * @type {import("@preact/signals").Signal<import("../engine/reports.js").Frame | null>}
 */
export const latest = signal(null);

/**
 * The sample of the mini-batch that was looked at last, {row, number, of, last, updates}, or null.
 * @type {import("@preact/signals").Signal<any>}
 */
export const sampled = signal(null);

/** What was measured so far, epoch after epoch. */
export const history = signal(new History(1));

/** Weights that were given whole, to begin with, or null: most begin with drawn ones. */
export const given = signal(/** @type {Float32Array | Float64Array | null} */ (null));

/** What went wrong last, as one sentence, or "". */
export const message = signal("");

/** `view` at first. */
export const USUAL_VIEW = {
  speed: 1000, // updates a second; 0: as fast as it goes
  step: /** @type {"sample" | "update" | "epoch"} */ ("update"), // what the step button does
  keys: true, // single letters as shortcuts
  discretise: false, // decisions instead of probabilities
  showValidation: true, // points that are held out
  output: -1, // the one that the map shows alone; −1: all of them
  axes: /** @type {[number, number] | null} */ (null), // the features across and up the map; null: the first two
  part: /** @type {"validation" | "training" | "test"} */ ("validation"), // of the data, that the tables are of
  quantity: /** @type {"loss" | "metric"} */ ("loss"), // of the chart over epochs
  against: /** @type {"EPOCH" | "STEP"} */ ("EPOCH"), // epochs or updates
  logarithmic: false, // the loss chart
  unit: /** @type {{layer: number, unit: number} | null} */ (null), // pinned; layer 0: the inputs
  hover: /** @type {{layer: number, unit: number} | null} */ (null),
  row: /** @type {number | null} */ (null), // of the data, that is looked at
  weight: /** @type {number | null} */ (null), // under the lens: its index
  bent: 0, // the hidden layer whose bent plane is shown; 0: the last
  edges: "w", // what the connections show: w, gradient, step, or memory0 … of the rule
  blank: "", // what of it is to be filled in: a part (tracing/blanks.js), a layer; "": everything
  sheet: /** @type {"" | "read" | "fill"} */ (""), // the step by hand: closed, to be read, to be filled in
  memory: false, // whether that step goes on with what the rule remembers
  enlarged: "", // the view that fills the screen
  hidden: /** @type {string[]} */ ([]), // controls that a link hides
  locked: /** @type {string[]} */ ([]), // controls that a link locks
  tab: /** @type {"network" | "surface" | "lanes"} */ ("network"), // what the page is of
  surfaceOf: /** @type {"function" | "network"} */ ("function"), // what the surface is the error of
  scene: false, // a scene that can be turned, instead of a map
  plane: /** @type {"weights" | "path"} */ ("weights"), // of the network's weights: two of them, or that of its path
  planeWeights: /** @type {[number, number] | null} */ (null), // null: the first two
  reach: 1, // of that plane: how many times as far as the path goes
  surface: "long_valley", // of a race: a name, or an expression
  raceRules: /** @type {string[] | null} */ (null), // null: those of the course
  raceStart: /** @type {[number, number] | null} */ (null), // null: the surface's own, as for the steps
  raceSteps: /** @type {number | null} */ (null),
  raceRates: /** @type {{[rule: string]: number} | null} */ (null), // rates that were chosen; null: none
  raceNoise: 0, // standard deviation of noise on every gradient, by the seed
  raceSeed: 0,
  raceSchedule: "constant", // factor on the rates
  tuned: false, // whether rates are looked for, for this start
  compared: /** @type {"lanes" | "luck"} */ ("lanes"), // what stands side by side: settings, or seeds
  laneKey: "optimizer", // what lanes differ in
  laneValues: /** @type {string[] | null} */ (null), // null: the usual ones
  laneTogether: /** @type {"epochs" | "updates"} */ ("epochs"), // what all lanes do as many of
  laneSpeed: 30, // epochs a second, or as many updates; 0: as fast as it goes
  lanePart: /** @type {"training" | "validation"} */ ("training"), // whose loss is compared, as in numnet compare
  laneQuantity: /** @type {"loss" | "metric"} */ ("loss"),
  laneAgainst: /** @type {"EPOCH" | "STEP" | "SECONDS"} */ ("EPOCH"),
  laneLogarithmic: true, // their chart
  laneTarget: /** @type {number | null} */ (null), // null: the best that every lane reaches
  luckSeeds: 50,
  luckLines: false, // every seed's line, instead of bands
  fixed: /** @type {"" | "run" | "race" | "trace"} */ (""), // what the page is handed out with, and can't be changed
  embedded: false,
  theme: /** @type {"" | "light" | "dark"} */ (""), // "": as the system has it
  language: "", // "": the browser's, or else English
};

/** What is shown, and how: nothing here changes a training. */
export const view = signal(USUAL_VIEW);

/** Change some of `view`. @param {Partial<typeof view.value>} changes */
export function show(changes) {
  view.value = { ...view.value, ...changes };
}

/** What is in sight: the network, its error as a landscape, a function's surface, trainings side by side, or seeds. */
export const sight = computed(() => {
  const { tab, surfaceOf, compared } = view.value;
  return tab === "lanes" ? compared : tab === "surface" && surfaceOf === "network" ? "landscape" : tab;
});
/** Whether the training is in sight. */
export const inSight = computed(() => sight.value === "network" || sight.value === "landscape");

/** "running", "finished", "stopped" or "diverged". */
export const status = computed(() => frame.value?.status ?? "running");
/** Whether weights were given, changed or locked by hand: then no single command trains the same. */
export const byHand = computed(() => frame.value?.byHand ?? false);
export const playing = computed(() => frame.value?.playing ?? false);
/** Whether an earlier moment is shown than the latest. */
export const past = computed(() => frame.value?.past ?? false);
export const begun = computed(() => (frame.value?.latest.updates ?? 0) > 0);
/** Whether settings are those of this training from now on: it has begun, or it began again beside another future. */
export const goesOn = computed(() => begun.value || (frame.value?.line.letter ?? "A") !== "A");

// What can be done on the page: each action tells the engine, and the signals follow.

import { batch } from "@preact/signals";
import { complete, withChanges } from "../config/configuration.js";
import { sourceOf } from "../data/sources.js";
import { WHILE_TRAINING } from "../engine/deeds.js";
import { PageError } from "../errors.js";
import { errorText } from "../text/text.js";
import { History } from "./history.js";
import {
  about, config, facts, frame, given, goesOn, history, latest, message, playing, sampled, show, source, status, view,
} from "./store.js";

const STEP = 200; // milliseconds between changes of the views, with reduced motion
const still = matchMedia("(prefers-reduced-motion: reduce)");
let pausing = 0; // the timer of such a step

/** @type {import("../engine/client.js").EngineClient} */
let engine;

/** Connect the page to an engine. @param {import("../engine/client.js").EngineClient} client */
export function connect(client) {
  engine = client;
  hear("frame", (/** @type {import("../engine/reports.js").Frame} */ next) => {
    if (next.scene === facts.value?.scene) take(next);
    else early = next;
  });
}

/** What becomes of what the engine sends; when it is on the screen, the engine hears so. */
export function hear(/** @type {string} */ event, /** @type {(data: any) => void} */ use) {
  engine.listeners[event] = (data) => {
    use(data);
    if (!still.matches) requestAnimationFrame(() => engine.drawn());
    else pausing ||= setTimeout(() => ((pausing = 0), engine.drawn()), STEP);
  };
}

/** A frame that goes with facts which are still on their way. @type {import("../engine/reports.js").Frame | null} */
let early = null;

/** @param {import("../engine/reports.js").Frame} next */
function take(next) {
  batch(() => {
    const { from, rows } = next;
    const before = history.value.rows ? history.value : new History(about.value.enums.Column.SIZE);
    if (rows.length || from < before.rows) history.value = before.with(from, rows);
    frame.value = next;
    if (!next.past) latest.value = next;
    const { settings } = next; // of the moment that is shown
    if (Object.keys(settings).some((key) => settings[key] !== config.value[key])) {
      config.value = { ...config.value, ...settings };
    }
  });
}

/** Facts, and the frame that goes with them: views never see one without the other. @param {any} made */
function know(made) {
  facts.value = { ...facts.value, ...made };
  if (early?.scene === made.scene) take(/** @type {any} */ (early));
  early = null;
}

/** What may be asked of the engine on a page that is handed out: to look at it, nothing that trains or changes. */
const LOOKS = ["blame", "get", "inside", "inspect", "look", "others", "pause", "rows", "surface", "trace", "visit"];

/**
 * Call a method of the engine; throws what goes wrong.
 * @param {string} method  @param {...any} values  @returns {Promise<any>}
 */
export function carryOut(method, ...values) {
  if (view.peek().fixed && !LOOKS.includes(method)) return Promise.reject(new PageError("fixed"));
  return engine.call(method, ...values);
}

/**
 * Run an action; what goes wrong becomes the page's message.
 * @template T  @param {() => Promise<T>} action  @returns {Promise<T | undefined>}
 */
export async function tried(action) {
  try {
    const result = await action();
    message.value = "";
    return result;
  } catch (error) {
    message.value = errorText(error);
    return undefined;
  }
}

/**
 * A new training; throws what is wrong with the configuration.
 * @param {any} wanted  @param {import("../engine/by_hand.js").Own} [own]  @param {any} [from] the new `source`
 */
export async function begin(wanted, own = {}, from) {
  const chosen = complete(about.value, wanted), made = await carryOut("set", chosen, own);
  batch(() => {
    if (from || chosen.data !== config.value.data) {
      source.value = from ?? sourceOf(chosen);
      show({ row: null, sheet: "" }); // it was a row of other data
    }
    sampled.value = null;
    config.value = chosen;
    know(made);
    given.value = made.given;
  });
}

/**
 * Weights given, changed or locked by hand, where a change of these settings leaves them their places.
 * @param {any} changes
 */
function kept(changes) {
  const { edited = [], locked = [] } = frame.value ?? {};
  const kept = Object.keys(changes).every((key) => KEEP_WEIGHTS.includes(key));
  return kept ? { weights: given.value ?? undefined, edited, locked } : {};
}

/** Keys of a configuration that say nothing of the weights to begin with. */
const KEEP_WEIGHTS = [...WHILE_TRAINING, "activation", "loss", "evaluate_every"];

/** The last change of settings: the next one comes after it, also where a hand is faster than the engine. */
let changed = /** @type {Promise<unknown>} */ (Promise.resolve());

/**
 * Change settings: a training that has begun goes on with them where that is possible, else a new one begins.
 * @param {any} asked  the changes, or what makes them of the configuration that they change
 * @param {any} [from]  the new `source`
 */
export function apply(asked, from) {
  const change = () => applied(typeof asked === "function" ? asked(config.value) : asked, from);
  return (changed = changed.then(change));
}

/** @param {any} changes  @param {any} [from] */
function applied(changes, from) {
  return tried(async () => {
    const wished = withChanges(about.value, config.value, changes);
    const running = goesOn.value && Object.keys(changes).every((key) => WHILE_TRAINING.includes(key));
    if (!running) return begin(wished, kept(changes), from);
    const wanted = complete(about.value, wished);
    await carryOut("change", wanted);
    config.value = wanted;
  });
}

export const play = () => tried(() => carryOut("play", { speed: view.value.speed }));
export const pause = () => tried(() => carryOut("pause"));
/** Play or pause; a training that has ended begins again. */
export const toggle = () => (playing.value ? pause() : status.value === "running" ? play() : again().then(play));
/** Updates a second, 0 for as many as possible; at once, where it plays. @param {number} speed */
export function setSpeed(speed) {
  show({ speed });
  if (playing.value) play();
}
export const stepUpdate = () => tried(() => carryOut("run", { updates: 1 }));
export const stepEpoch = () => tried(() => carryOut("run", { epochs: 1 }));
/** The next sample of the mini-batch, which is then looked at. */
export const stepSample = () => tried(async () => {
  const made = await carryOut("sample");
  show({ row: made.row < 0 ? null : made.row });
  sampled.value = made.row < 0 ? null : { ...made, updates: frame.value?.updates };
});
/**
 * So many epochs more, or until the training loss is at most so much.
 * @param {{epochs?: number, updates?: number, loss?: number}} until
 */
export const run = (until) => tried(() => carryOut("run", until));
/** Back to the beginning, with the same weights and order. */
export const again = () => tried(() => carryOut("again").then(() => (sampled.value = null)));
/** The moment that is wanted, while another one is fetched. */
let wished = /** @type {any[] | null} */ (null);
let visiting = false;
/**
 * Show the training as it stood after so many updates; null: the latest.  See `Engine.visit`.
 * @param {number | null} updates  @param {{rough?: boolean, towards?: number}} [how]
 */
export async function visit(updates, how = {}) {
  wished = [updates, how];
  if (visiting) return;
  visiting = true;
  sampled.value = null;
  for (let next = /** @type {any[] | null} */ (wished); next; next = wished) {
    wished = null;
    await tried(() => carryOut("visit", ...next));
  }
  visiting = false;
}
/** Go on with another future of the training. @param {string} letter */
export const swapFuture = (letter) => tried(() => carryOut("swap", letter));
/** @param {string} letter */
export const dismissFuture = (letter) => tried(() => carryOut("dismiss", letter));
/** What is to be seen of the other futures. */
export const otherFutures = () => carryOut("others");
/** Begin with the next seed. */
export const otherStart = () => apply(({ seed }) => ({ seed: seed + 1 }));
/**
 * A training of this configuration alone, nothing of the one before.
 * @param {any} given  @param {any} [from] the new `source`
 */
export const start = (given, from) => tried(() => begin(given, {}, from));
/** Go on for so many epochs more than planned. @param {number} more */
export const extend = (more) => apply(({ epochs }) => ({ epochs: epochs + more }));
/** Begin again from the same weights with half the rate, and play. */
export const halveRate = () => apply({ learning_rate: config.value.learning_rate / 2 }).then(again).then(play);
/** @param {number} index @param {number} value */
export const editWeight = (index, value) => tried(() => carryOut("edit", index, value));
/** @param {{[index: number]: boolean}} which */
export const lockWeights = (which) => tried(() => carryOut("lock", which));
/** Which features the axes show. @param {number} across @param {number} up */
export const look = (across, up) => tried(async () => {
  const seen = await carryOut("look", across, up);
  batch(() => know(seen));
});
/** Outputs and loss of every row: {outputs, losses}. */
export const rows = () => carryOut("rows");
/** What the network computes for one row, forward and backward: an `Inspection`. @param {number} row */
export const inspect = (row) => carryOut("inspect", row);
/** What goes on inside, as far as it is wanted. @param {import("../engine/inside.js").Wants} wants */
export const lookInside = (wants) => carryOut("inside", wants);
/**
 * One update on one row alone: a `Trace`.
 * @param {number} row  @param {boolean} kept  with the rule's memory of now
 * @param {import("../engine/trace.js").Memory | null} memory  with that one
 */
export const trace = (row, kept, memory) => carryOut("trace", row, kept, memory);
/** What that update does to every row: a `Blame`. @param {number} row @param {boolean} kept */
export const blame = (row, kept) => carryOut("blame", row, kept);
/** The whole state: parameters, history, marks. */
export const state = () => carryOut("get");
/** A data set of a configuration, without training on it. @param {any} given */
export const dataOf = (given) => carryOut("data", given);
/**
 * Points labelled by a reader's expression: {changes of the configuration, left: points without a value}.
 * @param {any} recipe
 */
export const expressionData = (recipe) => carryOut("expression", recipe);

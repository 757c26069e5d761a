// A page that is handed out: fixed on a run, on a race, or on a step by hand.  It is looked at, scrubbed, filled in;
// nothing on it trains or changes (`carryOut` in actions.js sees to that), and what would do so is hidden.

import { signal } from "@preact/signals";
import { fromBase64 } from "../config/link.js";
import { PageError } from "../errors.js";
import { networkOf, readModel, scalerOf } from "../export/model.js";
import { begin } from "./actions.js";
import { openRace } from "./race.js";
import { numbersOf, openRun } from "./runs.js";
import { about, message, show } from "./store.js";
import { handed } from "./tracing.js";

/** What the page is of, and the command that made it, or "". */
export const handout = signal({ name: "", command: "" });

const OF_TRAINING = ["examples", "lessons", "tabs", "step", "again", "other_start", "speed", "run", "hidden",
  "units", "activation", "init", "loss", "more_epochs", "halve_rate", "no_patience"];
const KINDS = {
  run: { open: openRun, hide: OF_TRAINING, view: {} },
  race: {
    open: async ({ race }) => openRace(race), view: { tab: "surface" },
    hide: ["tabs", "surface", "expression", "condition", "race.start"],
  },
  trace: {
    open: openStep, view: {},
    hide: [...OF_TRAINING, "play", "timeline", "by_hand", "memory", "trace_command", "blame", "edges", "lens"],
  },
};

/** Open what the page was handed out with. Throws `PageError` for what is none. @param {any} given */
export async function openHandout(given) {
  const { fixed, name, command, language } = given, text = (value) => (typeof value === "string" ? value : "");
  if (!Object.hasOwn(KINDS, fixed)) throw new PageError("handout_damaged");
  const { open, hide, view } = KINDS[fixed], looks = (await open(given).catch(inASentence)) ?? {};
  handout.value = { name: text(name), command: text(command) };
  document.title = `${text(name)} · numnet`;
  show({ ...view, ...looks, fixed, hidden: hide, language: text(language) });
}

/** What a damaged page is refused with. @param {unknown} error @returns {never} */
function inASentence(error) {
  throw error instanceof PageError ? error : new PageError("handout_damaged");
}

/** A step by hand: the row and the weights that are given; returns what is shown of it. @param {any} given */
async function openStep({ model: file, config, step }) {
  const model = readModel(about.value, fromBase64(String(file))), standardised = model.scaler && scalerOf(model.scaler);
  const { row, update, fill } = step, handedOut = checkStep(step, model, about.value.rules[config.optimizer]);
  const wanted = { ...config, ...networkOf(about.value, model) };
  await begin(wanted, { weights: model.theta, standardised }, { kind: "csv", name: "" });
  handed.value = handedOut;
  message.value = "";
  return { row, sheet: fill === true ? "fill" : "read", memory: update > 1 };
}

/** The step as the sheet takes it. @param {any} step @param {import("../export/model.js").Model} model @param {any} rule */
function checkStep({ row, update, digits, layer, unit, memory }, { dtype, theta }, rule) {
  const whole = (value, least) => Number.isSafeInteger(value) && value >= least;
  const free = (value, least) => value === null || whole(value, least), state = numbersOf(String(memory), dtype);
  const remembered = rule && state.length === rule.slots * theta.length && state.every(Number.isFinite);
  const sound = whole(row, 0) && whole(update, 1) && whole(digits, 1) && digits <= 17 && free(layer, 0) && free(unit, 1);
  if (!remembered || !sound) throw new PageError("handout_damaged");
  return { memory: { update, state }, digits, layer, unit };
}

// The step by hand: one update on the row that is looked at, line by line, to be read or to be filled in.

import { computed, effect, signal } from "@preact/signals";
import { traceCommand } from "../config/trace_command.js";
import { derivation } from "../tracing/derivation.js";
import { blanked, choices } from "../tracing/blanks.js";
import { marked } from "../tracing/marking.js";
import { errorText } from "../text/text.js";
import { trace } from "./actions.js";
import { about, byHand, config, facts, frame, show, view } from "./store.js";

const MOST_WEIGHTS = 2000; // of a network that one works out by hand

/**
 * @typedef {import("../tracing/sheet.js").Line} Line
 * @typedef {object} Sheet
 * @property {any} facts  that it belongs to
 * @property {import("../engine/trace.js").Trace} trace
 * @property {import("../tracing/sheet.js").Section[]} sections  that are shown
 * @property {Line[]} lines  of these sections
 * @property {Line[]} whole  those that are not shown, too
 * @property {Line[]} marked  the same, given but for what is to be filled in
 * @property {string[]} choices  of what may be filled in
 * @property {import("../tracing/sheet.js").Get} get  the kernels' numbers
 */

/** The sheet that is shown, or null. */
export const sheet = signal(/** @type {Sheet | null} */ (null));
/** Why there is none, as a sentence. */
export const noSheet = signal("");
/**
 * The step that a page is handed out with: what its rule remembers, digits, the layer and the unit that it is of; null
 * where there is none.
 * @type {import("@preact/signals").Signal<{memory: import("../engine/trace.js").Memory, digits: number,
 *   layer: number | null, unit: number | null} | null>}
 */
export const handed = signal(null);
/** Significant digits of the sheet. */
export const digits = computed(() => handed.value?.digits ?? 6);
/** The number of the line that is looked at. */
export const at = signal(0);
/** What was filled in, by the keys of lines, and how many hints were asked for. */
export const answers = signal(/** @type {Map<string, string>} */ (new Map()));
export const hints = signal(/** @type {Map<string, number>} */ (new Map()));

export const line = computed(() => sheet.value?.lines[at.value] ?? null);
export const filling = computed(() => view.value.sheet === "fill");
/** What is to be filled in, or null. */
const blank = computed(() => (filling.value ? view.value.blank : null));
/** Whether facts are of the data and the network of now. @param {any} known */
const sameNetwork = ({ data, sizes }) => data === facts.value.data && String(sizes) === String(facts.value.sizes);

/** Whether the network is no longer the one of the sheet. */
export const stale = computed(() => {
  const now = frame.value, own = sheet.value;
  if (!own || !now) return false;
  const { row, memory } = view.value, { trace: made } = own;
  const other = made.updates !== now.updates || made.row !== row || made.kept !== memory || !sameNetwork(own.facts);
  return other || now.theta.some((w, k) => w !== made.theta[k]);
});
/** {key: mark} of what was filled in. */
export const marks = computed(() => {
  const own = sheet.value;
  return own && filling.value ? marked(own.marked, answers.value, own.facts.config.dtype) : new Map();
});

/** The weights and the units of the line that is looked at, for the drawing; null while no sheet is open. */
export const lights = computed(() => {
  const now = view.value.sheet ? line.value : null;
  if (!now || !sheet.value || !sameNetwork(sheet.value.facts)) return null;
  const { layer, unit, input, edges, quantity } = now, units = /** @type {string[]} */ ([]);
  if (unit !== null && layer !== null) units.push(`${layer}.${unit - 1}`);
  if (input !== null && layer !== null) units.push(`${layer - 1}.${input - 1}`);
  return { edges: new Set(edges), units, quantity };
});

let asked = false, again = false;
/** What the answers are to, also while the sheet is closed. @type {{known: any, row: number} | null} */
let answered = null;

effect(() => {
  const { sheet: open, row, memory } = view.value, now = frame.value;
  if (!open || !facts.value || !now) {
    if (!open) sheet.value = null;
    return;
  }
  if (row === null) {
    show({ row: usualRow(facts.value) });
    return;
  }
  memory;
  const own = sheet.peek();
  if (answered && !(sameNetwork(answered.known) && (own || answered.row === row))) forget();
  const kept = own && sameNetwork(own.facts) && filling.value && answers.peek().size > 0; // somebody works at it
  if (!now.playing && !kept) ask();
});

effect(() => {
  const wanted = blank.value, own = sheet.peek();
  if (!own) return;
  put(own.facts, own.trace);
  if (wanted !== null && !answers.peek().size) at.value = firstOpen(sheet.peek()?.lines ?? []);
});

/** The first row of the fewest inputs that are 0, as `numnet trace` takes it. @param {any} known  facts */
function usualRow({ data: { X, n, d } }) {
  let best = 0, least = Infinity;
  for (let row = 0; row < n && least; row++) {
    const zeros = X.subarray(row * d, (row + 1) * d).filter((x) => x === 0).length;
    if (zeros < least) [best, least] = [row, zeros];
  }
  return best;
}

/** One question at a time; what changes meanwhile is asked after it. */
async function ask() {
  again = asked;
  if (asked) return;
  asked = true;
  const known = facts.peek(), { row, memory } = view.peek();
  try {
    if (known.parameters > MOST_WEIGHTS) throw { key: "trace_large", values: { most: MOST_WEIGHTS } };
    const answer = await trace(/** @type {number} */ (row), memory, handed.peek()?.memory ?? null);
    if (view.peek().sheet) put(known, answer);
  } catch (error) {
    sheet.value = null;
    noSheet.value = errorText(error);
  }
  asked = false;
  if (again) ask();
}

/** @param {any} known  facts @param {import("../engine/trace.js").Trace} answer */
function put(known, answer) {
  const all = derivation(about.value, known, answer, digits.peek()), own = narrowed(all), before = line.peek()?.key;
  const linesOf = (some) => some.flatMap((section) => section.lines), whole = linesOf(all);
  const values = new Map(whole.map((each) => [each.key, each.value]));
  const get = (key) => /** @type {number} */ (values.get(key));
  const sections = blanked(own, blank.peek() ?? "", get), lines = linesOf(sections);
  const shown = new Map(lines.map((each) => [each.key, each]));
  const toMark = whole.map((each) => shown.get(each.key) ?? { ...each, follow: null });
  const found = lines.findIndex((each) => each.key === before);
  noSheet.value = "";
  answered = { known, row: answer.row };
  sheet.value = { facts: known, trace: answer, sections, lines, whole, marked: toMark, choices: choices(own), get };
  const right = found >= 0 && (!filling.peek() || lines[found].follow);
  at.value = right ? found : firstOpen(lines);
}

/** The sections of the layer and the unit that were handed out. @param {Sheet["sections"]} sections */
function narrowed(sections) {
  const { layer = null, unit = null } = handed.peek() ?? {};
  const wanted = (each) => (layer === null || each.layer === layer) && (unit === null || each.unit === unit);
  return sections.map((section) => ({ ...section, lines: section.lines.filter(wanted) }))
    .filter(({ lines }) => lines.length);
}

/** The first line that is worked out. @param {Line[]} lines */
const firstOpen = (lines) => Math.max(0, lines.findIndex((each) => each.follow));

/** Open the sheet for a row, or for the one that is looked at. @param {"read" | "fill"} [how] */
export const openSheet = (how = "read") => show({ sheet: how });
export const closeSheet = () => show({ sheet: "" });
/** @param {number} k */
export const goTo = (k) => (at.value = Math.max(0, Math.min(k, (sheet.peek()?.lines.length ?? 1) - 1)));
/** To the next line, or the one before; filling in, to those that are open. @param {1 | -1} by */
export function move(by) {
  const lines = sheet.peek()?.lines ?? [];
  let k = at.peek() + by;
  while (filling.peek() && lines[k] && !lines[k].follow) k += by;
  if (lines[k]) at.value = k;
}
/** @param {string} key @param {string} text */
export const answer = (key, text) => (answers.value = new Map(answers.value).set(key, text));
/** One hint more: the formula, then the numbers in it, then the value. @param {string} key */
export const hint = (key) => (hints.value = new Map(hints.value).set(key, (hints.value.get(key) ?? 0) + 1));
function forget() {
  answers.value = new Map();
  hints.value = new Map();
}
/** An empty sheet, of the network as it is now. */
export function afresh() {
  forget();
  at.value = firstOpen(sheet.peek()?.lines ?? []);
  ask();
}

/** Whether a seed draws the weights of the sheet: then no file is needed for them. */
const drawn = () => frame.value?.updates === 0 && !byHand.value && typeof config.value.data === "string";

/**
 * The command that prints the sheet, and the files that it needs; "" where the rule goes on with its memory.
 * @returns {{command: string, model: boolean, rows: boolean}}
 */
export function traced() {
  const { row, rate, kept, update } = /** @type {Sheet} */ (sheet.value).trace, model = !drawn();
  const command = kept && update > 1 ? "" : traceCommand(about.value, config.value, row, rate, model);
  return { command, model, rows: typeof config.value.data !== "string" };
}

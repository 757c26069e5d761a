// What goes on inside, as far as views want it: asked anew whenever weights or wants change, some times a second.

import { effect, signal } from "@preact/signals";
import { lookInside } from "./actions.js";
import { facts, frame, playing } from "./store.js";

/** @typedef {import("../engine/inside.js").Wants} Wants */
/** @typedef {import("../engine/inside.js").Inside} Inside */

const PAUSE = 100, LONG_PAUSE = 300; // milliseconds between questions while it learns; where only health is wanted

/** The last answer, or null. */
export const inside = signal(/** @type {Inside | null} */ (null));
/** What is wrong, the worst first, in words; and whether Health is open, which has more to say of it. */
export const findings = signal(/** @type {{verdict: "note" | "broken", text: string}[]} */ ([]));
export const healthOpen = signal(false);
/** What each view wants. */
const wants = signal(/** @type {{[view: string]: Wants}} */ ({}));
let asked = false, again = false, lastWants = /** @type {any} */ (null);

/** What a view wants from now on; nothing: {}. @param {string} view @param {Wants} what */
export function want(view, what) {
  if (JSON.stringify(wants.peek()[view]) !== JSON.stringify(what)) wants.value = { ...wants.peek(), [view]: what };
}

/** The last answer, where it is of the network as it is. @returns {Inside | null} */
export const insideNow = () => (inside.value?.scene === facts.value?.scene ? inside.value : null);

effect(() => {
  frame.value;
  const all = Object.assign({}, ...Object.values(wants.value));
  if (facts.value && Object.keys(all).length) ask(all);
});

/** One question at a time; what changes meanwhile is asked after it. @param {Wants} all */
async function ask(all) {
  lastWants = all;
  again = asked;
  if (asked) return;
  asked = true;
  do {
    again = false;
    const answer = await lookInside(lastWants).catch(() => null);
    inside.value = answer;
    const long = !(lastWants.update || lastWants.gradient || lastWants.along || lastWants.bent);
    if (playing.peek()) await new Promise((resolve) => setTimeout(resolve, long ? LONG_PAUSE : PAUSE));
  } while (again);
  asked = false;
}

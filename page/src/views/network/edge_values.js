// What the connections show: the weights, or what the optimizer makes of them, each on a scale of its own.

import { computed, effect } from "@preact/signals";
import { insideNow, want } from "../../state/inside.js";
import { about, config, facts, frame, view } from "../../state/store.js";
import { t } from "../../text/text.js";
import { fits } from "./parameters.js";
import { plan } from "./plan.js";

/**
 * @typedef {object} EdgeValues
 * @property {ArrayLike<number>} values  of all weights and biases; empty: not known
 * @property {number} scale  the size that is drawn widest; 0: that of weights, which has no end
 * @property {string} symbol
 *
 * @typedef {object} Quantity
 * @property {string} value  of `view.edges`
 * @property {string} symbol
 * @property {string} name
 */

const SQUARES = ["squares", "step_squares", "second_moment", "largest_second_moment"]; // of which the root is shown
const STEADY = 4; // the scale stays until it is so many times too large

/** What there is to be shown, with the rule as it is. @returns {Quantity[]} */
export function quantities() {
  const memory = Object.entries(about.value.rules[config.value.optimizer].memory).map(([symbol, name], k) => (
    { value: `memory${k}`, symbol: SQUARES.includes(name) ? `√${symbol}` : symbol, name: t(`inside.memory.${name}`) }));
  const own = (value, symbol) => ({ value, symbol, name: t(`inside.edges.${value}`) });
  return [own("w", "w"), own("gradient", "∂E/∂w"), ...memory, own("step", "Δw")];
}

/** The one that is chosen; the weights, where the rule remembers no such thing. */
export const quantity = computed(() => {
  const all = quantities();
  return all.find(({ value }) => value === view.value.edges) ?? all[0];
});

effect(() => {
  const { edges } = view.value;
  want("edges", !facts.value || edges === "w" ? {} : edges === "gradient" ? { gradient: true } : { update: true });
});

/** @returns {ArrayLike<number>} */
function valuesOf({ value, symbol }) {
  const now = insideNow();
  if (value === "w") return fits(facts.value, frame.value) ? /** @type {any} */ (frame.value).theta : [];
  if (value === "gradient") return now?.gradient ?? [];
  const update = now?.update;
  if (value === "step") return update ? update.after.map((w, i) => w - update.w[i]) : [];
  const kept = update?.memory[Number(value.slice(-1))] ?? [];
  return symbol.startsWith("√") ? kept.map(Math.sqrt) : kept;
}

/** The next 1, 2 or 5 times a power of ten. @param {number} x */
export function roundUp(x) {
  const power = 10 ** Math.floor(Math.log10(x));
  return ([1, 2, 5].find((head) => head * power >= x * 0.999999) ?? 10) * power;
}

let held = { value: "", scale: 0 };

/** A scale that does not change with every frame. @param {string} value @param {number} most  of the values */
function steadyScale(value, most) {
  const stays = held.value === value && most <= held.scale && most * STEADY >= held.scale;
  if (!stays) held = { value, scale: most > 0 && Number.isFinite(most) ? roundUp(most) : 1 };
  return held.scale;
}

/** @type {import("@preact/signals").ReadonlySignal<EdgeValues>} */
export const edgeValues = computed(() => {
  const chosen = quantity.value, values = valuesOf(chosen), edges = plan.value?.edges ?? [];
  if (chosen.value === "w") return { values, scale: 0, symbol: chosen.symbol };
  const most = edges.reduce((top, { index }) => Math.max(top, Math.abs(values[index] ?? 0)), 0);
  return { values, scale: values.length ? steadyScale(chosen.value, most) : 0, symbol: chosen.symbol };
});

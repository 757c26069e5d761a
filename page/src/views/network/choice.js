// What is pointed at and what is chosen: a unit (`view.hover`, `view.unit`) or a weight.

import { computed, effect, signal } from "@preact/signals";
import { facts, show, view } from "../../state/store.js";

/**
 * A weight by its index in theta, and where along its edge it was taken.
 * @typedef {{index: number, s: number}} Chosen
 */

/** The weight under the pointer. */
export const pointed = signal(/** @type {Chosen | null} */ (null));
/** The weight that was clicked. */
export const chosen = signal(/** @type {Chosen | null} */ (null));

let sizes = "";
effect(() => {
  const now = String(facts.value?.sizes);
  if (now !== sizes) pointed.value = chosen.value = null; // an index means another weight now
  sizes = now;
});

/** Whether a unit is of the network as it is now. */
const there = (unit) => unit && unit.unit < (facts.value?.sizes[unit.layer] ?? 0);

/**
 * What the card is about: what is pointed at, else what is chosen.
 * @type {import("@preact/signals").ReadonlySignal<{unit?: {layer: number, unit: number}, weight?: number} | null>}
 */
export const subject = computed(() => {
  const { hover, unit } = view.value;
  if (pointed.value) return { weight: pointed.value.index };
  if (hover && there(hover)) return { unit: hover };
  if (chosen.value) return { weight: chosen.value.index };
  return unit && there(unit) ? { unit } : null;
});

/** The unit whose inputs are lit up. */
export const lit = computed(() => subject.value?.unit ?? null);

/**
 * Whether ``each`` is this unit.
 * @param {{layer: number, unit: number} | null | undefined} each  @param {number} layer  @param {number} unit
 */
export const isUnit = (each, layer, unit) => each?.layer === layer && each.unit === unit;

/** Keep a unit, or let it go. @param {number} layer @param {number} unit */
export function pin(layer, unit) {
  chosen.value = null;
  show({ unit: isUnit(view.value.unit, layer, unit) ? null : { layer, unit } });
}

/** Choose a weight, or none. @param {Chosen | null} weight */
export function choose(weight) {
  chosen.value = weight;
}

/** Step back: let go the weight first, then the unit; whether there was one. */
export function release() {
  const held = chosen.value ?? view.value.unit;
  if (chosen.value) chosen.value = null;
  else if (view.value.unit) show({ unit: null });
  return held !== null;
}

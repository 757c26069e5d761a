// What is pointed at and what is chosen: a unit (`view.hover`, `view.unit`) or a weight (`view.weight`).

import { computed, effect, signal, untracked } from "@preact/signals";
import { facts, show, view } from "../../state/store.js";

/**
 * A weight by its index in theta, and where along its edge it was taken.
 * @typedef {{index: number, s: number}} Chosen
 */

/** The weight under the pointer. */
export const pointed = signal(/** @type {Chosen | null} */ (null));
/** Along an edge: there the handles of one unit are apart. */
export const NEAR_SOURCE = 0.28;

const clicked = signal(/** @type {Chosen | null} */ (null));
const index = computed(() => {
  const { weight } = view.value;
  return weight !== null && weight < (facts.value?.parameters ?? 0) ? weight : null;
});
/** The weight that is under the lens. */
export const chosen = computed(() => {
  const at = index.value, where = clicked.value;
  return at === null ? null : { index: at, s: where?.index === at ? where.s : NEAR_SOURCE };
});

let sizes = "";
effect(() => {
  const now = String(facts.value?.sizes);
  if (now === sizes) return;
  sizes = now;
  pointed.value = null; // an index means another weight now
  untracked(() => show({ weight: null }));
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
  show({ weight: null, unit: isUnit(view.value.unit, layer, unit) ? null : { layer, unit } });
}

/** Choose a weight, or none. @param {Chosen | null} weight */
export function choose(weight) {
  clicked.value = weight;
  show({ weight: weight?.index ?? null });
}

/** Step back: let go the weight first, then the unit; whether there was one. */
export function release() {
  const held = chosen.value ?? view.value.unit;
  if (chosen.value) choose(null);
  else if (view.value.unit) show({ unit: null });
  return held !== null;
}

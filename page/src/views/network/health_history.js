// What health was so far, a few times a second while it learned: for the small curves.

import { effect, signal } from "@preact/signals";
import { inside, insideNow } from "../../state/inside.js";
import { facts } from "../../state/store.js";

const MOST = 240; // moments that are kept; then every other one goes

/** @typedef {{updates: number, layers: import("../../engine/inside.js").LayerHealth[]}} Moment */

/** In the order of updates. */
export const healths = signal(/** @type {Moment[]} */ ([]));
let config = /** @type {any} */ (null);

/**
 * With another moment in its place; one that was at so many updates before is replaced.
 * @param {Moment[]} kept  @param {Moment} moment
 */
export function withMoment(kept, moment) {
  if (moment.updates === 0) return [moment, ...kept.filter(({ updates }) => updates > 0)];
  const before = kept.filter(({ updates }) => updates < moment.updates);
  const after = kept.filter(({ updates }) => updates > moment.updates), all = [...before, moment, ...after];
  return all.length > MOST ? all.filter((_, i) => i % 2 === 0 || i === all.length - 1) : all;
}

effect(() => {
  inside.value;
  const now = insideNow(), other = facts.value?.config !== config;
  config = facts.value?.config;
  const kept = other ? [] : healths.peek();
  if (now?.health) healths.value = withMoment(kept, { updates: now.updates, layers: now.health.layers });
  else if (other) healths.value = [];
});

// What can be said of a plane of the network's weights: its axes, how much of the path it holds, the gap beside it.

import { facts } from "../../state/store.js";
import { count, percent, short } from "../../text/numbers.js";
import { t } from "../../text/text.js";
import { BIAS, placeOf, symbol } from "../network/parameters.js";

/** @typedef {import("../../state/landscape.js").Seen} Seen */
/** @typedef {import("../../engine/landscape.js").Plane} Plane */

/** "w: x1 → h₃", "b → h₃": a weight in a formula. @param {any} known  facts @param {number} index */
export function weightSymbol(known, index) {
  const { layer, from, to } = placeOf(known, index), unit = symbol(known, layer, to);
  return from === BIAS ? `b → ${unit}` : `w: ${symbol(known, layer - 1, from)} → ${unit}`;
}

/** What the axes are called. @param {any} known  facts @param {Plane} plane */
export function axisNames(known, { weights, shares }) {
  if (weights) return weights.map((index) => weightSymbol(known, index));
  return /** @type {number[]} */ (shares).map((share, c) => t("landscape.axis", { k: c + 1, share: percent(share) }));
}

/** How much of the path the plane holds, or what it leaves as it is. @param {Seen} seen */
export function pathWords({ plane: { weights, whole, shares, updates, centre } }) {
  if (whole) return t("landscape.whole");
  const others = centre.length - 2;
  if (weights) return t(others === 1 ? "landscape.others.one" : "landscape.others", { count: count(others) });
  if (updates.length < 2) return t("landscape.no_path");
  const [one, two] = /** @type {number[]} */ (shares), share = (z) => percent(Math.min(1, z));
  const parts = { all: share(one + two), one: share(one), two: share(two) };
  return t("landscape.shares", { ...parts, moments: count(updates.length) });
}

const ALIKE = 0.005; // losses that differ by less are the same in a sentence

/** The true loss beside that on the plane, at the shown moment, in a sentence. @param {Seen} seen */
export function gapWords({ plane, shadow, shadowNow }) {
  const { lossNow, updatesNow, weights, whole, now, updates } = plane, at = count(updatesNow);
  if (whole) return t("landscape.gap.whole", { at, loss: short(lossNow, 4) });
  if (weights) {
    const first = { loss: short(plane.loss[0], 4), shadow: short(shadow[0], 4) };
    const key = updates.length < 2 ? "first" : now === 0 ? "start" : "weights";
    return t(`landscape.gap.${key}`, { at, now: short(lossNow, 4), ...first });
  }
  const times = shadowNow / lossNow, values = { at, loss: short(lossNow, 4), shadow: short(shadowNow, 4) };
  if (Math.abs(times - 1) < ALIKE) return t("landscape.gap.none", values);
  const share = times >= 2 ? t("landscape.gap.times", { times: short(times, 2) })
    : t(times > 1 ? "landscape.gap.more" : "landscape.gap.less", { share: percent(Math.abs(times - 1)) });
  return t("landscape.gap.apart", { ...values, share });
}

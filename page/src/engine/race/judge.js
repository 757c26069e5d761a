// Who wins a race, judged by 25 starts, as numnet/surfaces/race.py does.

import { byKeys, keys, levelWith } from "./trials.js";

/**
 * Who won. ``kind``: "first" (``names`` arrive or escape first, or tie; ``seldom``: who does not from half of the
 * starts; with noise ``closest``: who stays closest, so far ``away``), "lowest" (``names``), "stuck", "away".
 * @typedef {{kind: string, names: string[], low?: number, high?: number, seldom?: string[], closest?: string[],
 *   away?: number, end?: number, axis?: string}} Verdict
 */

/**
 * What is shown of a race, with its trials, the order and the verdict.
 * @param {any} about  @param {any} shown  walks and outcomes  @param {import("./trials.js").Trials} tried
 */
export function judged(about, shown, tried) {
  const order = standing(about, shown, tried);
  return { ...shown, trials: tried, order, verdict: verdict(about, shown, tried, order) };
}

/** The walks, best first: by 25 starts; then the one that ends lower; who ran away is last. @returns {number[]} */
function standing(about, { rules, outcomes, end }, tried) {
  const key = (r) => {
    const { kind, step } = outcomes[r], lost = kind === "left" || kind === "diverged";
    return [...keys(tried, r), about.races.order[kind], lost ? -step : 0, end[3 * r + 2]];
  };
  return [...rules.keys()].sort((a, b) => byKeys(key(a), key(b)));
}

/**
 * @param {any} shown  the walks  @param {import("./trials.js").Trials} tried  @param {number[]} order
 * @returns {Verdict}
 */
function verdict(about, shown, tried, order) {
  const { rules, outcomes } = shown, best = order[0], { ahead } = about.races;
  const arrives = (r) => Number.isFinite(tried.median[r]);
  const names = (walks) => order.filter((r) => walks.includes(r)).map((r) => rules[r].name);
  if (outcomes.every(({ kind }) => kind === "stuck")) return { kind: "stuck", names: [], axis: outcomes[best].axis };
  if (arrives(best)) {
    const winners = levelWith(tried.arrived, best, ahead).filter(arrives);
    const medians = winners.map((r) => tried.median[r]);
    return { kind: "first", names: names(winners), low: Math.min(...medians), high: Math.max(...medians),
      seldom: names(order.filter((r) => !arrives(r))), ...closest(about, tried, arrives, names) };
  }
  if (!Number.isFinite(tried.end[best])) return { kind: "away", names: [] };
  return { kind: "lowest", names: names(levelWith(tried.ends, best, ahead)), end: tried.end[best] };
}

/** With noise: who stays closest after it has arrived. */
function closest({ races }, { distance, away }, arrives, names) {
  if (!distance || !away || away.length < 2) return {};
  const best = away.indexOf(Math.min(...away));
  return { closest: names(levelWith(distance, best, races.ahead).filter(arrives)), away: away[best] };
}

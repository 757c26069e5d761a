// One weight's next update in numbers: what the rule sees and remembers, and its equations worked out.

import { about, config } from "../../state/store.js";
import { ruleOf, withoutCorrection } from "../../tracing/rule_steps.js";
import { workedLines } from "../../tracing/worked.js";

/**
 * @typedef {import("../../engine/next_update.js").NextUpdate} NextUpdate
 * @typedef {object} WeightUpdate
 * @property {import("../../tracing/worked.js").Line[]} lines
 * @property {import("../../tracing/worked.js").Known} known  of all symbols, once they are worked out
 * @property {number} w  before
 * @property {number} step
 * @property {number} slope  g
 * @property {{symbol: string, formula: string, value: number}[]} given  constants that the rule works out from t
 * @property {boolean} ahead  whether g was taken at w + μ v
 * @property {number | null} other  the step without bias correction, or with it where it is off; null: there is none
 */

/** @param {NextUpdate} update @param {number} index @returns {WeightUpdate} */
export function weightUpdate(update, index) {
  const { hyper_parameters: all, trace } = about.value, rule = ruleOf(about.value, config.value);
  const symbols = Object.keys(rule.memory), one = (arrays) => symbols.map((symbol, k) => [symbol, arrays[k][index]]);
  const hyper = Object.keys(rule.defaults).filter((name) => all[name].symbol)
    .map((name) => [all[name].symbol, config.value[name]]);
  const given = Object.entries(rule.given).map(([symbol, { formula, place }]) => (
    { symbol, formula: formula.split(", ")[0], value: update.constants[place] }));
  const before = {
    ...Object.fromEntries(hyper), "λ": config.value.weight_decay ?? 0, "η": update.eta, t: update.t,
    ...Object.fromEntries(given.map(({ symbol, value }) => [symbol, value])),
    ...Object.fromEntries(one(update.memory)), w: update.w[index], g: update.g[index],
  };
  const parts = Object.entries(trace.rounded).map(([text, place]) => [text, update.constants[place]]);
  const rounded = Object.fromEntries(parts);
  const after = { ...Object.fromEntries(one(update.remembered)), w: update.after[index] };
  const { lines, known } = workedLines(rule, before, after, { rounded, keep: update.constants[trace.keep] });
  return {
    lines, known, given, w: before.w, step: after.w - before.w, slope: before.g, ahead: rule.looks_ahead,
    other: otherStep(before, after),
  };
}

/** The step without bias correction, what the start of the memory at 0 makes of it; with it where it is off. */
function otherStep(before, after) {
  const { bias_correction, optimizer } = config.value, rule = about.value.rules[optimizer];
  if (bias_correction === null || Object.keys(rule.given).length) return null;
  const { w, ...memory } = after, keep = 1 - before["η"] * before["λ"];
  const other = bias_correction ? withoutCorrection(about.value, rule) : rule;
  const rounded = Object.fromEntries(["β₁", "β₂"].map((beta) => [`(1 − ${beta}ᵗ)`, 1 - before[beta] ** before.t]));
  const { lines } = workedLines(other, before, memory, { keep, rounded });
  return lines[lines.length - 1].value - before.w;
}

/** Bars: of the size of a gradient, of a step, and of their quotient; to ``end`` at least. @param {WeightUpdate} of */
export function barGroups({ known, step }) {
  const rule = about.value.rules[config.value.optimizer], memory = Object.entries(rule.memory);
  const root = (symbol) => ({ symbol: `√${symbol}`, value: Math.sqrt(known[symbol]) });
  const own = (symbol) => ({ symbol, value: known[symbol] }), of = (...names) =>
    memory.filter(([, name]) => names.includes(name)).map(([symbol]) => symbol);
  const hats = ["m̂", "v̂"].filter((symbol) => symbol in known).map((hat) => (hat === "v̂" ? root : own)(hat));
  const gradients = [own("g"), ...of("first_moment", "largest_gradient").map(own),
    ...of("squares", "second_moment", "largest_second_moment").map(root), ...hats];
  const steps = [...of("velocity").map(own), ...of("step_squares").map(root), { symbol: "Δw", value: step }];
  const [size, share] = [{ name: "gradients", bars: gradients, end: 0 }, quotient(known, memory)];
  return [size, ...share, { name: "steps", bars: steps, end: share.length ? known["η"] : 0 }];
}

/** What the rule makes of the gradient before the rate, near 1 where all are alike; also without bias correction. */
function quotient(known, memory) {
  const squares = memory.find(([, name]) => name === "squares")?.[0];
  const [above, below, root] = [["m̂", "v̂", true], ["m̂", "u", false], ["g", squares, true]]
    .find(([top, bottom]) => top in known && bottom in known) ?? [];
  if (!above || memory.length === 2 && squares) return [];
  const bar = (top, bottom) => {
    const divisor = root ? Math.sqrt(known[bottom]) : known[bottom], symbol = `${top}/${root ? "√" : ""}${bottom}`;
    return { symbol, value: divisor ? known[top] / divisor : 0 };
  };
  const bare = below !== "v̂" ? below : memory.map(([symbol]) => symbol).find((symbol) => symbol === "v_max") ?? "v";
  const plain = above === "m̂" && config.value.bias_correction ? [bar("m", bare)] : [];
  return [{ name: "quotient", bars: [bar(above, below), ...plain], end: 1 }];
}

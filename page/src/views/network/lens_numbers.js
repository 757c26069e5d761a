// One weight's next update in numbers: what the rule sees and remembers, and its equations worked out.

import { about, config } from "../../state/store.js";
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
 * @property {number | null} plain  the step without bias correction; null where there is none
 */

/** @param {NextUpdate} update @param {number} index @returns {WeightUpdate} */
export function weightUpdate(update, index) {
  const { rules, hyper_parameters: all, trace } = about.value, rule = rules[config.value.optimizer];
  const symbols = Object.keys(rule.memory), one = (arrays) => symbols.map((symbol, k) => [symbol, arrays[k][index]]);
  const hyper = Object.keys(rule.defaults).map((name) => [all[name].symbol, config.value[name]]);
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
    plain: withoutCorrection(rule, before, after),
  };
}

/** The step with m for m̂ and v for v̂: what the start of the memory at 0 would make of it. */
function withoutCorrection(rule, before, after) {
  const steps = rule.steps.map((step) => step.replace(/ \/ \(1 − β[₁₂]ᵗ\)/, ""));
  if (rule.steps.every((step, i) => step === steps[i]) || Object.keys(rule.given).length) return null;
  const { w, ...memory } = after, keep = 1 - before["η"] * before["λ"];
  const { lines } = workedLines({ ...rule, steps }, before, memory, { keep, rounded: {} });
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

/** What the rule makes of the gradient before the rate: near 1 where all gradients are alike. */
function quotient(known, memory) {
  const squares = memory.find(([, name]) => name === "squares")?.[0];
  const [above, below, root] = [["m̂", "v̂", true], ["m̂", "u", false], ["g", squares, true]]
    .find(([top, bottom]) => top in known && bottom in known) ?? [];
  if (!above || memory.length === 2 && squares) return [];
  const divisor = root ? Math.sqrt(known[below]) : known[below];
  const symbol = `${above}/${root ? "√" : ""}${below}`;
  return [{ name: "quotient", bars: [{ symbol, value: divisor ? known[above] / divisor : 0 }], end: 1 }];
}

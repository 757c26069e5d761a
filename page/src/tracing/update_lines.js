// The lines of an update: NAG's look-ahead, the gradient with penalties, the steps of the rule one after the other, as
// numnet/tracing/rule_steps.py takes them apart.

import { keyOf, line } from "./sheet.js";
import { valueOf } from "./evaluation.js";
import { filled } from "./notation.js";
import { stepsOf } from "./rule_steps.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */
/** @typedef {{symbol: string, formula: string, last: boolean, word: string, values: ArrayLike<number>}} Step */

/** The letter of a place: w, or b where there is no input. */
const letterOf = (input) => (input === null ? "b" : "w");

/** @param {Sheet} s @param {number} l */
export function lookAheadLines(s, l) {
  const mu = s.trace.config.momentum, formula = "w + μ v";
  return s.places(l).map(([input, unit]) => {
    const at = s.at(l, input, unit), letter = letterOf(input);
    const values = (get) => ({ w: get(keyOf(letter, l, input, unit)), v: s.trace.memory[0][at], μ: mu });
    return line({
      quantity: `look-ahead ${letter}`, layer: l, input, unit, name: s.place(l, input, unit), formula, edges: [at],
      value: s.trace.point[at], numbers: (get) => filled(formula, values(get), s.digits),
      follow: (get) => valueOf(formula, values(get)),
    });
  });
}

/** By how much clipping shortened the gradient; 1 where it did not. @param {Sheet} s */
function shrink({ trace: { gradient, g, point, config }, facts, sizes }) {
  if (config.clip_norm === null) return 1;
  const norm = (values) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0)), whole = Array.from(gradient, Number);
  facts.weightsAt.forEach((first, l) => {
    for (let k = first; k < first + sizes[l] * sizes[l + 1]; k++) {
      whole[k] += config.l1 * Math.sign(point[k]) + config.l2 * point[k];
    }
  });
  const given = norm(Array.from(g, Number));
  return given > 0 ? Math.min(1, given / norm(whole)) : 1;
}

/** What the rule is given: with penalties, clipped. @param {Sheet} s @param {number} l */
export function givenLines(s, l) {
  const { l1, l2 } = s.trace.config, shortened = shrink(s);
  return s.places(l).map(([input, unit]) => {
    const letter = letterOf(input), weight = input !== null, at = s.at(l, input, unit);
    const g = (get) => get(keyOf(`dE/d${letter}`, l, input, unit)), w = (get) => get(s.weight(l, input, unit));
    const penalty = weight ? (l1 ? " + l1 sign(w)" : "") + (l2 ? " + l2 w" : "") : "";
    const sum = (get) => s.number(g(get)) + (weight && l1 ? ` + ${s.number(l1)}·sign(${s.number(w(get))})` : "") +
      (weight && l2 ? ` + ${s.number(l2)}·${s.factor(w(get))}` : "");
    const formula = `∂E/∂${letter}${penalty}`, clipped = shortened < 1;
    return line({
      quantity: `g ${letter}`, layer: l, input, unit, name: `g(${s.place(l, input, unit)})`, edges: [at],
      formula: clipped ? `(${formula}) clip / ‖g‖` : formula, value: s.trace.g[at],
      numbers: (get) => (clipped ? `(${sum(get)})·${s.number(shortened)}` : sum(get)),
      follow: (get) => (g(get) + (weight ? l1 * Math.sign(w(get)) + l2 * w(get) : 0)) * shortened,
    });
  });
}

/** {symbol: number} of the constants that the rule works out from the number of the update. @param {Sheet} s */
function constants({ rule, trace: { step } }) {
  const all = Object.entries(rule.given).map(([symbol, { place }]) => [symbol, step[place]]);
  return Object.fromEntries(all.filter(([, value]) => value !== 0));
}

/** {symbol: number} of all constants of the update. @param {Sheet} s */
function known(s) {
  const { about, trace } = s, { config } = trace;
  const hyper = Object.entries(about.hyper_parameters).filter(([name, { symbol }]) => symbol && config[name] !== null);
  const symbols = Object.fromEntries(hyper.map(([name, { symbol }]) => [symbol, config[name]]));
  return { ...symbols, t: trace.update, η: trace.rate, ...constants(s) };
}

/** {part of a formula: its value}, where the kernels have rounded more than a symbol. @param {Sheet} s */
const rounded = ({ about, trace: { step } }) =>
  Object.fromEntries(Object.entries(about.trace.rounded).map(([text, place]) => [text, step[place]]));

/** The steps of the rule, with the numbers of all weights. @param {Sheet} s @returns {Step[]} */
function ruleSteps(s) {
  const { rule, trace, about } = s, { config, theta, g, memory, memoryAfter, after, step } = trace;
  const slots = Object.keys(rule.memory);
  const vectors = /** @type {{[symbol: string]: ArrayLike<number>}} */ ({ w: theta, g });
  slots.forEach((symbol, slot) => (vectors[symbol] = memory[slot]));
  const fixed = known(s), parts = rounded(s), round = config.dtype === "float32" ? Math.fround : Number;
  return stepsOf(rule, constants(s), config.weight_decay > 0).map(({ symbol, formula, last }) => {
    const slot = slots.indexOf(symbol);
    const each = (k) => Object.fromEntries(Object.entries(vectors).map(([name, values]) => [name, values[k]]));
    const keep = step[about.trace.keep];
    const values = symbol === "w" ? (last ? after : Array.from(theta, (w) => round(round(keep) * w)))
      : slot >= 0 ? memoryAfter[slot]
      : Array.from(theta, (_, k) => valueOf(formula, { ...fixed, ...each(k) }, parts, round));
    vectors[symbol] = values;
    const word = symbol === "w" ? (last ? "new" : "decayed") : symbol;
    return { symbol, formula, last, word, values };
  });
}

/** The rule's steps for the weights and biases of layer l; before layer 1 its constants. @param {Sheet} s */
export function updateLines(s, l) {
  const { rule, trace } = s, fixed = known(s), steps = ruleSteps(s), parts = rounded(s);
  const slots = Object.keys(rule.memory);
  const own = l > 1 ? [] : Object.entries(constants(s)).map(([symbol, value]) =>
    line({ quantity: symbol, name: symbol, formula: rule.given[symbol].formula, value }));
  const given = trace.config.l1 || trace.config.l2 || trace.config.clip_norm !== null;
  const lines = steps.flatMap(({ symbol, formula, word, values }, index) => s.places(l).map(([input, unit]) => {
    const letter = letterOf(input), at = s.at(l, input, unit), place = s.place(l, input, unit);
    const key = (name) => keyOf(name, l, input, unit);
    const now = (get) => {
      const found = { ...fixed, w: get(key(letter)), g: get(key(given ? `g ${letter}` : `dE/d${letter}`)) };
      slots.forEach((name, slot) => (found[name] = trace.memory[slot][at]));
      for (const done of steps.slice(0, index)) found[done.symbol] = get(key(`${done.word} ${letter}`));
      return found;
    };
    return line({
      quantity: `${word} ${letter}`, layer: l, input, unit, formula, value: values[at], edges: [at],
      name: symbol === "w" ? `${word} ${place}` : `${symbol}(${place})`,
      numbers: (get) => filled(formula, now(get), s.digits), follow: (get) => valueOf(formula, now(get), parts),
    });
  }));
  return [...own, ...lines];
}

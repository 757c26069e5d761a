// What the lines of a trace are, and what all of them need: keys, places, numbers as text.

import { factor, low, number, up } from "./notation.js";
import { ruleOf } from "./rule_steps.js";

/**
 * A number: ``name = formula = numbers = value``; indices count from 1.
 * @typedef {object} Line
 * @property {string} key  that no other number has
 * @property {string} quantity  as `numnet trace --format csv` calls it
 * @property {number | null} layer  @property {number | null} input  @property {number | null} unit
 * @property {string} name  @property {string} formula
 * @property {number} value
 * @property {(get: Get) => string} numbers  the formula with the numbers that ``get`` gives by key
 * @property {((get: Get) => number) | null} follow  what follows from them; null of what is given
 * @property {number[]} edges  weights and biases that come in, as indices of theta
 *
 * @typedef {(key: string) => number} Get
 * @typedef {{title: string, values: {[name: string]: unknown}, layer: number | null, lines: Line[]}} Section
 */

/**
 * The key of a number.
 * @param {string} quantity  @param {number | null} l  @param {number | null} [i]  @param {number | null} [j]
 */
export const keyOf = (quantity, l, i = null, j = null) => [quantity, l, i, j].join("|");

export const range = (n) => Array.from({ length: n }, (_, k) => k + 1);
export const NONE = () => "";

/** What the lines of all sections need. */
export class Sheet {
  /**
   * @param {any} about  @param {any} facts  @param {import("../engine/trace.js").Trace} trace  @param {number} digits
   */
  constructor(about, facts, trace, digits) {
    this.about = about;
    this.facts = facts;
    this.trace = trace;
    this.digits = digits;
    this.sizes = /** @type {number[]} */ (facts.sizes);
    this.layers = this.sizes.length - 1;
    this.loss = about.losses[facts.loss];
    this.head = trace.activation[this.layers - 1];
    this.rule = ruleOf(about, trace.config);
    this.ahead = this.rule.looks_ahead ? "look-ahead " : "";
  }

  /** The place in theta of a weight, or with i null of a bias. */
  at(l, i, j) {
    const { weightsAt, biasesAt } = this.facts;
    return i === null ? biasesAt[l - 1] + j - 1 : weightsAt[l - 1] + (i - 1) * this.sizes[l] + j - 1;
  }

  /** w¹₁₂ or b¹₂. */
  place(l, i, j) {
    return i === null ? `b${up(l)}${low(j)}` : `w${up(l)}${low(i, j)}`;
  }

  /** [input or null, unit] of the weights, then of the biases of layer l. @returns {[number | null, number][]} */
  places(l) {
    const units = range(this.sizes[l]);
    return [...range(this.sizes[l - 1]).flatMap((i) => units.map((j) => /** @type {any} */ ([i, j]))),
      ...units.map((j) => /** @type {any} */ ([null, j]))];
  }

  /** The key of what layer l gives: x, h or y. */
  below(l, i) {
    return l === 0 ? keyOf("x", 0, null, i) : keyOf(l === this.layers ? "y" : "h", l, null, i);
  }

  /** The key of a weight where the gradient is taken. */
  weight(l, i, j) {
    return keyOf(`${this.ahead}${i === null ? "b" : "w"}`, l, i, j);
  }

  /** The weights and biases that lead to a unit. */
  into(l, j) {
    return [...range(this.sizes[l - 1]).map((i) => this.at(l, i, j)), this.at(l, null, j)];
  }

  number(value) {
    return number(value, this.digits);
  }

  factor(value) {
    return factor(value, this.digits);
  }
}

/** A line with what most have alike. @param {any} own @returns {Line} */
export function line({ quantity, layer = null, input = null, unit = null, numbers = NONE, ...own }) {
  const unwrapped = (get) => numbers(get).replace(/^\((−[^()]*)\)(?![²^])/, "$1"); // a sum may begin with a minus
  const key = keyOf(quantity, layer, input, unit);
  return { key, quantity, layer, input, unit, formula: "", follow: null, edges: [], ...own, numbers: unwrapped };
}

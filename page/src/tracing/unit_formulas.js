// [formula, formula with numbers] of a unit: its h, its f′, its share in E, its δ at the output, as
// numnet/tracing/unit_formulas.py has them; and what they give for other numbers.

import { piece, valueOf } from "./evaluation.js";
import { filled, number, written } from "./notation.js";

const EQUAL = { y: 0, t: 0 }; // the formula for all outputs is the branch where y = t

/** @typedef {[formula: string, numbers: string]} Text */

/**
 * h of unit j, net of its layer; ``index``: j as it is printed.
 * @param {any} activations  of `about`  @param {string} name  @param {number[]} net  @param {number} j
 * @param {string} index  @param {number} digits  @returns {Text}
 */
export function activated(activations, name, net, j, index, digits) {
  if (name === "softmax") {
    const powers = net.map((value) => `e^(${number(value, digits)})`);
    return [`e^(net${index}) / Σⱼ e^(netⱼ)`, `${powers[j]} / (${written(powers)})`];
  }
  const formula = piece(activations[name].formula, { net: net[j] });
  return [formula, filled(formula, { net: net[j] }, digits)];
}

/** What it gives. @param {any} activations @param {string} name @param {number[]} net @param {number} j */
export function outputOf(activations, name, net, j) {
  if (name !== "softmax") return valueOf(activations[name].formula, { net: net[j] });
  const most = Math.max(...net), powers = net.map((value) => Math.exp(value - most));
  return powers[j] / powers.reduce((a, b) => a + b);
}

/** The formula of E for one output. @param {any} loss  of `about` @param {string} head */
const termOf = ({ term, of_net: ofNet }, head) => (ofNet && head === "softmax" ? term.split(" + ")[0] : term);

/** @returns {string} */
function filledPiece(formula, y, t, digits) {
  return filled(piece(formula, { y, t }), { y, t }, digits);
}

/** E of a sample. @param {any} loss @param {string} head @param {number[]} y @param {number[]} t @returns {Text} */
export function error(loss, head, y, t, digits) {
  const total = y.length > 1 ? "Σₖ " : "", term = termOf(loss, head);
  const numbers = written(y.map((a, k) => filledPiece(term, a, t[k], digits)));
  const formula = piece(term, y.length === 1 ? { y: y[0], t: t[0] } : EQUAL);
  return loss.of_net ? [`−${total}[${formula}]`, `−(${numbers})`] : [total + formula, numbers];
}

/** What it gives. @param {any} loss @param {string} head @param {number[]} y @param {number[]} t */
export function errorOf(loss, head, y, t) {
  const term = termOf(loss, head), sum = y.reduce((all, a, k) => all + valueOf(term, { y: a, t: t[k] }), 0);
  return loss.of_net ? -sum : sum;
}

/** δ of output j. @param {any} loss @param {string} head @param {number[]} y @param {number[]} t @returns {Text} */
export function outputDelta(loss, head, y, t, j, index, digits) {
  const values = { y: y[j], t: t[j] }, dy = loss.slope;
  if (loss.of_net) return [dy, filled(dy, values, digits)]; // f′ has cancelled
  if (head === "softmax") { // the Jacobian
    const e = y.map((a, k) => filledPiece(dy, a, t[k], digits));
    const inner = written(e.map((d, k) => `${d}·${number(y[k], digits)}`));
    const formula = `y${index} (e${index} − Σⱼ eⱼ yⱼ), e = ${piece(dy, EQUAL)}`;
    return [formula, `${number(y[j], digits)}·(${e[j]} − (${inner}))`];
  }
  const formula = piece(dy, values) + (head === "sigmoid" ? " y (1 − y)" : "");
  return [formula, filled(formula, values, digits)];
}

/** What it gives. @param {any} loss @param {string} head @param {number[]} y @param {number[]} t @param {number} j */
export function outputDeltaOf(loss, head, y, t, j) {
  const e = y.map((a, k) => valueOf(loss.slope, { y: a, t: t[k] }));
  if (loss.of_net || head === "identity") return e[j];
  if (head === "sigmoid") return e[j] * y[j] * (1 - y[j]);
  return y[j] * (e[j] - e.reduce((sum, d, k) => sum + d * y[k], 0));
}

/** f′ of a hidden unit. @returns {Text} */
export function slope(activations, name, net, h, digits) {
  const formula = piece(activations[name].derivative_formula, { net, h });
  return [formula, filled(formula, { net, h }, digits)];
}

/** What it gives. */
export const slopeOf = (activations, name, net, h) => valueOf(activations[name].derivative_formula, { net, h });


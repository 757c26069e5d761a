// Equations of a rule as one works them out, with the numbers of one weight: `worked` in numnet/tracing/rule_steps.py.

import { valueOf } from "./evaluation.js";
import { PRODUCT, SYMBOLS, TWICE, number, up } from "./notation.js";
import { stepsOf } from "./rule_steps.js";

const DIGITS = 4;
const REST = /\(1 − ([μρελ]|β[₁₂])\)/g;

/** @typedef {{[symbol: string]: number}} Known */

/** With no more than it needs: −2e−8. @param {number} x */
export const digits = (x, n = DIGITS) => number(x, n).replace("e−0", "e−").replace("e+0", "e");

const factor = (x) => {
  const text = digits(x);
  return text.startsWith("−") ? `(${text})` : text;
};

/** The formula with numbers for its symbols, as one writes it. @param {string} formula @param {Known} known */
function filledAsWorked(formula, known) {
  const put = (symbol, place) => {
    if (!(symbol in known)) return symbol;
    return symbol === "w" && place === 0 ? digits(known.w) : factor(known[symbol]);
  };
  return formula.replace(REST, (_, symbol) => factor(1 - known[symbol])).replaceAll("ᵗ", up(known.t))
    .replace(PRODUCT, " · ").replace(SYMBOLS, put).replace(TWICE, "$1");
}

/**
 * One line of an update worked out.
 * @typedef {{symbol: string, formula: string, numbers: string, value: number, last: boolean, arrow: string}} Line
 */

/**
 * The lines of one weight's update, as `rule_steps` has them: memory and weight are the kernel's.
 * @param {any} rule  of the description  @param {Known} known  the rule's constants, t, w, g, and its memory before
 * @param {Known} after  its memory after the update, and w
 * @param {{keep: number, rounded: Known}} constants  1 − η λ; parts of formulas that the kernels have rounded
 * @returns {{lines: Line[], known: Known}}
 */
export function workedLines(rule, known, after, { keep, rounded }) {
  const now = { ...known };
  const lines = stepsOf(rule, known, known["λ"] > 0).map(({ symbol, formula, last }) => {
    const kernel = symbol in after, value = symbol === "w" && !last ? keep * now.w
      : kernel ? after[symbol] : valueOf(formula, now, rounded);
    const line = { symbol, formula, numbers: filledAsWorked(formula, now), value, last, arrow: kernel ? "←" : "=" };
    now[symbol] = value;
    return line;
  });
  return { lines, known: now };
}

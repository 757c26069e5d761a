// Numbers as a reader wants them: so many digits, thousands set apart, the way the language writes them.

import { language } from "./text.js";

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/**
 * With three (or so many) significant digits, as Python's `:.3g` has them.
 * @param {number | null | undefined} x  @param {number} [digits]
 */
export function short(x, digits = 3) {
  if (x === null || x === undefined || Number.isNaN(x)) return "–";
  if (!Number.isFinite(x)) return x < 0 ? "−∞" : "∞";
  const size = Math.abs(x), far = x !== 0 && (size < 1e-4 || size >= 10 ** Math.max(digits, 6));
  return signed(far ? exponential(x, digits) : String(Number(x.toPrecision(digits))));
}

/** As 1.25·10⁻⁵. */
function exponential(x, digits) {
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
  return `${Number(mantissa)}·10${[...String(Number(exponent))].map((digit) => RAISED[digit]).join("")}`;
}

/** With so many decimals. @param {number} x @param {number} places */
export const fixed = (x, places) => signed(x.toFixed(places).replace(/^-(?=[0.]*$)/, ""));

/** A whole number. @param {number} n */
export function count(n) {
  return Math.round(n).toLocaleString(language.value);
}

/** 97.3 % of a share 0.973; 100 % and 0 % only where it is all or none. @param {number} share */
export function percent(share) {
  if (Number.isNaN(share)) return "–";
  const tenths = Math.round(1000 * share);
  const kept = share < 1 && tenths === 1000 ? 999 : share > 0 && tenths === 0 ? 1 : tenths;
  return `${kept / 10}\u00a0%`;
}

/** With a true minus sign. @param {string} text */
const signed = (text) => text.replace("-", "−");

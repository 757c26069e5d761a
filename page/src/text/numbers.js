// Numbers as a reader wants them: so many digits, thousands set apart, the way the language writes them.

import { language } from "./text.js";

/** With three (or so many) significant digits, as Python's `:.3g` has them. @param {number | null | undefined} x @param {number} [digits] */
export function short(x, digits = 3) {
  if (x === null || x === undefined || Number.isNaN(x)) return "–";
  if (!Number.isFinite(x)) return x < 0 ? "−∞" : "∞";
  const size = Math.abs(x);
  const text = x !== 0 && (size < 1e-4 || size >= 10 ** Math.max(digits, 6)) ? exponential(x, digits) : String(Number(x.toPrecision(digits)));
  return text.replace("-", "−");
}

/** As 1.25e-5. */
function exponential(x, digits) {
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`;
}

/** A whole number. @param {number} n */
export function count(n) {
  return Math.round(n).toLocaleString(language.value);
}

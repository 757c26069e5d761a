// Formulas as text, as numnet/tracing/notation.py writes them: indices above and below, numbers for symbols.

/** A negative number that is in brackets already: tanh((−1.5)). */
export const TWICE = /(?<=\()\((−[^()]*)\)(?=\))/g;
const LETTER = "A-Za-zα-ωΔ";
/** A symbol of a formula: net, β₁, m̂, v_max. */
export const SYMBOL = `[${LETTER}][A-Za-z_₀-₉ₜ₊\u0302]*`;
export const SYMBOLS = new RegExp(SYMBOL, "gu"), PRODUCT = /(?<=[^\s−+·/=,(|]) (?=[\p{L}\p{N}_√(])/gu;

const shifted = (zero) => (k) => [...String(k)].map((digit) => String.fromCodePoint(zero + Number(digit))).join("");
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹", lowered = shifted(0x2080);

/** ¹² for layer 12. @param {number} l */
export const up = (l) => [...String(l)].map((digit) => RAISED[Number(digit)]).join("");

/** ₁₂ for weight (1, 2), ₁₀,₂ where an index has two digits. @param {...number} indices */
export const low = (...indices) => indices.map(lowered).join(indices.some((k) => k > 9) ? "," : "");

/**
 * So many significant digits, as Python's `:.6g` has them, with a minus sign as long as a plus.
 * @param {number} value  @param {number} digits
 */
export function number(value, digits) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "−inf" : "inf";
  const [mantissa, power] = toEven(value, digits).split("e"), exponent = Number(power);
  const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (value !== 0 && (exponent < -4 || exponent >= digits)) {
    const sign = exponent < 0 ? "-" : "+", size = String(Math.abs(exponent)).padStart(2, "0");
    return `${trimmed(mantissa)}e${sign}${size}`.replaceAll("-", "−");
  }
  const places = Math.max(0, digits - 1 - exponent), text = trimmed(Number(`${mantissa}e${power}`).toFixed(places));
  return text === "-0" ? "0" : text.replace("-", "−");
}

/** As `toExponential`, but a number in the middle between two goes to the even one, as Python rounds. */
function toEven(value, digits) {
  const text = value.toExponential(digits - 1), exact = value.toExponential(60);
  const cut = exact.indexOf("e"), behind = exact.slice(exact.indexOf(".") + digits, cut);
  if (!/^50*$/.test(behind)) return text;
  const kept = exact.slice(0, exact.indexOf(".") + digits).replace(/\.$/, "");
  return Number(kept.at(-1)) % 2 ? text : `${kept}${exact.slice(cut)}`;
}

/** A number as it stands in a product or a power: in brackets where it is negative. */
export function factor(value, digits) {
  const text = number(value, digits);
  return text.startsWith("−") ? `(${text})` : text;
}

/**
 * The formula with numbers for the symbols in ``values``, products with a point.
 * @param {string} formula  @param {{[symbol: string]: number}} values  @param {number} digits
 */
export function filled(formula, values, digits) {
  const plain = formula.replaceAll("eⁿᵉᵗ", "e^(net)").replaceAll("e⁻ⁿᵉᵗ", "e^(−net)").replaceAll("ᵗ", "^t");
  const put = (symbol) => (Object.hasOwn(values, symbol) ? factor(values[symbol], digits) : symbol);
  return plain.replace(PRODUCT, "·").replace(SYMBOLS, put).replace(TWICE, "$1");
}

const TERMS = 8; // terms of a sum that are written out

/** "a + b + … 3 more" @param {string[]} terms */
export function written(terms) {
  const rest = terms.length > TERMS ? ` + … ${terms.length - TERMS} more` : "";
  return terms.slice(0, TERMS).join(" + ") + rest;
}

/** "0·0.12 + 1·(−0.4)" @param {[number, number][]} pairs @param {number} digits */
export const products = (pairs, digits) => written(pairs.map(([a, b]) => `${factor(a, digits)}·${factor(b, digits)}`));

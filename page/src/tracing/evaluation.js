// What a formula of numnet gives, "w − η m̂ / (√v̂ + ε)": for marks that follow from a reader's own numbers, and for
// what kernels keep in registers only.
//
//   sum: product (+ or − product)*    product: power (· or / or nothing, power)*    power: atom ² or ^ atom

import { SYMBOL } from "./notation.js";

const FUNCTIONS = /** @type {{[name: string]: (...x: number[]) => number}} */ ({
  max: Math.max, sign: Math.sign, tanh: Math.tanh, ln: Math.log, exp: Math.exp, σ: (x) => 1 / (1 + Math.exp(-x)),
  φ: (x) => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI), Φ: normal,
});
const TOKEN = new RegExp(`\\s*(\\d[\\d.]*|[Φφσ](?=\\()|${SYMBOL}|.)`, "uy");
const BEGINS = /^[\p{L}\d(√½]/u; // what begins a factor
const PIECES = /^(.*) if (.*) ([<>≤≥]) (.*) else (.*)$/;
const COMPARED = { "<": (a, b) => a < b, ">": (a, b) => a > b, "≤": (a, b) => a <= b, "≥": (a, b) => a >= b };

const ERFC = [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277]; // Press et al., Numerical Recipes: to seven digits

/** The share of a normal distribution below x: Φ. @param {number} x */
function normal(x) {
  const z = Math.abs(x) / Math.SQRT2, k = 1 / (1 + z / 2);
  const above = (k * Math.exp(ERFC.reduceRight((sum, a) => sum * k + a, 0) - z * z)) / 2;
  return x < 0 ? above : 1 - above;
}

/**
 * The branch of "A if a > b else B" that holds; any other formula as it is.
 * @param {string} formula  @param {{[symbol: string]: number}} values
 */
export function piece(formula, values) {
  const [, first, left, sign, right, second] = PIECES.exec(formula) ?? [];
  if (!sign) return formula;
  return COMPARED[sign](valueOf(left, values), valueOf(right, values)) ? first : second;
}

/**
 * ``rounded``: {part of the formula: its value}, where the kernels have rounded more than a symbol; ``round``: after
 * every operation, such as `Math.fround`.
 * @param {string} formula  @param {{[symbol: string]: number}} values  @param {{[part: string]: number}} [rounded]
 * @param {(x: number) => number} [round]  @returns {number}
 */
export function valueOf(formula, values, rounded = {}, round = Number) {
  let text = piece(formula, values).replaceAll("e⁻ⁿᵉᵗ", "exp(−net)").replaceAll("eⁿᵉᵗ", "exp(net)");
  const known = { ...values };
  Object.entries(rounded).forEach(([part, value], k) => {
    const name = `R${"_".repeat(k)}`;
    known[name] = value;
    text = text.replaceAll(part, name);
  });
  return new Reader(text, known, round).whole();
}

/** Reads a formula token by token, and works it out on the way. */
class Reader {
  /** @param {string} text @param {{[symbol: string]: number}} values @param {(x: number) => number} round */
  constructor(text, values, round) {
    this.tokens = /** @type {string[]} */ ([]);
    this.values = values;
    this.round = round;
    this.at = 0;
    TOKEN.lastIndex = 0;
    for (let found; (found = TOKEN.exec(text)); ) this.tokens.push(found[1]);
  }

  get next() {
    return this.tokens[this.at];
  }

  /** The next token, if it is one of these. @param {...string} signs @returns {string | null} */
  taken(...signs) {
    return signs.includes(this.next) ? this.tokens[this.at++] : null;
  }

  whole() {
    const value = this.sum();
    if (this.next !== undefined) throw new SyntaxError(`a formula has no ${this.next}`);
    return value;
  }

  sum() {
    let value = this.product();
    for (let sign; (sign = this.taken("+", "−")); ) {
      const other = this.product();
      value = this.round(sign === "+" ? value + other : value - other);
    }
    return value;
  }

  product() {
    let value = this.power();
    while (this.next !== undefined) {
      const divided = this.taken("/"), joined = divided || this.taken("·");
      if (!joined && !BEGINS.test(this.next)) break;
      const other = this.power();
      if (divided) value = this.round(value / other);
      else value = value === 0 || other === 0 ? 0 : this.round(value * other); // 0 ln(0) is 0
    }
    return value;
  }

  power() {
    const value = this.atom();
    if (this.taken("²")) return this.round(value * value);
    return this.taken("^") ? this.round(value ** this.atom()) : value;
  }

  /** Between brackets, or bars. */
  within(last) {
    const found = [this.sum()];
    while (this.taken(",")) found.push(this.sum());
    if (!this.taken(last)) throw new SyntaxError(`no ${last}`);
    return found;
  }

  atom() {
    if (this.taken("−")) return -this.power();
    if (this.taken("√")) return this.round(Math.sqrt(this.atom()));
    if (this.taken("½")) return 0.5;
    if (this.taken("|")) return Math.abs(this.within("|")[0]);
    if (this.taken("(")) return this.within(")")[0];
    const token = this.tokens[this.at++] ?? "";
    if (this.next === "(" && Object.hasOwn(FUNCTIONS, token)) {
      this.at++;
      return this.round(FUNCTIONS[token](...this.within(")")));
    }
    if (/^\d/.test(token)) return this.round(Number(token));
    if (!Object.hasOwn(this.values, token)) throw new SyntaxError(`a formula has no ${token}`);
    return this.round(this.values[token]);
  }
}

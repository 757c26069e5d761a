// Formulas of the rules with numbers put in, and worked out: as numnet/tracing/notation.py does it.

const DIGITS = 4;
const SYMBOL = /[A-Za-zημβρελΔ][A-Za-z_₀-₉ₜ₊\u0302]*/g;
const PRODUCT = /(?<=[^\s−+·/=,(|]) (?=[\p{L}\p{N}_√(])/gu;
const REST = /\(1 − ([μρελ]|β[₁₂])\)/g;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @typedef {{[symbol: string]: number}} Known */

/** As Python's `:.4g` has it, with a true minus and no zeros before an exponent: −2e−8. @param {number} x */
export function digits(x, n = DIGITS) {
  if (!Number.isFinite(x) || x === 0) return String(x === 0 ? 0 : x).replace("-", "−");
  const [mantissa, exponent] = x.toExponential(n - 1).split("e"), far = Number(exponent) < -4 || Number(exponent) >= n;
  const text = far ? `${Number(mantissa)}e${exponent.replace("+", "")}` : String(Number(x.toPrecision(n)));
  return text.replaceAll("-", "−");
}

const inBrackets = (text) => (text.startsWith("−") ? `(${text})` : text);
const factor = (x) => inBrackets(digits(x));

/** The formula with numbers for its symbols, as one writes it. @param {string} formula @param {Known} known */
export function filled(formula, known) {
  const put = (symbol, place) => {
    if (!(symbol in known)) return symbol;
    return symbol === "w" && place === 0 ? digits(known.w) : factor(known[symbol]);
  };
  return formula.replace(REST, (_, symbol) => factor(1 - known[symbol]))
    .replaceAll("ᵗ", [...String(known.t)].map((digit) => RAISED[Number(digit)]).join(""))
    .replace(PRODUCT, " · ").replace(SYMBOL, put);
}

/** What a formula gives for the numbers of its symbols. @param {string} formula @param {Known} known */
export function valueOf(formula, known) {
  const rest = formula.match(/[A-Za-zημβρελΔ][A-Za-z_₀-₉ₜ₊\u0302]*|\d+|\S/g) ?? [];
  return sum(rest, known);
}

const FUNCTIONS = { max: Math.max, sign: Math.sign };

/** @param {string[]} rest @param {Known} known @returns {number} */
function sum(rest, known) {
  let total = product(rest, known);
  while (rest[0] === "+" || rest[0] === "−") total += (rest.shift() === "+" ? 1 : -1) * product(rest, known);
  return total;
}

/** @returns {number} */
function product(rest, known) {
  let total = power(rest, known);
  while (rest.length && !"+−),|".includes(rest[0])) {
    if (rest[0] === "/") total /= (rest.shift(), power(rest, known));
    else total *= power(rest, known);
  }
  return total;
}

/** @returns {number} */
function power(rest, known) {
  const base = atom(rest, known);
  if (rest[0] === "²") return rest.shift() && base ** 2;
  return rest[0] === "ᵗ" ? rest.shift() && base ** known.t : base;
}

/** @returns {number} */
function atom(rest, known) {
  const token = /** @type {string} */ (rest.shift());
  if (token === "√") return Math.sqrt(atom(rest, known));
  if (token === "(") return enclosed(rest, known);
  if (token === "|") return Math.abs(enclosed(rest, known));
  if (!(token in FUNCTIONS)) return token in known ? known[token] : Number(token);
  rest.shift();
  const values = [sum(rest, known)];
  while (rest.shift() === ",") values.push(sum(rest, known));
  return FUNCTIONS[token](...values);
}

function enclosed(rest, known) {
  const value = sum(rest, known);
  rest.shift();
  return value;
}

/**
 * One line of an update worked out.
 * @typedef {{symbol: string, formula: string, numbers: string, value: number, last: boolean, arrow: string}} Line
 */

/**
 * The lines of one weight's update, as numnet/tracing/rule_steps.py has them: memory and weight are the kernel's.
 * @param {any} rule  of the description  @param {Known} known  the rule's constants, t, w, g, and its memory before
 * @param {Known} after  its memory after the update, and w  @param {number} keep  1 − η λ, or 1
 * @returns {{lines: Line[], known: Known}}
 */
export function workedLines(rule, known, after, keep) {
  const given = Object.keys(rule.given).filter((symbol) => known[symbol] !== 0);
  const early = rule.early_steps.length && given.length < Object.keys(rule.given).length;
  const texts = [...(known["λ"] > 0 ? ["w ← (1 − η λ) w"] : []), ...(early ? rule.early_steps : rule.steps)];
  const steps = texts.map((text) => /** @type {string[]} */ (text.replace(" = ", " ← ").split(" ← ")));
  const now = { ...known };
  const lines = steps.map(([symbol, formula], i) => {
    const last = !steps.slice(i + 1).some(([later]) => later === symbol);
    const kernel = symbol in after, value = symbol === "w" && !last ? keep * now.w
      : kernel ? after[symbol] : valueOf(formula, now);
    const line = { symbol, formula, numbers: filled(formula, now), value, last, arrow: kernel ? "←" : "=" };
    now[symbol] = value;
    return line;
  });
  return { lines, known: now };
}

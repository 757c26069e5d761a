// A reader's own function of x and y as a list of operations, as numnet/surfaces/expression.py makes it.
//
// Nothing of the text is ever run.  What may stand in it, and how long it may be, the build has written down
// (`about.expressions`).

import { PageError } from "../errors.js";
import { parse } from "./expression_syntax.js";
import { strip } from "./number_formats.js";

const OPERATORS = { "+": "ADD", "-": "SUBTRACT", "*": "MULTIPLY", "/": "DIVIDE", "**": "POWER" };
/** Of constants. */
const FOLDED = {
  ADD: (a, b) => a + b, SUBTRACT: (a, b) => a - b, MULTIPLY: (a, b) => a * b, DIVIDE: (a, b) => a / b,
  POWER: (a, b) => a ** b,
  NEGATE: (a) => -a, SIN: Math.sin, COS: Math.cos, TAN: Math.tan, EXP: Math.exp, LOG: Math.log, SQRT: Math.sqrt,
  TANH: Math.tanh, ABS: Math.abs,
};

/**
 * A line (op, line, line) for each operation, on results of earlier lines, and the number of each.
 * @typedef {{program: [number, number, number][], constants: number[]}} Program
 */

/**
 * The program of a text. Throws `PageError` naming the part that is not allowed and its position, from 1.
 * @param {any} about  @param {string} given  @returns {Program}
 */
export function compileExpression(about, given) {
  const text = strip(given), { MOST_CHARACTERS } = about.expressions.limits;
  const right = text.length >= 1 && text.length <= MOST_CHARACTERS;
  if (!right) throw new PageError("expression_length", { most: MOST_CHARACTERS, got: text.length });
  const wrong = /[^0-9A-Za-z_.+\-*/() ]/u.exec(text);
  if (wrong) {
    const key = { "^": "expression_power", ",": "expression_comma" }[wrong[0]] ?? "expression_character";
    throw new PageError(key, { character: wrong[0], at: wrong.index + 1 });
  }
  const compiler = new Compiler(about, text), last = compiler.visit(parse(text), 1);
  if (compiler.values[last] !== null) throw new PageError("expression_constant", { text });
  return /** @type {Program} */ (tidy(compiler.lines, last, about.enums.Op));
}

/** The lines that the last one needs: constants that were put together are left out. @returns {Program} */
function tidy(lines, last, Op) {
  const needed = new Set([last]), ofTwo = [Op.ADD, Op.SUBTRACT, Op.MULTIPLY, Op.DIVIDE];
  for (let i = last; i >= 0; i--) {
    const { op, a, b } = lines[i];
    if (!needed.has(i) || op <= Op.Y) continue;
    needed.add(a);
    if (ofTwo.includes(op)) needed.add(b);
  }
  const kept = [...needed].sort((a, b) => a - b), place = new Map(kept.map((old, now) => [old, now]));
  return {
    program: kept.map((i) => {
      const { op, a, b } = lines[i];
      return /** @type {[number, number, number]} */ ([op, place.get(a) ?? 0, place.get(b) ?? 0]);
    }),
    constants: kept.map((i) => lines[i].constant),
  };
}

/** Walks the tree once; equal parts get one line. */
class Compiler {
  /** @param {any} about @param {string} text */
  constructor(about, text) {
    this.about = about.expressions;
    this.Op = about.enums.Op;
    this.text = text;
    this.parts = 0;
    this.lines = /** @type {{op: number, a: number, b: number, constant: number}[]} */ ([]);
    this.values = /** @type {(number | null)[]} */ ([]); // of constant lines
    this.places = new Map();
  }

  /** @returns {PageError} */
  wrong(node, key, values = {}) {
    const part = this.text.slice(node.at, node.end);
    const short = part.length <= 30 ? part : `${part.slice(0, 29)}…`;
    return new PageError(`expression_${key}`, { part: short, at: node.at + 1, ...values });
  }

  get functions() {
    return Object.keys(this.about.functions).join(", ");
  }

  emit(op, a = 0, b = 0, constant = 0, value = /** @type {number | null} */ (null)) {
    const key = `${op} ${a} ${b} ${constant}`; // 0 and −0 are one
    if (!this.places.has(key)) {
      this.places.set(key, this.lines.length);
      this.lines.push({ op, a, b, constant });
      this.values.push(value);
    }
    return this.places.get(key);
  }

  number(node, value) {
    const most = this.about.limits.LARGEST;
    const shown = most.toExponential().replace("e+", "e");
    if (!Number.isFinite(value) || Math.abs(value) > most) throw this.wrong(node, "number", { most: shown });
    return this.emit(this.Op.CONSTANT, 0, 0, value, value);
  }

  /** A line for an operation; of constants, its result; of a power, the products. */
  apply(node, op, a, b = a) {
    const left = this.values[a], right = this.values[b], ofTwo = Object.values(OPERATORS).includes(op);
    if (left !== null && right !== null) {
      const value = FOLDED[op](left, right), complex = op === "POWER" && Number.isNaN(value);
      const large = ["ADD", "SUBTRACT", "MULTIPLY"].includes(op) || (op === "DIVIDE" && right !== 0);
      if (!Number.isFinite(value) && !complex && !large) throw this.wrong(node, "computed");
      return this.number(node, value);
    }
    return op === "POWER" ? this.power(node, a, right) : this.emit(this.Op[op], a, ofTwo ? b : 0);
  }

  power(node, a, exponent) {
    if (exponent === null) throw this.wrong(node, "exponent");
    if (!Number.isInteger(exponent)) return this.emit(this.Op.POWER, a, 0, exponent);
    if (exponent <= 0) {
      const one = this.number(node, 1);
      return exponent === 0 ? one : this.emit(this.Op.DIVIDE, one, this.power(node, a, -exponent));
    }
    if (exponent === 1) return a;
    const half = this.power(node, a, Math.floor(exponent / 2)), square = this.emit(this.Op.MULTIPLY, half, half);
    return exponent % 2 ? this.emit(this.Op.MULTIPLY, square, a) : square;
  }

  /** The line of a part of the tree. @param {import("./expression_syntax.js").Node} node @param {number} depth */
  visit(node, depth) {
    const { MOST_PARTS, DEEPEST } = this.about.limits;
    this.parts++;
    const long = this.parts > MOST_PARTS || depth > DEEPEST;
    if (long) throw new PageError("expression_long", { parts: MOST_PARTS, deepest: DEEPEST });
    if (node.kind === "number") return this.number(node, node.value);
    if (node.kind === "name") return this.name(node);
    if (node.kind === "unary") {
      const a = this.visit(/** @type {any} */ (node.left), depth + 1);
      return node.op === "-" ? this.apply(node, "NEGATE", a) : a;
    }
    if (node.kind === "binary" && node.op !== "//") return this.binary(node, depth);
    if (node.kind === "call" && node.callee?.kind === "name") return this.call(node, depth);
    throw this.wrong(node, "part", { functions: this.functions });
  }

  name(node) {
    const { functions, constants } = this.about, { name } = node;
    if (name === "x" || name === "y") return this.emit(name === "x" ? this.Op.X : this.Op.Y);
    if (Object.hasOwn(functions, name)) throw this.wrong(node, "function");
    if (!Object.hasOwn(constants, name)) throw this.wrong(node, "name", { functions: this.functions });
    return this.number(node, constants[name]);
  }

  binary(node, depth) {
    const a = this.visit(node.left, depth + 1), b = this.visit(node.right, depth + 1), op = OPERATORS[node.op];
    const most = this.about.limits.LARGEST_EXPONENT, exponent = this.values[b];
    const large = op === "POWER" && exponent !== null && Math.abs(exponent) > most;
    if (large) throw this.wrong(node.right, "exponent_large", { most });
    return this.apply(node, op, a, b);
  }

  call(node, depth) {
    const { name } = node.callee, { functions } = this.about;
    if (!Object.hasOwn(functions, name)) throw this.wrong(node.callee, "no_function", { functions: this.functions });
    if (!node.argument) throw this.wrong(node, "arguments");
    return this.apply(node, name.toUpperCase(), this.visit(node.argument, depth + 1));
  }
}

// An expression such as x**2 + 10*sin(y) as a tree, by Python's grammar for what its characters can spell.

import { PageError } from "../errors.js";

/**
 * A part of an expression and where it stands, from 0.  ``kind``: number, name, unary (+ −), binary (+ − * / ** //),
 * call, or other: what is read and never allowed.
 * @typedef {{kind: string, at: number, end: number, value?: number, name?: string, op?: string, left?: Node,
 *   right?: Node,
 *   callee?: Node, argument?: Node | null}} Node
 * @typedef {{kind: "number" | "name" | "sign" | "end", text: string, at: number, end: number}} Token
 */

const DIGITS = "\\d(?:_?\\d)*", POWER = `(?:[eE][-+]?${DIGITS})`;
const NUMBER = new RegExp(
  `(?:(?:${DIGITS})?\\.${DIGITS}|${DIGITS}\\.)${POWER}?|${DIGITS}${POWER}|0[xX](?:_?[\\da-fA-F])+|0[oO](?:_?[0-7])+|` +
  `0[bB](?:_?[01])+|${DIGITS}`, "y");
const NAME = /[A-Za-z_]\w*/y, SIGN = /\*\*|\/\/|\.\.\.|[-+*/().]/y;
const KEYWORDS = new Set(("False None True and as assert async await break class continue def del elif else except " +
  "finally for from global " +
  "if import in is lambda nonlocal not or pass raise return try while with yield").split(" "));

const unreadable = (text, at) =>
  new PageError("expression_unreadable", { at: Math.min(at, text.length - 1) + 1, near: text.slice(at, at + 10) });

/** @param {string} text @returns {Token[]} */
function tokens(text) {
  const found = /** @type {Token[]} */ ([]);
  for (let at = 0; at < text.length; ) {
    if (text[at] === " ") {
      at++;
      continue;
    }
    const [kind, word] = token(text, at), end = at + word.length;
    const zeros = kind === "number" && /^0[\d_]*[1-9]/.test(word) && /^[\d_]+$/.test(word); // 012 is no number
    if (!word || zeros || (kind === "number" && /^\w/.test(text.slice(end)))) throw unreadable(text, at);
    found.push({ kind, text: word, at, end });
    at = end;
  }
  return [...found, { kind: "end", text: "", at: text.length, end: text.length }];
}

/** The kind and the letters of what stands at a place. @returns {["number" | "name" | "sign", string]} */
function token(text, at) {
  for (const [kind, pattern] of /** @type {const} */ ([["number", NUMBER], ["name", NAME], ["sign", SIGN]])) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return [kind, match[0]];
  }
  return ["sign", ""];
}

const valueOf = (word) => Number(word.replaceAll("_", ""));

/** The tree of a text. Throws `PageError` where it can't be read. @param {string} text @returns {Node} */
export function parse(text) {
  const parser = new Parser(text), tree = parser.sum();
  if (parser.next.kind !== "end") throw unreadable(text, parser.next.at);
  return tree;
}

class Parser {
  #text;
  #tokens;
  #k = 0;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
    this.#tokens = tokens(text);
  }

  get next() {
    return this.#tokens[this.#k];
  }

  /** The next token if it is one of these signs, which is then read. @param {...string} signs */
  #sign(...signs) {
    return this.next.kind === "sign" && signs.includes(this.next.text) ? this.#tokens[this.#k++] : null;
  }

  /** Where the last token that was read ends. */
  get #end() {
    return this.#tokens[this.#k - 1].end;
  }

  /** @param {string[]} signs @param {() => Node} part @returns {Node} */
  #chain(signs, part) {
    const { at } = this.next;
    let left = part();
    for (let sign = this.#sign(...signs); sign; sign = this.#sign(...signs)) {
      const right = part();
      left = { kind: "binary", op: sign.text, left, right, at, end: this.#end };
    }
    return left;
  }

  sum() {
    return this.#chain(["+", "-"], () => this.#chain(["*", "/", "//"], () => this.#factor()));
  }

  /** @returns {Node} */
  #factor() {
    const { at } = this.next, sign = this.#sign("+", "-");
    if (sign) {
      const left = this.#factor();
      return { kind: "unary", op: sign.text, left, at, end: this.#end };
    }
    const left = this.#primary();
    if (!this.#sign("**")) return left;
    const right = this.#factor();
    return { kind: "binary", op: "**", left, right, at, end: this.#end };
  }

  /** @returns {Node} */
  #primary() {
    const { at } = this.next;
    let part = this.#atom();
    for (;;) {
      if (this.#sign("(")) part = { kind: "call", callee: part, argument: this.#argument(), at, end: this.#end };
      else if (this.#sign(".")) {
        if (this.next.kind !== "name" || KEYWORDS.has(this.next.text)) throw unreadable(this.#text, this.next.at);
        this.#k++;
        part = { kind: "other", at, end: this.#end };
      } else return part;
    }
  }

  /** What stands in the parentheses of a call; null where that is no single argument. */
  #argument() {
    if (this.#sign(")")) return null;
    const starred = this.#sign("*", "**"), argument = this.sum();
    if (!this.#sign(")")) throw unreadable(this.#text, this.next.at);
    return starred ? null : argument;
  }

  /** @returns {Node} */
  #atom() {
    const token = this.#tokens[this.#k++], { at, end, text } = token;
    if (token.kind === "number") return { kind: "number", value: valueOf(text), at, end };
    if (token.kind === "name" && !KEYWORDS.has(text)) return { kind: "name", name: text, at, end };
    if (["True", "False", "None"].includes(text) || text === "...") return { kind: "other", at, end };
    if (text !== "(") throw unreadable(this.#text, at);
    if (this.#sign(")")) return { kind: "other", at, end: this.#end };
    const inner = this.sum();
    if (!this.#sign(")")) throw unreadable(this.#text, this.next.at);
    return inner;
  }
}

// numnet's formulas, written as one line of text ("w ← w − η m̂ / (√v̂ + ε)"), as trees for MathML.
//
//   relation: sum (← or = sum)*        sum: product (+ or − product)*
//   product: power+ (/ power+)?        power: atom ^ atom

/** @typedef {string | Node[]} Content @typedef {[tag: string, content: Content]} Node */

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵗⁿᵉᵏ", UPRIGHT = "0123456789+−tnek";
const LOWERED = "₀₁₂₃₄₅₆₇₈₉₊ₜₖⱼ", LEVEL = "0123456789+tkj";
const FUNCTIONS = ["sign", "max", "min", "ln", "tanh", "cos", "sin"];
const NAMES = ["net", "factor", "period", "floor", "warmup", "multiply", "fan"]; // other words are prose
const WORD = "[A-Za-z]+(?:_[A-Za-z]+)?\\u0302?|[α-ωΑ-Ω∇]\\u0302?";
const TOKEN = new RegExp(`\\s*([${RAISED}]+|[${LOWERED}]+|\\d+(?:\\.\\d+)?|${WORD}|.)`, "ugy");

/** @param {string} text @returns {string[]} */
function tokens(text) {
  const found = [];
  for (const match of text.normalize("NFD").matchAll(TOKEN)) found.push(match[1]);
  return found;
}

/**
 * A formula as a list of MathML nodes; null where it is none, or has words in it.
 * @param {string} text  @returns {Node[] | null}
 */
export function parseFormula(text) {
  const rest = tokens(text);
  try {
    const nodes = relation(rest);
    return rest.length ? null : nodes;
  } catch {
    return null;
  }
}

const row = (nodes) => (nodes.length === 1 ? nodes[0] : /** @type {Node} */ (["mrow", nodes]));

/** @returns {Node[]} */
function separated(rest, signs, part) {
  const nodes = [...part(rest)];
  while (signs.includes(rest[0])) nodes.push(sign(rest.shift()), ...part(rest));
  return nodes;
}
const sign = (token) => /** @type {Node} */ (/[a-z]/.test(token) ? ["mtext", `\u2002${token}\u2002`] : ["mo", token]);
const relation = (rest) => separated(rest, ["←", "=", ",", ">", "<", "≤", "if", "else"], sum);
const sum = (rest) => separated(rest, ["+", "−", "·"], product);

/** Factors side by side; what is divided becomes a fraction. @returns {Node[]} */
function product(rest) {
  const above = factors(rest);
  if (rest[0] !== "/") return above;
  rest.shift();
  return [["mfrac", [row(bare(above)), row(bare(factors(rest)))]]];
}

/** Parentheses around the whole of a numerator or denominator say nothing. */
function bare(nodes) {
  const [[tag, content]] = nodes, enclosed = nodes.length === 1 && tag === "mrow" && content[0][1] === "(";
  return enclosed ? content.slice(1, -1) : nodes;
}

/** @returns {Node[]} */
function factors(rest) {
  const nodes = /** @type {Node[]} */ ([]);
  if (rest[0] === "−") nodes.push(["mo", rest.shift()]);
  nodes.push(power(rest));
  while (rest.length && begins(rest[0])) {
    const next = power(rest);
    if (isWord(nodes[nodes.length - 1]) !== isWord(next) && next[0] !== "mrow") nodes.push(["mtext", "\u2009"]);
    nodes.push(next);
  }
  return nodes;
}

const isWord = ([tag, content]) => tag === "mi" && content.length > 1;
const begins = (token) => /^[(√⌊½\d\p{L}∇Σ]/u.test(token) && !["if", "else"].includes(token);

/** An atom with what is raised and lowered. @returns {Node} */
function power(rest) {
  let node = atom(rest);
  while (rest.length && (LOWERED.includes(rest[0][0]) || RAISED.includes(rest[0][0]) || rest[0] === "^")) {
    const token = rest.shift();
    if (token === "^") node = ["msup", [node, row(bare([atom(rest)]))]];
    else if (LOWERED.includes(token[0])) node = ["msub", [node, script(token, LOWERED, LEVEL)]];
    else node = raised(node, script(token, RAISED, UPRIGHT));
  }
  return node;
}

/** A power; of a letter with an index, both above each other. @returns {Node} */
function raised(node, exponent) {
  return node[0] === "msub" ? ["msubsup", [...node[1], exponent]] : ["msup", [node, exponent]];
}

/** @returns {Node} */
function script(token, from, to) {
  const text = [...token].map((c) => to[from.indexOf(c)]).join("");
  const tag = (part) => (/\d/.test(part) ? "mn" : /[+−]/.test(part) ? "mo" : "mi");
  return ["mrow", [...text.matchAll(/[+−]|\d+|[a-z]+/g)].map(([part]) => [tag(part), part])];
}

/** @returns {Node} */
function atom(rest) {
  const token = rest.shift();
  if (token === undefined) throw new SyntaxError("the formula ends early");
  if (token === "(") return enclosed(rest, "(", ")");
  if (token === "|") return enclosed(rest, "|", "|");
  if (token === "⌊") return enclosed(rest, "⌊", "⌋");
  if (token === "√") return ["msqrt", bare([power(rest)])];
  if (/^[\d½]/.test(token)) return ["mn", token];
  if (!/^[\p{L}∇Σ]/u.test(token)) throw new SyntaxError(`“${token}” begins nothing`);
  return name(token);
}

function enclosed(rest, open, close) {
  const inside = relation(rest);
  if (rest.shift() !== close) throw new SyntaxError(`“${close}” is missing`);
  return /** @type {Node} */ (["mrow", [["mo", open], ...inside, ["mo", close]]]);
}

/** A letter, perhaps with a hat or a word under it; a word. @returns {Node} */
function name(token) {
  const [base, under] = token.replace("\u0302", "").split("_");
  if (base.length > 1 && ![...FUNCTIONS, ...NAMES].includes(base)) throw new SyntaxError(`“${base}” is prose`);
  const letter = /** @type {Node} */ (["mi", base]);
  const hat = token.includes("\u0302") ? /** @type {Node} */ (["mover", [letter, ["mo", "^"]]]) : letter;
  return under ? ["msub", [hat, ["mi", under]]] : hat;
}

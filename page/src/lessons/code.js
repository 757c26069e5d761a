// The code of what was reached in a lesson: fifteen letters and digits that anybody can read back, and that the same
// settings give on every machine.
//
// 75 bits: 10 digits of the value, 4 its power of ten, 8 units, 20 updates, 3 predictions that were right, 3 hints,
// 12 of the exact value and the settings, 15 of the lesson and all the others: a code mistyped, or of another lesson,
// does not fit.

import { PageError } from "../errors.js";

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // no I, L, O, U
const FIELDS = /** @type {[string, number][]} */ ([["digits", 10], ["power", 4], ["units", 8], ["updates", 20],
  ["right", 3], ["hints", 3], ["exact", 12]]);
const CHECK = 15, LOWEST = -10; // bits of the check; the smallest power of ten

/** FNV-1a of a text, mixed once more, as so many bits. @param {string} text @param {number} bits */
function hash(text, bits) {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) h = Math.imul(h ^ byte, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b);
  return (h ^ (h >>> 13)) >>> (32 - bits);
}

/** Three significant digits of a number: digits · 10^power. @param {number} value */
function rounded(value) {
  if (!Number.isFinite(value) || value < 10 ** LOWEST) return { digits: 0, power: 0 };
  const [mantissa, exponent] = value.toExponential(2).split("e");
  const power = Math.min(5, Number(exponent));
  return { digits: Number(mantissa.replace(".", "")), power: power - LOWEST };
}

/**
 * @typedef {object} Result
 * @property {number} value  of the last target, or prediction  @property {number} units  @property {number} updates
 * @property {number} right  predictions  @property {number} hints  that were opened
 */

/**
 * The code of a result. @param {string} id  of the lesson @param {Result} result @param {string} settings  as a text
 */
export function codeOf(id, { value, units, updates, right, hints }, settings) {
  const most = (n, bits) => Math.min(n, 2 ** bits - 1);
  const fields = {
    ...rounded(value), units: most(units, 8), updates: most(updates, 20), right: most(right, 3), hints: most(hints, 3),
    exact: hash(`${value} ${updates} ${settings}`, 12),
  };
  let all = 0n;
  for (const [name, bits] of FIELDS) all = (all << BigInt(bits)) | BigInt(fields[name]);
  all = (all << BigInt(CHECK)) | BigInt(hash(`${id} ${all}`, CHECK));
  let text = "";
  for (let i = 0; i < 15; i++, all >>= 5n) text = LETTERS[Number(all & 31n)] + text;
  return text.replace(/.{5}(?=.)/g, "$&-");
}

/**
 * What a code says, and which of some lessons it is of. Throws `PageError` for what is none.
 * @param {string} code  @param {string[]} ids  @returns {Result & {id: string}}
 */
export function readCode(code, ids) {
  const plain = code.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (plain.length !== 15 || [...plain].some((letter) => !LETTERS.includes(letter)))
    throw new PageError("code_letters");
  let all = [...plain].reduce((bits, letter) => (bits << 5n) | BigInt(LETTERS.indexOf(letter)), 0n);
  const check = Number(all & BigInt(2 ** CHECK - 1));
  all >>= BigInt(CHECK);
  const id = ids.find((each) => hash(`${each} ${all}`, CHECK) === check);
  if (id === undefined) throw new PageError("code_none");
  const fields = /** @type {any} */ ({});
  for (const [name, bits] of [...FIELDS].reverse()) {
    fields[name] = Number(all & BigInt(2 ** bits - 1));
    all >>= BigInt(bits);
  }
  const { digits, power, units, updates, right, hints } = fields;
  return { id, value: digits ? Number(`${digits}e${power + LOWEST - 2}`) : 0, units, updates, right, hints };
}

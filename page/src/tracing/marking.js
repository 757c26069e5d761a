// A sheet that a reader fills in, marked as `numnet trace --grade` does (numnet/tracing/grading.py): right is what the
// kernels computed, or what follows from the reader's own numbers above; rounding on the way is no mistake.

/**
 * "right", "follows" from an own number that is not; "few": too few digits; "wrong"; "unread": no number; "blank".
 * @typedef {"right" | "follows" | "few" | "wrong" | "unread" | "blank"} Verdict
 * @typedef {import("./sheet.js").Line} Line
 * @typedef {{verdict: Verdict, expected: number, mistake: string, get: import("./sheet.js").Get}} Mark
 * ``expected``: what follows; ``mistake``: what was done instead, where that is sure: a key of `MISTAKES`, or "";
 * ``get``: the numbers above it, the reader's own where there are some
 */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const SHARE = 0.005; // an answer has three significant digits,
const LAST = 1e-4; // or four decimals
const SURE = 0.2; // by how much of its distance from the right number a mistake's number may be uncertain
const MISTAKES = { sign: -1, point_right: 10, point_left: 0.1 }; // and what they make of the right number
const TINY = 1e-14; // what arithmetic leaves of 0
const DIGITS = { least: 3, most: 6 };
const PRECISION = { float32: 16 * 2 ** -23, float64: 1e-12 };

/** A number as somebody types it, with a point or a comma, as text that `Number` reads; null where it is none. */
export function typedNumber(text) {
  const plain = text.trim().replaceAll("−", "-").replace(",", ".");
  return NUMBER.test(plain) && Number.isFinite(Number(plain)) ? plain : null;
}

/** What the last digit of a number stands for. @param {string} plain */
function unitOf(plain) {
  const [mantissa, exponent = "0"] = plain.toLowerCase().split("e");
  return 10 ** (Number(exponent) - (mantissa.split(".")[1] ?? "").length);
}

/** How many significant digits it is written with. @param {string} plain */
const significant = (plain) => plain.toLowerCase().split("e")[0].replace(".", "").replace(/^[+\-0]+/, "").length;

/** How many digits the answers have, in the middle. @param {string[]} plains */
function usualDigits(plains) {
  const counts = plains.map(significant).filter(Boolean).sort((a, b) => a - b);
  return Math.max(DIGITS.least, Math.min(DIGITS.most, counts[counts.length >> 1] ?? DIGITS.most));
}

/**
 * {key: mark} of the lines that are worked out.
 * @param {Line[]} lines  @param {Map<string, string>} answers  by key, as they were typed
 * @param {"float32" | "float64"} dtype  @returns {Map<string, Mark>}
 */
export function marked(lines, answers, dtype) {
  const plains = [...answers.values()].map(typedNumber).filter((plain) => plain !== null);
  const marking = new Marking(usualDigits(/** @type {string[]} */ (plains)), PRECISION[dtype]);
  const open = lines.map((line) => /** @type {const} */ ([line.key, marking.judge(line, answers.get(line.key) ?? "")]));
  return new Map(open.filter(([key], k) => lines[k].follow && key));
}

class Marking {
  constructor(digits, precision) {
    this.digits = digits;
    this.precision = precision;
    /**
     * What stands in the lines so far; ``typed``: it depends on an answer; ``own``: on one that is not right.
     * @type {Map<string, {value: number, error: number, typed: boolean, own: boolean}>}
     */
    this.now = new Map();
    this.get = (key) => /** @type {any} */ (this.now.get(key)).value;
  }

  /** How far a number may be off that is written with this last digit. */
  ownError(unit, value) {
    const far = unit <= LAST ? unit : Math.min(unit, SHARE * Math.abs(value));
    return far * (1 + 1e-9) + this.precision * Math.abs(value) + TINY;
  }

  /** A number as others go on with it: written with as many digits as the answers. */
  rounded(value) {
    const off = Math.abs(Number(value.toPrecision(this.digits)) - value);
    return { value, error: off + this.precision * Math.abs(value), typed: false, own: false };
  }

  /** What follows for a line, and how far rounding above it can move that. @param {Line} line */
  followed({ follow, value }) {
    const used = new Set(), known = (key) => (used.add(key), this.get(key));
    const follows = /** @type {any} */ (follow)(known);
    const any = (flag) => [...used].some((key) => this.now.get(key)?.[flag]), typed = any("typed"), own = any("own");
    const error = () => [...used].reduce((sum, moved) => sum + this.moved(follow, follows, moved), 0);
    return { follows: typed ? follows : value, typed, own, error };
  }

  /** How far the error of one number moves what follows. */
  moved(follow, follows, moved) {
    const { value, error } = /** @type {any} */ (this.now.get(moved));
    if (!error) return 0;
    const far = (sign) => Math.abs(follow((key) => (key === moved ? value + sign * error : this.get(key))) - follows);
    const [more, less] = [far(1), far(-1)].map((x) => (Number.isNaN(x) ? 0 : x));
    return Math.max(more, less);
  }

  /** @param {Line} line @param {string} text @returns {Mark} */
  judge(line, text) {
    const { key, value: exact } = line, plain = typedNumber(text);
    if (!line.follow) {
      this.now.set(key, this.rounded(exact));
      return { verdict: "blank", expected: exact, mistake: "", get: this.get };
    }
    const { follows, typed, own, error } = this.followed(line);
    if (plain === null) {
      this.now.set(key, typed ? { value: follows, error: error(), typed, own } : this.rounded(exact));
      return { verdict: text.trim() ? "unread" : "blank", expected: follows, mistake: "", get: this.get };
    }
    const value = Number(plain), unit = unitOf(plain), spread = error(), off = Math.abs(value - follows);
    const close = off <= this.ownError(unit, follows) + spread;
    const right = Math.abs(value - exact) <= this.ownError(unit, exact) || (close && !own);
    const far = close ? Math.min(this.ownError(unit, follows), off + spread) : this.ownError(unit, value);
    this.now.set(key, { value, error: far, typed: true, own: !right });
    const few = !right && !close && off <= unit + spread;
    const verdict = right ? "right" : close ? "follows" : few ? "few" : "wrong";
    const mistake = verdict === "wrong" ? this.recognised(value, unit, follows, spread) : "";
    return { verdict, expected: follows, mistake, get: this.get };
  }

  /** The first mistake that leads to an answer, "" where none does for sure. */
  recognised(value, unit, follows, spread) {
    const own = this.ownError(unit, value), off = Math.abs(value - follows);
    const leads = ([, factor]) => {
      const error = own + spread * Math.abs(factor);
      return Math.abs(value - follows * factor) <= error && error < SURE * off;
    };
    return Object.entries(MISTAKES).find(leads)?.[0] ?? "";
  }
}

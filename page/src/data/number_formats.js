// Numbers and dates as people write them, read as numnet/data/tables/number_formats.py reads them.

const words = (...list) => new Set(list);
/** Words for a cell that is missing; among numbers there are more of them. */
export const MISSING = words("", "na", "n/a", "#n/a", "#na", "<na>", "n.a.", "nan", "nat", "null", "?", "k.a.", "k. a.",
  "keine angabe", "결측", "결측치", "결측값", "무응답");
export const MISSING_NUMBER = new Set([...MISSING, "-", "--", "–", "—", ".", "..", "none", "nil", "missing", "unknown",
  "#div/0!", "#value!", "keine", "unbekannt", "없음", "미상", "모름"]);
export const BOOLEAN_WORDS = [
  words("false", "true"), words("no", "yes"), words("n", "y"), words("f", "t"), words("off", "on"),
];
export const NUMERIC_SHARE = 0.9; // of the cells that hold something: from here on a column counts as numbers

const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const BLANK = new RegExp(SPACE);
const SPACES = new RegExp(`(?:${SPACE}|[\\x00-\\x08\\x0e-\\x1b\\x7f])+`, "g");
const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const E = "(?:[eE][+-]?\\d+)?";
const DIGITS = {
  ".": new RegExp(`^(?:\\d{1,3}(?:[,' \\u00a0\\u202f]\\d{3})+(?:\\.\\d*)?|\\d+\\.?\\d*${E}|\\.\\d+${E})$`),
  ",": new RegExp(`^(?:\\d{1,3}(?:[.' \\u00a0\\u202f]\\d{3})+(?:,\\d*)?|\\d+,?\\d*${E}|,\\d+${E})$`),
};
const GROUPED_BY_DOTS = /^[+-]?\d{1,3}(?:\.\d{3})+$/;
const NUMBER = new RegExp(
  "^(?<sign>[+-]?)\\s*(?<before>[$€£¥₩₹]|[A-Z]{3}(?=\\s))?\\s*" +
  `(?<digits>[.,]?\\d(?:[\\d.,' \\u00a0\\u202f]*[\\d.,])?${E})` +
  "\\s*(?<after>[\\p{L}\\p{Nl}\\p{No}][^\\s\\d,;]{0,11}|[%‰°℃℉㎡㎥㎢$€£¥₩₹][^\\s\\d,;]{0,3})?$", "u");
const CLOCK = "(?:[T\\s]\\s*(?<H>\\d{1,2}):(?<M>\\d\\d)(?::(?<S>\\d\\d)(?:\\.\\d+)?)?" +
  "\\s*(?<half>[AaPp][Mm])?\\s*(?<zone>Z|[+-]\\d\\d:?\\d\\d)?)?$";
const DATES = {
  ymd: new RegExp("^(?<y>\\d{4})(?:[-/.]|년)\\s?(?<m>\\d{1,2})(?:(?:[-/.]|월)\\s?(?<d>\\d{1,2}))?[.월일]?" + CLOCK),
  mdy: new RegExp("^(?<m>\\d{1,2})[-/.](?<d>\\d{1,2})[-/.](?<y>\\d{4}|\\d\\d)" + CLOCK),
  dmy: new RegExp("^(?<d>\\d{1,2})[-/.](?<m>\\d{1,2})[-/.](?<y>\\d{4}|\\d\\d)" + CLOCK),
  dby: new RegExp("^(?<d>\\d{1,2})[-\\s](?<b>[A-Za-z]{3,9})\\.?[-,\\s]+(?<y>\\d{4}|\\d\\d)" + CLOCK),
  bdy: new RegExp("^(?<b>[A-Za-z]{3,9})\\.?\\s(?<d>\\d{1,2}),?\\s(?<y>\\d{4})" + CLOCK),
  yyyymmdd: new RegExp("^(?<y>(?:19|20)\\d\\d)(?<m>\\d\\d)(?<d>\\d\\d)" + CLOCK),
};
const DOTTED_DATE = /^\d{1,2}\.\d{1,2}\.\d/, DAY_FIRST = ["ymd", "dmy", "mdy", ...Object.keys(DATES).slice(3)];
const TIME = /^(?<H>\d{1,2}):(?<M>[0-5]\d)(?::(?<S>[0-5]\d)(?:\.\d+)?)?$/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAY = 86_400_000; // milliseconds
const LONGEST = 200; // characters of a number with a unit, or of a date: patterns take long over long texts

/** Whether a character is white space, as Python has it. @param {string} text @param {number} at */
function blank(text, at) {
  const code = text.charCodeAt(at);
  return code <= 32 || code >= 127 ? BLANK.test(text[at]) : false;
}

/** Without white space at the ends. @param {string} text */
export function strip(text) {
  let from = 0, to = text.length;
  while (from < to && blank(text, from)) from++;
  while (to > from && blank(text, to - 1)) to--;
  return text.slice(from, to);
}

/** As one line: what is no letter of a line becomes a space. @param {string} text */
export const oneLine = (text) => strip(text.replace(SPACES, " "));

/** Digits of other scripts as 0 … 9. @param {string} text */
function ascii(text) {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => {
    const at = /** @type {number} */ (digit.codePointAt(0));
    let zero = at;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String((at - zero) % 10); // digits stand in rows of ten
  });
}

/** The finite number that a cell spells as programs do, or null. @param {string} cell @returns {number | null} */
export function plain(cell) {
  const text = ascii(strip(cell)), value = FLOAT.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** How a column writes its numbers: decimal mark and unit; or a date (days since 1970-01-01), or a time (hours). */
export class NumberFormat {
  /** @param {"number" | "date" | "time"} [kind]  @param {string} [style]  @param {string} [unit] */
  constructor(kind = "number", style = ".", unit = "") {
    this.kind = kind;
    this.style = style;
    this.unit = unit;
  }

  /** The number that a stripped cell spells in this form, or null. @param {string} cell @returns {number | null} */
  parse(cell) {
    if (cell.length > LONGEST) return this.kind === "number" && this.style === "." ? plain(cell) : null;
    const text = ascii(cell);
    if (this.kind === "number") return this.#number(text);
    if (this.kind === "time") return hours(TIME.exec(text)?.groups);
    return days((DATES[this.style].exec(text) ?? DATES.ymd.exec(text))?.groups); // a year in front can't be mistaken
  }

  #number(cell) {
    const value = this.style === "." || /^[+-]?\d*,?\d+$/.test(cell) ? plain(cell.replace(this.style, ".")) : null;
    if (value !== null) return value;
    const match = NUMBER.exec(cell.replaceAll("−", "-"))?.groups;
    if (!match || !DIGITS[this.style].test(match.digits)) return null;
    if (!["", this.unit].includes((match.before ?? "") + (match.after ?? ""))) return null;
    const digits = match.digits.replace(/[' \u00a0\u202f]/g, ""), grouping = this.style === "." ? "," : ".";
    return plain(match.sign + digits.replaceAll(grouping, "").replace(this.style, "."));
  }
}

export const PLAIN = new NumberFormat();

/** Days since 1970-01-01 of the parts of a date, or null: no match, or no such day. */
function days(parts) {
  if (!parts) return null;
  const short = parts.y.length < 4, year = Number(parts.y) + (short ? (Number(parts.y) < 70 ? 2000 : 1900) : 0);
  const month = parts.b === undefined ? Number(parts.m) : MONTHS.indexOf(parts.b.slice(0, 3).toLowerCase()) + 1;
  const day = Number(parts.d ?? 1), date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const there = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (year < 1 || !there) return null;
  let time = parts.H === undefined ? 0 : hours(parts);
  if (time === null) return null;
  if (parts.half) time = (time % 12) + 12 * Number(parts.half.toLowerCase() === "pm");
  const zone = parts.zone ?? "Z";
  if (zone !== "Z") time -= (zone[0] === "+" ? 1 : -1) * (Number(zone.slice(1, 3)) + Number(zone.slice(-2)) / 60);
  return date.getTime() / DAY + time / 24;
}

function hours(parts) {
  if (!parts || Number(parts.H) > 24) return null;
  return Number(parts.H) + Number(parts.M) / 60 + Number(parts.S ?? 0) / 3600;
}

/**
 * The form in which at least 90 % of the stripped cells that hold something are numbers; null for text.
 * @param {string[]} cells  @param {boolean} [comma]  other columns have decimal commas: settles what 1,234 is
 * @returns {NumberFormat | null}
 */
export function guess(cells, comma = false) {
  const present = cells.filter((cell) => !MISSING_NUMBER.has(cell.toLowerCase()));
  const strange = present.filter((cell) => plain(cell) === null);
  if (!strange.length) {
    const dotted = present.filter((cell) => cell.includes("."));
    const grouped = comma && dotted.length && dotted.every((cell) => GROUPED_BY_DOTS.test(cell));
    return grouped ? new NumberFormat("number", ",") : PLAIN;
  }
  let best = null, most = NUMERIC_SHARE * present.length;
  if (present.filter((cell) => /\p{Nd}/u.test(cell)).length < most) return null; // words: no form reads them
  for (const form of candidates(strange, comma)) {
    const count = present.filter((cell) => form.parse(cell) !== null).length;
    if (count >= most && (best === null || count > most)) [best, most] = [form, count];
  }
  return best;
}

/** Forms worth a try, the likeliest first. @param {string[]} strange @param {boolean} comma */
function candidates(strange, comma) {
  const units = new Map();
  for (const cell of strange.filter(({ length }) => length <= LONGEST)) {
    const match = NUMBER.exec(ascii(cell).replaceAll("−", "-"))?.groups;
    const unit = (match?.before ?? "") + (match?.after ?? "");
    if (match) units.set(unit, (units.get(unit) ?? 0) + 1);
  }
  const dotted = comma || strange.some((cell) => DOTTED_DATE.test(ascii(cell)));
  const most = Math.max(...units.values()), unit = [...units].find(([, count]) => count === most)?.[0] ?? "";
  return [
    ...(comma ? ",." : ".,").split("").map((style) => new NumberFormat("number", style, unit)),
    ...(dotted ? DAY_FIRST : Object.keys(DATES)).map((order) => new NumberFormat("date", order)),
    new NumberFormat("time"),
  ];
}

/** Whether a stripped cell is a number or a date in any form. @param {string} cell */
export function looksNumeric(cell) {
  return /\p{Nd}/u.test(cell) && [PLAIN, ...candidates([cell], false)].some((form) => form.parse(cell) !== null);
}

/** A number as a label: the shortest text, whole numbers without a point. @param {number} value */
export function canonical(value) {
  if (Number.isInteger(value)) return String(BigInt(value));
  const [digits, power] = value.toExponential().split("e");
  if (Number(power) >= -4) return String(value);
  return `${digits}e-${String(-Number(power)).padStart(2, "0")}`; // as Python writes it
}

/** A number as a file holds it, to the last bit. @param {number} value */
export const exact = (value) => (Object.is(value, -0) ? "-0.0" : String(value));

/** A text as a label: as it is; a number in its shortest form, so that 7, 7.0 and 007 are one. @param {string} text */
export function canonicalText(text) {
  const value = plain(text);
  return value === null ? text : canonical(value);
}

/** Order of texts by code points, as Python sorts them. @param {string} a @param {string} b */
export function byCodePoints(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return /** @type {number} */ (a.codePointAt(i)) - /** @type {number} */ (b.codePointAt(i));
  }
  return a.length - b.length;
}

// The text of a file: its encoding by its byte-order mark, else UTF-8 or what fits better; see
// numnet/data/tables/byte_source.py.

import { PageError } from "../errors.js";
import { legacyEncoding, textOf } from "./legacy_encodings.js";

/** What may be chosen instead of what was found, by script: names that `textOf` takes. */
export const ENCODINGS = {
  western: ["windows-1252", "macintosh", "cp850"], central: ["windows-1250", "iso-8859-2"], baltic: ["windows-1257"],
  turkish: ["windows-1254"], greek: ["windows-1253"], cyrillic: ["windows-1251", "koi8-r", "ibm866"],
  hebrew: ["windows-1255"], arabic: ["windows-1256"], thai: ["windows-874"], vietnamese: ["windows-1258"],
  korean: ["euc-kr"], japanese: ["shift_jis", "euc-jp"], simplified: ["gb18030"], traditional: ["big5"],
  unicode: ["utf-8", "utf-16le", "utf-16be"],
};
const MOST_BYTES = 5_000_000;
const BEGINNING = 4096; // bytes in which zero bytes tell of UTF-16
/** What a file is not, by the way it begins: the rest of the key of a message. */
const OTHER_KINDS = [
  ["\xd0\xcf\x11\xe0", "excel"], ["%pdf", "pdf"], ["\x89hdf", "binary"], ["\x93numpy", "binary"], ["par1", "binary"],
  ["@relation", "arff"], ["<", "markup"], ["{", "json"], ["\xfd7zxz", "packed"],
  ["\x1f\x8b", "packed"], ...Array.from("123456789", (level) => [`bzh${level}1ay&sy`, "packed"]),
];

/** Throws `PageError` for a file of so many bytes that the page does not read it. @param {number} bytes */
export function checkSize(bytes) {
  const megabytes = (bytes / 1e6).toFixed(1);
  if (bytes > MOST_BYTES) throw new PageError("file_too_large", { megabytes, most: MOST_BYTES / 1e6 });
}

/**
 * The text of a file's bytes, and the name of its encoding: as its mark says, as it is ``named``, else the likeliest.
 * Throws `PageError` for what is no text.
 * @param {Uint8Array} bytes  @param {string | null} [named]  @returns {{text: string, encoding: string}}
 */
export function decode(bytes, named = null) {
  checkSize(bytes.length);
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const workbook = /xl\/|\[Content_Types\]\.xml/.test(head);
  if (head.startsWith("PK\x03\x04")) throw new PageError(workbook ? "file_excel" : "file_packed");
  checkKind(head);
  const encoding = encodingOf(bytes, named);
  return { text: textOf(bytes, encoding), encoding };
}

/** Throws `PageError` for text that begins as another kind of file does. @param {string} text */
export function checkKind(text) {
  const head = text.slice(0, 100).replace(/^[\t-\r ]+/, "").replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const other = OTHER_KINDS.find(([magic]) => head.startsWith(magic));
  if (other) throw new PageError(`file_${other[1]}`);
}

/** @param {Uint8Array} bytes  @param {string | null} named  @returns {string} a name that `textOf` takes */
function encodingOf(bytes, named) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le"; // the mark itself says which
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (named) return named;
  const sample = bytes.subarray(0, BEGINNING);
  if (sample.includes(0)) return wide(sample);
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return legacyEncoding(bytes);
  }
}

/** UTF-16 without a mark. @param {Uint8Array} sample */
function wide(sample) {
  const count = (from) => sample.filter((byte, i) => i % 2 === from && byte === 0).length;
  const zeros = (from) => count(from) / Math.max(1, sample.length >> 1);
  if (zeros(1) > 0.4 && zeros(0) === 0) return "utf-16le";
  if (zeros(0) > 0.4 && zeros(1) === 0) return "utf-16be";
  throw new PageError("file_binary");
}

// The text of a file: its encoding by its byte-order mark, else UTF-8 or what fits better; see
// numnet/data/tables/byte_source.py.

import { PageError } from "../errors.js";

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
 * The text of a file's bytes, and the name of its encoding.  Throws `PageError` for what is no text.
 * @param {Uint8Array} bytes  @returns {{text: string, encoding: string}}
 */
export function decode(bytes) {
  checkSize(bytes.length);
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const workbook = /xl\/|\[Content_Types\]\.xml/.test(head);
  if (head.startsWith("PK\x03\x04")) throw new PageError(workbook ? "file_excel" : "file_packed");
  checkKind(head);
  const encoding = encodingOf(bytes);
  return { text: read(bytes, encoding), encoding };
}

/** Throws `PageError` for text that begins as another kind of file does. @param {string} text */
export function checkKind(text) {
  const head = text.slice(0, 100).replace(/^[\t-\r ]+/, "").replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const other = OTHER_KINDS.find(([magic]) => head.startsWith(magic));
  if (other) throw new PageError(`file_${other[1]}`);
}

const read = (bytes, encoding) => new TextDecoder(encoding).decode(bytes);

/** @param {Uint8Array} bytes @returns {string} a name that `TextDecoder` takes */
function encodingOf(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le"; // the mark itself says which
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, BEGINNING);
  if (sample.includes(0)) return wide(sample);
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return legacy(bytes);
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

/**
 * Korean where all that is not ASCII reads as Hangul, else what Windows writes in the west.
 * @param {Uint8Array} bytes
 */
function legacy(bytes) {
  const text = read(bytes, "euc-kr");
  const hangul = /^[\x00-\x7f가-힣ㄱ-ㅣ·…“”‘’]*$/.test(text) && /[가-힣]/.test(text);
  return hangul ? "euc-kr" : "windows-1252";
}

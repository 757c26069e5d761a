// A link: what the page shows, as JSON, deflated, in the letters of base64url, behind "#v1:".

import { PageError } from "../errors.js";

const VERSION = "v1";
export const MOST_LETTERS = 100_000; // of a link; longer ones get lost in mails
const MOST_BYTES = 4_000_000; // of the JSON in a link: no few letters may fill the memory

/**
 * The part of a link behind "#", of a value that JSON can hold. Throws `PageError` where it would be too long.
 * @param {string} json
 */
export async function encodeLink(json) {
  const bytes = await through(new TextEncoder().encode(json), new CompressionStream("deflate-raw"), Infinity);
  const letters = toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  checkLength(letters);
  return `${VERSION}:${letters}`;
}

/**
 * The value in a link's part behind "#". Throws `PageError` for what this page has not written.
 * @param {string} fragment  @returns {Promise<unknown>}
 */
export async function decodeLink(fragment) {
  const [, version, letters] = /^(v\d{1,6}):(.*)$/s.exec(fragment) ?? [];
  if (!version) throw new PageError("link_unknown");
  if (version !== VERSION) throw new PageError("link_version", { version, known: VERSION });
  checkLength(letters);
  try {
    const packed = fromBase64(letters.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = await through(packed, new DecompressionStream("deflate-raw"), MOST_BYTES);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new PageError("link_damaged");
  }
}

/** @param {string} letters */
function checkLength({ length }) {
  if (length > MOST_LETTERS) throw new PageError("link_too_long", { letters: length, most: MOST_LETTERS });
}

/** What a stream makes of some bytes, if it is no more than ``most``. */
async function through(bytes, stream, most) {
  const chunks = /** @type {Uint8Array[]} */ ([]), reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  let size = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new RangeError("more than may be unpacked");
    }
    chunks.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) (all.set(chunk, at), (at += chunk.length));
  return all;
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Throws `DOMException` for what is no base64. @param {string} text */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

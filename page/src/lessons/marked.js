// A paragraph of a lesson as pieces: plain text, **strong**, `code`, $formula$.

/** @typedef {{kind: "text" | "strong" | "code" | "formula", text: string}} Piece */

const KINDS = /** @type {{[mark: string]: Piece["kind"]}} */ ({ "**": "strong", "`": "code", $: "formula" });
const MARKED = /(\*\*|`|\$)(?=\S)(.+?)\1/gs;

/** @param {string} text @returns {Piece[]} */
export function pieces(text) {
  const found = /** @type {Piece[]} */ ([]);
  let at = 0;
  for (const { 0: whole, 1: mark, 2: inside, index } of text.matchAll(MARKED)) {
    if (index > at) found.push({ kind: "text", text: text.slice(at, index) });
    found.push({ kind: KINDS[mark], text: inside });
    at = index + whole.length;
  }
  if (at < text.length) found.push({ kind: "text", text: text.slice(at) });
  return found;
}

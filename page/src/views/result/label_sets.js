// The sets of labels that occur together most often, each with a name and a colour, as in numnet's figures; the rest
// are "other".

import { about } from "../../state/store.js";
import { t } from "../../text/text.js";

const MOST = 8;
const NONE = "#a8a8a8", OTHER = "#5a5a5a"; // greys that no label has

/**
 * @typedef {object} LabelSets
 * @property {string[]} names  the last one: other
 * @property {string[]} colors  #rrggbb
 * @property {(labels: (c: number) => boolean | number) => number} index  of a set, given whether label c holds
 */

/** How many labels hold. @param {string} key  a digit 0 or 1 for each label */
const size = (key) => [...key].filter((digit) => digit === "1").length;

/** A set of labels as a number: a bit for each. @param {number} k @param {(c: number) => boolean | number} holds */
function codeOf(k, holds) {
  let code = 0;
  for (let c = 0; c < k; c++) if (holds(c)) code += 2 ** c;
  return code;
}

/** @param {any} facts @returns {LabelSets} */
export function labelSets({ data, outputNames }) {
  const { T, n, k } = data, counts = new Map();
  for (let i = 0; i < n; i++) {
    const key = T.subarray(i * k, (i + 1) * k).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const kept = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, MOST);
  kept.sort((a, b) => size(a) - size(b) || (a < b ? 1 : -1)); // none first, then single labels, pairs, …
  const places = new Map(kept.map((key, place) => [codeOf(k, (c) => key[c] === "1"), place]));
  const names = kept.map((key) => joined(outputNames, (c) => key[c] === "1"));
  return {
    names: [...names, t("result.other")], colors: [...colorsOf(kept), OTHER],
    index: (holds) => places.get(codeOf(k, holds)) ?? kept.length,
  };
}

/** Grey for none, a label's own colour for it alone, colours that are left for the others. @param {string[]} keys */
function colorsOf(keys) {
  const { classes } = about.value.colors, own = (key) => key.indexOf("1") % classes.length;
  const taken = new Set(keys.filter((key) => size(key) === 1).map(own));
  const left = classes.filter((_, c) => !taken.has(c))[Symbol.iterator]();
  return keys.map((key) => [NONE, classes[own(key)]][size(key)] ?? left.next().value ?? OTHER);
}

/**
 * "A + B" of the labels that hold, without the words that all of them begin with.
 * @param {string[]} names  @param {(c: number) => boolean | number} holds
 */
export function joined(names, holds) {
  const heads = new Set(names.map((name) => name.slice(0, name.lastIndexOf(" ") + 1)));
  const brief = (name) => (heads.size === 1 ? name.slice(name.lastIndexOf(" ") + 1) : name);
  return names.filter((_, c) => holds(c)).map(brief).join(" + ") || t("result.none");
}

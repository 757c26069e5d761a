// The sets of labels that occur together most often, each with a name and a colour, as in numnet's figures; the others
// are "other".

import { about } from "../../state/store.js";
import { t } from "../../text/text.js";

const MOST = 8;
const NONE = "#a8a8a8", OTHER = "#5a5a5a"; // greys that no label has

/**
 * @typedef {object} LabelSets
 * @property {string[]} names  the last one: other
 * @property {string[]} colors  #rrggbb
 * @property {(labels: (c: number) => boolean | number) => number} index  of a set of labels, given whether label c holds
 */

/** @param {any} facts @returns {LabelSets} */
export function labelSets({ data, outputNames }) {
  const { T, n, k } = data, counts = new Map();
  for (let i = 0; i < n; i++) {
    const key = T.subarray(i * k, (i + 1) * k).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const size = (key) => [...key].filter((digit) => digit === "1").length;
  const kept = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, MOST);
  kept.sort((a, b) => size(a) - size(b) || (a < b ? 1 : -1)); // none first, then single labels, pairs, …
  const places = new Map(kept.map((key, place) => [key, place]));
  return {
    names: [...kept.map((key) => joined(key, outputNames)), t("result.other")], colors: [...colorsOf(kept), OTHER],
    index: (holds) => places.get(outputNames.map((_, c) => (holds(c) ? "1" : "0")).join("")) ?? kept.length,
  };
}

/** Grey for none, a label's own colour for it alone, colours that are left for the others. @param {string[]} keys */
function colorsOf(keys) {
  const { classes } = about.value.colors, alone = (key) => [...key].filter((digit) => digit === "1").length === 1;
  const own = new Set(keys.filter(alone).map((key) => key.indexOf("1") % classes.length));
  const left = classes.filter((_, c) => !own.has(c))[Symbol.iterator]();
  return keys.map((key) => {
    if (!key.includes("1")) return NONE;
    return alone(key) ? classes[key.indexOf("1") % classes.length] : left.next().value ?? OTHER;
  });
}

/** "A + B" of the labels that hold, without the words that all of them begin with. */
function joined(key, names) {
  const heads = new Set(names.map((name) => name.slice(0, name.lastIndexOf(" ") + 1)));
  const short = (name) => (heads.size === 1 ? name.slice(name.lastIndexOf(" ") + 1) : name);
  return names.filter((_, c) => key[c] === "1").map(short).join(" + ") || t("result.none");
}

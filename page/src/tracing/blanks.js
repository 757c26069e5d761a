// Which numbers of a sheet are asked for, and what may stand beside them without giving them away.

import { NONE } from "./sheet.js";

/** @typedef {import("./sheet.js").Line} Line @typedef {import("./sheet.js").Section} Section */

/** Parts of an update that may be asked for alone, besides "" for everything and the numbers of layers. */
const PARTS = { delta: ["delta"], gradient: ["dE/dw", "dE/db"], weights: ["new w", "new b"] };

/** Errors go with the output layer, as in `numnet trace --layer`. @param {Line} line @param {string} wanted */
function wants({ quantity, layer }, wanted, layers) {
  if (!wanted) return true;
  return Object.hasOwn(PARTS, wanted) ? PARTS[wanted].includes(quantity)
    : String(quantity === "E" ? layers : layer) === wanted;
}

const layersOf = (sections) => Math.max(...sections.map(({ layer }) => layer ?? 0));

/** What can be asked for: that which leaves something open. @param {Section[]} sections @returns {string[]} */
export function choices(sections) {
  const layers = layersOf(sections), lines = sections.flatMap((section) => section.lines).filter(({ follow }) => follow);
  const own = Array.from({ length: layers }, (_, l) => String(l + 1));
  const some = [...Object.keys(PARTS), ...own].filter((wanted) => {
    const open = lines.filter((line) => wants(line, wanted, layers)).length;
    return open > 0 && open < lines.length;
  });
  return ["", ...some];
}

/**
 * The sections with these numbers open and all else given; what follows from open ones, and is not needed for others,
 * is left out: it would give them away.
 * @param {Section[]} sections  @param {string} wanted  one of `choices`; another one: everything
 * @param {import("./sheet.js").Get} get  @returns {Section[]}
 */
export function blanked(sections, wanted, get) {
  if (!wanted || !choices(sections).includes(wanted)) return sections;
  const layers = layersOf(sections), needed = new Set(), told = new Set();
  for (const line of sections.flatMap((section) => section.lines)) {
    const uses = usedBy(line, get), open = line.follow && wants(line, wanted, layers);
    if (open) uses.forEach((key) => needed.add(key));
    if (open || uses.some((key) => told.has(key))) told.add(line.key);
  }
  const given = (line) => ({ ...line, follow: null, numbers: told.has(line.key) ? NONE : line.numbers });
  const shown = (line) => (line.follow && wants(line, wanted, layers) ? line : given(line));
  const stays = (line) => !told.has(line.key) || needed.has(line.key) || wants(line, wanted, layers);
  return sections.map((section) => ({ ...section, lines: section.lines.filter(stays).map(shown) }))
    .filter(({ lines }) => lines.length);
}

/** The keys of the numbers that a line is worked out from. @param {Line} line @returns {string[]} */
function usedBy({ follow }, get) {
  const used = new Set();
  follow?.((key) => (used.add(key), get(key)));
  return [...used];
}

// What the map shows of the network: how its pixels are coloured, where lines are drawn, what the scale beside it says.

import { computed } from "@preact/signals";
import { about } from "../../state/store.js";
import { t } from "../../text/text.js";
import { between, classColor, css, fading, ground, paint, paintClasses, rgb, signTable } from "../colors.js";
import { margin } from "./contours.js";
import { labelSets } from "./label_sets.js";
import { inked } from "./points.js";

/**
 * @typedef {object} Line
 * @property {ArrayLike<number>} values  (points,)
 * @property {number} level
 * @property {string} [color]  if not the ink
 *
 * @typedef {object} Shown
 * @property {string} title
 * @property {(image: ImageData) => void} paint
 * @property {Line[]} lines
 * @property {import("./legend.js").Bar | null} bar
 * @property {ArrayLike<number>} [values]  of a unit
 *
 * @typedef {object} Answers
 * @property {Float32Array} P  (outputs, points), in original units
 * @property {number} points
 */

const STRENGTH = 0.62; // of the colours of areas: points in the same colours stand out on them
const NO = /** @type {const} */ ([153, 153, 153]); // a label that does not hold

const classTables = computed(() => about.value.colors.classes.map((color) => fading(rgb(color), STRENGTH)));

/** The outputs of a frame over the plane. @param {any} facts @param {any} pictures  of a frame @returns {Answers} */
export function answersOf({ sizes, outputNames, task, scaler }, { values, points }) {
  const units = sizes.slice(1).reduce((a, b) => a + b, 0), k = outputNames.length;
  const P = values.subarray((units - k) * points);
  if (task !== "regression" || !scaler?.targetScale) return { P, points };
  const { targetScale, targetMean } = scaler;
  return { P: P.map((y, i) => y * targetScale[Math.floor(i / points)] + targetMean[Math.floor(i / points)]), points };
}

/** The least and the largest target of output c. @param {any} facts @param {number} c @returns {[number, number]} */
export function targetRange({ data: { T, k, n } }, c) {
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < n; i++) [low, high] = [Math.min(low, T[i * k + c]), Math.max(high, T[i * k + c])];
  return low < high ? [low, high] : [low - 1, high + 1];
}

/** The ends of a diverging scale: as far below 0 as above, where values are on both sides. @returns {[number, number]} */
export function scaleEnds([low, high]) {
  const far = Math.max(-low, high);
  return low < 0 && high > 0 ? [-far, far] : [low, high];
}

/** The colour of a value on the scale of a regression, #rrggbb. @param {[number, number]} ends */
export function shadeOf([from, to]) {
  return (value) => {
    const s = Math.max(0, Math.min(1, (value - from) / (to - from)));
    const word = signTable.value[Math.round(s * (signTable.value.length - 1))];
    return css([word & 255, (word >> 8) & 255, (word >> 16) & 255]);
  };
}

/** A table of the two colours at its ends alone: decisions. @param {Uint32Array} table */
const decided = (table) => table.map((_, i) => table[i < table.length / 2 ? 0 : table.length - 1]);

/** A probability of one thing against another. */
function probability(title, values, table, discretise, name) {
  const colors = discretise ? decided(table) : table;
  return {
    title, paint: (image) => paint(image, values, colors, 0, 1), lines: [{ values, level: 0.5 }],
    bar: { table: colors, from: 0, to: 1, name },
  };
}

/**
 * @param {any} facts  @param {Answers} answers  @param {number} output  the one that is shown, −1 for all
 * @param {boolean} discretise  decisions instead of probabilities  @returns {Shown}
 */
export function shownOutputs(facts, answers, output, discretise) {
  const { task, data, outputNames } = facts, { P, points } = answers, k = outputNames.length;
  const one = (c) => P.subarray(c * points, (c + 1) * points);
  const name = outputNames[Math.max(0, output)], title = t(`result.map.${task}`, { name });
  if (task === "binary") {
    const table = between(classColor(0), classColor(1), STRENGTH);
    return probability(title, P, table, discretise, t("result.probability_of", { name }));
  }
  if (task === "regression") return regression(t("result.map.regression", { name }), one(output), facts, output);
  if (output >= 0) {
    const low = task === "multilabel" ? /** @type {any} */ (NO) : ground.value;
    const table = between(low, classColor(output), STRENGTH);
    return probability(t("result.probability_of", { name }), one(output), table, discretise, t("result.probability"));
  }
  if (task === "multilabel") return combinations(title, facts, P, points, discretise);
  const tables = data.targetNames.map((_, c) => classTables.value[c % classTables.value.length]);
  const lines = Array.from({ length: k - 1 }, (_, c) => ({ values: margin(P, c, k, points), level: 0 }));
  return { title, paint: (image) => paintClasses(image, P, k, tables, discretise), lines, bar: null };
}

function regression(title, values, facts, output) {
  const [from, to] = scaleEnds(targetRange(facts, output)), table = signTable.value;
  return { title, paint: (image) => paint(image, values, table, from, to), lines: [], bar: { table, from, to, name: facts.outputNames[output] } };
}

/** The sets of labels that are said to hold, the paler the less sure the least sure of them; a line for each label. */
function combinations(title, facts, P, points, discretise) {
  const sets = labelSets(facts), tables = sets.colors.map((color) => fading(rgb(color), STRENGTH)), k = facts.outputNames.length;
  const fill = (image) => {
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < points; i++) {
      const table = tables[sets.index((c) => P[c * points + i] > 0.5)];
      let sure = 1;
      for (let c = 0; c < k; c++) sure = Math.min(sure, Math.abs(2 * P[c * points + i] - 1));
      pixels[i] = table[discretise ? table.length - 1 : Math.round((0.25 + 0.75 * sure) * (table.length - 1))];
    }
  };
  const lines = facts.outputNames.map((_, c) => ({ values: P.subarray(c * points, (c + 1) * points), level: 0.5, color: inked(css(classColor(c))) }));
  return { title, paint: fill, lines, bar: null };
}

/**
 * One unit's h over the plane; layer 0: an input.
 * @param {any} facts  @param {any} pictures  of a frame  @param {{layer: number, unit: number}} which  @returns {Shown | null}
 */
export function shownUnit(facts, pictures, { layer, unit }) {
  const { sizes, inputNames, inputPictures } = facts;
  if (!(unit < sizes[layer])) return null;
  const before = sizes.slice(1, layer).reduce((a, b) => a + b, 0), { values, points } = layer ? pictures : inputPictures;
  const size = values.length / (layer ? sizes.slice(1).reduce((a, b) => a + b, 0) : sizes[0]), at = (layer ? before + unit : unit) * size;
  const h = values.subarray(at, at + size);
  let far = 0;
  for (const value of h) far = Math.max(far, Math.abs(value));
  const name = layer ? t("result.unit", { layer, unit: unit + 1 }) : t("result.input", { name: inputNames[unit] });
  return {
    title: name, values: h, paint: (image) => paint(image, h, signTable.value, -far, far), lines: far > 0 ? [{ values: h, level: 0 }] : [],
    bar: { table: signTable.value, from: -far || -1, to: far || 1, name: layer ? "h" : inputNames[unit] },
  };
}

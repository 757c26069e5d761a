// What the map shows of the network: how its pixels are coloured, where lines are drawn, what the scale beside it says.

import { computed } from "@preact/signals";
import { about } from "../../state/store.js";
import { t } from "../../text/text.js";
import { between, classColor, css, fading, ground, paint, paintClasses, rgb, signTable } from "../colors.js";
import { unitName } from "../network/parameters.js";
import { pictures as unitPictures } from "../network/unit_pictures.js";
import { margin } from "./contours.js";
import { classInk } from "./points.js";

/**
 * @typedef {object} Shown
 * @property {string} title
 * @property {number} side  of the picture
 * @property {(image: ImageData) => void} paint
 * @property {{values: ArrayLike<number>, level: number, color?: string}[]} lines  the ink, where there is no colour
 * @property {import("./scale_bar.js").Bar | null} bar
 * @property {ArrayLike<number>} [values]  of a unit
 *
 * @typedef {object} Answers
 * @property {Float32Array} P  (outputs, points), in original units
 * @property {number} points
 * @property {number} side
 */

const STRENGTH = 0.62; // of the colours of areas: points in the same colours stand out on them
const NO = /** @type {import("../colors.js").Rgb} */ ([153, 153, 153]); // where a label does not hold
const SURE = 0.25; // of the strength at least, so that an area has its colour where the network is unsure

const classTables = computed(() => about.value.colors.classes.map((color) => fading(rgb(color), STRENGTH)));

/** The outputs of a frame over the plane. @param {any} facts @param {any} pictures  of a frame @returns {Answers} */
export function answersOf(facts, { values, points, side }) {
  const { sizes, outputNames } = facts;
  const units = sizes.slice(1).reduce((a, b) => a + b, 0), k = outputNames.length;
  return answersFrom(facts, values.subarray((units - k) * points), points, side);
}

/** Answers from the outputs as the network has them, (outputs, points). @returns {Answers} */
export function answersFrom({ task, scaler }, raw, points, side) {
  if (task !== "regression" || !scaler?.targetScale) return { P: raw, points, side };
  const { targetScale, targetMean } = scaler, c = (i) => Math.floor(i / points);
  return { P: raw.map((y, i) => y * targetScale[c(i)] + targetMean[c(i)]), points, side };
}

/** The least and the largest target of output c. @param {any} facts @param {number} c @returns {[number, number]} */
export function targetRange({ data: { T, k, n } }, c) {
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < n; i++) [low, high] = [Math.min(low, T[i * k + c]), Math.max(high, T[i * k + c])];
  return low < high ? [low, high] : [low - 1, high + 1];
}

/**
 * The ends of a diverging scale: as far below 0 as above, where values are on both sides.
 * @param {[number, number]} range  @returns {[number, number]}
 */
export function scaleEnds([low, high]) {
  const far = Math.max(-low, high);
  return low < 0 && high > 0 ? [-far, far] : [low, high];
}

/** The colour of a value on such a scale, #rrggbb. @param {[number, number]} ends */
export function shadeOf([from, to]) {
  const last = signTable.value.length - 1;
  return (/** @type {number} */ value) => {
    const word = signTable.value[Math.round(Math.max(0, Math.min(1, (value - from) / (to - from))) * last)];
    return css([word & 255, (word >> 8) & 255, (word >> 16) & 255]);
  };
}

/** A unit's h over the plane, or an input; null where it is an output, or not there. @returns {Shown | null} */
export function shownUnit(facts, looked) {
  const picture = looked && looked.layer < facts.sizes.length - 1 && unitPictures.value?.[looked.layer]?.[looked.unit];
  if (!picture) return null;
  const { values, side, shade } = picture, name = unitName(facts, looked.layer, looked.unit);
  return {
    title: looked.layer ? t("result.unit", { name }) : t("result.input", { name }), values, side,
    paint: (image) => paint(image, values, shade.table, shade.from, shade.to), lines: [{ values, level: 0 }],
    bar: { ...shade, name: looked.layer ? "h" : name },
  };
}

/** The probability of one thing against another. @returns {Shown} */
function probability(title, values, side, table, discretise, name) {
  const last = table.length - 1, colors = discretise ? table.map((_, i) => table[i <= last / 2 ? 0 : last]) : table;
  return {
    title, side, paint: (image) => paint(image, values, colors, 0, 1), lines: [{ values, level: 0.5 }],
    bar: { table: colors, from: 0, to: 1, name },
  };
}

/**
 * @param {any} facts  @param {Answers} answers  @param {number} output  the one that is shown, −1 for all
 * @param {any} scene  see plane.js  @param {boolean} discretise  decisions instead of probabilities  @returns {Shown}
 */
export function shownOutputs(facts, answers, output, scene, discretise) {
  const { task, data, outputNames } = facts, { P, points, side } = answers, k = outputNames.length;
  const name = outputNames[Math.max(0, output)], title = t(`result.map.${task}`, { name });
  const one = (c) => P.subarray(c * points, (c + 1) * points), chance = t("result.probability");
  if (task === "binary") {
    return probability(title, P, side, between(classColor(0), classColor(1), STRENGTH), discretise, chance);
  }
  if (task === "regression") {
    const [from, to] = scene.ends, table = signTable.value, values = one(output);
    const fill = (image) => paint(image, values, table, from, to);
    return { title, side, paint: fill, lines: [], bar: { table, from, to, name } };
  }
  if (output >= 0) {
    const table = between(task === "multilabel" ? NO : ground.value, classColor(output), STRENGTH);
    return probability(t("result.probability_of", { name }), one(output), side, table, discretise, chance);
  }
  if (task === "multilabel") return labels(title, answers, k, scene.sets, discretise);
  const tables = data.targetNames.map((_, c) => classTables.value[c % classTables.value.length]);
  const lines = Array.from({ length: k - 1 }, (_, c) => ({ values: margin(P, c, k, points), level: 0 }));
  return { title, side, paint: (image) => paintClasses(image, P, k, tables, discretise), lines, bar: null };
}

/** @type {WeakMap<any, {ground: any, tables: Uint32Array[]}>} */
const tablesOfSets = new WeakMap();
/** A table of colours for each set of labels. @param {import("./label_sets.js").LabelSets} sets */
function setTables(sets) {
  let kept = tablesOfSets.get(sets);
  if (kept?.ground !== ground.value) {
    kept = { ground: ground.value, tables: sets.colors.map((color) => fading(rgb(color), STRENGTH)) };
    tablesOfSets.set(sets, kept);
  }
  return /** @type {any} */ (kept).tables;
}

/** Which labels are said to hold together, paler where one is unsure; a line around each label. @returns {Shown} */
function labels(title, { P, points, side }, k, sets, discretise) {
  const tables = setTables(sets), fill = (image) => {
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < points; i++) {
      const table = tables[sets.index((c) => P[c * points + i] > 0.5)];
      let sure = 1;
      for (let c = 0; c < k; c++) sure = Math.min(sure, Math.abs(2 * P[c * points + i] - 1));
      pixels[i] = table[Math.round((discretise ? 1 : SURE + (1 - SURE) * sure) * (table.length - 1))];
    }
  };
  const lines = Array.from({ length: k }, (_, c) => (
    { values: P.subarray(c * points, (c + 1) * points), level: 0.5, color: classInk(c) }));
  return { title, side, paint: fill, lines, bar: null };
}

// Where weights and biases stand in theta, and what units and weights are called.

import { t } from "../../text/text.js";

/**
 * A weight, or the bias of a unit.
 * @typedef {object} Place
 * @property {number} layer  that it leads to, from 1
 * @property {number} from  unit of the layer before, or `BIAS`
 * @property {number} to  unit of the layer
 */

export const BIAS = -1;

/** The index in theta. @param {any} facts @param {Place} place */
export function indexOf(facts, { layer, from, to }) {
  if (from === BIAS) return facts.biasesAt[layer - 1] + to;
  return facts.weightsAt[layer - 1] + from * facts.sizes[layer] + to;
}

/** What stands at an index of theta. @param {any} facts @param {number} index @returns {Place} */
export function placeOf(facts, index) {
  const layer = facts.weightsAt.findLastIndex((first) => first <= index) + 1, bias = index - facts.biasesAt[layer - 1];
  if (bias >= 0) return { layer, from: BIAS, to: bias };
  const at = index - facts.weightsAt[layer - 1], fanOut = facts.sizes[layer];
  return { layer, from: Math.floor(at / fanOut), to: at % fanOut };
}

/**
 * Whether a frame is of this network: when settings change, one comes before the other.
 * @param {any} facts  @param {any} frame
 */
export function fits(facts, frame) {
  return Boolean(facts && frame) && frame.theta.length === facts.drawn.length;
}

/**
 * The bias and all weights into a unit.
 * @param {any} facts  @param {number} layer  @param {number} unit  @returns {Place[]}
 */
export function inputsOf(facts, layer, unit) {
  return Array.from({ length: facts.sizes[layer - 1] + 1 }, (_, i) => ({ layer, from: i + BIAS, to: unit }));
}

/** "x1", "unit 3 of layer 1", "output arm 2". @param {any} facts @param {number} layer @param {number} unit */
export function unitName(facts, layer, unit) {
  if (layer === 0) return facts.inputNames[unit];
  if (layer === facts.sizes.length - 1) return t("network.output", { name: facts.outputNames[unit] });
  return t("network.unit", { unit: unit + 1, layer });
}

/** "weight from x1 to unit 3 of layer 1", "bias of output arm 2". @param {any} facts @param {Place} place */
export function weightName(facts, { layer, from, to }) {
  const unit = unitName(facts, layer, to);
  if (from === BIAS) return t("network.bias_of", { unit });
  return t("network.weight", { from: unitName(facts, layer - 1, from), to: unit });
}

/** What a weight was before all training: as it was given, or drawn. @param {any} facts @param {number} index */
export const firstOf = ({ given, drawn }, index) => (given ?? drawn)[index];

const LOW = "₀₁₂₃₄₅₆₇₈₉";

/** In a formula: x1, h₃, arm 2. @param {any} facts @param {number} layer @param {number} unit */
export function symbol(facts, layer, unit) {
  if (layer === 0) return facts.inputNames[unit];
  if (layer === facts.sizes.length - 1) return facts.outputNames[unit];
  return `h${[...String(unit + 1)].map((digit) => LOW[Number(digit)]).join("")}`;
}

/** All digits that tell a number of this dtype from its neighbours. @param {number} x @param {string} dtype */
export function allDigits(x, dtype) {
  let digits = dtype === "float32" ? 1 : 17;
  while (digits < 9 && Math.fround(Number(x.toPrecision(digits))) !== x) digits++;
  return String(digits < 17 ? Number(x.toPrecision(digits)) : x).replace("-", "−");
}

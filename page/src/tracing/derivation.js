// Each number of a trace beside the formula that made it, in the order of numnet/tracing/derivation.py and in its
// words.  A line's value is the kernels'; its numbers, and what follows, come from whatever numbers stand above it.

import { inputLines } from "./input_lines.js";
import { low, products, up } from "./notation.js";
import { keyOf, line, NONE, range, Sheet } from "./sheet.js";
import { activated, error, errorOf, outputDelta, outputDeltaOf, outputOf, slope, slopeOf } from "./unit_formulas.js";
import { givenLines, lookAheadLines, updateLines } from "./update_lines.js";

/**
 * All sections of a trace.
 * @param {any} about  @param {any} facts  @param {import("../engine/trace.js").Trace} trace  @param {number} [digits]
 * @returns {import("./sheet.js").Section[]}
 */
export function derivation(about, facts, trace, digits = 6) {
  const s = new Sheet(about, facts, trace, digits), layers = range(s.layers);
  const section = (title, layer, lines, values = {}) => ({ title, layer, lines, values: { layer, ...values } });
  const penalised = trace.config.l1 || trace.config.l2 || trace.config.clip_norm !== null;
  return [
    section("weights", null, layers.flatMap((l) => start(s, l))),
    s.ahead && section("ahead", null, layers.flatMap((l) => lookAheadLines(s, l))),
    section("inputs", 0, inputLines(s)),
    ...layers.map((l) => section("forward", l, forward(s, l), { name: trace.activation[l - 1] })),
    section("error", s.layers, [errorLine(s)], { name: facts.loss }),
    ...[...layers].reverse().map((l) => section("backward", l, backward(s, l))),
    penalised && section("penalties", null, layers.flatMap((l) => givenLines(s, l))),
    ...layers.map((l) => section("update", l, updateLines(s, l), { name: trace.config.optimizer })),
    section("after", s.layers, [errorAfter(s)]),
  ].filter(Boolean);
}

/** The weights before the update. @param {Sheet} s @param {number} l */
function start(s, l) {
  return s.places(l).map(([input, unit]) => {
    const at = s.at(l, input, unit), quantity = input === null ? "b" : "w";
    const name = s.place(l, input, unit);
    return line({ quantity, layer: l, input, unit, name, value: s.trace.theta[at], edges: [at] });
  });
}

/** @param {Sheet} s @param {number} l */
function forward(s, l) {
  const { net, h, slope: slopes, activation } = s.trace, { activations } = s.about, name = activation[l - 1];
  const units = range(s.sizes[l]), inputs = range(s.sizes[l - 1]), last = l === s.layers;
  const letter = l > 1 ? `h${up(l - 1)}` : "x", nets = (get) => units.map((j) => get(keyOf("net", l, null, j)));
  const sums = units.map((j) => {
    const term = (get, i) => /** @type {[number, number]} */ ([get(s.below(l - 1, i)), get(s.weight(l, i, j))]);
    const terms = (get) => inputs.map((i) => term(get, i));
    const bias = (get) => get(s.weight(l, null, j)), layer = up(l), own = low(j);
    return line({
      quantity: "net", layer: l, unit: j, name: `net${layer}${own}`, value: net[l][j - 1], edges: s.into(l, j),
      formula: `Σᵢ ${letter}ᵢ w${layer}ᵢ${own} + b${layer}${own}`,
      numbers: (get) => `${products(terms(get), s.digits)} + ${s.factor(bias(get))}`,
      follow: (get) => terms(get).reduce((sum, [a, w]) => sum + a * w, bias(get)),
    });
  });
  const outputs = units.map((j) => {
    const text = (get) => activated(activations, name, nets(get), j - 1, low(j), s.digits);
    return line({
      quantity: last ? "y" : "h", layer: l, unit: j, name: `${last ? "y" : `h${up(l)}`}${low(j)}`,
      value: h[l][j - 1], formula: text(() => net[l][j - 1])[0], numbers: (get) => text(get)[1],
      follow: (get) => outputOf(activations, name, nets(get), j - 1),
    });
  });
  const derivatives = last ? [] : units.map((j) => {
    const of = (get) => /** @type {[number, number]} */ ([get(keyOf("net", l, null, j)), get(keyOf("h", l, null, j))]);
    const exact = /** @type {[number, number]} */ ([net[l][j - 1], h[l][j - 1]]);
    return line({
      quantity: "f'", layer: l, unit: j, name: `f′(net${up(l)}${low(j)})`, value: slopes[l][j - 1],
      formula: slope(activations, name, ...exact, s.digits)[0],
      numbers: (get) => slope(activations, name, ...of(get), s.digits)[1],
      follow: (get) => slopeOf(activations, name, ...of(get)),
    });
  });
  return [...sums, ...outputs, ...derivatives];
}

/** The outputs that ``get`` gives. @param {Sheet} s */
const answers = (s) => (get) => s.trace.t.map((_, k) => get(s.below(s.layers, k + 1)));

/** @param {Sheet} s */
function errorLine(s) {
  const { t, h, loss } = s.trace, text = (y) => error(s.loss, s.head, y, t, s.digits);
  return line({
    quantity: "E", name: "E", value: loss, formula: text(h[s.layers])[0],
    numbers: (get) => text(answers(s)(get))[1], follow: (get) => errorOf(s.loss, s.head, answers(s)(get), t),
  });
}

/** @param {Sheet} s @param {number} l */
function backward(s, l) {
  const { gradient } = s.trace, letter = l > 1 ? `h${up(l - 1)}` : "x";
  const slopes = s.places(l).map(([input, unit]) => {
    const weight = input !== null, own = `δ${up(l)}${low(unit)}`, at = s.at(l, input, unit);
    const d = (get) => get(keyOf("delta", l, null, unit)), a = (get) => get(s.below(l - 1, input));
    return line({
      quantity: weight ? "dE/dw" : "dE/db", layer: l, input, unit, name: `∂E/∂${s.place(l, input, unit)}`,
      value: gradient[at], formula: weight ? `${letter}${low(input ?? 0)} ${own}` : own, edges: [at],
      numbers: weight ? (get) => products([[a(get), d(get)]], s.digits) : NONE,
      follow: (get) => (weight ? a(get) * d(get) : d(get)),
    });
  });
  return [...(l === s.layers ? outputDeltas(s) : hiddenDeltas(s, l)), ...slopes];
}

/** @param {Sheet} s */
function outputDeltas(s) {
  const { delta, h, t } = s.trace, l = s.layers, y = answers(s);
  return range(s.sizes[l]).map((j) => {
    const text = (values) => outputDelta(s.loss, s.head, values, t, j - 1, low(j), s.digits);
    return line({
      quantity: "delta", layer: l, unit: j, name: `δ${up(l)}${low(j)}`, value: delta[l][j - 1], formula: text(h[l])[0],
      numbers: (get) => text(y(get))[1], follow: (get) => outputDeltaOf(s.loss, s.head, y(get), t, j - 1),
    });
  });
}

/** @param {Sheet} s @param {number} l */
function hiddenDeltas(s, l) {
  const above = range(s.sizes[l + 1]), next = up(l + 1);
  return range(s.sizes[l]).map((j) => {
    const f = (get) => get(keyOf("f'", l, null, j));
    const terms = (get) => above.map((k) => /** @type {[number, number]} */ (
      [get(s.weight(l + 1, j, k)), get(keyOf("delta", l + 1, null, k))]));
    return line({
      quantity: "delta", layer: l, unit: j, name: `δ${up(l)}${low(j)}`, value: s.trace.delta[l][j - 1],
      formula: `f′(net${up(l)}${low(j)}) Σₖ w${next}${low(j)}ₖ δ${next}ₖ`, edges: above.map((k) => s.at(l + 1, j, k)),
      numbers: (get) => `${s.factor(f(get))}·(${products(terms(get), s.digits)})`,
      follow: (get) => f(get) * terms(get).reduce((sum, [w, d]) => sum + w * d, 0),
    });
  });
}

/** E of the row with the new weights, worked out from them. @param {Sheet} s */
function errorAfter(s) {
  const { activations } = s.about, { activation, t } = s.trace;
  const follow = (get) => {
    let h = range(s.sizes[0]).map((i) => get(s.below(0, i)));
    for (let l = 1; l <= s.layers; l++) {
      const w = (i, j) => get(keyOf(i === null ? "new b" : "new w", l, i, j));
      const weighted = (j) => h.reduce((sum, a, i) => sum + a * w(i + 1, j), w(null, j));
      const net = range(s.sizes[l]).map(weighted);
      h = net.map((_, j) => outputOf(activations, activation[l - 1], net, j));
    }
    return errorOf(s.loss, s.head, h, t);
  };
  return line({ quantity: "E after", name: "E", value: s.trace.lossAfter, follow });
}

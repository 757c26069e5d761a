// The inputs and targets of a trace: what is computed from the features, what is standardised.

import { line } from "./sheet.js";
import { factor, low, number } from "./notation.js";

/** Lines of the terms, where inputs are made of the features, of the inputs and of the targets. */
export function inputLines(s) {
  const { trace, facts, digits, layers } = s, { scaler, data } = facts, { row, terms } = trace;
  const X = Array.from(data.X.slice(row * data.d, (row + 1) * data.d));
  const raw = terms ? trace.raw : X;
  const made = (terms ?? []).map((term, k) => line({
    quantity: "term", layer: 0, unit: k + 1, name: term.text.replaceAll("*", "·").replaceAll("^2", "²"), value: raw[k],
    numbers: () => termNumbers(term, X, digits),
  }));
  const standardised = (k) => {
    const value = number(raw[k], digits), mean = factor(scaler.mean[k], digits);
    return `(${value} − ${mean}) / ${number(scaler.scale[k], digits)}`;
  };
  const inputs = trace.h[0].map((value, k) => line({
    quantity: "x", layer: 0, unit: k + 1, name: `x${low(k + 1)}`, value,
    ...(scaler ? { formula: "(value − mean) / deviation", numbers: () => standardised(k) } : {}),
  }));
  const targets = trace.t.map((value, k) =>
    line({ quantity: "t", layer: layers, unit: k + 1, name: `t${low(k + 1)}`, value }));
  return [...made, ...inputs, ...targets];
}

/** x1·x2, or sin(x1), with the numbers of a row. */
function termNumbers({ kind, i, j }, X, digits) {
  if (kind === "PRODUCT") return `${factor(X[i], digits)}·${factor(X[j], digits)}`;
  const name = { SINE: "sin", COSINE: "cos" }[kind];
  return name ? `${name}(${number(X[i], digits)})` : "";
}

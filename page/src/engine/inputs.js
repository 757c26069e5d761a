// Extra inputs made of the features, x1², x1 x2, sin x1, …: parsed here, computed by a kernel, that of
// numnet/cpu/input_terms.py.

import { PageError } from "../errors.js";

/** @typedef {{kind: string, i: number, j: number, text: string}} Term */

export const MOST_TERMS = 64;

/**
 * The terms of ``--inputs``; null where the features themselves are the inputs.
 * @param {string[] | string | null} texts  @param {string[]} featureNames  @returns {Term[] | null}
 */
export function parseTerms(texts, featureNames) {
  const list = typeof texts === "string" ? texts.split(",") : texts ?? [];
  if (!list.length) return null;
  if (list.length > MOST_TERMS) throw new PageError("too_many_terms", { most: MOST_TERMS });
  const feature = (name) => {
    const at = featureNames.indexOf(name);
    if (at >= 0) return at;
    const place = /^x([1-9]\d*)$/.exec(name) ?? (name === "x" && featureNames.length === 1 ? ["", "1"] : null);
    if (!place || Number(place[1]) > featureNames.length) {
      throw new PageError("unknown_term", { term: name.slice(0, 40), known: featureNames.slice(0, 8).join(", ") });
    }
    return Number(place[1]) - 1;
  };
  const seen = new Set();
  return list.map((raw) => {
    const text = raw.trim().replaceAll(" ", "");
    if (seen.has(text)) throw new PageError("term_twice", { term: text.slice(0, 40) });
    seen.add(text);
    const wave = /^(sin|cos)\((\w+)\)$/.exec(text);
    const square = /^(\w+)(?:\^|\*\*)2$/.exec(text), product = /^(\w+)\*(\w+)$/.exec(text);
    if (wave) return { kind: wave[1] === "sin" ? "SINE" : "COSINE", i: feature(wave[2]), j: 0, text };
    if (square) return { kind: "PRODUCT", i: feature(square[1]), j: feature(square[1]), text };
    if (product) return { kind: "PRODUCT", i: feature(product[1]), j: feature(product[2]), text };
    return { kind: "COLUMN", i: feature(text), j: 0, text };
  });
}

/**
 * The network's inputs (n, terms) of features X (n, d), in original units.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {Float64Array} X  @param {number} d
 * @param {Term[] | null} terms  @returns {Float64Array}
 */
export function inputTerms(kernels, X, d, terms) {
  if (!terms) return X;
  const n = X.length / d, codes = kernels.about.enums.InputTerm;
  return kernels.lending(() => {
    const table = kernels.array("int64", terms.length, 3).fill(terms.flatMap(({ kind, i, j }) => [codes[kind], i, j]));
    const Z = kernels.array("float64", n, terms.length);
    kernels.call("input_terms", kernels.array("float64", n, d).fill(X), table, Z);
    return Z.copy();
  });
}

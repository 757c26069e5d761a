// Points of a reader's own function: drawn at random by the kernels of the generated sets, labelled by its expression.

import { csvText } from "../data/csv.js";
import { compileExpression } from "../data/expression.js";
import { PageError } from "../errors.js";

const DIGITS = 1e4; // of a coordinate: so many parts of 1 are told apart
export const MOST_POINTS = 10_000;

/**
 * A function and what is done with it.  ``form``: "above", the classes y > f(x) and below; "positive", the classes
 * f(x, y) > 0 and less; "curve", y = f(x); "surface", z = f(x, y).  ``noise``: standard deviation of what is added to
 * y, or to f; ``extent``: x and y lie between −extent and extent.
 * @typedef {{form: "above" | "positive" | "curve" | "surface", text: string, n: number, noise: number, seed: number,
 *   extent: number}} Recipe
 */

/** What each form makes: columns, the target, the task, and a row of x, y, f there and noise. */
const FORMS = {
  above: { names: ["x", "y", "side"], task: "binary", value: ({ y, f, e }) => (y + e > f ? "above" : "below") },
  positive: { names: ["x", "y", "sign"], task: "binary", value: ({ f, e }) => (f + e > 0 ? "positive" : "negative") },
  curve: { names: ["x", "y"], task: "regression", value: ({ f, e }) => String(rounded(f + e)) },
  surface: { names: ["x", "y", "z"], task: "regression", value: ({ f, e }) => String(rounded(f + e)) },
};

const rounded = (value) => Math.round(value * DIGITS) / DIGITS;

/**
 * The changes of a configuration whose data are these points; ``left``: points at which f is no number.
 * Throws `PageError` for an expression that is not allowed, or that makes nothing to learn.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {Recipe} recipe
 */
export function expressionData(kernels, recipe) {
  const { form, text, n, noise, seed, extent } = recipe, { about } = kernels;
  const plane = form === "positive" || form === "surface";
  if (!Object.hasOwn(FORMS, form)) throw new PageError("expression_form", { known: Object.keys(FORMS).join(", ") });
  const right = Number.isInteger(n) && n >= 2 && n <= MOST_POINTS && extent > 0 && extent <= 1e6 && noise >= 0 &&
    Number.isSafeInteger(seed);
  if (!right) throw new PageError("expression_points", { most: MOST_POINTS });
  const entry = FORMS[form], program = compileExpression(about, String(text));
  if (!plane && program.program.some(([op]) => op === about.enums.Op.Y)) throw new PageError("expression_of_x");
  const { x, y, e } = randomPoints(kernels, recipe), f = values(kernels, program, x, plane ? y : x.map(() => 0));
  const rows = Array.from(x.keys()).filter((i) => Number.isFinite(f[i]) && Math.abs(f[i]) <= 1e9);
  const target = rows.map((i) => entry.value({ y: y[i], f: f[i], e: e[i] }));
  if (rows.length < 2) throw new PageError("expression_nowhere", { text });
  if (new Set(target).size < 2) throw new PageError("expression_one_value", { value: target[0] });
  const body = rows.map((i, k) => [String(x[i]), ...(form === "curve" ? [] : [String(y[i])]), target[k]]);
  const csv = csvText([entry.names, ...body]);
  const changes = { data: { csv }, target: [entry.names.at(-1)], task: entry.task, columns: ["*"] };
  return { changes, left: n - rows.length };
}

/** x, y uniform in the square, and normal numbers of the noise's size, (n,) each: all from the set `plane`. */
function randomPoints(kernels, { n, seed, noise, extent }) {
  return kernels.lending(() => {
    const draw = (sigma) => {
      const X = kernels.array("float64", n, 2), T = kernels.array("float64", n, 1);
      kernels.call("draw_rows_plane", seed, sigma, 2, kernels.array("int64", n), X, T);
      return { X: X.copy(), T: T.copy() };
    };
    const { X, T } = draw(0), noisy = draw(noise).T, half = 2; // of the side of the square that the set fills
    const column = (j) => Array.from({ length: n }, (_, i) => rounded((X[2 * i + j] * extent) / half));
    return { x: column(0), y: column(1), e: Array.from(noisy, (t, i) => t - T[i]) };
  });
}

/**
 * f at the points.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {import("../data/expression.js").Program} compiled
 */
function values(kernels, { program, constants }, x, y) {
  const { about } = kernels, n = x.length, lines = program.length;
  return kernels.lending(() => {
    const real = (...shape) => kernels.array("float64", ...shape), value = real(n);
    const surface = {
      code: about.expressions.surface, condition: 1, program: kernels.array("int64", lines, 3).fill(program.flat()),
      constants: real(lines).fill(constants), minima: real(0, 2), limits: real(4), escape: NaN, tolerance: 1,
    };
    kernels.call("evaluate", surface, real(n).fill(x), real(n).fill(y), value, real(n, 2), real(3 * lines));
    return Array.from(value.copy());
  });
}

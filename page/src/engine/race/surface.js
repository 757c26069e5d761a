// Error surfaces by name, and a reader's own, as numnet/surfaces/catalogue.py has them; evaluated by the kernels.

import { PageError } from "../../errors.js";
import { compileExpression } from "../../data/expression.js";
import { strip } from "../../data/number_formats.js";

/** @typedef {[number, number]} Point */
/**
 * @typedef {object} Surface
 * @property {string} name  as the command line takes it
 * @property {string} title  @property {string} formula  @property {string} help  @property {number} code
 * @property {boolean} own  whether it is an expression
 * @property {[number, number, number][]} program  of an expression  @property {number[]} constants
 * @property {Point[]} minima  the lowest points, if they are known  @property {number | null} minimum
 * @property {Point} start  @property {[Point, Point]} limits  of the map  @property {number} steps
 * @property {{[rule: string]: number}} rates  @property {number | null} condition  @property {number | null} escape
 */

/**
 * The surface of a name, of "ravine:condition=100", or of an expression; throws `PageError` for anything else.
 * @param {any} about  @param {string} text  @returns {Surface}
 */
export function parseSurface(about, text) {
  const [head, ...rest] = String(text).split(":"), name = strip(head), word = name.replaceAll("-", "_");
  const known = word && Object.hasOwn(about.surfaces, word) ? about.surfaces[word] : null;
  if (known && !rest.length) return { ...known, name: word, own: false, program: [], constants: [] };
  if (known) return withCondition(known, word, rest.join(":"));
  if (rest.length || /^[A-Za-z_]\w+$/.test(word)) throw new PageError("surface_unknown", { name: name.slice(0, 40) });
  const made = compileExpression(about, name);
  return { ...about.surfaces[""], ...made, name, title: name, formula: name, own: true };
}

/** @returns {Surface} */
function withCondition(known, word, option) {
  const [key, value = ""] = option.split("=").map(strip), condition = Number(value);
  const right = known.condition !== null && key === "condition" && value && condition >= 1 && condition < 1e12;
  if (!right) throw new PageError("surface_option", { option: option.slice(0, 40) });
  const name = condition === known.condition ? word : `${word}:condition=${value}`;
  return { ...known, condition, name, own: false, program: [], constants: [] };
}

/** Whether the map holds a point. @param {Surface} surface @param {ArrayLike<number>} point */
export const holds = ({ limits }, point) =>
  limits.every(([low, high], axis) => point[axis] >= low && point[axis] <= high);

/**
 * The `SurfaceData` that kernels take, and their scratch.
 * @param {import("../../kernels/module.js").Kernels} kernels  @param {Surface} surface
 */
export function surfaceData(kernels, surface) {
  const { about } = kernels, lines = surface.program.length, real = (...shape) => kernels.array("float64", ...shape);
  const data = {
    code: surface.code, condition: surface.condition ?? 1, escape: surface.escape ?? NaN,
    program: kernels.array("int64", lines, 3).fill(surface.program.flat()),
    constants: real(lines).fill(surface.constants), limits: real(4).fill(surface.limits.flat()),
    minima: real(surface.minima.length, 2).fill(surface.minima.flat()), tolerance: about.races.tolerance,
  };
  return { data, scratch: real(about.races.scratch + 3 * lines) };
}

/**
 * E and its derivatives at points.
 * @param {import("../../kernels/module.js").Kernels} kernels  @param {Surface} surface
 * @param {ArrayLike<number>} x  @param {ArrayLike<number>} y
 * @returns {{E: Float64Array, gradient: Float64Array}}
 */
export function evaluate(kernels, surface, x, y) {
  return kernels.lending(() => {
    const { data, scratch } = surfaceData(kernels, surface), n = x.length;
    const value = kernels.array("float64", n), gradient = kernels.array("float64", n, 2);
    const at = [x, y].map((column) => kernels.array("float64", n).fill(column));
    kernels.call("evaluate", data, at[0], at[1], value, gradient, scratch);
    return { E: value.copy(), gradient: gradient.copy() };
  });
}

/**
 * E at single points, one after the other, bound once: for a search.
 * @template T  @param {import("../../kernels/module.js").Kernels} kernels  @param {Surface} surface
 * @param {(height: (x: number, y: number) => number) => T} use  @returns {T}
 */
export function withHeight(kernels, surface, use) {
  return kernels.lending(() => {
    const { data, scratch } = surfaceData(kernels, surface), real = (...shape) => kernels.array("float64", ...shape);
    const [x, y, value] = [real(1), real(1), real(1)];
    const call = kernels.bind("evaluate", [data, x, y, value, real(1, 2), scratch]);
    return use((a, b) => (x.put(0, a), y.put(0, b), call(), value.at(0)));
  });
}

/** n numbers from … to, evenly apart, as `numpy.linspace` has them. @param {Point} limits @param {number} n */
export function spaced([low, high], n) {
  const step = (high - low) / (n - 1);
  return Float64Array.from({ length: n }, (_, i) => (i === n - 1 ? high : i * step + low));
}

/** E on a grid of n × n points over the map, row by row from the bottom. @param {Surface} surface @param {number} n */
export function grid(kernels, surface, n) {
  const [x, y] = surface.limits.map((limits) => spaced(limits, n));
  const at = Array.from({ length: n * n }, (_, i) => i);
  return { x, y, E: evaluate(kernels, surface, at.map((i) => x[i % n]), at.map((i) => y[Math.floor(i / n)])).E };
}

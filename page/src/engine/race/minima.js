// Where a reader's own surface is lowest, on its map, as numnet/surfaces/minima.py finds it.

import { grid, withHeight } from "./surface.js";

/** @typedef {[number, number]} Point @typedef {import("./surface.js").Surface} Surface */

/**
 * The surface with its lowest points, where there are a few inside its map; else the surface itself.
 * @param {import("../../kernels/module.js").Kernels} kernels  @param {Surface} surface  @returns {Surface}
 */
export function withLowestPoints(kernels, surface) {
  const { grid: n, most, plain, equal } = kernels.about.races.minima, { x, y, E: given } = grid(kernels, surface, n);
  const E = given.map((value) => (Number.isFinite(value) ? value : Infinity)), finite = E.filter(Number.isFinite);
  const lowestOfGrid = finite.reduce((a, b) => Math.min(a, b), Infinity);
  if (!(finite.reduce((a, b) => Math.max(a, b), -Infinity) > lowestOfGrid)) return surface;
  const hollows = hollowsOf(E, n);
  if (hollows.length > plain || !hollows.length) return surface;
  const begun = hollows.sort((a, b) => E[a] - E[b]).slice(0, 2 * most);
  const cell = /** @type {Point} */ ([x[1] - x[0], y[1] - y[0]]);
  const found = withHeight(kernels, surface, (height) =>
    begun.map((at) => bottom(height, [x[at % n], y[Math.floor(at / n)]], cell)));
  const { value: lowest, rim } = found.reduce((best, one) => (one.value < best.value ? one : best));
  const same = equal * (rim - lowest);
  const minima = apart(found.filter(({ value }) => value <= lowest + same).map(({ point }) => point), cell);
  if (minima.length > most || !(lowest <= lowestOfGrid + same)) return surface;
  return { ...surface, minima, minimum: Math.abs(lowest) <= same ? 0 : lowest };
}

/** Places of the inner points of a grid that are lower than the eight around, or as low. */
function hollowsOf(E, n) {
  const found = [];
  for (let i = 1; i < n - 1; i++) {
    for (let j = 1; j < n - 1; j++) {
      const at = i * n + j, around = [-n - 1, -n, -n + 1, -1, 1, n - 1, n, n + 1].map((step) => E[at + step]);
      if (Number.isFinite(E[at]) && E[at] <= Math.min(...around)) found.push(at);
    }
  }
  return found;
}

/** The bottom of the hollow around a point of the grid, E there, and E on the rim, a cell away. */
function bottom(E, start, cell) {
  const height = (at) => {
    const value = E(at[0], at[1]);
    return Number.isFinite(value) ? value : Infinity;
  };
  const corners = [[0, 0], [cell[0], 0], [0, cell[1]]].map(([a, b]) => [start[0] + a, start[1] + b]);
  const rim = Math.max(...corners.map(height));
  const point = /** @type {Point} */ (simplex(height, corners).map((z) => Number(z.toFixed(8)) + 0));
  return { point, value: height(point), rim };
}

const MOST_ITERATIONS = 250, NEAR = 1e-11, LEVEL = 1e-14; // when the search ends

/**
 * The lowest corner that the simplex method of Nelder and Mead finds, step by step as SciPy takes it.
 * @param {(point: number[]) => number} height  @param {number[][]} corners
 */
function simplex(height, corners) {
  let all = corners.map((point) => ({ point, value: height(point) })).sort(lower);
  for (let k = 1; k < MOST_ITERATIONS; k++) {
    const [best, second, worst] = all;
    const span = Math.max(...all.slice(1).flatMap(({ point }) => point.map((z, i) => Math.abs(z - best.point[i]))));
    if (span <= NEAR && Math.max(...all.slice(1).map(({ value }) => Math.abs(best.value - value))) <= LEVEL) break;
    const middle = best.point.map((z, i) => (z + second.point[i]) / 2);
    const at = (a, b) => {
      const point = middle.map((z, i) => a * z - b * worst.point[i]);
      return { point, value: height(point) };
    };
    const next = moved(at, all);
    if (next) all[2] = next;
    else all = [best, ...[second, worst].map(({ point }) => shrunk(height, best.point, point))];
    all.sort(lower);
  }
  return all[0].point;
}

const lower = (a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);

/** The worst corner reflected, expanded or contracted; null where the simplex shrinks. */
function moved(at, all) {
  const [best, second, worst] = all;
  const reflected = at(2, 1);
  if (reflected.value < best.value) {
    const expanded = at(3, 2);
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < second.value) return reflected;
  const outside = reflected.value < worst.value, contracted = outside ? at(1.5, 0.5) : at(0.5, -0.5);
  return (outside ? contracted.value <= reflected.value : contracted.value < worst.value) ? contracted : null;
}

function shrunk(height, best, corner) {
  const point = corner.map((z, i) => best[i] + 0.5 * (z - best[i]));
  return { point, value: height(point) };
}

/** The points without those that are in the same cell as an earlier one. @param {Point[]} points */
function apart(points, [across, up]) {
  const kept = /** @type {Point[]} */ ([]);
  for (const [x, y] of points) {
    if (!kept.some(([a, b]) => Math.abs(x - a) < across && Math.abs(y - b) < up)) kept.push([x, y]);
  }
  return kept;
}

// Splitting into training, validation and test part, as numnet/data/splitting.py does it; the order is a kernel's.

import { PageError } from "../errors.js";

/** Whole number nearest to x, a half to the even one, as Python rounds. @param {number} x */
export function roundHalfEven(x) {
  const down = Math.floor(x), rest = x - down;
  return rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1;
}

/**
 * 0 … n − 1 in random sequence.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {number} n  @param {number} seed
 * @param {number} number
 */
function randomOrder(kernels, n, seed, number = 0) {
  return kernels.lending(() => {
    const order = kernels.array("int64", n);
    kernels.call("shuffled", order, seed, kernels.about.enums.Stream.SPLIT, number);
    return Array.from(order.view, Number);
  });
}

/** Rows of the validation and the test part of n rows: at least one where there is a share, and one to train on. */
function partSizes(n, shares) {
  const sizes = shares.map((share) => (share ? Math.max(roundHalfEven(share * n), 1) : 0));
  while (sizes[0] + sizes[1] >= n) sizes[sizes.indexOf(Math.max(...sizes))] -= 1;
  return sizes;
}

/**
 * Sorted row numbers of the three parts.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {import("./dataset.js").Dataset} data
 * @param {{validation: number, test: number, split: string, seed: number}} how
 * @returns {{training: number[], validation: number[], test: number[]}}
 */
export function divide(kernels, data, { validation, test, split, seed }) {
  const { n } = data, shares = [validation, test], all = Array.from({ length: n }, (_, i) => i);
  if (!validation && !test) return { training: all, validation: [], test: [] };
  if (validation + test >= 1) throw new PageError("nothing_to_train", { validation, test });
  if (n < 1 + shares.filter((share) => share > 0).length) throw new PageError("too_few_rows", { n });
  const parts = split === "ordered" ? fromTheEnd(all, partSizes(n, shares))
    : split === "stratified" ? stratified(kernels, data, shares, seed)
    : counted(randomOrder(kernels, n, seed), partSizes(n, shares));
  for (const part of parts) part.sort((a, b) => a - b);
  return { training: parts[0], validation: parts[1], test: parts[2] };
}

function counted(order, [held, tested]) {
  return [order.slice(held + tested), order.slice(0, held), order.slice(held, held + tested)];
}

function fromTheEnd(all, [held, tested]) {
  const n = all.length;
  return [all.slice(0, n - held - tested), all.slice(n - held - tested, n - tested), all.slice(n - tested)];
}

/** The share of every class, as near as whole rows allow; single rows train. */
function stratified(kernels, data, shares, seed) {
  if (data.task !== "binary" && data.task !== "multiclass") throw new PageError("stratified_needs_classes");
  const parts = /** @type {number[][]} */ ([[], [], []]);
  const present = [...new Set(data.T)].sort((a, b) => a - b);
  present.forEach((label, k) => {
    const members = Array.from(data.T.keys()).filter((i) => data.T[i] === label);
    const order = randomOrder(kernels, members.length, seed, k + 1).map((i) => members[i]);
    let sizes = shares.map((share) => roundHalfEven(share * order.length));
    if (sizes[0] + sizes[1] >= order.length) sizes = [0, 0];
    counted(order, sizes).forEach((rows, p) => parts[p].push(...rows));
  });
  shares.forEach((share, p) => {
    if (share && !parts[p + 1].length) throw new PageError("stratified_too_few");
  });
  return parts;
}

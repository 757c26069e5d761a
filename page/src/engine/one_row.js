// One row through the network, forward and backward, with everything that the kernel had on the way.

import { PageError } from "../errors.js";

/** Throws `PageError` where there is no such row. */
export function checkRow({ prepared: { data } }, row) {
  if (!Number.isInteger(row) || row < 0 || row >= data.n) throw new PageError("no_row", { row, last: data.n - 1 });
}

/**
 * Lists have an array a layer, index 0 the inputs; ``X`` (1, inputs) and ``T`` (1, outputs) hold the row.
 * @param {import("./training.js").Training} training  @param {{X: any, T: any}} samples
 * @param {import("../kernels/module.js").KernelArray} theta
 * @returns {{net: number[][], h: number[][], slope: number[][], delta: number[][], t: number[], loss: number,
 *   gradient: Float32Array | Float64Array}}
 */
export function passOf(training, { X, T }, theta) {
  const { config, sizes, layout } = training;
  const net = /** @type {number[][]} */ ([[]]), h = [Array.from(X.copy(), Number)], made = { loss: 0 };
  const slope = /** @type {number[][]} */ ([[]]), delta = /** @type {number[][]} */ ([[]]);
  training.eachPass(config.dtype, X, T, theta, ({ nets, deltas, losses, units, gradient }) => {
    for (let l = 1, at = 0; l < sizes.length; at += sizes[l++]) {
      const m = sizes[l], place = layout.scratch_size + layout.units_at.at(l - 1); // f′, and behind it h
      const part = (array, from) => Array.from(array.view.subarray(from, from + m), Number);
      net.push(part(nets, at));
      delta.push(part(deltas, at));
      slope.push(part(units, place));
      h.push(part(units, place + m));
    }
    Object.assign(made, { loss: losses.at(0), gradient: gradient.copy() });
  });
  return { net, h, slope, delta, t: Array.from(T.copy(), Number), .../** @type {any} */ (made) };
}

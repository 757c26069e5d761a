// The mean loss over the training rows at other weights than the training's own, by the kernel that evaluates it.

/**
 * ``use`` gets theta, which begins as the training's and may be written, and what gives the loss there.
 * @template T  @param {import("./training.js").Training} training
 * @param {(theta: import("../kernels/module.js").KernelArray, loss: () => number) => T} use  @returns {T}
 */
export function withLoss({ kernels, layout, samples, run, n, config: { dtype } }, use) {
  return kernels.lending(() => {
    const { X, T } = samples, theta = kernels.array(dtype, run.theta.size).fill(run.theta.copy());
    const tile = kernels.call("tile_rows", layout.units_at, n), Y = kernels.array(dtype, ...T.shape);
    const units = kernels.array(dtype, kernels.call("units_size", layout, tile)), none = kernels.array(dtype, 0);
    const sum = kernels.bind(`outputs_${dtype}`, [layout, theta, X, T, none, Y, units, tile]);
    return use(theta, () => sum() / n);
  });
}

// Losses and metrics of the weights as they are, by the evaluation of the kernel that trains: the same bits as the row
// that the history of a training has for these weights.

/**
 * A row of the history, `Column.SIZE` numbers; the training itself stays as it is.
 * @param {import("./training.js").Training} training  @returns {Float64Array}
 */
export function evaluated(training) {
  const { kernels, layout, option, hyper, run, samples, work, enums, config: { dtype } } = training;
  return kernels.lending(() => {
    const fresh = {
      ...run, best: kernels.array(dtype, run.theta.size), counter: kernels.array("int64", enums.Counter.SIZE),
      total: kernels.array("float64", enums.Accumulator.SIZE), history: kernels.array("float64", 1, enums.Column.SIZE),
    };
    kernels.bind(`train_${dtype}`, [layout, option, hyper, fresh, samples, work, 0, 0, 1])(); // the row of epoch 0
    return fresh.history.copy();
  });
}

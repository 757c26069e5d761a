// The network of a configuration: sizes, layout, initial weights, all from the kernels that Python calls.

/**
 * The outputs of a data set's network.
 * @param {import("./dataset.js").Dataset} data
 */
export function outputs(data) {
  return data.task === "multiclass" ? data.targetNames.length : data.k;
}

/** The activation of each hidden layer. @param {any} config @returns {string[]} */
export function activationsOf(config) {
  return config.hidden.map((_, l) => (Array.isArray(config.activation) ? config.activation[l] : config.activation));
}

/**
 * The `Layout` of numnet/kernels/records.py, as records of kernels take it.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {number[]} sizes  @param {any} config
 * @param {string} task
 */
export function makeLayout(kernels, sizes, config, task) {
  const { about } = kernels, L = sizes.length - 1, { output, loss } = about.tasks[task];
  const codes = [...activationsOf(config), output].map((name) => about.activations[name].code);
  const layout = {
    sizes: kernels.array("int64", L + 1).fill(sizes),
    activations: kernels.array("int64", L).fill(codes),
    weights_at: kernels.array("int64", L),
    biases_at: kernels.array("int64", L),
    units_at: kernels.array("int64", L + 3),
    scratch_size: 0,
    loss: about.losses[config.loss === "auto" ? loss : config.loss].code,
  };
  layout.scratch_size = kernels.call("lay_out", layout.sizes, layout.weights_at, layout.biases_at, layout.units_at);
  return layout;
}

/** How many weights and biases a network of these sizes has. @param {number[]} sizes */
export function parameterCount(sizes) {
  return sizes.slice(1).reduce((count, m, l) => count + (sizes[l] + 1) * m, 0);
}

/**
 * Draw the initial weights into theta; biases begin at 0.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {number[]} sizes  @param {any} config
 * @param {any} layout  @param {import("../kernels/module.js").KernelArray} theta
 */
export function drawWeights(kernels, sizes, config, layout, theta) {
  const { about } = kernels, hidden = activationsOf(config);
  theta.view.fill(/** @type {never} */ (0));
  for (let l = 1; l < sizes.length; l++) {
    const family = hidden[l - 1] && about.activations[hidden[l - 1]].relu_family;
    const name = config.init === "auto" ? (family ? "he" : "glorot") : config.init;
    if (!about.initializers[name].kernel) continue; // zeros
    kernels.lending(() => {
      const W = kernels.array("float64", sizes[l - 1] * sizes[l]);
      kernels.call(`draw_weights_${name}`, config.seed, l, sizes[l - 1], sizes[l], W);
      /** @type {any} */ (theta.view).set(W.view, layout.weights_at.at(l - 1));
    });
  }
}

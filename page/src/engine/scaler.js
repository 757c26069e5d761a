// Standardisation: mean 0 and standard deviation 1, as numnet/data/scaler.py does it; the sums are a kernel's.

/** @typedef {{mean: number[], scale: number[], targetMean: number[] | null, targetScale: number[] | null}} Scaler */

/**
 * Mean and scale of the columns of A (n, d); a constant column keeps its size.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {Float64Array} A  @param {number} d
 */
function moments(kernels, A, d) {
  return kernels.lending(() => {
    const n = A.length / d, table = kernels.array("float64", n, d).fill(A);
    const mean = kernels.array("float64", d), deviation = kernels.array("float64", d);
    kernels.call("moments", table, mean, deviation);
    const means = Array.from(mean.copy()), scales = Array.from(deviation.copy());
    for (let j = 0; j < d; j++) {
      let constant = true;
      for (let i = 0; i < n && constant; i++) constant = A[i * d + j] === A[j];
      if (constant) means[j] = A[j];
      if (constant || scales[j] === 0) scales[j] = 1;
    }
    return { mean: means, scale: scales };
  });
}

/**
 * The scaler of the training part. ``T``: of a regression, else null.
 * @param {import("../kernels/module.js").Kernels} kernels  @param {Float64Array} X  @param {number} d
 * @param {Float64Array | null} T  @param {number} k  @returns {Scaler}
 */
export function fitScaler(kernels, X, d, T, k) {
  const features = moments(kernels, X, d), targets = T ? moments(kernels, T, k) : null;
  return { ...features, targetMean: targets?.mean ?? null, targetScale: targets?.scale ?? null };
}

/**
 * (A − mean) / scale, column by column.
 * @param {Float64Array} A  @param {number[] | null} mean  @param {number[] | null} scale
 */
export function standardise(A, mean, scale) {
  return mean && scale ? A.map((x, i) => (x - mean[i % mean.length]) / scale[i % mean.length]) : A;
}

/**
 * The inverse: back in original units.
 * @param {ArrayLike<number>} A  @param {number[] | null} mean  @param {number[] | null} scale
 */
export function restore(A, mean, scale) {
  return Float64Array.from(A, (x, i) => (mean && scale ? x * scale[i % mean.length] + mean[i % mean.length] : x));
}

// Weights that were trained behind another standardisation than the one of the data at hand.

/** @typedef {import("./scaler.js").Scaler} Scaler */

/**
 * x = mean + scale z of inputs and outputs; without a scaler they are as they are.
 * @param {Scaler | null} scaler  @param {number} d  @param {number} k
 */
function complete(scaler, d, k) {
  const zeros = (n) => new Array(n).fill(0), ones = (n) => new Array(n).fill(1);
  return {
    mean: scaler?.mean ?? zeros(d), scale: scaler?.scale ?? ones(d),
    targetMean: scaler?.targetMean ?? zeros(k), targetScale: scaler?.targetScale ?? ones(k),
  };
}

/**
 * The weights that compute with ``to`` what these compute with ``from``: the very same ones where the two are equal.
 * @template {Float32Array | Float64Array} A
 * @param {A} weights  of a network of these ``sizes``  @param {number[]} sizes
 * @param {Scaler | null} from  @param {Scaler | null} to
 * @returns {A}
 */
export function restandardised(weights, sizes, from, to) {
  const d = sizes[0], m = sizes[1], k = sizes[sizes.length - 1], old = complete(from, d, k), now = complete(to, d, k);
  const theta = /** @type {A} */ (weights.slice());
  if (JSON.stringify(old) === JSON.stringify(now)) return theta;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < m; j++) {
      theta[d * m + j] += (weights[i * m + j] * (now.mean[i] - old.mean[i])) / old.scale[i];
      theta[i * m + j] *= now.scale[i] / old.scale[i];
    }
  }
  const biases = theta.length - k, first = biases - sizes[sizes.length - 2] * k;
  for (let at = first; at < theta.length; at++) {
    const j = (at - first) % k, shift = at < biases ? 0 : old.targetMean[j] - now.targetMean[j];
    theta[at] = (theta[at] * old.targetScale[j] + shift) / now.targetScale[j];
  }
  return theta;
}

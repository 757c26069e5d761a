"""Numeric checks of a network: back-propagation against central differences."""

import numpy as np


def gradient_check(network, X, T, step=1e-5, sample_weight=None):
    """‖g − ĝ‖ / ‖ĝ‖ over all parameters, always in float64: g by back-propagation, ĝ by central differences.

    ĝᵢ = (E(w + ε eᵢ) − E(w − ε eᵢ)) / 2ε with ε = ``step`` · max(1, |wᵢ|).  Below 1e-7 is right; kinks (ReLU at 0)
    may disturb it.  ``sample_weight`` (n,): how much each sample counts in E.  The network is not changed.

    >>> import numnet
    >>> data = numnet.load_dataset("xor")
    >>> numnet.gradient_check(numnet.Network([2, 3, 1], task="binary"), data.X, data.T) < 1e-7
    True
    """
    network = network.copy("float64")
    X = network.inputs(np.asarray(X, dtype=np.float64))
    T = network.targets(T, len(X))
    g, w = network.gradient(X, T, sample_weight), network.parameters
    estimate = np.array([central_difference(network, X, T, i, step, sample_weight) for i in range(w.size)])
    scale = np.linalg.norm(estimate)
    return float(np.linalg.norm(g - estimate) / (scale if scale > 0 else 1.0))


def central_difference(network, X, T, i, step=1e-5, sample_weight=None):
    """∂E/∂θᵢ of a float64 network: (E(θ + ε eᵢ) − E(θ − ε eᵢ)) / 2ε with ε = ``step`` · max(1, |θᵢ|)."""
    w = network.parameters
    before, epsilon = w[i], step * max(1.0, abs(w[i]))
    w[i] = before + epsilon
    above = network.loss(X, T, sample_weight)
    w[i] = before - epsilon
    below = network.loss(X, T, sample_weight)
    w[i] = before
    return (above - below) / (2 * epsilon)

"""Weights of any size, at a scale where their sums and products neither overflow nor vanish."""

import numpy as np


def scaled_weights(weights):
    """Weights >= 0 (n,); where the greatest is beyond 1e150 or below 1e-150, times a power of two: their ratios stay.

    >>> scaled_weights(np.array([1.0, 2.0])), scaled_weights(np.array([1e308, 0.5e308])).round(3)
    (array([1., 2.]), array([0.556, 0.278]))
    """
    greatest = weights.max(initial=0.0)
    return weights if 1e-150 < greatest < 1e150 else np.ldexp(weights, -int(np.frexp(greatest)[1]))

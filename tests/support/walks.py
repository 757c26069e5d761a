"""Walks on surfaces, and the same by the oracle.  For the tests."""

import numpy as np

import numnet
from tests.support import oracle as ref

RULES, SURFACES = list(numnet.OPTIMIZERS), list(numnet.SURFACES)
STEPS = 60


def rule_with(name, **options):
    kind = numnet.OPTIMIZERS[name]
    return kind(**{key: value for key, value in options.items() if key in kind.__dataclass_fields__})


def oracle_path(surface, rule, start, steps=STEPS, schedule=None, noise=None):
    """The path by the oracle: rules from the papers, the gradient by complex steps."""
    calls = iter(range(steps))

    def gradient(w):
        g = ref.complex_step(ref.SURFACES[surface], w)
        return g if noise is None else g + noise[next(calls)]

    options = {key: getattr(rule, key) for key in rule.__dataclass_fields__}
    return ref.RULES[rule.name](start, gradient, steps, schedule=schedule, **options)


def close(path, expected, tolerance=1e-9):
    np.testing.assert_allclose(path, expected, rtol=0, atol=tolerance * np.abs(expected).max())

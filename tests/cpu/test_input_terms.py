"""Inputs that are computed from the features."""

import numpy as np

from numnet.cpu.input_terms import computed_inputs
from numnet.kernels.codes import InputTerm

COLUMN, PRODUCT, SINE, COSINE = (int(term) for term in InputTerm)


def test_every_kind_of_term():
    X = np.random.default_rng(0).normal(size=(50, 3)) * 10
    terms = [(COLUMN, 2, 0), (PRODUCT, 0, 0), (PRODUCT, 1, 2), (SINE, 1, 0), (COSINE, 0, 0), (COLUMN, 2, 0)]
    Z = computed_inputs(X, np.array(terms))
    x1, x2, x3 = X.T
    expected = np.stack([x3, x1**2, x2 * x3, np.sin(x2), np.cos(x1), x3], axis=1)
    assert (Z[:, [0, 1, 2, 5]] == expected[:, [0, 1, 2, 5]]).all()  # bit by bit
    np.testing.assert_array_max_ulp(Z, expected, maxulp=1)


def test_infinities_come_through_and_nothing_else_does():
    Z = computed_inputs(np.array([[1e200, -1e200], [np.inf, np.nan]]), np.array([(PRODUCT, 0, 1), (SINE, 0, 0)]))
    assert Z[0, 0] == -np.inf and -1 <= Z[0, 1] <= 1 and np.isnan(Z[1]).all()


def test_any_array_of_rows():
    X = np.arange(12, dtype=np.float32).reshape(4, 3)[:, ::-1]
    X.setflags(write=False)
    assert computed_inputs(X, np.array([(PRODUCT, 0, 2)])).tolist() == [[0], [15], [48], [99]]
    assert computed_inputs(X[:0], np.array([(SINE, 0, 0)])).shape == (0, 1)

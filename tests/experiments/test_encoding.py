"""Class numbers as a regression beside one-hot targets."""

import numpy as np
import pytest

import numnet
from numnet.experiments.encoding import ENCODINGS, encoding, encoding_rows


def test_class_numbers_invent_an_order(encoded):
    """Without hidden layer: three clouds in a triangle don't fit into strips; iris, which has an order, does."""
    numbers, one_hot = (encoded.accuracy["blobs", (), which] for which in ENCODINGS)
    assert (one_hot > 0.98).all() and (numbers < one_hot - 0.02).all()
    numbers, one_hot = (encoded.accuracy["iris", (), which] for which in ENCODINGS)
    assert abs(numbers.mean() - one_hot.mean()) < 0.05
    numbers, one_hot = (encoded.accuracy["blobs", (8,), which] for which in ENCODINGS)
    assert numbers.mean() > encoded.accuracy["blobs", (), "class numbers"].mean() + 0.03


def test_the_regression_is_the_least_squares_fit_of_the_numbers(encoded):
    """Adam has nearly reached what the normal equations give, on the rows that are not held."""
    from numnet.data.splitting import split

    data, fitted = numnet.load_dataset("blobs"), encoded.drawn["class numbers"]
    rows, _ = split(len(data.X), 0.2, 0)
    ones = np.column_stack([data.X[rows], np.ones(len(rows))])
    exact = np.linalg.lstsq(ones, data.T[rows] + 1.0, rcond=None)[0]
    expected = np.column_stack([data.X, np.ones(len(data.X))]) @ exact
    np.testing.assert_allclose(fitted.outputs(data.X), expected, atol=0.06)
    expected = np.clip(np.floor(fitted.outputs(data.X) + 0.5), 1, 3) - 1
    assert (fitted.decide(data.X) == expected).all()


def test_a_set_without_classes_and_bad_numbers_are_refused():
    for arguments, message in (({"sets": ("moons",)}, "moons is for task binary"), ({"seeds": 0}, "seeds must be"),
                               ({"epochs": 0}, "epochs must be")):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            encoding(**arguments)


def test_without_a_larger_network_there_is_one():
    found = encoding(("blobs",), hidden=(), seeds=1, epochs=1)
    assert found.networks == ((),) and len(encoding_rows(found)) == 2
    assert found.drawn["one-hot"].outputs([[0.0, 0.0]]).shape == (1, 3)

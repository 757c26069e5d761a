"""Numbers with the error that rounding leaves in them."""

import numpy as np
import pytest

from numnet.tracing.rounded import Rounded, spread

pytestmark = pytest.mark.filterwarnings("error")


def made(shape, seed, least=0.5):
    """(`Rounded`, an exact array within its errors)."""
    rng = np.random.default_rng(seed)
    exact = rng.uniform(least, 2, shape)
    error = rng.uniform(0, 1e-3, shape)
    return Rounded(exact + error * rng.uniform(-1, 1, shape), error), exact


@pytest.mark.parametrize("seed", range(20))
def test_the_exact_result_lies_within_the_error(seed):
    (a, x), (b, y) = made((3, 4), seed), made((3, 4), seed + 100)
    (c, z) = made((4, 2), seed + 200)
    for found, exact in [
        (a + b, x + y), (a - b, x - y), (a * b, x * y), (a / b, x / y), (2 - a, 2 - x), (-a, -x), (a**2, x**2),
        (1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-x))), (np.sqrt(a), np.sqrt(x)), (abs(a - b), abs(x - y)),
        (np.maximum(a, b), np.maximum(x, y)), (a @ c, x @ z), (a.T, x.T), (a.sum(0), x.sum(0)), (a[1], x[1]),
        (a.sum(1, keepdims=True), x.sum(1, keepdims=True)), (spread(np.tanh, a), np.tanh(x)),
    ]:  # fmt: skip
        assert (abs(found.value - exact) <= found.error * (1 + 1e-2) + 1e-15).all()
        assert (found.error < 0.1).all()


def test_where_a_function_ends_the_other_side_tells():
    assert np.log(Rounded(1e-3, 2e-3)).error == pytest.approx(np.log(3))
    assert np.sqrt(Rounded(-1.0, 0.5)).error == np.inf and np.isnan(np.sqrt(Rounded(-1.0, 0.5)).value)
    assert (np.log(Rounded([0.0], 0.0)).value == -np.inf).all()


def test_exact_numbers_stay_exact():
    assert not (Rounded([1.0, 2.0]) * 3 + 1).error.any() and (Rounded([[1.0]]) @ Rounded([[2.0]])).error == 0

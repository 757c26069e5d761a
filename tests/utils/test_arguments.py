"""Arguments that are numbers: within their bounds, or an error that names them."""

import math

import numpy as np
import pytest

from numnet.utils.arguments import integer, number


@pytest.mark.parametrize(("value", "bounds"), [
    (0.1, {"above": 0}), (0, {"at_least": 0}), (0.9, {"below": 1}), (-5, {}), (0, {"at_least": 0, "below": 1}),
    (np.float32(0.5), {"above": 0, "below": 1}), (7, {"above": 0}), (-7, {"below": 1}), (7, {"at_least": 7}),
])  # fmt: skip
def test_a_number_within_its_bounds_is_a_float(value, bounds):
    found = number("rate", value, **bounds)
    assert type(found) is float and found == value


@pytest.mark.parametrize(("value", "bounds", "message"), [
    (0, {"above": 0}, "rate must be > 0, got 0"), (-0.1, {"at_least": 0}, "rate must be >= 0, got -0.1"),
    (1, {"below": 1}, "rate must be < 1, got 1"), (2, {"at_least": 0, "below": 1}, "rate must be >= 0 and < 1, got 2"),
    (math.nan, {}, "rate must be finite, got nan"), (math.inf, {"above": 0}, "rate must be finite and > 0, got inf"),
])  # fmt: skip
def test_a_number_outside_its_bounds_is_refused(value, bounds, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        number("rate", value, **bounds)


@pytest.mark.parametrize("value", [True, "1", None, [1.0]])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(TypeError, match="rate must be a number, got"):
        number("rate", value)
    with pytest.raises(TypeError, match="rows must be an integer >= 1, got"):
        integer("rows", value, at_least=1)


def test_an_integer_has_a_bound_and_64_bits():
    assert integer("rows", 1, at_least=1) == 1 and type(integer("rows", np.int8(5), at_least=1)) is int
    assert integer("rows", 2**63 - 1, at_least=1) == 2**63 - 1
    for value in (0, 2**63):
        with pytest.raises(ValueError, match="rows must be"):
            integer("rows", value, at_least=1)

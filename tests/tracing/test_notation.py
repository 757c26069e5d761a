"""Formulas taken apart."""

import pytest

from numnet.kernels.activations import ACTIVATIONS
from numnet.model.losses import LOSSES, REGRESSION_LOSSES
from numnet.tracing.notation import piece
from tests.support.oracle import ERRORS
from tests.support.traces import worked_out


@pytest.mark.parametrize(("formula", "values", "expected"), [
    ("a if |y − t| ≤ 2.5 else b", {"y": 2.5, "t": 0.0}, "a"),
    ("a if |y − t| ≤ 2.5 else b", {"y": -2.6, "t": 0.0}, "b"),
    ("a if y − t > 0 else b", {"y": 1.0, "t": 1.0}, "b"),
    ("a if net < −1 else b", {"net": -2.0}, "a"),
    ("a if net ≥ 0 else b", {"net": 0.0}, "a"),
    ("net (1 − net)", {}, "net (1 − net)"),
])  # fmt: skip
def test_the_branch_is_the_one_whose_condition_holds(formula, values, expected):
    assert piece(formula, values) == expected


@pytest.mark.parametrize("e", [-3.0, -1.0, -0.3, 0.3, 1.0, 3.0])
@pytest.mark.parametrize("name", REGRESSION_LOSSES)
def test_term_and_slope_of_a_loss_are_its_error_and_derivative(name, e):
    for formula, expected in zip((LOSSES[name].term, LOSSES[name].slope), ERRORS[name][:2]):
        numbers = piece(formula, {"y": e, "t": 0.0}).replace(" (", "·(").replace("y − t", f"({e})")
        assert worked_out(numbers) == pytest.approx(float(expected(e)), rel=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_condition_of_an_activation_can_be_decided(name):
    for formula in (ACTIVATIONS[name].formula, ACTIVATIONS[name].derivative_formula):
        assert [" if " in piece(formula, {"net": net, "h": 0.0}) for net in (-1.0, 1.0)] == [False, False]


def test_a_squared_function_is_worked_out():
    assert worked_out("cosh²(ln(2)) − 4·sinh²(0)") == pytest.approx(1.25**2)

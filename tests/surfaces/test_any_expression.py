"""Expressions, by chance: whatever is typed is either a surface or a ValueError at once, and surfaces are right."""

import warnings

import numpy as np
import pytest

from numnet.surfaces.catalogue import parse_surface
from numnet.surfaces.expression import compile_expression

hypothesis = pytest.importorskip("hypothesis")
st = pytest.importorskip("hypothesis.strategies")

SETTINGS = hypothesis.settings(
    max_examples=300, deadline=20_000, database=None, derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)  # fmt: skip
PIECES = ["x", "y", "2", "9", ".5", "1e3", "1e99", "+", "-", "*", "/", "**", "(", ")", "sin", "log(", "exp(", "pi", "e",
          " ", "^", ",", "x(", "if", "lambda", "not", "_", "0x", "j", "//", "==", "9**9**9", "\\", "'", "\0", "[", "é",
          "\n"]  # fmt: skip


def check(text):
    """Either a program that is small, or one line of ValueError; never a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            program, constants = compile_expression(text)
        except ValueError as error:
            assert "\n" not in str(error) and len(str(error)) < 400
            return
    assert 1 <= len(program) == len(constants) <= 1500
    assert all(0 <= a < i and 0 <= b < i for i, (op, a, b) in enumerate(program) if op >= 3)


@SETTINGS
@hypothesis.given(st.text(max_size=250))
def test_any_text(text):
    check(text)


@SETTINGS
@hypothesis.given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_anything_that_looks_like_an_expression(text):
    check(text)


def unary(f, name):
    return lambda inner: (f"{name}({inner[0]})", lambda x, y: f(inner[1](x, y)))


def binary(f, sign):
    return lambda pair: (f"({pair[0][0]} {sign} {pair[1][0]})", lambda x, y: f(pair[0][1](x, y), pair[1][1](x, y)))


LEAVES = st.one_of(
    st.just(("x", lambda x, y: x)),
    st.just(("y", lambda x, y: y)),
    st.integers(0, 9).map(lambda n: (str(n), lambda x, y: float(n) + 0 * x)),
    st.floats(0.1, 9).map(lambda c: (repr(c), lambda x, y: c + 0 * x)),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        *(
            inner.map(unary(f, name))
            for name, f in (("sin", np.sin), ("cos", np.cos), ("tanh", np.tanh), ("exp", np.exp))
        ),
        *(
            st.tuples(inner, inner).map(binary(f, sign))
            for sign, f in (("+", np.add), ("-", np.subtract), ("*", np.multiply), ("/", np.divide))
        ),
        st.tuples(inner, st.integers(2, 4)).map(
            lambda pair: (f"({pair[0][0]})**{pair[1]}", lambda x, y: pair[0][1](x, y) ** pair[1])
        ),
    ),
    max_leaves=8,
)


def exact_slope(f, x, y):
    """(value, gradient) by NumPy, the gradient by steps in the imaginary direction."""
    with np.errstate(all="ignore"):
        x, y = np.complex128(x), np.complex128(y)
        return f(x, y).real, np.array([f(x + 1e-30j, y).imag / 1e-30, f(x, y + 1e-30j).imag / 1e-30])


@SETTINGS
@hypothesis.given(TREES, st.integers(-30, 30), st.integers(-30, 30))
def test_values_and_gradients_of_expressions_made_by_chance(tree, i, j):
    """Wherever the expression is finite and does not hang on the last digits of x and y."""
    (text, f), x, y = tree, 0.05 + i / 16, 0.07 + j / 16
    hypothesis.assume(("x" in text.replace("exp", "") or "y" in text) and len(text) <= 200)
    value, slope = exact_slope(f, x, y)
    _, beside = exact_slope(f, x * (1 + 1e-14), y * (1 - 1e-14))
    hypothesis.assume(np.isfinite(value) and abs(value) < 1e4 and (np.abs(slope) < 1e4).all())
    hypothesis.assume(np.allclose(slope, beside, rtol=1e-9, atol=1e-9))
    try:
        surface = parse_surface(text)
    except ValueError as error:
        assert "can't be computed" in str(error) or "is no number" in str(error), text  # exp(9**4) within tanh(...)
        return
    gradient = surface.gradient(x, y)
    hypothesis.assume(np.isfinite(gradient).all())  # tanh(1/0) is finite, its slope 0 · ∞
    assert abs(surface(x, y) - value) <= 1e-9 * (1 + abs(value))
    np.testing.assert_allclose(gradient, slope, rtol=1e-7, atol=1e-7)

"""Expressions of one's own: values, exact gradients, and what is refused."""

import math

import numpy as np
import pytest

from numnet.surfaces.catalogue import parse_surface
from numnet.surfaces.expression import compile_expression
from tests.support import oracle as ref

POINTS = np.random.default_rng(1).uniform(-3, 3, (200, 2))
EXPRESSIONS = {  # the same in NumPy, which complex numbers pass through
    "x**2 + 10*y**2": lambda x, y: x**2 + 10 * y**2,
    "-x*y/(1 + x*x) - -y": lambda x, y: -x * y / (1 + x * x) + y,
    "sin(x)*cos(3*y) + tan(x/4)": lambda x, y: np.sin(x) * np.cos(3 * y) + np.tan(x / 4),
    "exp(-x**2/2 - y**2)*log(4 + x + y**2)": lambda x, y: np.exp(-(x**2) / 2 - y**2) * np.log(4 + x + y**2),
    "sqrt(1 + x**2) + tanh(x*y)": lambda x, y: np.sqrt(1 + x**2) + np.tanh(x * y),
    "(4 + x)**1.5 - (4 + y)**-0.5 + x**-3 + x**0*y": lambda x, y: (4 + x) ** 1.5 - (4 + y) ** -0.5 + x**-3 + y,
    "2*pi*x**7 - e**2*y**5/3 + x**(1 + 1)": lambda x, y: 2 * np.pi * x**7 - np.e**2 * y**5 / 3 + x**2,
    "(1.5-x+x*y)**2 + (2.25-x+x*y**2)**2 + (2.625-x+x*y**3)**2": ref.SURFACES["beale"],
    "+(x - .5e1)**2 + sqrt(2)*abs(-3)*y": lambda x, y: (x - 5) ** 2 + math.sqrt(2) * 3 * y,
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_has_the_values_and_the_exact_gradient(text):
    surface, f = parse_surface(text), EXPRESSIONS[text]
    x, y = POINTS.T
    np.testing.assert_allclose(surface(x, y), f(x, y), rtol=1e-12, atol=1e-12)
    exact = np.array([ref.complex_step(f, w) for w in POINTS])
    np.testing.assert_allclose(surface.gradient(x, y), exact, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_has_the_gradient_of_symbolic_differentiation(text):
    sympy = pytest.importorskip("sympy")
    symbols = sympy.symbols("x y")
    formula = sympy.sympify(text, locals={"e": sympy.E})
    derivatives = [sympy.lambdify(symbols, sympy.diff(formula, s), "math") for s in symbols]
    expected = [[float(d(x, y)) for d in derivatives] for x, y in POINTS[:50].tolist()]
    np.testing.assert_allclose(parse_surface(text).gradient(*POINTS[:50].T), expected, rtol=1e-10, atol=1e-10)


def test_kinks_and_tips_of_expressions():
    ridge, cone = parse_surface("abs(x) + 2*abs(y - 1)"), parse_surface("sqrt(x**2 + y**2)")
    np.testing.assert_array_equal(ridge.gradient([-1, 0, 3], [0, 1, 5]), [[-1, -2], [0, 0], [1, 2]])
    np.testing.assert_array_equal(cone.gradient(0, 0), [0, 0])
    np.testing.assert_allclose(cone.gradient(3, -4), [0.6, -0.8], rtol=1e-15)


def test_outside_its_domain_an_expression_is_not_finite_and_says_nothing():
    surface = parse_surface("log(x) + 1/y + sqrt(y)")
    assert np.isnan(surface(-1, 1)) and np.isposinf(surface(1, 0)) and np.isnan(surface(1, -1))


def test_equal_parts_are_computed_once():
    program, _ = compile_expression("sin(x*y) + sin(x*y)**2")
    assert len(program) == 6  # x, y, x y, sin, sin², the sum


@pytest.mark.parametrize(("text", "message"), [
    ("9**9**9 + x", "'9\\*\\*9' at position 4 is too large an exponent: at most 64"),
    ("x**65", "'65' at position 4 is too large an exponent"),
    ("x**(8*9)", "'8\\*9' at position 5 is too large an exponent"),
    ("x**y", "'x\\*\\*y' at position 1 has an exponent that is not constant"),
    ("x + 10**13", "'10\\*\\*13' at position 5 is no number up to 1e.12"),
    ("1e400*x", "'1e400' at position 1 is no number up to"),
    ("9" * 199 + "x", "can't be read"),
    ("9" * 198 + "*x", "is no number up to"),
    ("x" * 201, "must have 1 to 200 characters, got 201"),
    ("  ", "must have 1 to 200 characters, got 0"),
    ("x + 1/0", "'1/0' at position 5 can't be computed"),
    ("x*log(-1)", "'log.-1.' at position 3 can't be computed"),
    ("(-8)**0.5 + x", "is no number up to"),
    ("3 + pi", "must contain x or y"),
    ("x^2", "'\\^' at position 2 is not allowed; a power is written"),
    ("x + y,5", "',' at position 6 is not allowed; the decimal point is a dot"),
    ("x + 'a'", '"\'" at position 5 is not allowed'),
    ("x\n+y", "at position 2 is not allowed"),
    ("x**2 + ", "can't be read at position"),
    ("2x + y", "can't be read at position 1, '2x . y'"),
    ("x + z", "'z' at position 5 is unknown"),
    ("x + sin", "'sin' at position 5 is a function: write sin"),
    ("x + sine(y)", "'sine' at position 5 is no function here"),
    ("sin()*x", "'sin..' at position 1 must have one argument"),
    ("x(3)", "'x' at position 1 is no function"),
    ("x.real", "'x.real' at position 1 is not allowed"),
    ("x if y else 1", "is not allowed; allowed: numbers, x, y"),
    ("x//2", "'x//2' at position 1 is not allowed"),
    ("x - True", "'True' at position 5 is not allowed"),
    ("1j*x", "'1j' at position 1 is not allowed"),
    ("x and y", "'x and y' at position 1 is not allowed"),
    ("(lambda x)", "can't be read"),
    ("-" * 120 + "x", "more than 100 parts, or 50 within each other"),
    ("+".join(["x"] * 60), "more than 100 parts, or 50 within each other"),
    ("__import__(x)", "'__import__' at position 1 is no function"),
])  # fmt: skip
def test_what_is_no_expression_is_refused_with_its_place(text, message):
    with pytest.raises(ValueError, match=message) as caught:
        compile_expression(text)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300

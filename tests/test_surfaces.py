"""Error surfaces: values known from the literature, exact gradients, the registry, and expressions of one's own."""

import math
from dataclasses import replace

import numpy as np
import pytest
import reference as ref
from program import python

import numnet
from numnet.kernels.codes import Surface as Code
from numnet.surfaces.catalogue import parse_surface
from numnet.surfaces.expression import compile_expression
from numnet.surfaces.minima import with_lowest_points

NAMES = list(numnet.SURFACES)
POINTS = np.random.default_rng(1).uniform(-3, 3, (200, 2))
KNOWN = [  # worked by hand, or printed in the literature
    ("beale", (0, 0), 1.5**2 + 2.25**2 + 2.625**2), ("beale", (3, 0.5), 0), ("beale", (1, 1.5), 2**2 + 3.5**2 + 5**2),
    ("saddle", (2, 1), 3), ("saddle", (0, -3), -9),
    ("rosenbrock", (-1.2, 1), 24.2), ("rosenbrock", (0, 0), 1), ("rosenbrock", (1, 1), 0),
    ("himmelblau", (0, 0), 170), ("himmelblau", (-0.270845, -0.923039), 181.617), ("himmelblau", (3, 2), 0),
    ("booth", (0, 0), 74), ("booth", (1, 3), 0),
    ("ackley", (0, 0), 0), ("ackley", (1, 0), 20 - 20 * math.exp(-0.2 / math.sqrt(2))),
    ("rastrigin", (0, 0), 0), ("rastrigin", (0.5, 0.5), 40.5), ("rastrigin", (1, 2), 5),
    ("styblinski_tang", (0, 0), 0), ("styblinski_tang", (-2.903534, -2.903534), -39.16617 * 2),
    ("styblinski_tang", (1, 1), -10),
    ("ravine", (10, 1), 1.5), ("long_valley", (0, 1), 3), ("long_valley", (math.sqrt(3), 0.18), 0.2),
]  # fmt: skip


def central(f, x, y, h=1e-6):
    return np.stack([(f(x + h, y) - f(x - h, y)) / (2 * h), (f(x, y + h) - f(x, y - h)) / (2 * h)], axis=-1)


# --- values and gradients ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "point", "value"), KNOWN)
def test_values_known_from_the_literature(name, point, value):
    assert numnet.SURFACES[name](*point) == pytest.approx(value, rel=5e-6, abs=1e-14)


@pytest.mark.parametrize("name", NAMES)
def test_values_and_gradients_are_the_oracles(name):
    surface, f = numnet.SURFACES[name], ref.SURFACES[name]
    x, y = POINTS.T
    np.testing.assert_allclose(surface(x, y), f(x, y), rtol=1e-12, atol=1e-12)
    exact = np.array([ref.complex_step(f, w) for w in POINTS])
    np.testing.assert_allclose(surface.gradient(x, y), exact, rtol=1e-12, atol=1e-11)
    np.testing.assert_allclose(surface.gradient(x, y), central(f, x, y), rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "saddle"])
def test_the_minima_are_the_lowest_points(name):
    surface = numnet.SURFACES[name]
    rng = np.random.default_rng(0)
    (left, right), (bottom, top) = surface.limits
    everywhere = surface(rng.uniform(left, right, 20_000), rng.uniform(bottom, top, 20_000))
    assert everywhere.min() >= surface.minimum - 1e-12
    for x, y in surface.minima:
        assert surface(x, y) == pytest.approx(surface.minimum, abs=1e-13) and left < x < right and bottom < y < top
        np.testing.assert_allclose(surface.gradient(x, y), 0, atol=1e-12)
        ring = surface(x + 1e-3 * np.cos(np.arange(12)), y + 1e-3 * np.sin(np.arange(12)))
        assert (ring > surface.minimum).all()


def test_himmelblau_has_four_minima_and_the_saddle_none():
    assert len(set(numnet.SURFACES["himmelblau"].minima)) == 4
    saddle = numnet.SURFACES["saddle"]
    assert saddle.minima == () and saddle.minimum is None and saddle.escape == -1
    np.testing.assert_array_equal(saddle.gradient(0, 0), [0, 0])


@pytest.mark.parametrize("condition", [1, 100, 1e6])
def test_the_condition_of_the_ravine(condition):
    surface = parse_surface(f"ravine:condition={condition}")
    curvature = [surface.gradient(1, 0)[0], surface.gradient(0, 1)[1]]
    assert max(curvature) / min(curvature) == pytest.approx(condition, rel=1e-15)
    assert str(surface) == f"ravine:condition={float(condition)}" and parse_surface(str(surface)) == surface


def test_shapes_follow_the_arguments():
    beale = numnet.SURFACES["beale"]
    x, y = np.meshgrid(np.linspace(-1, 1, 4), np.linspace(0, 1, 3))
    assert beale(x, y).shape == (3, 4) and beale.gradient(x, y).shape == (3, 4, 2)
    assert beale(x, 0.5).shape == (3, 4) and np.ndim(beale(1, 2)) == 0 and beale.gradient(1, 2).shape == (2,)
    np.testing.assert_array_equal(beale(x[:, ::2], y[:, ::2]), beale(x, y)[:, ::2])
    assert beale(np.float32(1), 2).dtype == np.float64


def test_ackley_is_level_at_its_tip():
    ackley = numnet.SURFACES["ackley"]
    np.testing.assert_array_equal(ackley.gradient(0, 0), [0, 0])
    np.testing.assert_allclose(ackley.gradient(1e-9, 0), [2 * math.sqrt(2), 0], rtol=1e-6)


# --- the registry -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_is_complete(name):
    s = numnet.SURFACES[name]
    assert s.name == name and Code(s.code).name.lower() == name
    assert s.title and s.formula and s.help and s.steps >= 50
    assert list(s.rates) == list(numnet.OPTIMIZERS)
    (left, right), (bottom, top) = s.limits
    assert left < s.start[0] < right and bottom < s.start[1] < top
    assert s.optimizer("adam") == numnet.Adam(s.rates["adam"])


def test_every_code_has_its_entry():
    assert {s.code for s in numnet.SURFACES.values()} == set(Code) - {Code.EXPRESSION}
    assert set(ref.SURFACES) == set(NAMES)


def test_the_registry_and_the_parser_import_neither_numba_nor_numpy():
    code = (
        "import sys, numnet; numnet.SURFACES; numnet.parse_surface('x**2 + ravine'[:4]); "
        "print(*{'numpy', 'numba', 'matplotlib'} & set(sys.modules))"
    )
    done = python("-c", code)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(("text", "message"), [
    ("bele", "surface must be one of long_valley, .*got 'bele' .did you mean beale"),
    ("long-vally", "did you mean long_valley"),
    ("beale:condition=3", "surface beale takes no options; got 'condition=3'"),
    ("ravine:cond=1", "surface ravine takes condition=...; got 'cond=1'"),
    ("ravine:condition=steep", "surface ravine: condition must be a number, got 'steep'"),
    ("ravine:condition=0.5", "condition must be >= 1 .*got 0.5"),
    ("x**2:steps=3", "surface must be one of"),
])  # fmt: skip
def test_bad_names_and_options(text, message):
    with pytest.raises(ValueError, match=message) as caught:
        parse_surface(text)
    assert "\n" not in str(caught.value)


def test_names_take_hyphens_and_surfaces_pass_through():
    assert parse_surface("long-valley") is numnet.SURFACES["long_valley"]
    mine = replace(numnet.SURFACES["beale"], start=(0.0, 0.0))
    assert parse_surface(mine) is mine
    with pytest.raises(TypeError, match="surface must be a name"):
        parse_surface(3)


# --- expressions ------------------------------------------------------------------------------------------------------

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


# --- where an expression is lowest ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "minima", "minimum"), [
    ("x**2 + 10*y**2", [(0, 0)], 0),
    ("(x**2 - 1)**2 + y**2 - 2", [(-1, 0), (1, 0)], -2),
    ("sin(x) + sin(y)", [(-math.pi / 2, -math.pi / 2)], -2),
    ("abs(x - sqrt(2)) + 3*abs(y + 1) + 5", [(math.sqrt(2), -1)], 5),
    ("1e6*(x - 0.123)**2 + 1e-6*y**2", [(0.123, 0)], 0),
    ("1e-9*((x - 1)**2 + y**2)", [(1, 0)], 0),
    ("(x**2 + y - 5)**2 + (x + y**2 - 3)**2", [(x, 5 - x * x) for x in np.roots([1, 0, -10, 1, 22])], 0),
    ("exp(exp(x**2 + y**2))", [(0, 0)], math.e),
    ("log(x)**2 + y**2", [(1, 0)], 0),
    ("0.1*x**2 + 0.1*y**2 - cos(9*x)*cos(9*y)", [(0, 0)], -1),
])  # fmt: skip
def test_the_lowest_points_of_an_expression_are_found(text, minima, minimum):
    found = with_lowest_points(parse_surface(text))
    np.testing.assert_allclose(sorted(found.minima), sorted(minima), atol=1e-6)
    assert found.minimum == pytest.approx(minimum, abs=2e-7) and found.program == parse_surface(text).program
    assert (minimum == 0) == (found.minimum == 0)


@pytest.mark.parametrize("text", ["x**2 - y**2", "x", "0*x + 3", "(x - y)**2", "abs(x)", "1/x", "sqrt(x)", "log(-x*x)",
                                  "x**2 + exp(-y)", "cos(9*x) + cos(9*y)", "-x**2 - y**2"])
def test_an_expression_that_is_lowest_nowhere_or_in_too_many_places_has_no_lowest_point(text):
    surface = parse_surface(text)
    assert with_lowest_points(surface) is surface

"""Error surfaces: values known from the literature, exact gradients, the registry."""

import math
from dataclasses import replace

import numpy as np
import pytest

import numnet
from numnet.kernels import surfaces
from numnet.surfaces.catalogue import parse_surface
from tests.support import oracle as ref
from tests.support.cli import python

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
    assert s.name == name and s.code == surfaces.SURFACES[name].code != surfaces.EXPRESSION
    assert s.title and s.formula and s.help and s.steps >= 50
    assert list(s.rates) == list(numnet.OPTIMIZERS)
    (left, right), (bottom, top) = s.limits
    assert left < s.start[0] < right and bottom < s.start[1] < top
    assert s.optimizer("adam") == numnet.Adam(s.rates["adam"])


def test_the_oracle_knows_every_surface_and_no_more():
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

"""Where an expression is lowest."""

import math

import numpy as np
import pytest

from numnet.surfaces.catalogue import parse_surface
from numnet.surfaces.minima import with_lowest_points


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

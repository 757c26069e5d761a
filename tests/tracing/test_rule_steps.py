"""Steps of the rules in formulas: the arithmetic that is shown comes out, and is the oracle's."""

import math
import re

import numpy as np
import pytest

from numnet.tracing.rule_steps import settings, short, worked
from tests.support import oracle as ref
from tests.support.anatomies import RULES, STEPS, oracle, walks_of

LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def arithmetic(text):
    """The value of ``0.9 · (−0.5) − 0.1 · 2²``, and the largest number in it."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: f"**{found[0].translate(LOWERED)}", text)
    text = re.sub(r"√([\d.e−]+)", r"sqrt(\1)", text).replace("√(", "sqrt(").replace("−", "-").replace("·", "*")
    text = re.sub(r"\|(.*?)\|", r"abs(\1)", text)
    numbers = [abs(float(found)) for found in re.findall(r"\d[\d.]*(?:e-?\d+)?", text)]
    names = {"sqrt": math.sqrt, "abs": abs, "max": max, "sign": np.sign}
    return eval(text, {"__builtins__": {}}, names), max(numbers)


@pytest.mark.parametrize("surface", ["beale", "long_valley"])
@pytest.mark.parametrize("name", RULES)
def test_what_is_worked_out_comes_out_so(name, surface):
    walks = walks_of(name, surface)
    for step in (1, 2, 7, STEPS):
        for line in worked(walks, 0, step):
            for numbers, result in zip(line.numbers, line.results, strict=True):
                if numbers:
                    value, largest = arithmetic(numbers)
                    assert value == pytest.approx(result, rel=3e-3, abs=1.5e-3 * largest), (line.formula, numbers)


@pytest.mark.parametrize("name", RULES)
def test_the_points_and_gradients_shown_are_the_oracles(name):
    walks = walks_of(name)
    path = oracle(walks)
    for step in (1, 5, STEPS):
        lines = {line.formula: line for line in worked(walks, 0, step)}
        moves = [line for formula, line in lines.items() if formula.startswith("w ←") and "λ" not in formula]
        np.testing.assert_allclose(moves[0].results, path[step], rtol=1e-9)
        (slope,) = [line for formula, line in lines.items() if formula.startswith("g =")]
        at = lines["ahead = w + μ v"].results if name == "nag" else path[step - 1]
        np.testing.assert_allclose(slope.results, ref.complex_step(ref.SURFACES["beale"], at), rtol=1e-7, atol=1e-9)


def test_a_schedule_and_the_constants_are_shown():
    walks = walks_of("momentum", schedule="step:period=5,factor=0.5")
    assert settings(walks, 0, 1) == "η = 0.003, μ = 0.9" and settings(walks, 0, 6) == "η = 0.0015, μ = 0.9"
    assert "λ" in settings(walks_of("adamw"), 0, 1) and "λ" not in settings(walks_of("adam"), 0, 1)


def test_numbers_are_short_and_have_a_proper_minus():
    assert [short(x) for x in (0, 1 / 3, -2e-8, 12345.6)] == ["0", "0.3333", "−2e−8", "1.235e4"]


@pytest.mark.parametrize("step", [0, STEPS + 1])
def test_a_step_that_was_not_taken(step):
    with pytest.raises(ValueError, match=f"step must be one of 1 to {STEPS}, got {step}"):
        worked(walks_of("sgd"), 0, step)

"""The inside of a rule, step by step, against the oracle."""

import math

import numpy as np
import pytest

import numnet
from numnet.surfaces.descent import uncorrected
from numnet.tracing.rule_steps import worked
from tests.support import oracle as ref
from tests.support.anatomies import RULES, STEPS, oracle, walks_of

CORRECTED = [name for name in RULES if "bias_correction" in numnet.OPTIMIZERS[name].rule.defaults]


def test_adams_moments_are_the_papers():
    walks = walks_of("adam")
    w = oracle(walks)
    m = v = 0
    for t in range(1, STEPS + 1):
        g = ref.complex_step(ref.SURFACES["beale"], w[t - 1])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        shown = [line.results for line in worked(walks, 0, t)]
        for found, expected in zip(shown, [g, m, v, m / (1 - 0.9**t), v / (1 - 0.999**t), w[t]], strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-7)


@pytest.mark.parametrize("name", ["adam", "adamw", "amsgrad", "adamax"])
def test_the_path_without_bias_correction(name):
    """At the first step it is (1 − β₁) / √(1 − β₂) times as long; with an ε that dwarfs v it is a plain average."""
    walks = walks_of(name)
    path, bare = walks.path[0], uncorrected(walks, 0)
    factor = 0.1 if name == "adamax" else 0.1 / math.sqrt(0.001)
    keep = 1 - walks.optimizers[0].learning_rate * walks.optimizers[0].weight_decay
    np.testing.assert_allclose(bare[1] - keep * bare[0], factor * (path[1] - keep * path[0]), rtol=1e-6)
    assert bare.shape == path.shape and np.array_equal(bare[0], path[0])


@pytest.mark.parametrize("name", CORRECTED)
def test_the_path_without_bias_correction_is_the_oracles(name):
    walks = walks_of(name)
    rule = walks.optimizers[0]
    options = {key: getattr(rule, key) for key in rule.__dataclass_fields__} | {"bias_correction": False}
    gradient = lambda w: ref.complex_step(ref.SURFACES["beale"], w)  # noqa: E731
    expected = ref.RULES[name](walks.path[0, 0], gradient, STEPS, **options)
    np.testing.assert_allclose(uncorrected(walks, 0), expected, rtol=1e-7)


def test_only_rules_with_bias_correction_have_another_path():
    with_one = [name for name in RULES if uncorrected(walks_of(name, steps=2), 0) is not None]
    assert with_one == CORRECTED and {"adam", "adamw", "amsgrad", "nadam", "adamax"} < set(CORRECTED)
    assert uncorrected(walks_of("adam:bias_correction=false", steps=2), 0) is None


@pytest.mark.parametrize("name", CORRECTED)
def test_without_bias_correction_no_equation_has_one(name):
    """Each line worked out of the numbers in it gives the result beside it, and m̂ is m."""
    walks = walks_of(f"{name}:bias_correction=false")
    for step in (1, STEPS):
        lines = {line.formula: line.results for line in worked(walks, 0, step)}
        assert not any("ᵗ" in formula or "1 − μ₁" in formula for formula in lines)
        for hat, plain in (("m̂ = m", "m ← "), ("v̂ = v", "v ← ")):
            for formula in filter(hat.__eq__, lines):
                (bare,) = [results for other, results in lines.items() if other.startswith(plain)]
                assert lines[formula] == bare

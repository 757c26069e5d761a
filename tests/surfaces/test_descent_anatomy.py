"""What a walk records of the inside of a rule."""

import numpy as np
import pytest

import numnet
from tests.support import oracle as ref
from tests.support.walks import RULES, STEPS, rule_with


@pytest.mark.parametrize("name", RULES)
def test_the_anatomy_explains_every_step(name):
    """step = −rate × (what the rule multiplies it with), or the velocity."""
    rule = rule_with(name, learning_rate=0.02, weight_decay=0.0)
    walks = numnet.descend_many("booth", [rule], (-1.0, 2.0), STEPS, "cosine", record="anatomy")
    a = walks.anatomy(0)
    assert set(a) >= {"gradient", "step", "learning_rate", "rate", *rule.rule.memory.values()}
    factor = np.array([ref.factor("cosine", k, period=STEPS, factor=0.0) for k in range(STEPS)])
    np.testing.assert_allclose(a["learning_rate"], 0.02 * factor, rtol=1e-12)
    if "velocity" in a:
        np.testing.assert_allclose(a["step"], a["velocity"], rtol=0, atol=1e-13)
        before = np.concatenate([[[0, 0]], a["velocity"][:-1]])
        np.testing.assert_allclose(a["velocity"], 0.9 * before - a["rate"] * a["gradient"], rtol=0, atol=1e-13)
    elif rule.rule.direction and f"sign({rule.rule.direction})" in rule.rule.formula:
        before = np.concatenate([[[0, 0]], a["first_moment"][:-1]])
        np.testing.assert_allclose(a["step"], -a["rate"] * np.sign(0.9 * before + 0.1 * a["gradient"]), atol=1e-13)
    elif "c_m" in rule.rule.given:
        mu = 0.9 * (1 - 0.5 * 0.96 ** (0.004 * np.arange(1, STEPS + 2)))
        product = np.cumprod(mu)
        share_m, share_g = mu[1:] / (1 - product[1:]), (1 - mu[:-1]) / (1 - product[:-1])
        drive = share_m[:, None] * a["first_moment"] + share_g[:, None] * a["gradient"]
        np.testing.assert_allclose(a["step"], -a["rate"] * drive, rtol=1e-10, atol=1e-14)
    else:
        driver = "corrected_first_moment" if "corrected_first_moment" in a else "gradient"
        np.testing.assert_allclose(a["step"], -a["rate"] * a[driver], rtol=1e-10, atol=1e-13)


def test_nag_looks_ahead_and_adam_corrects():
    walks = numnet.descend_many("beale", ["nag", "adam"], steps=STEPS, record="anatomy")
    nag, adam = walks.anatomy(0), walks.anatomy(1)
    looked = [ref.complex_step(ref.SURFACES["beale"], w) for w in nag["look_ahead"]]
    np.testing.assert_allclose(nag["gradient"], looked, rtol=1e-10, atol=1e-12)
    np.testing.assert_array_equal(nag["look_ahead"][0], walks.path[0, 0])
    t = np.arange(1, STEPS + 1)[:, None]
    np.testing.assert_allclose(adam["corrected_first_moment"], adam["first_moment"] / (1 - 0.9**t), rtol=1e-12)
    np.testing.assert_allclose(adam["corrected_second_moment"], adam["second_moment"] / (1 - 0.999**t), rtol=1e-10)
    np.testing.assert_allclose(adam["corrected_first_moment"][0], adam["gradient"][0], rtol=1e-12)
    assert "look_ahead" not in adam and "velocity" not in adam
    with pytest.raises(ValueError, match='made with record="anatomy"'):
        numnet.descend_many("beale", ["adam"]).anatomy(0)

"""Rates too large and too small are told from the right one; what is recommended is no rate that was seen to fail."""

import math

import pytest

from numnet.diagnostics.training_checks import memory, proportion, rate
from numnet.optim.optimizers import OPTIMIZERS
from tests.diagnostics.test_healthy import HEALTHY
from tests.support.diagnoses import case_from

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.filterwarnings("ignore::RuntimeWarning")]


@pytest.mark.parametrize(("name", "arguments", "say"), [
    ("moons", {"learning_rate": 1e-7}, "too small"), ("digits", {"learning_rate": 1e-6}, "too small"),
    ("sine", {"optimizer": "sgd", "learning_rate": 1e-5}, "too small"),
    ("diabetes", {"learning_rate": 1e-6}, "too small"), ("digits", {"learning_rate": 0.3}, "too large"),
    ("sine", {"optimizer": "sgd", "activation": "relu", "learning_rate": 1000.0}, "too large"),
    ("checkerboard", {"optimizer": "sgd"}, "rather small"),
])  # fmt: skip
def test_the_rate_that_is_recommended_is_one_that_works(name, arguments, say):
    case = case_from(name, **arguments)
    found = rate(case)
    assert found.found.startswith(say) and found.verdict == ("note" if say == "rather small" else "broken")
    better = case.changed(**case.solved["learning rate"].options)
    assert f"--learning-rate {better.optimizer.learning_rate:g}" == found.remedy
    assert math.isfinite(better.planned.late) and better.planned.late < 0.6 * case.planned.late
    assert rate(better).verdict == "ok"


@pytest.mark.parametrize("arguments", [{"clip_norm": 1e-9}, {"eps": 100.0}], ids=str)
def test_what_bears_on_the_steps_is_undone_before_the_rate_is_changed(arguments):
    case = case_from("moons", **arguments)
    found = [finding for finding in (memory(case), rate(case)) if finding.verdict == "broken"]
    name = next(iter(arguments)).replace("_", "-")
    assert found and found[0].remedy == f"leave out --{name}"


def test_a_first_update_that_forgets_the_start():
    found = proportion(case_from("spiral", learning_rate=1.0))
    assert (found.what, found.verdict, found.remedy) == ("update to weight", "broken", "--learning-rate 0.01")
    assert proportion(case_from("spiral")).verdict == "ok" and proportion(case_from("iris", init="zeros")) is None


def test_a_linear_network_is_told_to_bend_and_not_to_grow():
    assert memory(case_from("spiral", activation="identity")).remedy == "--activation tanh"
    assert memory(case_from("circles", hidden=())).remedy == "--hidden 16,16"
    assert memory(case_from("checkerboard", hidden=(1,))).remedy == "--hidden 16,16"


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["sgd", "momentum", "adam", "rmsprop", "adagrad", "nadam"])
def test_ten_times_the_default_and_a_ten_thousandth_of_it(rule):
    """What the docstring of the check says it finds, and that it blames no rate that does no harm."""
    eta = OPTIMIZERS[rule]().learning_rate
    for name in HEALTHY:
        case = case_from(name, optimizer=rule)
        large, small = (case.changed(learning_rate=factor * eta) for factor in (10, 1e-4))
        ratio, high = large.planned.late / case.planned.late, large.planned.late > 0.05 * case.chance
        if not 1.25 <= ratio <= 2 or not high:
            assert rate(large).found.startswith("too large") == (ratio > 2 and high), name
        assert rate(small).found.startswith(("too small", "rather small")), name
        assert rate(case).verdict != "broken", name

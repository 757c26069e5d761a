"""No false alarm: nothing is said against a bundled set that is trained as numnet trains by default."""

import pytest

from numnet.data import DATASETS
from numnet.data.bundled.dataset_info import TRUTH_TABLE
from tests.support.diagnoses import check

pytestmark = pytest.mark.filterwarnings("error")
HEALTHY = [name for name, info in DATASETS.items() if info.kind != TRUTH_TABLE]


def alarms(*words):
    return [finding for finding in check(*words)[1].values() if finding["verdict"] != "ok"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_is_said_against_any_bundled_set(name, seed):
    assert alarms(name, "--seed", seed) == []


@pytest.mark.parametrize("name", ["iris", "diabetes", "moons", "sine", "discs", "xor"])
def test_nothing_is_said_against_a_few(name):
    assert alarms(name) == []


def test_the_healthy_sets_are_those_that_are_no_truth_tables():
    assert len(HEALTHY) == 17 and not {"and", "or", "xor"} & {*HEALTHY}


@pytest.mark.slow
@pytest.mark.parametrize("name", DATASETS)
def test_relu_is_healthy_too(name):
    """But that a third of a narrow layer may die, which is noted."""
    assert {finding["what"] for finding in alarms(name, "--activation", "relu")} <= {"dead relu units"}


@pytest.mark.parametrize("words", [
    ["moons:noise=0.3"], ["moons:noise=0.4"], ["blobs:noise=1"], ["circles:noise=0.3"],  # classes that overlap
    ["line:noise=0"], ["plane:noise=0"],  # a feature that explains all, as the problem has it
    ["circles", "--hidden", "none", "--inputs", "x1^2,x2^2"], ["spiral", "--hidden", "32,32", "--l2", "0"],
    ["wine", "--split", "stratified"], ["iris", "--class-weight", "balanced"],
], ids=" ".join)  # fmt: skip
def test_what_looks_like_a_fault_and_is_none(words):
    assert alarms(*words) == []

"""Options that spoil a training are named, each remedy of theirs works; a training that is worth nothing is told."""

import numpy as np
import pytest

import numnet
from numnet.diagnostics.option_checks import capacity, generalisation, options
from tests.support.diagnoses import case_from, check, remedied

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("words", [
    ["sine", "--l1", "1"], ["digits", "--l2", "1"], ["moons", "--dropout", "0.9"],
    ["spiral", "--epochs", "2"], ["circles", "--inputs", "x1"],
], ids=" ".join)  # fmt: skip
def test_the_option_that_spoils_the_training_is_named(words):
    code, findings = check(*words)
    found = findings["options"]
    assert code == 1 and found["verdict"] == "broken"
    assert found["found"].startswith(f"with {' '.join(words[1:])} the loss is ")
    after = check(*remedied(words, found["remedy"]))
    assert after[0] == 0 and after[1].get("options", {"verdict": "ok"})["verdict"] == "ok"


@pytest.mark.parametrize(("arguments", "name", "default"), [
    ({"hidden": (1,)}, "hidden", (16, 16)), ({"activation": "identity"}, "activation", "tanh"),
    ({"schedule": "step:period=20,factor=0.1"}, "schedule", "constant"), ({"clip_norm": 1e-7, "optimizer": "sgd"},
    "clip_norm", None), ({"batch_size": "full", "epochs": 50}, None, None),
], ids=["hidden", "activation", "schedule", "clip_norm", "two"])  # fmt: skip
def test_one_option_is_blamed_where_one_is_enough(arguments, name, default):
    case = case_from("spiral", **arguments)
    found = options(case)
    assert found.verdict in ("broken", "note") and found.what == "options"
    blamed = case.solved["options"].options
    assert blamed == ({"batch_size": 32, "epochs": 200} if name is None else {name: default}) or name is None
    assert case.changed(**blamed).planned.error < 0.6 * case.planned.error


def test_defaults_are_not_compared_with_themselves():
    assert options(case_from("moons")) is None
    found = options(case_from("moons", hidden=(32,)))
    assert found.verdict == "ok" and found.found == "without --hidden 32 the loss is no better"


def test_what_is_clearly_better_is_so_with_another_seed_too():
    """A validation part of 30 rows is lucky now and then; a loss below a tenth of guessing is left alone."""
    assert options(case_from("iris", hidden=(8,))).verdict == "ok"


def test_a_network_too_small_for_its_data_is_told_what_helps():
    x = np.random.default_rng(0).uniform(-1, 1, (1500, 1))
    case = case_from(x, np.sin(14 * x[:, 0]), plain=True)
    found = capacity(case)
    assert found.what == "capacity" and found.verdict == "note" and "--hidden 64,64" in found.remedy
    assert case.changed(**case.solved["capacity"].options).planned.error < 0.6 * case.planned.error
    assert capacity(case_from("moons")) is None
    found = capacity(case_from("diabetes", hidden=(1,), l2=0.1))
    assert found is None or found.found.endswith("help little")


def test_a_training_that_is_worth_nothing_is_broken():
    rng = np.random.default_rng(0)
    found = generalisation(case_from(rng.normal(size=(1000, 5)), rng.normal(size=1000)))
    assert found.what == "generalisation" and found.verdict == "broken"
    assert generalisation(case_from("moons")).verdict == "ok"
    assert "on rows not seen" not in generalisation(case_from("moons", validation=0.0)).found


def test_a_penalty_is_recommended_where_it_helps_on_rows_not_seen():
    data, rng = numnet.load_dataset("wine"), np.random.default_rng(0)
    X = np.hstack([data.X, rng.normal(size=(len(data.X), 300))])
    case = case_from(X, data.T, plain=True)
    found = generalisation(case)
    assert found.verdict in ("note", "broken") and found.remedy.startswith("--l")
    with_it = numnet.fit(X, data.T, plain=True, **case.solved["generalisation"].options)
    assert with_it.metrics["validation"]["loss"] < 0.6 * numnet.fit(X, data.T).metrics["validation"]["loss"]


def test_a_large_network_on_many_rows_is_trained_on_some_and_compared_fairly():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(20_000, 10))
    case = case_from(X, X[:, 0] + X[:, 1] ** 2, hidden=(600, 600))
    assert not case.planned.of_all and generalisation(case) is None
    assert len(case.planned.history) == len(case.changed(hidden=(16, 16)).planned.history)
    assert options(case).verdict == "ok"

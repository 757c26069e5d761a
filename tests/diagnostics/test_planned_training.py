"""The planned training is the run's own, within a bound of work."""

import math

import numpy as np
import pytest

import numnet
from numnet.diagnostics import planned_training
from numnet.diagnostics.planned_training import MAX_WORK, affordable, plan
from tests.support.diagnoses import case_from

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(("name", "arguments"), [
    ("moons", {}), ("diabetes", {"optimizer": "momentum", "l1": 0.01}), ("iris", {"dropout": 0.1, "seed": 3}),
    ("sine", {"schedule": "cosine", "clip_norm": 1.0, "batch_size": "full"}), ("circles", {"shuffle": False}),
])  # fmt: skip
def test_it_is_the_training_of_the_run(name, arguments):
    """To the last bit."""
    run, planned = numnet.fit(name, epochs=100, **arguments), case_from(name, epochs=100, **arguments).planned
    assert planned.history.train_loss.tolist() == run.history.train_loss.tolist()
    assert planned.history.validation_loss.tolist() == run.history.validation_loss.tolist()
    assert planned.kept == min(run.history.validation_loss) == run.metrics["validation"]["loss"]
    assert planned.best.parameters.tolist() == run.network.parameters.tolist()
    assert planned.of_all and planned.validated and not planned.diverged


def test_losses_are_shares_of_what_guessing_costs():
    case = case_from("sine", validation=0.0)
    planned = case.planned
    assert not planned.validated and planned.kept == planned.history.train_loss[-1]
    assert planned.error == pytest.approx(planned.kept / (case.T.astype(float).var() / 2))
    assert planned.late == pytest.approx(np.mean(planned.history.train_loss[-50:]), rel=1e-9)


def test_one_that_diverges_costs_infinitely_much():
    planned = case_from("sine", optimizer="sgd", learning_rate=1e4, activation="relu").planned
    assert planned.diverged and math.isinf(planned.late) and math.isinf(planned.error) and math.isinf(planned.learned)


def test_a_long_training_is_cut_short_first_in_epochs_then_in_rows(monkeypatch):
    case = case_from("moons")
    parameters = case.network.parameters.size
    assert affordable(case) == (200, 800) == plan(case) and 6 * parameters * 800 * 200 < MAX_WORK
    monkeypatch.setattr(planned_training, "MAX_WORK", 6 * parameters * 800 * 20)
    assert affordable(case) == (20, 800)
    monkeypatch.setattr(planned_training, "MAX_WORK", 6 * parameters * 800)
    assert affordable(case) == (4, 256)  # 30 updates at least
    assert plan(case.changed(hidden=(2,))) == (4, 256)  # no more than that of the case it is compared with
    assert affordable(case.changed(batch_size="full")) == (4, 800)
    assert affordable(case.changed(epochs=2)) == (2, 480)

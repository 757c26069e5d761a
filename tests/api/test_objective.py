"""`objective`: what a trial of Optuna suggests is trained as `fit` trains it, reported, and pruned."""

import sys

import numpy as np
import pytest

import numnet
from tests.support.cli import python

optuna = pytest.importorskip("optuna")
pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def silent():
    level = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    yield
    optuna.logging.set_verbosity(level)


def study_of(objective, trials, pruner=None, direction="minimize"):
    """An Optuna study of so many random trials."""
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1), direction=direction,
                                pruner=pruner or optuna.pruners.NopPruner())  # fmt: skip
    study.optimize(objective, n_trials=trials)
    return study


SPACE = {"learning_rate": "1e-3:1:log", "batch_size": ["8:64:log", 128], "hidden": [(3,), (4, 4)],
         "dropout": optuna.distributions.FloatDistribution(0, 0.4, step=0.2), "optimizer": ["sgd", "adam"],
         "activation": optuna.distributions.CategoricalDistribution(["relu", "tanh"])}  # fmt: skip


def test_values_are_those_of_fit_with_what_was_suggested():
    options = {"epochs": 5, "evaluate_every": 2, "clip_norm": 1.0}
    study = study_of(numnet.objective("moons:n=90", SPACE, seed=3, **options), 8)
    for trial in study.trials:
        run = numnet.fit("moons:n=90", **options, **trial.user_attrs["options"])
        assert trial.value == run.metrics["validation"]["loss"] and run.config["options"]["seed"] == 3
        history = run.history
        reported = dict(zip(history.epoch[1:].tolist(), history.validation_loss[1:].tolist()))
        assert trial.intermediate_values == {epoch: reported[epoch] for epoch in (2, 4)}
    assert len({trial.params["hidden"] for trial in study.trials}) == 2
    assert {trial.params["dropout"] for trial in study.trials} <= {0, 0.2, 0.4}


@pytest.mark.parametrize("plain", [False, True])
def test_a_table_of_ones_own_is_trained_with_its_defaults(plain):
    X = np.random.default_rng(0).normal(size=(60, 3))
    data = X, np.where(X[:, 0] * X[:, 1] > 0, "a", "b")
    study = study_of(numnet.objective(data, {"dropout": [0.0, 0.4]}, epochs=4, plain=plain), 3)
    for trial in study.trials:
        run = numnet.fit(data, epochs=4, plain=plain, **trial.user_attrs["options"])
        assert trial.value == run.metrics["validation"]["loss"]
        assert run.config["options"]["activation"] == ("tanh" if plain else "relu")


def test_a_pruner_ends_what_is_worse_and_what_diverges_is_pruned():
    space = {"learning_rate": optuna.distributions.CategoricalDistribution([0.1, 1e-6, 1e30])}
    objective = numnet.objective("moons:n=90", space, epochs=9, optimizer="sgd", activation="relu")
    study = optuna.create_study(pruner=optuna.pruners.MedianPruner(n_startup_trials=1))
    for rate in (0.1, 1e-6, 1e30):
        study.enqueue_trial({"learning_rate": rate})
    study.optimize(objective, n_trials=3)
    good, slow, wild = study.trials
    assert (good.state.name, slow.state.name, wild.state.name) == ("COMPLETE", "PRUNED", "PRUNED")
    assert len(good.intermediate_values) == 9 and len(slow.intermediate_values) == 1
    assert all(np.isfinite(value) for value in wild.intermediate_values.values())


def test_the_metric_may_be_another_one():
    objective = numnet.objective("moons:n=90", {"l2": [0, 1]}, metric="validation_accuracy", epochs=3)
    study = study_of(objective, 4, direction="maximize")
    run = numnet.fit("moons:n=90", epochs=3, **study.best_trial.user_attrs["options"])
    assert study.best_value == run.metrics["validation"]["accuracy"]


@pytest.mark.parametrize(("space", "options", "kind", "words"), [
    ({}, {}, TypeError, "space must be a dictionary of what is tried"),
    ({"lr": [1]}, {}, TypeError, "objective has no argument 'lr'; did you mean learning_rate?"),
    ({"learning_rate": "1:2"}, {}, ValueError, "'1:2' is no range of numbers"),
    ({"optimizer": ["sgd", "nag"], "momentum": [0.5]}, {}, ValueError, "sgd has no momentum"),
    ({"l2": [0]}, {"metric": "f1"}, ValueError, "metric must be one of train_loss, train_accuracy, got 'f1'"),
    ({"l2": [0]}, {"seeds": 3}, TypeError, "objective has no argument 'seeds'"),
    ({"l2": optuna.distributions.FloatDistribution(-1, 1)}, {}, ValueError, "-1"),
])  # fmt: skip
def test_mistakes_are_told_before_the_first_trial(space, options, kind, words):
    with pytest.raises(kind) as caught:
        numnet.objective("xor", space, **options)
    assert words in str(caught.value) and "--" not in str(caught.value) and "\n" not in str(caught.value)


def test_without_optuna_one_line_says_what_is_needed(monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(ModuleNotFoundError, match=r"^objective needs Optuna: pip install 'numnet\[search\]'$"):
        numnet.objective("xor", {"l2": [0]})


def test_optuna_is_imported_when_it_is_used():
    python("-c", "import sys, numnet; numnet.sweep, numnet.objective; assert 'optuna' not in sys.modules")

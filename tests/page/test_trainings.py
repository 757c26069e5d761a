"""Trainings in the page's module: every bit that the native kernels leave, in every array, after every call."""

from itertools import cycle, islice, product

import numpy as np
import pytest

import numnet
from numnet.kernels.codes import Status
from numnet.model.losses import REGRESSION_LOSSES
from tests.support import trainings
from tests.support.schedules import SCHEDULES

DTYPES = ("float32", "float64")
RULES, ACTIVATIONS = list(numnet.OPTIMIZERS), list(numnet.ACTIVATIONS)
PAIRS = [
    (task, loss) for task in trainings.TASKS for loss in (REGRESSION_LOSSES if task == "regression" else numnet.LOSSES)
]
COVERING = list(islice(zip(cycle(RULES), cycle(ACTIVATIONS), cycle(PAIRS)), max(map(len, (RULES, ACTIVATIONS, PAIRS)))))

OPTIONS = [{"shuffle": False}, {"batch_size": 1}, {"batch_size": "full"}, {"evaluate_every": 2}, {"evaluate_every": 0},
           {"validation": None}, {"seed": 2**40}]  # fmt: skip


def run(task="multiclass", rule="adam", dtype="float32", activation="tanh", loss="auto", sizes=(5,), n=40, **options):
    """A training on one thread, done, with a validation part."""
    X, T = trainings.data(task, n)
    network = trainings.network(task, sizes, dtype, activation=activation, loss=loss)
    rule = numnet.OPTIMIZERS[rule]() if isinstance(rule, str) else rule
    options = {"validation": (X[:9], T[:9]), "epochs": 3, "batch_size": 16, "threads": 1, **options}
    training = numnet.Training(network, X, T, rule, **options)
    while training.advance():
        pass
    return training


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_rule_activation_loss_and_task(beside, dtype):
    for rule, activation, (task, loss) in COVERING:
        assert run(task, rule, dtype, activation, loss).updates > 0
    assert beside.calls[f"train_{dtype}"] >= 2 * len(COVERING)


@pytest.mark.slow
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("task, loss", PAIRS)
def test_every_combination(beside, task, loss, dtype):
    for rule, activation in product(RULES, ACTIVATIONS):
        assert run(task, rule, dtype, activation, loss).updates > 0
    assert beside.calls[f"train_{dtype}"] >= 2 * len(RULES) * len(ACTIVATIONS)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_schedules(beside, schedule):
    assert run(schedule=schedule, epochs=8).updates == 24


@pytest.mark.parametrize("dtype", DTYPES)
def test_penalties_clipping_dropout_weights_and_decay(beside, dtype):
    everything = {"l1": 1e-3, "l2": 1e-2, "dropout": 0.3, "clip_norm": 0.05, "sample_weight": np.arange(40) + 1.0}
    for rule in RULES:
        training = run(rule=numnet.OPTIMIZERS[rule](weight_decay=0.01), dtype=dtype, sizes=(9, 6), **everything)
        assert training.history.gradient_norm[-1] > 0.05


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("option", OPTIONS, ids=str)
def test_options(beside, dtype, option):
    assert run(dtype=dtype, epochs=5, **option).status == Status.FINISHED


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("sizes", [(), (1,), (33, 70), (8, 8, 8, 8), (16, 1, 17)], ids=str)
def test_shapes(beside, dtype, sizes):
    """Panels of whole and of broken width, several blocks of weights, no hidden layer."""
    assert run(sizes=sizes, dtype=dtype).updates > 0


@pytest.mark.parametrize("dtype", DTYPES)
def test_mini_batches_in_shards(beside, dtype):
    training = run(sizes=(64, 64), n=700, batch_size=600, rule="nag", dropout=0.2, l2=1e-3, dtype=dtype)
    assert training.work.shards == 9 and training.updates == 6


@pytest.mark.parametrize("dtype", DTYPES)
def test_more_samples_than_a_tile_holds(beside, dtype):
    training = run(n=600, batch_size="full", dtype=dtype)
    assert training.work.shards == 1 and training.work.tile < 600


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("dtype", DTYPES)
def test_divergence_ends_in_the_same_update_with_the_same_state(beside, dtype, rule):
    rate = {"float32": 1e25, "float64": 1e200}[dtype]
    training = run("regression", numnet.OPTIMIZERS[rule](rate), dtype, "relu", epochs=60, sizes=(6, 6))
    assert training.status == Status.DIVERGED and training.diagnosis is not None


def test_patience(beside):
    training = run(n=60, epochs=300, patience=4, rule=numnet.Adam(0.1), sizes=(20,))
    assert training.status == Status.STOPPED and 4 < training.epochs_done < 300


@pytest.mark.parametrize("task", trainings.TASKS)
def test_rows_of_the_history(beside, task):
    """Loss and metric of both parts, weighted and not."""
    for weight in (None, np.arange(40) + 1.0):
        history = run(task, epochs=4, sample_weight=weight).history
        assert len(history.train_loss) == 5 and np.isfinite([*history.train_metric, *history.validation_metric]).all()
        assert len(set(history.train_loss)) == 5

"""Trainings that are interrupted go on bit for bit where they stood."""

import numpy as np
import pytest

import numnet
from numnet.kernels.codes import Column
from numnet.training.checkpoint import Checkpoint

pytestmark = pytest.mark.filterwarnings("error")


def made(epochs, resume=None, callback=None, seed=3, **options):
    """(network, history) of a training on a small data set."""
    data = numnet.load_dataset("moons", n=120, seed=1)
    network = numnet.Network([2, 5, 1], task="binary", seed=seed)
    options = {"optimizer": numnet.Adam(0.02), "validation": (data.X[80:], data.T[80:]), **options}
    return network, numnet.train(
        network, data.X[:80], data.T[:80], epochs=epochs, resume=resume, callback=callback, **options
    )


def same(one, other):
    """The same weights, memory of the rule, counters and history, to the bit; but for times."""
    np.testing.assert_array_equal(one[0].parameters, other[0].parameters)
    left, right = (Checkpoint.tensors(history.checkpoint) for _, history in (one, other))
    for name in left.keys() - {"hyper"}:
        assert left[name].tobytes() == right[name].tobytes(), name
    for column in set(Column) - {Column.SECONDS, Column.SIZE}:
        pair = (getattr(history, column.name.lower()) for _, history in (one, other))
        np.testing.assert_array_equal(*pair)
    assert one[1].status == other[1].status and one[1].best_epoch == other[1].best_epoch


OPTIONS = {
    "plain": {},
    "rows every seventh epoch": {"evaluate_every": 7},
    "no rows": {"evaluate_every": 0},
    "patience": {"patience": 4, "evaluate_every": 3, "optimizer": numnet.Adam(0.3)},
    "dropout, clipped, mini-batches": {"dropout": 0.3, "clip_norm": 0.5, "batch_size": 13},
    "schedule": {"schedule": "cosine:period=90,warmup=5", "optimizer": numnet.NAG()},
    "no validation": {"validation": None, "shuffle": False},
}


@pytest.mark.parametrize("first", [0, 1, 20, 29, 30])
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_train_goes_on_where_an_earlier_history_ended(options, first):
    same(made(30, **options), made(30, made(first, **options)[1], seed=8, **options))


def test_seconds_and_rows_go_on():
    history = made(40, made(15)[1])[1]
    assert history.epoch.tolist() == list(range(41)) and (np.diff(history.seconds) >= 0).all()


def test_a_training_that_a_callback_stopped_goes_on():
    stopped = made(30, callback=lambda epoch, history: epoch == 11)[1]
    assert stopped.status == "stopped" and stopped.epochs == 11
    same(made(30), made(30, stopped))


def test_out_of_patience_stays_out_of_patience():
    options = {"patience": 3, "optimizer": numnet.Adam(0.3)}
    stopped = made(5000, **options)
    assert stopped[1].status == "stopped"
    again = made(9000, stopped[1], **options)
    assert again[1].status == "stopped" and again[1].epochs == stopped[1].epochs
    np.testing.assert_array_equal(again[0].parameters, stopped[0].parameters)


def test_a_schedule_over_the_whole_run_keeps_its_length():
    updates = 3 * 20
    whole = made(30, schedule=f"cosine:floor=0.1,period={updates}")
    parts = made(30, made(20, schedule="cosine:floor=0.1")[1], schedule="cosine:floor=0.1")
    np.testing.assert_array_equal(whole[0].parameters, parts[0].parameters)


@pytest.mark.parametrize(("change", "message"), [
    ({"optimizer": numnet.Adam(0.1)}, "learning_rate was 0.02, is 0.1"),
    ({"optimizer": numnet.SGD(0.02)}, "optimizer was adam, is sgd"),
    ({"seed": 5}, None), ({"batch_size": 7}, "batch_size was 32, is 7"), ({"dropout": 0.5}, "dropout was 0.0, is 0.5"),
    ({"patience": 3}, "patience was 0, is 3"), ({"schedule": "step"}, "schedule was constant, is step"),
    ({"epochs": 4}, "epochs must be at least the 9 that are done, got 4"),
    ({"validation": None}, "validation rows of the data were 40, are 0"),
])  # fmt: skip
def test_other_arguments_are_refused_with_the_difference(change, message):
    earlier, change = made(9)[1], dict(change)
    if message is None:
        made(12, earlier, **change)  # the network's own seed: its weights are not used
        return
    with pytest.raises(ValueError, match=message) as caught:
        made(change.pop("epochs", 12), earlier, **change)
    assert "\n" not in str(caught.value)


def test_other_data_or_networks_are_refused():
    data, earlier = numnet.load_dataset("moons", n=120, seed=1), made(9)[1]
    held = data.X[80:], data.T[80:]
    for network, X, message in (
        (numnet.Network([2, 6, 1], task="binary"), data.X[:80], r"sizes of the network was \[2, 5, 1\], is \[2, 6"),
        (numnet.Network([2, 5, 1], task="binary"), data.X[:79], "rows of the data were 80, are 79"),
        (numnet.Network([2, 5, 1], task="binary"), data.X[:80] * 1.001, "not the data of the earlier .* train_loss"),
    ):
        with pytest.raises(ValueError, match=message):
            numnet.train(network, X, data.T[: len(X)], numnet.Adam(0.02), epochs=20, validation=held, resume=earlier)


def test_a_diverged_history_does_not_go_on():
    network, data = numnet.Network([1, 1], task="regression", seed=1), ([[1.0], [-1.0]], [1.0, -1.0], numnet.SGD(30.0))
    with pytest.warns(numnet.DivergenceWarning):
        earlier = numnet.train(network, *data, epochs=500)
    with pytest.raises(ValueError, match="diverged in epoch"):
        numnet.train(network, *data, epochs=500, resume=earlier)


def test_populations_go_on_too():
    data = numnet.load_dataset("xor")

    def population(epochs, resume):
        networks = [numnet.Network([2, 4, 1], task="binary", seed=seed) for seed in range(3)]
        return networks, numnet.train_population(networks, data.X, data.T, epochs=epochs, resume=resume)

    whole, parts = population(40, None)[0], population(40, population(15, None)[1])[0]
    for one, other in zip(whole, parts):
        np.testing.assert_array_equal(one.parameters, other.parameters)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path

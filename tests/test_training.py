"""Training runs: the history, mini-batches, early stopping, dropout, the same bits, divergence, arguments."""

import math
import warnings

import numpy as np
import pytest
import reference as ref

import numnet
from numnet.cpu import passes
from numnet.cpu import training as cpu_training
from numnet.kernels.codes import Counter, Status
from numnet.model.samples import prepare_samples
from numnet.training import chunks as pace
from numnet.training import options as settings
from numnet.training.chunks import Pace
from numnet.training.divergence_diagnosis import broken_layer
from numnet.utils import threads

TASKS = {"regression": 2, "binary": 1, "multiclass": 3, "multilabel": 2}


def data(task="multiclass", n=40, inputs=3, seed=0):
    """X (n, inputs) and targets of that task, learnable."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, inputs))
    score = X @ rng.standard_normal((inputs, TASKS[task])) + 0.2 * rng.standard_normal((n, TASKS[task]))
    if task == "regression":
        return X, score
    if task == "multiclass":
        return X, score.argmax(axis=1)
    return X, (score > 0).astype(int)[:, 0] if task == "binary" else (score > 0).astype(int)


def network(task="multiclass", hidden=(5,), dtype="float64", seed=1, inputs=3, **options):
    """A network for :func:`data`."""
    return numnet.Network([inputs, *hidden, TASKS[task]], task=task, dtype=dtype, seed=seed, **options)


def trained(X, T, task="multiclass", dtype="float64", hidden=(5,), net_seed=1, **options):
    """(parameters afterwards, history) of a run on a new network."""
    net = network(task, hidden, dtype, net_seed, X.shape[1])
    history = numnet.train(net, X, T, **options)
    return net.parameters, history


def same_history(one, other):
    """Whether two histories agree to the last bit, but for the clock."""
    names = (
        "epoch",
        "step",
        "learning_rate",
        "gradient_norm",
        "train_loss",
        "validation_loss",
        "train_metric",
        "validation_metric",
    )
    for name in names:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    return (one.best_epoch, one.status, one.updates) == (other.best_epoch, other.status, other.updates)


# --- the history ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("task", TASKS)
def test_rows_belong_to_the_weights_at_the_end_of_their_epoch(task, dtype):
    """Row k is what ``net.loss`` says of a network trained for k epochs; row 0 is before training."""
    (X, T), (Xv, Tv) = data(task), data(task, 17, seed=0)
    theta, history = trained(X, T, task, dtype, epochs=4, batch_size=7, validation=(Xv, Tv))
    assert history.epoch.tolist() == [0, 1, 2, 3, 4] and history.step.tolist() == [0, 6, 12, 18, 24]
    assert (history.epochs, history.updates, history.status, len(history)) == (4, 24, "finished", 5)
    precision = 1e-5 if dtype == "float32" else 1e-13
    for epoch in range(5):
        net = network(task, dtype=dtype)
        numnet.train(net, X, T, epochs=epoch, batch_size=7, evaluate_every=0)
        assert history.train_loss[epoch] == pytest.approx(net.loss(X, T), rel=precision)
        assert history.validation_loss[epoch] == pytest.approx(net.loss(Xv, Tv), rel=precision)
        assert history.train_metric[epoch] == pytest.approx(metric(net, X, T), rel=precision)
        assert history.validation_metric[epoch] == pytest.approx(metric(net, Xv, Tv), rel=precision)
    np.testing.assert_array_equal(net.parameters, theta)


def metric(net, X, T):
    """The task's figure of merit, from the predictions."""
    if net.task == "regression":
        Y = net.forward(X).astype(float)
        return np.mean([1 - ((y - t) ** 2).sum() / ((t - t.mean()) ** 2).sum() for y, t in zip(Y.T, T.T, strict=True)])
    return (net.predict(X) == T).mean()


@pytest.mark.parametrize(("task", "name"), [("regression", "r2"), ("binary", "accuracy"), ("multiclass", "accuracy"),
                                            ("multilabel", "label_accuracy")])  # fmt: skip
def test_the_metric_has_a_name(task, name):
    X, T = data(task)
    assert trained(X, T, task, epochs=1)[1].metric_name == name


@pytest.mark.parametrize("task", ["binary", "multilabel", "multiclass"])
def test_accuracy_of_undecided_outputs_is_that_of_the_predictions(task):
    """With all weights 0, every probability is the same: history and ``predict`` break the tie alike."""
    X, T = data(task)
    net = network(task, init="zeros")
    history = numnet.train(net, X, T, epochs=0)
    assert history.train_metric[0] == pytest.approx(metric(net, X, T), rel=1e-14)


def test_loss_and_metric_without_validation_or_spread():
    X, T = data("regression")
    history = trained(X, np.stack([T[:, 0], np.ones(40)], axis=1), "regression", epochs=1)[1]
    assert np.isnan(history.train_metric).all() and np.isfinite(history.train_loss).all()
    assert np.isnan(history.validation_loss).all() and np.isnan(history.validation_metric).all()


def test_tiny_targets_are_no_trouble():
    """Their squares are denormal, and one over that is beyond float64: R² is unknown, the loss is not."""
    history = numnet.train(
        network("regression"), data()[0], np.full((40, 2), 1e-160) * np.arange(80).reshape(40, 2), epochs=1
    )
    assert np.isfinite(history.train_loss).all()


@pytest.mark.parametrize("epochs", [0, 1, 5, 6])
@pytest.mark.parametrize("every", [1, 2, 5, 100])
def test_evaluate_every(every, epochs):
    """Rows for epochs 0, k, 2k, … and the last one."""
    history = trained(*data(), epochs=epochs, evaluate_every=every)[1]
    assert history.epoch.tolist() == sorted({*range(0, epochs + 1, every), epochs})
    full = trained(*data(), epochs=epochs)[1]
    np.testing.assert_array_equal(history.train_loss, full.train_loss[history.epoch])
    np.testing.assert_array_equal(history.gradient_norm, full.gradient_norm[history.epoch])


def test_evaluate_every_0_evaluates_nothing_and_changes_nothing():
    X, T = data()
    theta, history = trained(X, T, epochs=3, evaluate_every=0)
    assert len(history) == 0 and (history.epochs, history.status) == (3, "finished")
    np.testing.assert_array_equal(theta, trained(X, T, epochs=3)[0])


def test_seconds_never_fall_and_row_0_is_at_0():
    history = trained(*data(n=400), epochs=30, batch_size=1)[1]
    assert history.seconds[0] == 0 and (np.diff(history.seconds) >= 0).all() and history.seconds[-1] > 0
    assert history.compile_seconds > 0


def test_learning_rate_is_that_of_the_last_update():
    schedule = "inverse_time:period=3,factor=1,warmup=4"
    history = trained(*data(), optimizer=numnet.SGD(0.2), schedule=schedule, epochs=5, batch_size=20)[1]
    last = [0, *(2 * epoch - 1 for epoch in range(1, 6))]
    expected = [0.2 * ref.factor("inverse_time", k, period=3, factor=1.0, warmup=4) for k in last]
    np.testing.assert_allclose(history.learning_rate, expected, rtol=1e-14)


def oracle_sgd(X, T, rate, batch, epochs, gradient_of=None):
    """Plain mini-batch SGD in the order of the data, by the oracle: parameters, [gradient norms of an epoch]."""
    net = network("regression")
    theta, norms = net.parameters.copy(), []
    for _ in range(epochs):
        norms.append([])
        for start in range(0, len(X), batch):
            weights, biases = ref.unflatten(theta, net.sizes)
            part = slice(start, start + batch)
            g = ref.flatten(*ref.gradients(weights, biases, ["tanh"], "identity", "mse", X[part], T[part]))
            norms[-1].append(np.linalg.norm(g))
            theta = theta - rate * g
    return theta, norms


@pytest.mark.parametrize("batch", [1, 7, 16, 39, 40, 41, "full"])
def test_mini_batches_and_the_gradients_norm(batch):
    """Every batch is a mean over its own samples, the smaller last one too; the norm is the mean over the epoch."""
    X, T = data("regression")
    theta, history = trained(
        X, T, "regression", optimizer=numnet.SGD(0.05), batch_size=batch, epochs=3, shuffle=False, clip_norm=1e6
    )
    expected, norms = oracle_sgd(X, T, 0.05, 40 if batch == "full" else batch, 3)
    np.testing.assert_allclose(theta, expected, rtol=1e-11)
    np.testing.assert_allclose(history.gradient_norm, [np.nan, *map(np.mean, norms)], rtol=1e-11)
    assert history.updates == sum(map(len, norms))


def test_each_epoch_uses_each_sample_once_in_the_order_of_the_seed():
    """Mini-batches of one, in the order that the run says it used, by the oracle."""
    X, T = data("regression", 12)
    net = network("regression")
    training = numnet.Training(net, X, T, numnet.SGD(0.05), batch_size=1, epochs=1, seed=3)
    while training.advance():
        pass
    order = training.work.order
    assert sorted(order) == list(range(12)) and list(order) != list(range(12))
    np.testing.assert_allclose(net.parameters, oracle_sgd(X[order], T[order], 0.05, 1, 1)[0], rtol=1e-12)


def test_golden_loss_curve():
    """Ten steps of the classic 2-2-1 sigmoid network on XOR, half a squared error, full batch, η = 2 and μ = 0.5.

    The numbers are the oracle's, printed once; see ``test_rules`` for the rule itself.
    """
    net = numnet.Network([2, 2, 1], "sigmoid", "binary", "mse", dtype="float64")
    net.parameters[:] = [0.8, -0.5, 0.6, 0.9, -0.3, 0.1, 1.1, -0.7, 0.2]
    X, T = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]
    history = numnet.train(net, X, T, numnet.Momentum(2.0, 0.5), batch_size="full", epochs=10, shuffle=False)
    golden = [
        0.13072943671280746, 0.12853549961386962, 0.1263449720158455, 0.12507451665742084,
        0.1246095798015524, 0.12452417600149318, 0.1245220614322758, 0.12449919234826184,
        0.12445276211195662, 0.12440167423820699, 0.12435593543124623]  # fmt: skip
    np.testing.assert_allclose(history.train_loss, golden, rtol=1e-12)


@pytest.mark.parametrize("options", [{}, {"batch_size": 1}, {"dropout": 0.3, "l2": 0.1, "clip_norm": 1.0}])
def test_a_run_touches_neither_the_data_nor_anything_but_the_parameters(options):
    X, T = data()
    Xv, Tv = data(seed=2, n=9)
    copies = [a.copy() for a in (X, T, Xv, Tv)]
    net = network()
    pointer = net.parameters.ctypes.data
    numnet.train(net, X, T, epochs=2, validation=(Xv, Tv), **options)
    assert net.parameters.ctypes.data == pointer
    for array, copied in zip((X, T, Xv, Tv), copies, strict=True):
        np.testing.assert_array_equal(array, copied)


# --- early stopping and callbacks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [1, 2])
def test_patience_stops_with_the_best_weights(every):
    """Validation targets are the opposite of what is learned, so the loss there rises after the first epochs."""
    X, T = data("regression")
    Xv, Tv = X[:10], T[:10] + np.random.default_rng(1).standard_normal((10, 2)) * 2
    net = network("regression", (30,))
    history = numnet.train(net, X, T, validation=(Xv, Tv), patience=6, epochs=2000, evaluate_every=every)
    best = history.validation_loss.argmin()
    assert history.status == "stopped" and history.epochs < 2000
    assert history.best_epoch == history.epoch[best] and history.epochs == history.best_epoch + 6
    assert net.loss(Xv, Tv) == pytest.approx(history.validation_loss[best], rel=1e-13)
    assert net.loss(X, T) == pytest.approx(history.train_loss[best], rel=1e-13)
    again = network("regression", (30,))
    numnet.train(again, X, T, epochs=history.best_epoch, evaluate_every=0)
    np.testing.assert_array_equal(net.parameters, again.parameters)


def test_patience_without_validation_watches_the_training_loss():
    X, T = data("regression")
    net = network("regression")
    history = numnet.train(net, X, T, numnet.SGD(1.9), batch_size=4, patience=2, epochs=500, clip_norm=0.5)
    assert history.status == "stopped" and history.best_epoch == history.train_loss.argmin()
    assert net.loss(X, T) == pytest.approx(history.train_loss.min(), rel=1e-13)


def test_a_run_that_ends_before_its_patience_keeps_the_best_weights_too():
    X, T = data("regression")
    net = network("regression")
    history = numnet.train(net, X, T, numnet.SGD(1.9), batch_size=4, patience=50, epochs=20, clip_norm=0.5)
    assert history.status == "finished" and history.best_epoch < 20
    assert net.loss(X, T) == pytest.approx(history.train_loss.min(), rel=1e-13)


def test_without_patience_the_last_weights_stay():
    X, T = data("regression")
    net = network("regression")
    history = numnet.train(net, X, T, numnet.SGD(1.9), batch_size=4, epochs=20, clip_norm=0.5, validation=(X, T))
    assert history.best_epoch == history.validation_loss.argmin() < 20
    assert net.loss(X, T) == pytest.approx(history.train_loss[-1], rel=1e-13)


@pytest.mark.parametrize("batch", [1, 40])
@pytest.mark.parametrize("every", [0, 1, 2])
def test_callback_comes_after_each_epoch_the_last_included(every, batch):
    seen = []

    def callback(epoch, history):
        assert history.epochs == epoch and (not every or history.epoch[-1] == epoch - epoch % every)
        seen.append(epoch)

    history = trained(*data(), epochs=6, batch_size=batch, evaluate_every=every, callback=callback)[1]
    assert seen == [1, 2, 3, 4, 5, 6] and history.status == "finished"


def test_callback_can_stop_the_run():
    X, T = data()
    theta, history = trained(X, T, epochs=50, callback=lambda epoch, history: epoch == 3)
    assert (history.epochs, history.status, history.epoch.tolist()) == (3, "stopped", [0, 1, 2, 3])
    np.testing.assert_array_equal(theta, trained(X, T, epochs=3)[0])


def test_an_error_in_a_callback_comes_through():
    def callback(epoch, history):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        trained(*data(), epochs=3, callback=callback)


# --- dropout ----------------------------------------------------------------------------------------------------------


def dropped_step(rate, units=2000, update=0, seed=0, rows=1, dtype="float64"):
    """What one SGD step of rate 1 adds to W² of a linear net whose hidden units are all 1 and whose delta is −1.

    That is, for each unit, its value after dropout (0 or 1 / (1 − rate)), averaged over the rows.
    """
    net = numnet.Network([1, units, 1], "identity", "regression", init="zeros", dtype=dtype)
    net.biases[0][:] = 1
    training = numnet.Training(
        net,
        np.zeros((rows, 1)),
        np.ones(rows),
        numnet.SGD(1.0),
        batch_size="full",
        epochs=1 + update,
        seed=seed,
        dropout=rate,
        evaluate_every=0,
    )
    training.run.counter[[Counter.UPDATE, Counter.EPOCH]] = update
    while training.advance():
        pass
    return net.weights[1][:, 0].copy()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_dropout_keeps_its_share_and_scales_what_it_keeps(rate, dtype):
    values = dropped_step(rate, 20_000, dtype=dtype)
    kept = values != 0
    np.testing.assert_allclose(values[kept], 1 / (1 - rate), rtol=1e-5 if dtype == "float32" else 1e-14)
    assert abs(kept.mean() - (1 - rate)) < 4 * math.sqrt(rate * (1 - rate) / 20_000)


def test_dropout_is_new_for_each_update_row_and_seed_and_the_same_for_the_same():
    first = dropped_step(0.5)
    np.testing.assert_array_equal(first, dropped_step(0.5))
    for other in (dropped_step(0.5, update=1), dropped_step(0.5, seed=1)):
        assert abs(np.corrcoef(first != 0, other != 0)[0, 1]) < 0.1
    pairs = dropped_step(0.5, rows=2)  # 0, 1 or 2: one in four, one in two, one in four
    assert abs((pairs == 1).mean() - 0.5) < 0.06 and abs((pairs == 2).mean() - 0.25) < 0.05


def test_dropout_of_0_is_none_and_no_evaluation_drops_anything():
    X, T = data()
    theta, history = trained(X, T, epochs=4, dropout=0.0)
    np.testing.assert_array_equal(theta, trained(X, T, epochs=4)[0])
    net = network(hidden=(50, 50))
    history = numnet.train(net, X, T, epochs=4, dropout=0.5)
    assert history.train_loss[-1] == pytest.approx(net.loss(X, T), rel=1e-13)
    assert history.train_loss[-1] < history.train_loss[0]
    np.testing.assert_array_equal(net.forward(X), net.forward(X))


def test_dropout_needs_no_hidden_layer():
    X, T = data()
    np.testing.assert_array_equal(trained(X, T, hidden=(), dropout=0.5)[0], trained(X, T, hidden=())[0])


def test_the_gradient_passes_through_kept_units_only():
    """One sample, one step of rate 1: with the mask read off the step, the oracle's numbers."""
    net = numnet.Network([2, 30, 1], "tanh", "regression", dtype="float64", seed=2)
    net.biases[0][:] = 0.3
    before, x, t = net.copy(), np.array([[0.7, -1.2]]), 5.0
    numnet.train(net, x, [t], numnet.SGD(1.0), batch_size=1, epochs=1, dropout=0.4)
    h = np.tanh(x @ before.weights[0] + before.biases[0])[0]
    step = before.weights[1][:, 0] - net.weights[1][:, 0]
    mask = (step != 0) / 0.6
    assert 0 < (mask == 0).sum() < 30
    delta = h * mask @ before.weights[1][:, 0] - t
    np.testing.assert_allclose(step, delta * h * mask, rtol=1e-12)
    hidden = delta * before.weights[1][:, 0] * mask * (1 - h * h)
    np.testing.assert_allclose(before.biases[0] - net.biases[0], hidden, rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(before.weights[0] - net.weights[0], np.outer(x[0], hidden), rtol=1e-10, atol=1e-15)


# --- the same bits ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_same_seed_gives_the_same_bits_and_another_does_not(dtype):
    X, T = data()
    runs = {seed: trained(X, T, dtype=dtype, seed=seed, epochs=5, dropout=0.2, batch_size=8) for seed in (0, 1, 2)}
    theta, history = trained(X, T, dtype=dtype, seed=0, epochs=5, dropout=0.2, batch_size=8)
    np.testing.assert_array_equal(theta, runs[0][0])
    assert same_history(history, runs[0][1])
    assert len({run[0].tobytes() for run in runs.values()}) == 3


def test_seed_0_is_a_seed():
    """It neither means "no seed" nor the default of another call: a network, a shuffle and a dropout of its own."""
    X, T = data()
    np.testing.assert_array_equal(trained(X, T, epochs=2, seed=0)[0], trained(X, T, epochs=2)[0])
    assert (trained(X, T, epochs=2, seed=0)[0] != trained(X, T, epochs=2, seed=1)[0]).any()
    np.testing.assert_array_equal(network(seed=0).parameters, network(seed=0).parameters)
    assert (network(seed=0).parameters != network(seed=1).parameters).any()


def test_the_largest_seed():
    assert np.isfinite(trained(*data(), epochs=1, seed=2**63 - 1)[0]).all()


LARGE = {"hidden": (180, 181), "inputs": 64, "dtype": "float32"}
LARGE_RUN = {"batch_size": 200, "epochs": 2, "dropout": 0.1, "l1": 1e-5, "l2": 1e-4, "clip_norm": 1.0}


def large_run(team, optimizer):
    """(parameters, history) of a run with mini-batches of 3 shards and a last one of 2, shared by so many threads."""
    X, T = data(n=300, inputs=64)
    net = network(**LARGE)
    run = numnet.Training(net, X, T, optimizer, validation=data(n=101, inputs=64, seed=5), threads=team, **LARGE_RUN)
    assert run.work.shards == 3 and run.work.seats == team
    while run.status == Status.RUNNING:
        run._call(500, team)
    return net.parameters, run.history


@pytest.mark.parametrize("team", [2, 3])  # threads that wait for each other also where there are fewer cores
@pytest.mark.parametrize("optimizer", [numnet.Adam(), numnet.NAG(weight_decay=0.01)], ids=["adam", "nag"])
def test_the_same_bits_on_any_number_of_threads(optimizer, team, monkeypatch):
    monkeypatch.setattr(threads, "cores", lambda: 3)
    (theta1, history1), (theta2, history2) = large_run(1, optimizer), large_run(team, optimizer)
    np.testing.assert_array_equal(theta1, theta2)
    assert same_history(history1, history2)


def test_a_run_changes_between_threads_and_one_thread_without_changing_a_bit(monkeypatch):
    """Chunks of one update, and threads that are taken and given up in turn."""
    monkeypatch.setattr(threads, "cores", lambda: 2)
    monkeypatch.setitem(LARGE_RUN, "epochs", 6)
    X, T = data(n=300, inputs=64)
    options = {**LARGE_RUN, "validation": data(n=101, inputs=64, seed=5)}
    monkeypatch.setattr(pace, "TRIAL_SECONDS", 1e-9)
    monkeypatch.setattr(pace, "CHUNK_SECONDS", 1e-9)
    monkeypatch.setattr(Pace, "_way", lambda self: not self.shared)
    teams = []
    call = numnet.Training._call
    monkeypatch.setattr(numnet.Training, "_call", lambda self, *a: teams.append(a[1]) or call(self, *a))
    net, whole = network(**LARGE), network(**LARGE)
    history = numnet.train(net, X, T, threads=2, **options)
    assert teams[0] == 1 and set(teams[1:]) == {1, 2}  # compiled alone
    whole_history = numnet.train(whole, X, T, threads=1, **options)
    np.testing.assert_array_equal(net.parameters, whole.parameters)
    assert same_history(history, whole_history)


def test_an_interrupt_before_the_first_meeting_lets_the_other_threads_go(monkeypatch):
    """Thread 0 never comes; the run is where it was, and goes on to the same bits."""
    monkeypatch.setattr(threads, "cores", lambda: 2)
    X, T = data(n=300, inputs=64)
    net, kernel = network(**LARGE), cpu_training.train
    run = numnet.Training(net, X, T, numnet.Adam(), validation=data(n=101, inputs=64, seed=5), threads=2, **LARGE_RUN)
    run.compile()

    def interrupted(*arguments):
        if arguments[-2] == 0:
            raise KeyboardInterrupt
        return kernel(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(cpu_training, "train", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run._call(500, 2)
    assert run.updates == 0
    while run.status == Status.RUNNING:
        run._call(500, 2)
    np.testing.assert_array_equal(net.parameters, large_run(1, numnet.Adam())[0])


def test_shards_change_the_rounding_and_nothing_else(monkeypatch):
    """The same run with each mini-batch whole: the same dropout, the same sums but for their order."""
    theta, history = large_run(1, numnet.SGD(0.1))
    monkeypatch.setattr(settings, "shard_rows", lambda parameters, batch_size: batch_size)
    X, T = data(n=300, inputs=64)
    net = network(**LARGE)
    whole_history = numnet.train(net, X, T, numnet.SGD(0.1), validation=data(n=101, inputs=64, seed=5), **LARGE_RUN)
    whole = net.parameters
    np.testing.assert_allclose(theta, whole, rtol=0, atol=2e-6)
    np.testing.assert_allclose(history.train_loss, whole_history.train_loss, rtol=1e-5)
    np.testing.assert_allclose(history.validation_loss, whole_history.validation_loss, rtol=1e-5)
    np.testing.assert_allclose(history.gradient_norm, whole_history.gradient_norm, rtol=1e-5)


def test_small_mini_batches_are_never_shared_over_cores():
    assert not numnet.Training(network(), *data(), threads=None).parallel


@pytest.mark.parametrize("options", [{}, {"patience": 3}, {"evaluate_every": 3}, {"shuffle": False}])
def test_where_a_run_is_cut_into_chunks_changes_no_bit(options, monkeypatch):
    """Chunks of a few samples, down to one update, against a run in one piece."""
    X, T = data(n=100)
    run = {
        "epochs": 6,
        "batch_size": 9,
        "dropout": 0.2,
        "validation": data(seed=9),
        "optimizer": numnet.Nadam(),
        **options,
    }
    monkeypatch.setattr(pace, "CHUNK_SECONDS", 1e-9)
    monkeypatch.setattr(pace, "TRIAL_SECONDS", 1e-9)
    calls = []
    call = numnet.Training._call
    monkeypatch.setattr(numnet.Training, "_call", lambda self, *a: calls.append(a) or call(self, *a))
    theta, history = trained(X, T, **run)
    many = len(calls)
    monkeypatch.setattr(pace, "CHUNK_SECONDS", 1e9)
    monkeypatch.setattr(pace, "TRIAL_SECONDS", 1.0)
    whole, whole_history = trained(X, T, **run)
    assert many > 4 * (len(calls) - many)
    np.testing.assert_array_equal(theta, whole)
    assert same_history(history, whole_history)


def test_a_callback_changes_no_bit():
    X, T = data()
    one, other = trained(X, T, epochs=5), trained(X, T, epochs=5, callback=lambda epoch, history: None)
    np.testing.assert_array_equal(one[0], other[0])
    assert same_history(one[1], other[1])


# --- divergence -------------------------------------------------------------------------------------------------------


def diverging(task="regression", dtype="float32", **options):
    """(network, history, warning's text) of a run that must overflow."""
    X, T = data(task)
    net = network(task, dtype=dtype)
    options = {"optimizer": numnet.SGD(1e4), "epochs": 200, **options}
    with pytest.warns(numnet.DivergenceWarning) as caught:
        history = numnet.train(net, 100 * X, 1000 * T if task == "regression" else T, **options)
    assert len(caught) == 1
    return net, history, str(caught[0].message)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("options", [
    {}, {"batch_size": "full"}, {"batch_size": 1}, {"evaluate_every": 0}, {"evaluate_every": 50},
    {"evaluate_every": 0, "batch_size": "full"}, {"optimizer": numnet.NAG(1e5)}, {"patience": 500},
])  # fmt: skip
def test_divergence_keeps_finite_weights_and_says_where(dtype, options):
    net, history, message = diverging(dtype=dtype, **options)
    assert np.isfinite(net.parameters).all()
    assert history.status == "diverged" and history.diagnosis == message
    assert "layer" in message and " of 2" in message and "update" in message and "learning rate" in message
    assert "\n" not in message


def test_weights_that_overflow_by_themselves():
    """A bounded gradient and a decay that multiplies by −99: the weights overflow before any error or gradient does."""
    for options in ({}, {"evaluate_every": 0}, {"evaluate_every": 0, "epochs": 20}):
        X, T = data("regression")
        net = numnet.Network([3, 2], task="regression", loss="mae", dtype="float32", seed=1)
        with pytest.warns(numnet.DivergenceWarning):
            numnet.train(
                net, X, T, numnet.SGD(1.0, weight_decay=100.0), batch_size="full", **{"epochs": 100, **options}
            )
        assert np.isfinite(net.parameters).all()


def test_data_too_large_for_the_network_diverge_before_the_first_update():
    net = network("regression", dtype="float32")
    before = net.parameters.copy()
    with pytest.warns(numnet.DivergenceWarning, match="layer"):
        history = numnet.train(net, np.full((4, 3), 1e30), np.full((4, 2), 1e30))
    assert (history.status, history.updates) == ("diverged", 0)
    np.testing.assert_array_equal(net.parameters, before)


def test_no_warning_where_nothing_diverges():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert trained(*data(), epochs=5)[1].diagnosis is None


def test_the_diagnosis_carries_samples_through_the_first_layers_alone():
    X, T = np.ones((4, 3)), np.ones((4, 3))
    network = numnet.Network([3, 5, 2, 3], "identity", "regression", seed=1)
    samples = prepare_samples(network, X, T, None)
    network.weights[1][:] = 1e38
    network.weights[0][:] = 1
    assert network.layout.activations.size == 3  # it is kept, and must not be taken for that of fewer layers
    assert broken_layer(network, samples) == "the net input of layer 2 of 3 overflowed first"


# --- arguments --------------------------------------------------------------------------------------------------------

BAD = [
    ({"batch_size": 0}, ValueError, "batch_size must be an integer >= 1, got 0"),
    ({"batch_size": -3}, ValueError, "batch_size must be an integer >= 1, got -3"),
    ({"batch_size": 2.5}, TypeError, "batch_size"),
    ({"batch_size": "half"}, ValueError, "batch_size must be an integer >= 1 or 'full', got 'half'"),
    ({"batch_size": True}, TypeError, "batch_size"),
    ({"epochs": -1}, ValueError, "epochs must be an integer >= 0, got -1"),
    ({"epochs": 1.5}, TypeError, "epochs"),
    ({"epochs": None}, TypeError, "epochs"),
    ({"seed": -1}, ValueError, "seed must be an integer >= 0, got -1"),
    ({"seed": "x"}, TypeError, "seed"),
    ({"seed": 2**63}, ValueError, "seed"),
    ({"evaluate_every": -1}, ValueError, "evaluate_every must be an integer >= 0, got -1"),
    ({"patience": 0}, ValueError, "patience must be an integer >= 1, got 0"),
    ({"patience": 3, "evaluate_every": 0}, ValueError, "patience needs evaluate_every >= 1"),
    ({"threads": 0}, ValueError, "threads must be an integer >= 1, got 0"),
    ({"threads": 10_000}, ValueError, "threads must be at most"),
    ({"l1": -0.1}, ValueError, "l1 must be .*>= 0, got -0.1"),
    ({"l2": math.nan}, ValueError, "l2 must be .*>= 0, got nan"),
    ({"l2": "0.1"}, TypeError, "l2 must be a number"),
    ({"dropout": 1.0}, ValueError, "dropout must be .*>= 0 and < 1, got 1"),
    ({"dropout": -0.1}, ValueError, "dropout must be .*>= 0 and < 1, got -0.1"),
    ({"clip_norm": 0}, ValueError, "clip_norm must be .*> 0, got 0"),
    ({"clip_norm": math.inf}, ValueError, "clip_norm must be .*> 0, got inf"),
    ({"optimizer": "adam"}, TypeError, "optimizer must be one of numnet.OPTIMIZERS"),
    ({"optimizer": numnet.Adam}, TypeError, "optimizer must be one of numnet.OPTIMIZERS"),
    ({"schedule": 3}, TypeError, "schedule must be one of numnet.SCHEDULES"),
    ({"schedule": "cosin"}, ValueError, "cosine"),
    ({"device": "tpu"}, ValueError, "device must be 'cpu' or 'cuda', got 'tpu'"),
    ({"validation": 0.2}, TypeError, "validation"),
    ({"validation": (np.zeros((3, 3)),)}, (TypeError, ValueError), "validation"),
    ({"validation": (np.zeros((3, 3)), [0, 1])}, ValueError, "one row for each of the 3 rows"),
    ({"validation": (np.zeros((3, 4)), [0, 1, 2])}, ValueError, r"shape \(n, 3\), got \(3, 4\)"),
    ({"resume": "an earlier run"}, TypeError, "resume must be the History of an earlier training"),
]


@pytest.mark.parametrize(("options", "error", "message"), BAD, ids=[str(bad[0])[:50] for bad in BAD])
def test_bad_arguments_name_themselves_and_change_nothing(options, error, message):
    X, T = data()
    net = network()
    before = net.parameters.copy()
    with pytest.raises(error, match=message) as caught:
        numnet.train(net, X, T, **options)
    assert "\n" not in str(caught.value)
    np.testing.assert_array_equal(net.parameters, before)


@pytest.mark.parametrize("X", [np.zeros((0, 3)), np.zeros((4, 2)), np.zeros(4), [["a", "b", "c"]] * 4,
                               [[1, 2, np.nan]] * 4, [[1, 2, 3], [4]], None])  # fmt: skip
def test_bad_inputs(X):
    with pytest.raises(ValueError, match="X must"):
        numnet.train(network(), X, [0, 1, 2, 0])


def test_batches_larger_than_the_data_are_the_whole_data():
    X, T = data()
    theta, history = trained(X, T, batch_size=10**9, epochs=3)
    assert history.updates == 3
    np.testing.assert_array_equal(theta, trained(X, T, batch_size="full", epochs=3)[0])


# --- any array; one compile -------------------------------------------------------------------------------------------


def read_only(a):
    a = a.copy()
    a.flags.writeable = False
    return a


def unaligned(a):
    """The same numbers one byte off their natural place, as records read from a file may have them."""
    room = np.zeros(a.nbytes + 1, np.uint8)
    room[1:] = np.frombuffer(a.tobytes(), np.uint8)
    return room[1:].view(a.dtype).reshape(a.shape)


FORMS = {
    "fortran": np.asfortranarray, "list": lambda a: a.tolist(), "tuple": lambda a: tuple(map(tuple, a)),
    "read-only": read_only, "every second row": lambda a: np.repeat(a, 2, axis=0)[::2],
    "reversed twice": lambda a: a[::-1, ::-1].copy()[::-1, ::-1], "object": lambda a: a.astype(object),
    "float32": lambda a: a.astype(np.float32), "int": lambda a: a.astype(int), "big-endian": lambda a: a.astype(">f8"),
    "bytes": lambda a: a.astype(np.int8), "unaligned": unaligned,
}  # fmt: skip


def kernel_counts():
    """How many versions of each kernel that Python calls have been compiled or loaded."""
    kernels = {"train": cpu_training.train, **vars(passes)}
    return {name: len(kernel.signatures) for name, kernel in kernels.items() if hasattr(kernel, "signatures")}


@pytest.fixture
def warm():
    """Both dtypes' kernels, loaded."""
    for dtype in ("float32", "float64"):
        X, T = data()
        net = network(dtype=dtype)
        numnet.train(net, X, T, epochs=1)
        net.forward(X), net.loss(X, T), net.gradient(X, T)


@pytest.mark.parametrize("form", FORMS)
def test_inputs_in_any_form(form, warm):
    """Whole numbers, so that every form holds the same; and no form compiles a kernel of its own."""
    X, T = data("regression")
    X, T = np.round(3 * X), np.round(3 * T)
    before = kernel_counts()
    net, theta = network("regression"), trained(X, T, "regression", epochs=2)[0]
    numnet.train(net, FORMS[form](X), FORMS[form](T), epochs=2, validation=(FORMS[form](X), FORMS[form](T)))
    np.testing.assert_array_equal(net.parameters, theta)
    np.testing.assert_array_equal(net.forward(FORMS[form](X)), net.forward(X))
    assert kernel_counts() == before


def test_data_frames():
    pandas = pytest.importorskip("pandas")
    X, T = data()
    frame, series = pandas.DataFrame(X, columns=list("abc")), pandas.Series(T)
    np.testing.assert_array_equal(trained(frame, series, epochs=2)[0], trained(X, T, epochs=2)[0])
    names = pandas.Series(np.array(["x", "y", "z"])[T])
    net = network(target_names=("x", "y", "z"))
    assert net.loss(frame, names) == net.loss(X, T)


def test_one_compile_a_dtype(warm):
    """Whatever the architecture, the rule, the loss, the schedule and the options."""
    before = kernel_counts()
    for dtype in ("float32", "float64"):
        for k, kind in enumerate(numnet.OPTIMIZERS.values()):
            task = list(TASKS)[k % 4]
            loss = ["auto", "mse", "mae", "huber"][k % 3]
            activation = list(numnet.ACTIVATIONS)[k % 9]
            X, T = data(task, 11 + k)
            net = network(task, [4] * (k % 5), dtype, activation=activation, loss=loss)
            numnet.train(
                net,
                X,
                T,
                kind(),
                epochs=2,
                batch_size=[1, 5, "full"][k % 3],
                dropout=0.1 * (k % 2),
                l1=0.01 * k,
                schedule=list(numnet.SCHEDULES)[k % 7],
                validation=(X, T) if k % 2 else None,
                clip_norm=k + 1,
                patience=k + 1,
                shuffle=bool(k % 2),
            )
            net.predict(X), net.gradient(X, T)
    assert kernel_counts() == before


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"shuffle": "no"}, TypeError, "shuffle must be True or False, got 'no'"),
        ({"callback": 5}, TypeError, "callback must be callable"),
        ({"epochs": 10**15}, MemoryError, "use fewer epochs or evaluate_every"),
        ({"optimizer": numnet.Adam(eps=1e-50)}, ValueError, "eps must not round to 0 in float32, got 1e-50"),
    ],
)
def test_arguments_of_the_wrong_kind(options, error, message):
    X, T = data()
    with pytest.raises(error, match=message):
        numnet.train(network(dtype="float32"), X, T, **{"epochs": 2, **options})


def test_a_sure_and_right_softmax_still_has_a_loss():
    """Net inputs 20 and 0: −ln y = ln(1 + e⁻²⁰), which float32 cannot tell from 0 by way of y."""
    net = numnet.Network([1, 2], task="multiclass", dtype="float32")
    net.parameters[:] = [20, 0, 0, 0]
    assert net.loss([[1.0]], [0]) == pytest.approx(math.log1p(math.exp(-20)), rel=1e-5)


def test_a_validation_loss_that_is_nan_is_never_the_best():
    X, T = data("regression")
    net = network("regression", dtype="float64")
    training = numnet.Training(net, X, T, epochs=3, validation=(X[:4].copy(), T[:4].copy()), optimizer=numnet.SGD(1e-9))
    training.compile()
    training.samples.held_T[:] = np.nan
    while training.advance():
        pass
    assert np.isnan(training.history.validation_loss[1:]).all() and training.history.best_epoch == 0


@pytest.mark.parametrize("n", [1, 2])
def test_hardly_any_data(n):
    X, T = data(n=n)
    theta, history = trained(X, T, epochs=3, validation=(X[:1], T[:1]))
    assert np.isfinite(theta).all() and history.updates == 3


def test_xor_is_learned():
    data = numnet.load_dataset("xor")
    net = numnet.Network([2, 8, 1], task="binary", seed=0)
    history = numnet.train(net, data.X, data.T, epochs=300)
    assert net.predict(data.X).tolist() == [0, 1, 1, 0] and history.train_metric[-1] == 1

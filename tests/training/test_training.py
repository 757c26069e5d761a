"""Training runs: the history and the mini-batches."""

import numpy as np
import pytest

import numnet
from tests.support import oracle as ref
from tests.support.trainings import TASKS, data, network, trained


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


def test_its_memory_is_that_of_the_run_and_of_its_workspace():
    X, T = data("binary")
    training = numnet.Training(network("binary"), X, T, epochs=2)
    own = [sum(each.nbytes for each in bundle if isinstance(each, np.ndarray))
           for bundle in (training.run, training.work)]  # fmt: skip
    assert training.nbytes == sum(own) and min(own) > 4 * training.run.theta.size

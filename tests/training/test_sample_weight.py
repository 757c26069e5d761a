"""How much each sample counts: in the loss, in the gradient, in a training; and what it must not change."""

import numpy as np
import pytest

import numnet
from tests.support.weighted_samples import CASES, TASKS, case

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(("task", "loss"), CASES)
def test_the_weighted_loss_is_the_mean_of_the_losses_of_single_samples(task, loss):
    net, X, T, w = case(task, loss)
    single = np.array([net.loss(X[n : n + 1], T[n : n + 1]) for n in range(len(X))])
    assert net.loss(X, T, sample_weight=w) == pytest.approx((w * single).sum() / w.sum(), rel=1e-12)
    assert net.loss(X, T, sample_weight=5 * w) == pytest.approx(net.loss(X, T, sample_weight=w), rel=1e-12)
    assert net.loss(X, T, sample_weight=np.full(len(X), 7.0)) == pytest.approx(net.loss(X, T), rel=1e-12)


@pytest.mark.parametrize(("task", "loss"), CASES)
def test_the_weighted_gradient_is_that_of_the_weighted_loss(task, loss):
    net, X, T, w = case(task, loss)
    single = np.array([net.gradient(X[n : n + 1], T[n : n + 1]) for n in range(len(X))])
    gradient = net.gradient(X, T, sample_weight=w)
    assert gradient == pytest.approx((w[:, None] * single).sum(axis=0) / w.sum(), rel=1e-9, abs=1e-13)
    if loss in ("cross_entropy", "mse"):  # no kinks
        for k in range(0, net.parameters.size, 7):
            up, down = net.copy(), net.copy()
            up.parameters[k] += 1e-6
            down.parameters[k] -= 1e-6
            slope = (up.loss(X, T, sample_weight=w) - down.loss(X, T, sample_weight=w)) / 2e-6
            assert gradient[k] == pytest.approx(slope, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_weight_of_3_is_a_row_three_times(task, dtype):
    """Full batches without shuffling: the same sums, in another order."""
    net, X, T, _ = case(task, dtype=dtype, n=90)
    w = np.random.default_rng(3).integers(0, 4, 90)
    other = net.copy()
    options = {"optimizer": numnet.SGD(0.05), "batch_size": "full", "epochs": 20, "shuffle": False, "l2": 0.01}
    weighted = numnet.train(net, X, T, sample_weight=w, **options)
    repeated = numnet.train(other, np.repeat(X, w, axis=0), np.repeat(T, w, axis=0), **options)
    close = 1e-4 if dtype == "float32" else 1e-11
    assert net.parameters == pytest.approx(other.parameters, rel=close, abs=close)
    assert weighted.train_loss == pytest.approx(repeated.train_loss, rel=close, abs=close)


@pytest.mark.parametrize("batch", [1, 32, 4096])
@pytest.mark.parametrize("task", TASKS)
def test_weights_of_1_change_nothing_and_the_threads_neither(task, batch):
    net, X, T, w = case(task, n=3000, dtype="float32")
    ends = []
    for weights, threads in ((None, 1), (np.ones(3000), 1), (w, 1), (w, 2)):
        own = net.copy()
        history = numnet.train(own, X, T, batch_size=batch, epochs=2, sample_weight=weights, threads=threads,
                               validation=(X[:50], T[:50]))  # fmt: skip
        ends.append((own.parameters.tobytes(), history.train_metric[-1], history.train_loss[-1]))
    assert ends[0][0] == ends[1][0] and ends[2] == ends[3] and ends[0][0] != ends[2][0]
    assert ends[1][2] == pytest.approx(ends[0][2], rel=1e-6) and ends[0][1] == ends[1][1]


def test_rows_of_weight_0_are_not_learned_from():
    net, X, T, _ = case("regression")
    w = np.r_[np.ones(200), np.zeros(100)]
    wild = T.copy()
    wild[200:] = 1e6
    nets = [net.copy() for _ in range(2)]
    for own, targets in zip(nets, (T, wild)):
        numnet.train(own, X, targets, epochs=3, sample_weight=w)
    assert nets[0].parameters.tobytes() == nets[1].parameters.tobytes()


def test_validation_data_have_weights_of_their_own():
    net, X, T, w = case("multiclass")
    history = numnet.train(net, X, T, epochs=3, sample_weight=w, validation=(X, T, w))
    assert history.validation_loss.tolist() == history.train_loss.tolist()
    net, X, T, w = case("multiclass")
    history = numnet.train(net, X, T, epochs=3, sample_weight=w, validation=(X, T))
    assert history.validation_loss[-1] == pytest.approx(net.loss(X, T), rel=1e-12)
    assert history.train_loss[-1] == pytest.approx(net.loss(X, T, w), rel=1e-12)


def test_a_population_and_a_resumed_training_have_them_too():
    net, X, T, w = case("binary")
    nets = [net.copy() for _ in range(3)]
    numnet.train_population(nets[:2], X, T, epochs=4, sample_weight=w, seeds=[0, 0])
    numnet.train(nets[2], X, T, epochs=4, sample_weight=w)
    assert nets[0].parameters.tobytes() == nets[1].parameters.tobytes() == nets[2].parameters.tobytes()


@pytest.mark.parametrize(("weights", "message"), [
    (np.ones(299), r"sample_weight must have shape \(300,\)"), (np.ones((300, 1)), r"shape \(300,\).*got \(300, 1\)"),
    (-np.ones(300), "sample_weight must be finite numbers >= 0, got -1"), (np.zeros(300), "must not all be 0"),
    (np.full(300, np.nan), "got nan"), (np.full(300, np.inf), "got inf"),
])  # fmt: skip
def test_weights_that_are_none(weights, message):
    net, X, T, _ = case("binary")
    for call in (lambda: numnet.train(net, X, T, sample_weight=weights), lambda: net.loss(X, T, weights),
                 lambda: numnet.train(net, X, T, validation=(X, T, weights))):  # fmt: skip
        with pytest.raises(ValueError, match=message.replace("sample_weight ", "")):
            call()


# --- from the command line ---


@pytest.mark.parametrize(("task", "loss"), CASES)
def test_the_gradient_check_is_of_the_weighted_loss(task, loss, monkeypatch):
    net, X, T, w = case(task, loss, n=12)
    assert numnet.gradient_check(net, X, T, sample_weight=w) < 1e-6
    plain = net.gradient(X, T)
    monkeypatch.setattr(numnet.Network, "gradient", lambda *arguments: plain)
    assert numnet.gradient_check(net, X, T, sample_weight=w) > 1e-3

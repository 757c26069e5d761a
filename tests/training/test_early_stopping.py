"""Early stopping and callbacks."""

import numpy as np
import pytest

import numnet
from tests.support.trainings import data, network, trained


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

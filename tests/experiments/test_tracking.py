"""Training one update at a time."""

import numpy as np

import numnet
from numnet.experiments.tracking import checkpoints, weights_after
from numnet.training.training import Training


def test_advance_stops_at_an_update_and_the_run_is_the_same():
    data = numnet.load_dataset("moons", n=100)

    def training():
        network = numnet.Network([2, 4, 1], task="binary", seed=1)
        return Training(network, data.X, data.T, numnet.NAG(0.1), batch_size=32, epochs=3, evaluate_every=0)

    whole, halted = training(), training()
    while whole.advance():
        pass
    for count in (1, 2, 3, 4, 5, 9, 12):  # four updates per epoch, the last of four samples
        while halted.updates < count and halted.advance(updates=count):
            pass
        assert halted.updates == count
    np.testing.assert_array_equal(whole.network.parameters, halted.network.parameters)
    halted.advance(updates=5)  # in the past
    assert halted.updates == 12


def test_weights_after_a_divergence_are_nan():
    network = numnet.Network([1, 1], task="regression", dtype="float64")
    training = Training(network, [[3.0], [1.0]], [1.0, 2.0], numnet.SGD(1e3), batch_size="full", epochs=300,
                        evaluate_every=0)  # fmt: skip
    theta = weights_after(training, [0, 1, 300])
    assert np.isfinite(theta[:2]).all() and np.isnan(theta[2]).all()


def test_checkpoints_rise_from_the_start_to_the_end():
    assert checkpoints(5).tolist() == [0, 1, 2, 3, 4, 5]
    looks = checkpoints(20_000)
    assert looks[0] == 0 and looks[-1] == 20_000 and (np.diff(looks) > 0).all() and len(looks) <= 701

"""The same seed gives the same bits, on any number of threads and in chunks of any size."""

import numpy as np
import pytest

import numnet
from numnet.cpu import training as cpu_training
from numnet.kernels.codes import Status
from numnet.training import chunks
from numnet.training.chunks import ChunkSizer
from numnet.utils import threads
from tests.support.trainings import data, network, trained


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


def large_run(count, optimizer):
    """(parameters, history) of a run with mini-batches of 3 shards and a last one of 2, shared by so many threads."""
    X, T = data(n=300, inputs=64)
    net = network(**LARGE)
    validation = data(n=101, inputs=64, seed=5)
    run = numnet.Training(net, X, T, optimizer, validation=validation, threads=count, **LARGE_RUN)
    assert run.work.shards == 3 and run.work.threads == count
    while run.status == Status.RUNNING:
        run.run_chunk(500, count)
    return net.parameters, run.history


@pytest.mark.parametrize("count", [2, 3])  # threads that wait for each other also where there are fewer cores
@pytest.mark.parametrize("optimizer", [numnet.Adam(), numnet.NAG(weight_decay=0.01)], ids=["adam", "nag"])
def test_the_same_bits_on_any_number_of_threads(optimizer, count, monkeypatch):
    monkeypatch.setattr(threads, "cores", lambda: 3)
    (theta1, history1), (theta2, history2) = large_run(1, optimizer), large_run(count, optimizer)
    np.testing.assert_array_equal(theta1, theta2)
    assert same_history(history1, history2)


def test_a_run_changes_between_threads_and_one_thread_without_changing_a_bit(monkeypatch):
    """Chunks of one update, and threads that are taken and given up in turn."""
    monkeypatch.setattr(threads, "cores", lambda: 2)
    monkeypatch.setitem(LARGE_RUN, "epochs", 6)
    X, T = data(n=300, inputs=64)
    options = {**LARGE_RUN, "validation": data(n=101, inputs=64, seed=5)}
    monkeypatch.setattr(chunks, "TRIAL_SECONDS", 1e-9)
    monkeypatch.setattr(chunks, "CHUNK_SECONDS", 1e-9)
    monkeypatch.setattr(chunks, "WARM_UP_SECONDS", 1e-9)
    monkeypatch.setattr(ChunkSizer, "_way", lambda self: (not self.shared, False))
    counts = []
    call = numnet.Training.run_chunk
    monkeypatch.setattr(numnet.Training, "run_chunk", lambda self, *a: counts.append(a[1]) or call(self, *a))
    net, whole = network(**LARGE), network(**LARGE)
    history = numnet.train(net, X, T, threads=2, **options)
    assert set(counts) == {1, 2}
    whole_history = numnet.train(whole, X, T, threads=1, **options)
    np.testing.assert_array_equal(net.parameters, whole.parameters)
    assert same_history(history, whole_history)


def test_an_interrupt_before_the_first_meeting_lets_the_other_threads_go(monkeypatch):
    """Thread 0 never comes; the run is where it was, and goes on to the same bits."""
    monkeypatch.setattr(threads, "cores", lambda: 2)
    X, T = data(n=300, inputs=64)
    net, kernel = network(**LARGE), cpu_training.train
    validation = data(n=101, inputs=64, seed=5)
    run = numnet.Training(net, X, T, numnet.Adam(), validation=validation, threads=2, **LARGE_RUN)
    run.compile()

    def interrupted(*arguments):
        if arguments[-2] == 0:
            raise KeyboardInterrupt
        return kernel(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(cpu_training, "train", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.run_chunk(500, 2)
    assert run.updates == 0
    while run.status == Status.RUNNING:
        run.run_chunk(500, 2)
    np.testing.assert_array_equal(net.parameters, large_run(1, numnet.Adam())[0])


def test_shards_change_the_rounding_and_nothing_else(monkeypatch):
    """The same run with each mini-batch whole: the same dropout, the same sums but for their order."""
    theta, history = large_run(1, numnet.SGD(0.1))
    monkeypatch.setattr("numnet.cpu.workspace.shard_rows", lambda parameters, batch_size: batch_size)
    X, T = data(n=300, inputs=64)
    net = network(**LARGE)
    whole_history = numnet.train(net, X, T, numnet.SGD(0.1), validation=data(n=101, inputs=64, seed=5), **LARGE_RUN)
    whole = net.parameters
    np.testing.assert_allclose(theta, whole, rtol=0, atol=2e-6)
    np.testing.assert_allclose(history.train_loss, whole_history.train_loss, rtol=1e-5)
    np.testing.assert_allclose(history.validation_loss, whole_history.validation_loss, rtol=1e-5)
    np.testing.assert_allclose(history.gradient_norm, whole_history.gradient_norm, rtol=1e-5)


def test_small_mini_batches_are_never_shared_over_cores():
    assert not numnet.Training(network(), *data(), threads=None).chunk_sizer.can_share


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
    for name in ("CHUNK_SECONDS", "TRIAL_SECONDS", "WARM_UP_SECONDS"):
        monkeypatch.setattr(chunks, name, 1e-9)
    calls = []
    call = numnet.Training.run_chunk
    monkeypatch.setattr(numnet.Training, "run_chunk", lambda self, *a: calls.append(a) or call(self, *a))
    theta, history = trained(X, T, **run)
    many = len(calls)
    monkeypatch.setattr(chunks, "CHUNK_SECONDS", 1e9)
    monkeypatch.setattr(chunks, "WARM_UP_SECONDS", 1.0)
    whole, whole_history = trained(X, T, **run)
    assert many > 4 * (len(calls) - many)
    np.testing.assert_array_equal(theta, whole)
    assert same_history(history, whole_history)


def test_a_callback_changes_no_bit():
    X, T = data()
    one, other = trained(X, T, epochs=5), trained(X, T, epochs=5, callback=lambda epoch, history: None)
    np.testing.assert_array_equal(one[0], other[0])
    assert same_history(one[1], other[1])

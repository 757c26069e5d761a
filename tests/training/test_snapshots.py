"""Snapshots: the epochs they are taken at, their weights, their file."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest

import numnet
from numnet.data import load_dataset
from numnet.files.tensor_files import write_tensors
from numnet.kernels.codes import Counter
from numnet.training.snapshots import MAX_SNAPSHOTS_BYTES, SnapshotRecorder, Snapshots, spaced
from numnet.training.training import Training
from tests.support.written_runs import write

pytestmark = pytest.mark.filterwarnings("error")


def recorded(most=6, epochs=40, **options):
    """(network, recorder) of a small training that has ended."""
    data = load_dataset("moons", n=60)
    network = numnet.Network([2, 3, 1], task="binary", seed=1)
    parts = (data.X[:40], data.T[:40], numnet.Adam(0.05)), {"validation": (data.X[40:], data.T[40:])}
    recorder = SnapshotRecorder(Training(network, *parts[0], epochs=epochs, **parts[1], **options), most)
    while recorder.advance():
        pass
    return network, recorder


@pytest.mark.parametrize("last", [1, 2, 7, 59, 60, 61, 200, 12345, 10**12])
@pytest.mark.parametrize("count", [2, 3, 10, 30, 60])
def test_epochs_are_spaced_evenly_in_ratio(last, count):
    numbers = spaced(last, count)
    assert numbers[0] == 0 and numbers[-1] == last and len(numbers) == min(count, last + 1)
    assert (np.diff(numbers) >= 1).all()
    ratios = [(b + 1) / (a + 1) for a, b in itertools.pairwise(numbers) if b > 100]
    assert not ratios or max(ratios) / min(ratios) < 1.05


def test_snapshots_are_the_weights_at_the_ends_of_epochs():
    network, recorder = recorded()
    epochs, parameters = recorder.snapshots()
    assert epochs.tolist() == [0, 1, 3, 7, 17, 40] or (len(epochs) <= 6 and epochs[0] == 0 and epochs[-1] == 40)
    data, history = load_dataset("moons", n=60), recorder.training.history
    for epoch, theta in zip(epochs, parameters, strict=True):
        network.parameters[:] = theta
        assert network.loss(data.X[:40], data.T[:40]) == pytest.approx(history.train_loss[epoch], rel=1e-6)


def test_snapshots_change_no_bit_of_the_training():
    ends = [recorded(most)[1].training for most in (0, 2, 30)]
    for training in ends[1:]:
        np.testing.assert_array_equal(training.run.theta, ends[0].run.theta)
        np.testing.assert_array_equal(training.history.validation_loss, ends[0].history.validation_loss)


def test_early_stopping_leaves_snapshots_up_to_the_end():
    _, recorder = recorded(most=8, epochs=10**6, patience=5)
    epochs, parameters = recorder.snapshots()
    history = recorder.training.history
    assert history.status == "stopped" and epochs[-1] == history.epochs < 10**5
    assert 4 <= len(epochs) <= 8 and len(recorder._held) <= 17
    np.testing.assert_array_equal(parameters[-1], recorder.training.run.theta)


def test_a_diverged_training_ends_with_the_last_whole_epoch():
    network = numnet.Network([1, 1], task="regression", seed=1)
    training = Training(network, [[1.0], [-1.0]], [1.0, -1.0], numnet.SGD(30.0), batch_size="full", epochs=500)
    recorder = SnapshotRecorder(training, 30)
    while recorder.advance():
        pass
    epochs, parameters = recorder.snapshots()
    assert training.history.status == "diverged" and 0 < epochs[-1] <= training.epochs_done
    assert np.isfinite(parameters).all()


def test_the_file_of_snapshots_has_a_bound():
    def fake(size):
        theta = np.zeros(size, np.float32)
        run = SimpleNamespace(theta=theta, counter=np.zeros(Counter.SIZE, int))
        network = SimpleNamespace(parameters=theta)
        return SimpleNamespace(network=network, run=run, epochs=10**6, patience=None, epochs_done=0,
                               status=None)

    for size in (10, 1000, 10**5, MAX_SNAPSHOTS_BYTES // 8 - 600):
        most = SnapshotRecorder(fake(size), 10**6).most
        assert most >= 2 and most * (4 * size + 8) < MAX_SNAPSHOTS_BYTES < (most + 1) * (4 * size + 8) + 4096
    large = SnapshotRecorder(fake(MAX_SNAPSHOTS_BYTES // 8 + 1), 30)
    assert large.snapshots() is None


def test_snapshots_come_back_from_the_folder(tmp_path):
    run, _ = write(tmp_path / "run", epochs=9)
    assert not (run.path / "snapshots.safetensors").exists()
    with pytest.raises(ValueError, match="has no snapshots; train again, with --snapshots 30"):
        numnet.load_run(run.path).snapshots  # noqa: B018
    made = Snapshots(np.array([0, 2, 9]), np.random.default_rng(0).normal(size=(3, 17)).astype(np.float32))
    made.save(run.path / "snapshots.safetensors")
    again = numnet.load_run(run.path).snapshots
    np.testing.assert_array_equal(again.epochs, made.epochs)
    np.testing.assert_array_equal(again.parameters, made.parameters)
    assert again.parameters.dtype == np.float32


@pytest.mark.parametrize(
    "kind",
    ["empty", "a model", "other dtype", "other sizes", "NaN", "falling", "no epochs", "no rows", "one epoch too many"],
)
def test_damaged_snapshots_are_refused_in_one_line(tmp_path, kind):
    run, _ = write(tmp_path / "run")
    path = run.path / "snapshots.safetensors"
    epochs, theta = np.arange(3), np.zeros((3, 17), np.float32)
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "a model":
        path.write_bytes((run.path / "model.safetensors").read_bytes())
    elif kind == "no epochs":
        write_tensors(path, {"parameters": theta}, {"format": "numnet-snapshots-1"})
    else:
        changed = {
            "other dtype": (epochs, theta.astype(float)),
            "other sizes": (epochs, theta[:, 1:].copy()),
            "NaN": (epochs, np.full_like(theta, np.nan)),
            "falling": (epochs[::-1].copy(), theta),
            "no rows": (epochs[:0], theta[:0]),
            "one epoch too many": (np.arange(4), theta),
        }
        Snapshots(*changed[kind]).save(path)
    with pytest.raises(ValueError) as caught:
        numnet.load_run(run.path).snapshots  # noqa: B018
    assert "\n" not in str(caught.value) and str(path) in str(caught.value)

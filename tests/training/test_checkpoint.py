"""Checkpoints: every rule goes on from any update; damaged files are refused in one line."""

import numpy as np
import pytest

import numnet
from numnet.files.tensor_files import write_tensors
from numnet.kernels.codes import Counter
from numnet.training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from numnet.training.training import Training
from numnet.utils.threads import cores

pytestmark = pytest.mark.filterwarnings("error")

two_cores = pytest.mark.skipif(cores() < 2, reason="one core")


def training(optimizer, epochs=4, resume=None, **options):
    """A `Training` in small mini-batches, with dropout."""
    data = numnet.load_dataset("spiral", n=100, seed=1)
    network = numnet.Network([2, 6, 3], seed=2)
    held = data.X[70:], data.T[70:]
    return Training(network, data.X[:70], data.T[:70], optimizer, batch_size=8, epochs=epochs, validation=held,
                    dropout=0.2, resume=resume, **options)  # fmt: skip


def end(run):
    """The training at its end."""
    while run.advance():
        pass
    return run


@pytest.mark.parametrize("rule", numnet.OPTIMIZERS)
def test_every_rule_goes_on_from_any_update_of_a_file(rule, tmp_path):
    optimizer = numnet.OPTIMIZERS[rule]()
    expected = end(training(optimizer)).run
    for updates in (0, 1, 8, 9, 10, 23, 36):
        run = training(optimizer)
        while run.updates < updates and run.advance(updates=updates):
            pass
        save_checkpoint(tmp_path / "checkpoint", Checkpoint.of(run))
        checkpoint, anchor, _ = load_checkpoint(tmp_path / "checkpoint")
        assert anchor is None and checkpoint.counter[Counter.UPDATE] == updates
        found = end(training(optimizer, resume=checkpoint)).run
        for name in ("theta", "state", "best", "counter", "total"):
            assert getattr(found, name).tobytes() == getattr(expected, name).tobytes(), (name, updates)


@two_cores
def test_threads_may_differ_between_the_parts():
    rng = np.random.default_rng(0)
    X, T = rng.normal(size=(512, 40)), rng.integers(0, 3, 512)

    def part(epochs, threads, resume=None):
        network = numnet.Network([40, 200, 40, 3], seed=1)
        history = numnet.train(network, X, T, epochs=epochs, batch_size=500, threads=threads, resume=resume)
        return network.parameters, history

    whole = part(8, 1)[0]
    np.testing.assert_array_equal(whole, part(8, 1, part(3, 2)[1])[0])
    np.testing.assert_array_equal(whole, part(8, 2, part(5, 1)[1])[0])


@pytest.mark.parametrize("kind", ["empty", "a model", "NaN", "short", "dtype", "counter", "rows", "no state", "format"])
def test_damaged_checkpoints_are_refused_in_one_line(tmp_path, kind):
    path, run = tmp_path / "checkpoint.safetensors", training(numnet.Adam())
    run.advance(updates=5)
    good = Checkpoint.of(run)
    counter = good.counter.copy()
    counter[Counter.UPDATE] += 1
    wrong = {"NaN": {"parameters": good.parameters * np.float32(np.nan)}, "short": {"best": good.best[1:].copy()},
             "dtype": {"state": good.state.astype(float)}, "counter": {"counter": counter},
             "rows": {"history": np.vstack([good.history, good.history])}}  # fmt: skip
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "a model":
        run.network.save(path)
    elif kind in wrong:
        save_checkpoint(path, good._replace(**wrong[kind]))
    else:
        tensors = good.tensors()
        about = {**good.about, "format": "numnet-checkpoint-1", "anchor": None, "recovery": []}
        write_tensors(path, {name: tensors[name] for name in tensors if name != "state"},
                            about if kind == "no state" else {**about, "format": "other"})  # fmt: skip
    with pytest.raises(ValueError) as caught:
        load_checkpoint(path)
    assert "\n" not in str(caught.value) and str(path) in str(caught.value)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path

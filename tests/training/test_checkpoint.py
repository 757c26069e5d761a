"""Checkpoints: every rule goes on from any update; damaged files are refused in one line."""

import numpy as np
import pytest

import numnet
from numnet.files.tensor_files import read_tensors, write_tensors
from numnet.kernels.codes import Accumulator, Counter
from numnet.training.checkpoint import CHECKPOINT_FORMAT, PLACES, Checkpoint, load_checkpoint, save_checkpoint
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


# --- the names of places ---


def rewritten(path, change):
    """Write the checkpoint file again, after ``change(about, tensors)``."""
    about, tensors = read_tensors(path, "checkpoint", CHECKPOINT_FORMAT, lambda about: 2**20)
    change(about, tensors)
    write_tensors(path, tensors, about)


def saved(path, optimizer, **options):
    """The checkpoint, written with an anchor, of a training after 9 updates."""
    run = training(optimizer, **options)
    while run.updates < 9 and run.advance(updates=9):
        pass
    save_checkpoint(path, Checkpoint.of(run), anchor=Checkpoint.of(run))
    return Checkpoint.of(run)


def same(found, expected):
    """Whether two checkpoints are the same but for seconds."""
    pairs = zip(found.tensors().items(), expected.tensors().items(), strict=True)
    return all(a == b and x.tobytes() == y.tobytes() for (a, x), (b, y) in pairs) and found.about == expected.about


@pytest.mark.parametrize("vector", PLACES)
def test_places_may_stand_in_another_order(tmp_path, vector):
    def turn(about, tensors):
        about["places"][vector].reverse()
        for name in (vector, f"anchor.{vector}"):
            tensors[name] = np.ascontiguousarray(tensors[name][..., ::-1])

    path = tmp_path / "checkpoint"
    expected = saved(path, numnet.Adam(), epochs=3)
    rewritten(path, turn)
    checkpoint, anchor, _ = load_checkpoint(path)
    assert same(checkpoint, expected) and same(anchor, expected)


@pytest.mark.parametrize("name", PLACES["hyper"])
def test_a_hyper_parameter_that_a_file_lacks_has_its_default(tmp_path, name):
    """The rule's own, and what is not asked for: an older numnet did not know it."""
    path, at = tmp_path / "checkpoint", PLACES["hyper"].index(name)

    def forget(about, tensors):
        about["places"]["hyper"].remove(name)
        for key in ("hyper", "anchor.hyper"):
            tensors[key] = np.delete(tensors[key], at)

    schedule = numnet.SCHEDULES["warm_restarts"](period=7, multiply=2, floor=0.1, warmup=3)
    optimizer = numnet.AdamW(0.3, 0.8, 0.7, 0.1, weight_decay=0.2)
    expected = saved(path, optimizer, l1=0.1, l2=0.2, clip_norm=3.0, schedule=schedule).hyper
    rewritten(path, forget)
    default = {"eta": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.01,
               "clip_norm": np.inf, "period": 1, "factor": 1, "multiply": 1, "bias_correction": 1}  # fmt: skip
    for checkpoint in load_checkpoint(path)[:2]:
        assert checkpoint.hyper[at] == default.get(name, 0)
        np.testing.assert_array_equal(np.delete(checkpoint.hyper, at), np.delete(expected, at))


def test_files_before_there_were_names_are_read(tmp_path):
    path = tmp_path / "checkpoint"
    expected = saved(path, numnet.Lion())
    rewritten(path, lambda about, tensors: about.pop("places"))
    assert same(load_checkpoint(path)[0], expected)


@pytest.mark.parametrize(("change", "said"), [
    (lambda places: places["hyper"].__setitem__(3, "xi"), "hyper has 'xi', which this numnet does not know"),
    (lambda places: places["hyper"].append("xi"), "does not fit the names"),
    (lambda places: places["option"].__setitem__(1, "rule"), "does not fit the names"),
    (lambda places: places.pop("counter"), "places.counter is missing"),
    (lambda places: places.update(total=7), "places.total must be a list"),
])  # fmt: skip
def test_names_that_are_wrong_are_refused_in_one_line(tmp_path, change, said):
    path = tmp_path / "checkpoint"
    saved(path, numnet.Adam())
    rewritten(path, lambda about, tensors: change(about["places"]))
    with pytest.raises(ValueError, match=said) as caught:
        load_checkpoint(path)
    assert "\n" not in str(caught.value) and str(path) in str(caught.value)


def test_where_a_training_stands_has_no_default(tmp_path):
    def forget(about, tensors):
        about["places"]["total"].remove("best_loss")
        for name in ("total", "anchor.total"):
            tensors[name] = np.delete(tensors[name], Accumulator.BEST_LOSS)

    path = tmp_path / "checkpoint"
    saved(path, numnet.Adam())
    rewritten(path, forget)
    with pytest.raises(ValueError, match="total lacks 'best_loss'"):
        load_checkpoint(path)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path

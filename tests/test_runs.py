"""The run folder and the files in it: written whole or not at all, read back as they were."""

import contextlib
import csv
import itertools
import json
import math
import os
import shutil
import stat
import threading
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import numnet
from numnet.data import DataError, Dataset, load_dataset, read_csv
from numnet.data.split_dataset import Parts, fit_scaler, scaled
from numnet.files import atomic as files
from numnet.files.atomic import write_whole
from numnet.files.json_files import write_json
from numnet.files.new_folder import Place
from numnet.files.tensor_files import write_tensors
from numnet.kernels.codes import Column, Counter
from numnet.runs.config import describe_run
from numnet.runs.metrics_file import metric_columns, metrics_text
from numnet.runs.run import Run, network_for
from numnet.training.history import History
from numnet.training.snapshots import MOST_BYTES, Recorder, Snapshots, spaced
from numnet.training.training import Training

pytestmark = pytest.mark.filterwarnings("error")

# --- files ---


@pytest.mark.parametrize("data", [b"\x00\xff bytes", "text: \N{GREEK SMALL LETTER ETA}\n", ""],
                         ids=["bytes", "text", "empty"])
def test_a_file_is_written_and_replaced(tmp_path, data):
    path = tmp_path / "file"
    path.write_text("old")
    write_whole(path, data)
    assert path.read_bytes() == (data if isinstance(data, bytes) else data.encode())
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("step", ["replace", "fsync"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch, step, error):
    def failing(*arguments):
        raise error

    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(files.os, step, failing)
    with pytest.raises(type(error)):
        write_whole(path, "new")
    assert path.read_text() == "old" and [found.name for found in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of Unix")
def test_files_get_the_permissions_of_any_other(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "file", "x")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


@pytest.mark.parametrize("name", ["no/such/file", "plain/file", "folder"])
def test_an_error_names_the_file_that_was_asked_for(tmp_path, name):
    (tmp_path / "plain").write_text("in the way")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError) as caught:
        write_whole(tmp_path / name, "x")
    assert Path(caught.value.filename) == tmp_path / name


# --- folders ---


def put(folder):
    """A run's content."""
    (folder / "config.json").write_text("{}")


def test_folders_are_numbered_from_one_with_the_first_free_number(tmp_path):
    with contextlib.chdir(tmp_path):
        made = [Place(None, "spiral").fill(put) for _ in range(3)]
        assert [str(folder) for folder in made] == ["runs/spiral-1", "runs/spiral-2", "runs/spiral-3"]
        shutil.rmtree(made[1])
        assert Place(None, "spiral").fill(put) == Path("runs/spiral-2")
        assert Place(None, "spiral-1").fill(put) == Path("runs/spiral-1-1")
        assert all((folder / "config.json").is_file() for folder in made)
        assert not [found for found in Path("runs").iterdir() if found.name.startswith(".")]


def test_two_at_a_time_never_get_the_same_folder(tmp_path):
    made = []
    with contextlib.chdir(tmp_path):
        threads = [threading.Thread(target=lambda: made.extend(Place(None, "x").fill(put) for _ in range(20)))
                   for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(made)) == 80


def test_a_folder_that_exists_is_never_taken(tmp_path):
    with pytest.raises(FileExistsError, match="exists; name another folder"):
        Place(tmp_path, "x")
    (tmp_path / "runs").write_text("in the way")
    with contextlib.chdir(tmp_path), pytest.raises(NotADirectoryError, match="runs is a file"):
        Place(None, "x")
    assert (Place(tmp_path / "a/b", "x").fill(put) / "config.json").is_file()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"])
def test_a_run_that_cannot_be_written_leaves_nothing(tmp_path, error):
    def failing(folder):
        put(folder)
        raise error

    with pytest.raises(type(error)):
        Place(tmp_path / "run", "x").fill(failing)
    assert not list(tmp_path.iterdir())


# --- parts and scaling ---


def dataset(T, task, names=("no", "yes"), n=20):
    """A data set of two features."""
    X = np.random.default_rng(0).normal(3, 2, size=(n, 2))
    return Dataset("made", X, np.asarray(T), task, ("a", "b"), names, ("t",), "made so", True)


def test_the_parts_share_no_row_and_miss_none():
    data = load_dataset("iris")
    parts = Parts.of(data, 0.2, seed=3)
    assert len(parts.X) == len(parts.T) == 120 and len(parts.X_validation) == len(parts.T_validation) == 30
    whole = np.vstack([parts.X, parts.X_validation])
    assert sorted(map(tuple, whole)) == sorted(map(tuple, data.X))
    again, other = (Parts.of(data, 0.2, seed) for seed in (3, 4))
    assert (again.X == parts.X).all() and not (other.X == parts.X).all()
    assert (parts.task, parts.targets, parts.target_names) == (data.task, data.targets, data.target_names)


def test_without_validation_all_rows_train():
    data = load_dataset("xor")
    parts = Parts.of(data, 0, seed=0)
    assert (parts.X == data.X).all() and (parts.T == data.T).all()
    assert parts.X_validation.shape == (0, 2) and len(parts.T_validation) == 0


def test_a_training_part_of_one_class_is_refused():
    data = dataset([0] * 19 + [1], "binary")
    refused = 0
    for seed in range(40):
        try:
            assert set(Parts.of(data, 0.5, seed).T) == {0, 1}
        except DataError as error:
            refused += 1
            assert "one class" in str(error) and "\n" not in str(error)
    assert 0 < refused < 40


def test_the_scaler_sees_the_training_part_only():
    data = dataset(np.arange(20.0), "regression", ("t",))
    parts = Parts.of(data, 0.4, seed=1)
    scaler = fit_scaler(parts)
    np.testing.assert_allclose(scaler.mean, parts.X.mean(axis=0))
    np.testing.assert_allclose(scaler.target_mean, parts.T.mean())
    (X, T, _), (X_held, T_held, _) = scaled(parts, scaler)
    np.testing.assert_allclose([X.mean(), X.std(), T.mean(), T.std()], [0, 1, 0, 1], atol=1e-12)
    np.testing.assert_allclose(X_held * scaler.scale + scaler.mean, parts.X_validation)
    np.testing.assert_allclose(T_held * scaler.target_scale + scaler.target_mean, parts.T_validation)


@pytest.mark.parametrize("scale", [False, True])
def test_without_a_validation_part_there_is_none_to_pass_on(scale):
    parts = Parts.of(dataset([0, 1] * 10, "binary"), 0, seed=0)
    (X, T, _), validation = scaled(parts, fit_scaler(parts) if scale else None)
    assert validation is None and (T == parts.T).all() and X.shape == parts.X.shape
    assert fit_scaler(parts).target_mean is None


@pytest.mark.parametrize(("T", "task", "names", "outputs"), [
    ([0, 1] * 10, "binary", ("no", "yes"), 1), ([0, 1, 2, 0] * 5, "multiclass", ("p", "q", "r"), 3),
    (np.ones((20, 2), int), "multilabel", ("p", "q"), 2), (np.arange(20.0), "regression", ("t",), 1),
    (np.ones((20, 3)), "regression", ("s", "t", "u"), 3),
])
def test_the_network_has_the_shape_and_the_names_of_the_data(T, task, names, outputs):
    network = network_for(dataset(T, task, names), (5, 4), activation="relu")
    assert network.sizes == (2, 5, 4, outputs) and network.task == task
    assert network.feature_names == ("a", "b") and network.target_names == names


# --- a run written and read ---


def history(rows=3, metric="r2", **changes):
    """A history of made-up numbers, none of which a decimal of few digits could hold."""
    table = np.random.default_rng(1).normal(size=(rows, Column.SIZE))
    table[:, Column.EPOCH], table[:, Column.STEP] = range(rows), range(0, 7 * rows, 7)
    table[0, Column.GRADIENT_NORM] = np.nan
    about = {"epochs": rows - 1, "updates": 14, "best_epoch": 1, "status": "finished", "compile_seconds": 0.5}
    return History(table, metric, **{**about, **changes})


def write(folder, data=None, **changes):
    """A run of an untrained network on a CSV file, written into a new folder."""
    source = folder.parent / "numbers.csv"
    if data is None:
        lines = [f"{i + 0.5},{i * i % 7},{i / 3}" for i in range(20)]
        source.write_text("\n".join(["a,b,t", *lines]))
        data = read_csv(source)
    network = network_for(data, (4,), seed=2)
    parts = Parts.of(data, 0.25, 6)
    network.scaler = fit_scaler(parts)
    config = {"command": "numnet train ...", "validation": 0.25, "options": {"seed": 6},
              "optimizer": {"name": "adam", "learning_rate": 0.01}}
    made = history(**changes)
    names = ("epochs", "updates", "best_epoch", "status", "compile_seconds", "diagnosis")

    def fill(new):
        network.save(new / "model.safetensors")
        write_whole(new / "metrics.csv", metrics_text(made))
        write_json(new / "config.json", config)

    with contextlib.chdir(folder.parent):
        config = describe_run(data, source.name, network, config)
        config["result"] = {name: getattr(made, name) for name in names}
        return Run(Place(folder, data.name).fill(fill), network, made, config), parts


def test_a_run_comes_back_as_it_was(tmp_path):
    run, parts = write(tmp_path / "run")
    assert {path.name for path in run.path.iterdir()} == {"config.json", "metrics.csv", "model.safetensors"}
    again = numnet.load_run(str(tmp_path / "run"))
    assert again.name == "run" and again.path == run.path
    assert again.config == json.loads(json.dumps(run.config))
    for column in Column:
        if column != Column.SIZE:
            np.testing.assert_array_equal(getattr(again.history, column.name.lower()),
                                          getattr(run.history, column.name.lower()))
    for name in ("metric_name", "epochs", "updates", "best_epoch", "status", "compile_seconds", "diagnosis"):
        assert getattr(again.history, name) == getattr(run.history, name)
    assert (again.network.parameters == run.network.parameters).all()
    assert (again.predict(parts.X) == run.predict(parts.X)).all()
    found = again.data()
    assert (found.X == parts.X).all() and (found.T_validation == parts.T_validation).all()
    assert found.feature_names == ("a", "b") and found.targets == ("t",)


def test_config_json_names_format_versions_and_result(tmp_path):
    write(tmp_path / "run", status="diverged", diagnosis="layer 1 broke")
    config = json.loads((tmp_path / "run/config.json").read_text())
    assert {"numnet", "python", "numpy", "numba", "safetensors"} <= set(config["versions"])
    assert config["result"]["status"] == "diverged" and config["result"]["diagnosis"] == "layer 1 broke"
    assert numnet.load_run(tmp_path / "run").history.diagnosis == "layer 1 broke"


@pytest.mark.parametrize("metric", ["accuracy", "r2", "label_accuracy"])
def test_the_columns_of_metrics_csv(metric):
    assert ",".join(metric_columns(metric)) == (
        "epoch,step,seconds,learning_rate,gradient_norm,train_loss,validation_loss,"
        f"train_{metric},validation_{metric}")


def test_metrics_csv_leaves_undefined_cells_empty_and_is_exact(tmp_path):
    run, _ = write(tmp_path / "run")
    with open(tmp_path / "run/metrics.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["gradient_norm"] == "" and [row["epoch"] for row in rows] == ["0", "1", "2"]
    assert [float(row["train_loss"]) for row in rows] == run.history.train_loss.tolist()
    assert b"\r" not in (tmp_path / "run/metrics.csv").read_bytes()


def test_infinite_losses_survive(tmp_path):
    run, _ = write(tmp_path / "run")
    text = (run.path / "metrics.csv").read_text()
    run.history.train_loss[-1] = math.inf
    write_whole(run.path / "metrics.csv", metrics_text(run.history))
    assert (run.path / "metrics.csv").read_text() != text
    assert numnet.load_run(run.path).history.train_loss[-1] == math.inf


def test_outputs_are_in_original_units(tmp_path):
    run, parts = write(tmp_path / "run")
    expected = run.network.forward((parts.X - run.scaler.mean) / run.scaler.scale) * run.scaler.target_scale
    np.testing.assert_allclose(run.forward(parts.X), expected + run.scaler.target_mean)
    figures = run.evaluate(parts.X, parts.T)
    assert figures["mae"] == pytest.approx(np.abs(run.predict(parts.X) - parts.T).mean())
    error = (run.predict(parts.X) - parts.T) / run.scaler.target_scale
    assert figures["loss"] == pytest.approx((error**2).mean() / 2, rel=1e-5)


def test_the_data_are_found_from_any_folder(tmp_path):
    run, parts = write(tmp_path / "run")
    (tmp_path / "elsewhere").mkdir()
    for folder in (tmp_path, tmp_path / "elsewhere"):
        with contextlib.chdir(folder):
            assert (numnet.load_run(run.path).data().X == parts.X).all()


def test_a_file_of_the_same_name_elsewhere_is_not_taken_for_the_data(tmp_path):
    run, parts = write(tmp_path / "run")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/numbers.csv").write_text("a,b,t\n1,2,3.5\n2,3,4.5\n")
    with contextlib.chdir(tmp_path / "elsewhere"):
        assert (numnet.load_run(run.path).data().X == parts.X).all()


@pytest.mark.parametrize("change", ["a value", "a name", "a row"])
def test_data_that_changed_are_refused(tmp_path, change):
    run, _ = write(tmp_path / "run")
    path = tmp_path / "numbers.csv"
    text = path.read_text()
    path.write_text({"a value": text.replace("\n3.5,", "\n3.75,"), "a name": text.replace("a,b", "a,c"),
                     "a row": text + "\n1,2,3.5"}[change])
    with contextlib.chdir(tmp_path), pytest.raises(DataError, match=r"numbers\.csv has changed"):
        numnet.load_run(run.path).data()


def test_the_same_numbers_in_another_spelling_are_the_same_data(tmp_path):
    run, parts = write(tmp_path / "run")
    path = tmp_path / "numbers.csv"
    data = read_csv(path)
    rows = [f"{a:.3e}, {b:.1f},{t!r}" for (a, b), t in zip(data.X.tolist(), data.T.tolist())]
    path.write_text("\n".join(["a,b,t", *rows]))
    with contextlib.chdir(tmp_path):
        assert (numnet.load_run(run.path).data().X == parts.X).all()


@pytest.mark.parametrize("name", ["nosuch", "numbers.csv", "."])
def test_what_is_no_run_folder_is_refused(tmp_path, name):
    write(tmp_path / "run")
    with pytest.raises(ValueError, match="run folder") as caught:
        numnet.load_run(tmp_path / name)
    assert "\n" not in str(caught.value) and str(tmp_path / name) in str(caught.value)


@pytest.mark.parametrize(("file", "text"), [
    ("config.json", "{"), ("config.json", "[]"), ("config.json", '{"format": "numnet-run-99"}'),
    ("config.json", "\xff"), ("metrics.csv", ""), ("metrics.csv", "epoch\n0\n"), ("metrics.csv", None),
    ("model.safetensors", ""), ("model.safetensors", None),
])
def test_damaged_runs_are_refused_in_one_line(tmp_path, file, text):
    run, _ = write(tmp_path / "run")
    if text is None:
        (run.path / file).unlink()
    else:
        (run.path / file).write_bytes(text.encode("latin-1"))
    with pytest.raises((ValueError, FileNotFoundError)) as caught:
        numnet.load_run(run.path)
    assert "\n" not in str(caught.value) and str(run.path) in str(caught.value)


def test_a_model_of_another_run_is_refused(tmp_path):
    run, _ = write(tmp_path / "run")
    data = load_dataset("iris")
    network_for(data, (4,)).save(run.path / "model.safetensors")
    with pytest.raises(ValueError, match="model"):
        numnet.load_run(run.path)


# --- snapshots ---


def recorded(most=6, epochs=40, **options):
    """(network, recorder) of a small training that has ended."""
    data = load_dataset("moons", n=60)
    network = numnet.Network([2, 3, 1], task="binary", seed=1)
    parts = (data.X[:40], data.T[:40], numnet.Adam(0.05)), {"validation": (data.X[40:], data.T[40:])}
    recorder = Recorder(Training(network, *parts[0], epochs=epochs, **parts[1], **options), most)
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
    recorder = Recorder(training, 30)
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

    for size in (10, 1000, 10**5, MOST_BYTES // 8 - 600):
        most = Recorder(fake(size), 10**6).most
        assert most >= 2 and most * (4 * size + 8) < MOST_BYTES < (most + 1) * (4 * size + 8) + 4096
    large = Recorder(fake(MOST_BYTES // 8 + 1), 30)
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

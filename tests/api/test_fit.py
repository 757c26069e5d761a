"""`numnet.fit`: the same runs as ``numnet train``, from any data, in memory or in a folder."""

import json
import pickle

import numpy as np
import pytest

import numnet
from numnet.options.train import TRAIN
from numnet.options.values import argument_of, key_of
from tests.support.cli import call, python

SHORT = {"epochs": 3, "hidden": (4,)}


def flower_frame(n=120):
    """A frame with a text, a number, a gap-free index of its own, and classes."""
    pandas = pytest.importorskip("pandas")
    rng = np.random.default_rng(1)
    size, colour = rng.normal(size=n), rng.choice(["red", "blue"], n)
    kind = np.where(size + (colour == "red") > 0.4, "rose", "lily")
    return pandas.DataFrame({"size": size, "colour": colour, "kind": kind}, index=np.arange(1000, 1000 + n))


CALLS = {
    "spiral --epochs 4 --hidden 8": ("spiral", {"epochs": 4, "hidden": 8}),
    "spiral:noise=0.2 --epochs 3 --optimizer adam --learning-rate 0.003": (
        "spiral:noise=0.2", {"epochs": 3, "optimizer": "Adam:learning_rate=0.003"}),
    "moons --epochs 3 --optimizer nag --momentum 0.8 --no-shuffle --dtype float64 --schedule cosine": (
        "moons", {"epochs": 3, "optimizer": "nag", "momentum": 0.8, "shuffle": False, "dtype": "float64",
                  "schedule": "Cosine"}),
    "sine --epochs 3 --hidden none --no-scale --batch-size full --l2 0": (
        "sine", {"epochs": 3, "hidden": [], "scale": False, "batch_size": "full", "l2": 0}),
    "iris --epochs 3 --validation 0 --test 0.1 --class-weight balanced --seed 3": (
        "iris", {"epochs": 3, "validation": 0, "test": 0.1, "class_weight": "balanced", "seed": 3}),
}  # fmt: skip


@pytest.mark.parametrize("words", CALLS)
def test_fit_ends_where_the_command_does(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data, arguments = CALLS[words]
    run, folder = numnet.fit(data, **arguments), tmp_path / "run"
    call("train", *words.split(), "--quiet", "--out", folder)
    other = numnet.load_run(folder)
    assert (run.network.parameters == other.network.parameters).all()
    assert run.metrics == other.metrics and run.history.epoch.tolist() == other.history.epoch.tolist()
    assert run.config["options"] == {**other.config["options"], "out": None, "quiet": False}
    assert run.config["data"] == other.config["data"]
    again = run.config["command"].split()
    assert again[:3] == ["numnet", "train", data]
    call(*again[1:], "--quiet", "--out", tmp_path / "again")
    assert (numnet.load_run(tmp_path / "again").network.parameters == run.network.parameters).all()


def test_fit_takes_the_options_of_train_under_their_names():
    import inspect

    taken = set(inspect.signature(numnet.fit).parameters) - {"data", "T"}
    options = {argument_of(key_of(option)) for option in TRAIN.params if option.name not in ("data", "as_json")}
    assert taken == options
    assert all(f"{name} : " in numnet.fit.__doc__ for name in options - {"out", "resume"})
    defaults = {name: parameter.default for name, parameter in inspect.signature(numnet.fit).parameters.items()}
    assert defaults["hidden"] == (16, 16) and defaults["shuffle"] is True and defaults["learning_rate"] is None


def test_a_frame_is_trained_on_as_its_csv_file_is(tmp_path):
    frame = flower_frame()
    frame.to_csv(tmp_path / "flowers.csv", index=False)
    of_frame = numnet.fit(frame, target="kind", **SHORT)
    of_file = numnet.fit(tmp_path / "flowers.csv", target="kind", **SHORT)
    assert (of_frame.network.parameters == of_file.network.parameters).all()
    assert of_frame.config["data"]["fingerprint"] == of_file.config["data"]["fingerprint"]
    assert of_frame.config["command"] == (
        "numnet.fit(data, target=['kind'], hidden=(4,), activation='relu', schedule='cosine', epochs=3, l2=0.003, "
        "dropout=0.1)"
    )


def test_predictions_have_the_index_of_the_frame_and_its_columns_in_any_order(tmp_path):
    frame = flower_frame()
    run = numnet.fit(frame, target="kind", epochs=60, hidden=(8,))
    said = run.predict(frame[["colour", "size"]].iloc[5:9])
    assert said.index.tolist() == [1005, 1006, 1007, 1008] and said.name == "kind"
    rows = frame.iloc[5:9].to_dict("records")
    assert run.predict(rows).tolist() == said.tolist() == run.predict(run.data().dataset.X[5:9]).tolist()
    shares = run.predict_proba(frame)
    assert shares.columns.tolist() == ["lily", "rose"] and np.allclose(shares.sum(axis=1), 1)
    measured = run.evaluate(frame)
    assert measured["accuracy"] == (run.predict(frame) == frame["kind"]).mean() > 0.8
    frame.to_csv(tmp_path / "a.csv")
    assert run.evaluate(tmp_path / "a.csv")["loss"] == measured["loss"]
    with pytest.raises(ValueError, match="no column 'colour'"):
        run.predict(frame[["size"]])


@pytest.mark.parametrize("name", ["whole numbers", "truth values", "texts"])
def test_labels_come_back_and_are_evaluated_as_they_were_given(name):
    X = np.random.default_rng(0).normal(size=(60, 2))
    y = {"whole numbers": np.where(X[:, 0] > 0, 7, 3), "truth values": X[:, 0] > 0,
         "texts": np.where(X[:, 0] > 0, "yes!", "no!")}[name]  # fmt: skip
    run = numnet.fit(X, y, epochs=60)
    assert run.predict(X).dtype.kind == y.dtype.kind
    assert run.evaluate(X, y)["accuracy"] == (run.predict(X) == y).mean() > 0.9
    assert numnet.evaluate(run, X, y)["data"]["loss"] == run.evaluate(X, y)["loss"]
    if name == "texts":
        assert run.evaluate(X, run.data().dataset.T) == run.evaluate(X, y)


def test_arrays_to_validate_on_and_weights():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(80, 2))
    y, weights = X @ [1.0, -2.0], rng.random(80)
    run = numnet.fit(X[:60], y[:60], validation=(X[60:], y[60:]), weights=weights[:60], **SHORT)
    parts = run.data()
    assert (parts.X_validation == X[60:]).all() and (parts.T_validation == y[60:]).all()
    counts = parts.weights("training")
    assert counts / counts[0] == pytest.approx(weights[:60] / weights[0])
    assert numnet.fit((X[:60], y[:60]), **SHORT).metrics["train"]["loss"] != run.metrics["train"]["loss"]
    with pytest.raises(TypeError, match="validation and validation_data are both"):
        numnet.fit(X, y, validation=(X, y), validation_data=(X, y))


@pytest.mark.parametrize("source", ["frame", "iris"])
def test_a_run_in_memory_is_saved_as_train_would_have_written_it(tmp_path, source):
    data, target = (flower_frame(), "kind") if source == "frame" else ("iris", None)
    run = numnet.fit(data, target=target, plain=True, **SHORT)
    kept, written = tmp_path / "kept", tmp_path / "written"
    assert run.save(kept) == kept
    numnet.fit(data, target=target, out=written, plain=True, **SHORT)
    assert {path.name for path in kept.iterdir()} == {path.name for path in written.iterdir()} - {"lock"}
    for name in ("model.safetensors", "snapshots.safetensors"):
        assert (kept / name).read_bytes() == (written / name).read_bytes()
    again = numnet.load_run(kept)
    assert type(again) is type(run) and again.metrics == run.metrics
    assert (again.data().X == run.data().X).all() and (again.snapshots.parameters == run.snapshots.parameters).all()
    call("plot", "convergence", kept)
    longer = numnet.fit(resume=kept, epochs=6)
    at_once = numnet.fit(data, target=target, epochs=6, hidden=(4,), plain=True)
    assert (longer.network.parameters == at_once.network.parameters).all()
    longer.save(tmp_path / "copy")
    assert numnet.load_run(tmp_path / "copy").metrics == longer.metrics
    with pytest.raises(FileExistsError, match="exists"):
        run.save(kept)


def test_a_run_can_be_pickled():
    run = numnet.fit("xor", **SHORT)
    again = pickle.loads(pickle.dumps(run))
    assert (again.predict(run.data().X) == run.predict(run.data().X)).all() and again.metrics == run.metrics


WRONG = {
    "lr": ({"lr": 0.1}, TypeError, "fit has no argument 'lr'; did you mean learning_rate?"),
    "hidden_layer_sizes": ({"hidden_layer_sizes": (4,)}, TypeError, "did you mean hidden?"),
    "optimiser": ({"optimizer": "adm"}, ValueError, "optimizer"),
    "rule's own": ({"momentum": 0.9}, ValueError, "adam has no momentum; it takes learning_rate"),
    "twice": ({"optimizer": numnet.Adam(), "learning_rate": 0.1}, ValueError, "learning_rate is given twice"),
    "flag": ({"shuffle": 1}, ValueError, "shuffle must be true or false, got 1"),
    "split": ({"split": "stratify"}, ValueError, "split"),
    "column": ({"columns": ["x1"]}, ValueError, "is bundled and takes no columns"),
    "layers": ({"activation": ("relu", "tanh", "relu")}, ValueError, "activation names 3 layers, hidden has 2"),
    "data": ({"data": 42}, TypeError, "data must be a bundled set's name, a file's path, a data frame"),
    "name": ({"data": "sprial"}, ValueError, "did you mean 'spiral'"),
    "file": ({"data": "no.csv"}, ValueError, "no such file: no.csv"),
    "none": ({"data": None}, TypeError, "fit needs data"),
    "resume": ({"data": None, "resume": "nowhere"}, ValueError, "resume nowhere is no folder"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_in_one_line_of_pythons_words(what):
    arguments, kind, words = WRONG[what]
    with pytest.raises(kind) as caught:
        numnet.fit(**{"data": "spiral", "epochs": 1, **arguments})
    assert words in str(caught.value) and "--" not in str(caught.value) and "\n" not in str(caught.value)


def test_a_missing_cell_is_told_with_its_column_and_what_to_pass():
    frame = flower_frame()
    frame.loc[1003, "size"] = np.nan
    with pytest.raises(numnet.DataError, match=r"row 4 .*column: size 1; choose missing=\"median\""):
        numnet.fit(frame, target="kind")
    assert numnet.fit(frame, target="kind", missing="median", **SHORT).predict(frame).notna().all()


def test_a_divergence_warns_and_keeps_finite_weights():
    with pytest.warns(numnet.DivergenceWarning):
        run = numnet.fit("sine", optimizer="sgd", learning_rate=1e30, epochs=3)
    assert run.history.status == "diverged" and np.isfinite(run.network.parameters).all()


def test_ctrl_c_in_a_script_ends_it_and_in_a_prompt_keeps_what_was_learned(tmp_path, monkeypatch):
    def pressed(self, *arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(numnet.Training, "advance", pressed)
        with pytest.raises(KeyboardInterrupt):
            numnet.fit("xor", epochs=5)
    code = """
import os, signal, sys, threading
import numnet
numnet.fit("xor", epochs=2)
if len(sys.argv) > 1:
    sys.ps1 = ">>> "
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
run = numnet.fit("xor", epochs=10**8, evaluate_every=10**5)
print(run.history.status, run.history.updates > 0)
"""
    assert python("-c", code, "prompt").stdout == "interrupted True\n"


def test_exact_changes_nothing():
    runs = [numnet.fit("xor", **SHORT, **more) for more in ({}, {"exact": True})]
    assert (runs[0].network.parameters == runs[1].network.parameters).all()


def test_a_run_says_its_metrics_by_part():
    run = numnet.fit("iris", test=0.2, **SHORT)
    assert list(run.metrics) == ["train", "validation", "test"]
    assert run.metrics["validation"]["loss"] == run.config["result"]["validation_loss"]
    assert json.loads(json.dumps(run.config)) == run.config

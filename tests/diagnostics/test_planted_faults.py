"""Twenty planted faults, eight of kinds that nobody asked the checks for: each is named, and its remedy works.

A remedy is applied as it says, and nothing else is.  It works where the check then finds nothing wrong and, where both
losses are of the same rows and in the same measure, the validation loss falls clearly.
"""

import json

import numpy as np
import pytest

import numnet
from tests.support.cli import call
from tests.support.diagnoses import check, remedied, write_rows, write_table

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.slow]

# --- in the options: the words of a call, the finding that names the fault, its verdict, what it says -----------------

OPTIONS = [
    (["moons", "--learning-rate", "1e-7"], "learning rate", "broken", "too small"),
    (["spiral", "--optimizer", "sgd", "--learning-rate", "100"], "learning rate", "broken", "too large"),
    (["sine", "--l1", "1"], "options", "broken", "--l1 1"),
    (["digits", "--l2", "1"], "options", "broken", "--l2 1"),
    (["moons", "--dropout", "0.9"], "options", "broken", "--dropout 0.9"),
    (["iris", "--loss", "mse"], "loss", "note", "mse on classes"),
    (["spiral", "--activation", "identity"], "fit to a few rows", "note", "the loss of guessing is"),
    # of other kinds
    (["spiral", "--epochs", "2"], "options", "broken", "--epochs 2"),
    (["spiral", "--schedule", "step:period=50,factor=0.1"], "options", "broken", "--schedule step"),
    (["spiral", "--optimizer", "sgd", "--batch-size", "full"], "options", "broken", "--batch-size full"),
    (["circles", "--inputs", "x1"], "options", "broken", "--inputs x1"),
    (["sine", "--optimizer", "momentum", "--momentum", "0.999"], "learning rate", "broken", "too large"),
]


def validation_loss(*words):
    return json.loads(call("train", *words, "--quiet", "--json", code=None).stdout)["validation_loss"]


@pytest.mark.parametrize(("words", "what", "verdict", "say"), OPTIONS, ids=lambda part: " ".join(part) * (part != []))
def test_in_the_options(words, what, verdict, say, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = check(*words)[1][what]
    assert found["verdict"] == verdict and say in found["found"]
    mended = remedied(words, found["remedy"])
    after = check(*mended)[1].get(what)
    assert after is None or after["verdict"] == "ok"
    if what != "loss":
        assert validation_loss(*mended) < 0.7 * validation_loss(*words)


# --- in the data: each writes a file with the fault, and one in which the remedy was done; returns the words of both --


def copy_of_the_target(folder):
    data = numnet.load_dataset("iris")
    path = write_table(folder / "data.csv", data, answer=np.array(["x", "y", "z"])[data.T])
    return [path], [path, "--exclude", "answer"]


def repeated_column(folder):
    data = numnet.load_dataset("wine")
    path = write_table(folder / "data.csv", data, litres=data.X[:, 3] / 1000)
    return [path], [path, "--exclude", "litres"]


def repeated_rows(folder):
    data = numnet.load_dataset("diabetes")
    table = dict(zip(data.feature_names, data.X.T)) | {"target": data.T}
    order = np.random.default_rng(0).permutation(np.tile(np.arange(len(data.X)), 2))
    path = write_rows(folder / "data.csv", table, order)
    return [path], [path, "--drop-duplicates"]


def one_class_held_out(folder):
    data = numnet.load_dataset("breast_cancer")
    table = dict(zip(data.feature_names, data.X.T)) | {"target": np.array(data.target_names)[data.T]}
    path = write_rows(folder / "data.csv", table, np.argsort(data.T))
    return [path, "--split", "ordered"], [path, "--split", "stratified"]


def wrong_labels(folder):
    data, rng = numnet.load_dataset("spiral"), np.random.default_rng(0)
    T, rows = data.T.copy(), rng.choice(1500, 300, False)
    T[rows] = (T[rows] + rng.integers(1, 3, 300)) % 3
    path = write_table(folder / "data.csv", data, target=np.array(data.target_names)[T])
    return [path], [write_table(folder / "mended.csv", data)]


def number_for_a_missing_one(folder):
    data = numnet.load_dataset("breast_cancer")
    name, missing = data.feature_names[1], np.isin(np.arange(569), np.random.default_rng(0).choice(569, 40, False))
    texture = data.X[:, 1].astype(object)
    path = write_table(folder / "data.csv", data, **{name: np.where(missing, -9999, texture)})
    mended = write_table(folder / "mended.csv", data, **{name: np.where(missing, "", texture)})
    return [path], [mended, "--missing", "mean"]


def other_units(folder):
    data = numnet.load_dataset("wine")
    table = dict(zip(data.feature_names, data.X.T)) | {"target": np.array(data.target_names)[data.T]}
    order = np.random.default_rng(0).permutation(len(data.X))
    path, held = write_rows(folder / "data.csv", table, order[40:]), write_rows(folder / "held.csv", table, order[:40])
    wrong = write_rows(folder / "wrong.csv", table | {"alcohol": 10 * table["alcohol"]}, order[:40])
    return [path, "--validation-data", wrong], [path, "--validation-data", held]


def weight_on_few(folder):
    data = numnet.load_dataset("moons")
    w = np.where(np.arange(1000) % 333 == 1, 1e6, 1.0)
    path = write_table(folder / "data.csv", data, w=w)
    return [path, "--weights", "w"], [path, "--exclude", "w"]


DATA = [
    (copy_of_the_target, "copies of the target", "broken", "--exclude answer"),
    (repeated_column, "repeated columns", "note", "--exclude litres"),
    (repeated_rows, "repeated rows", "broken", "--drop-duplicates"),
    (one_class_held_out, "validation set", "broken", "--split stratified"),
    (wrong_labels, "labels", "broken", "correct the labels of rows"),
    # of other kinds
    (number_for_a_missing_one, "outliers", "broken", "-9999 seems to stand for a missing value: leave these cells"),
    (other_units, "training and validation", "broken", "in the same units"),
    (weight_on_few, "row weights", "broken", "leave out --weights"),
]


@pytest.mark.parametrize(("fault", "what", "verdict", "remedy"), DATA, ids=lambda part: getattr(part, "__name__", ""))
def test_in_the_data(fault, what, verdict, remedy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words, mended = fault(tmp_path)
    found = check(*words)[1][what]
    assert found["verdict"] == verdict and remedy in found["remedy"]
    after = check(*mended)[1].get(what)
    assert after is None or after["verdict"] == "ok"
    if what in ("labels", "training and validation"):  # the same rows, of which cells were wrong
        assert validation_loss(*mended) < 0.7 * validation_loss(*words)


def test_there_are_twenty_and_a_third_are_of_kinds_not_asked_for():
    assert len(OPTIONS) + len(DATA) == 20

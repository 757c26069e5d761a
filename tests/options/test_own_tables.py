"""The defaults for tables of one's own, and the plain ones of bundled sets."""

import json
import shlex

import numpy as np
import pytest

import numnet
from numnet.options.own_tables import OWN_TABLES, is_own
from tests.support.shell import Shell

PLAIN = {"activation": "tanh", "schedule": "constant", "l2": 1e-4, "dropout": 0.0}
SHORT = {"epochs": 3, "hidden": (4,)}


def options(run):
    """Those of a run that depend on whose the data are."""
    return {name: run.config["options"][name] for name in OWN_TABLES}


@pytest.fixture(scope="module")
def iris():
    data = numnet.load_dataset("iris")
    return data.X, np.array(data.target_names)[data.T]


def test_only_bundled_sets_and_whoever_asks_have_the_plain_defaults(iris, tmp_path):
    (tmp_path / "rows.csv").write_text("x,y\n" + "".join(f"{k},{k % 3}\n" for k in range(60)))
    for data in (iris, tmp_path / "rows.csv"):
        assert options(numnet.fit(data, **SHORT)) == OWN_TABLES
        assert options(numnet.fit(data, plain=True, **SHORT)) == PLAIN
    for data in ("iris", numnet.load_dataset("iris"), "spiral:n=60"):
        assert options(numnet.fit(data, **SHORT)) == PLAIN
    assert is_own("rows.csv") and not is_own("iris")


def test_what_is_given_is_taken(iris):
    run = numnet.fit(iris, activation="tanh", l2=0.0, dropout=0.0, **SHORT)
    assert options(run) == {"activation": "tanh", "schedule": "cosine", "l2": 0.0, "dropout": 0.0}


def test_sweeps_and_comparisons_have_them_too(iris):
    study = numnet.sweep(iris, {"learning_rate": [0.01, 0.1], "dropout": [0.0, 0.2]}, seeds=1, l2=0.0, **SHORT)
    assert study.config["fixed"][-4:] == ["--activation", "relu", "--schedule", "cosine"]
    assert {one["dropout"] for one in study.configurations} == {"0", "0.2"}
    assert "--activation" not in numnet.sweep("iris", {"l2": [0.0, 0.1]}, seeds=1, **SHORT).config["fixed"]
    result = numnet.compare(iris, optimizer=["sgd", "adam"], seeds=1, plain=True, **SHORT)
    assert "--dropout" not in result.config["fixed"]
    result = numnet.compare(iris, optimizer=["sgd", "adam"], seeds=1, **SHORT)
    assert result.config["fixed"][-2:] == ["--dropout", "0.1"]


def test_a_command_and_a_configuration_name_them(tmp_path):
    shell = Shell(tmp_path)
    shell("datasets", "export", "iris", "-o", "own.csv")
    shell("train", "own.csv", "--target", "species", "--epochs", "3", "--quiet", "--out", "own")
    command = json.loads((shell.folder / "own/config.json").read_text())["command"]
    assert "--activation relu" in command and "--schedule cosine --epochs 3 --l2 0.003 --dropout 0.1" in command
    shell(*shlex.split(command)[1:], "--plain", "--out", "again")  # all of them are given
    once, again = ((shell.folder / name / "model.safetensors").read_bytes() for name in ("own", "again"))
    assert once == again
    printed = json.loads(shell("train", "own.csv", "--print-config").stdout)
    assert {name: printed[name] for name in OWN_TABLES} == OWN_TABLES
    assert json.loads(shell("train", "iris", "--print-config").stdout)["l2"] == PLAIN["l2"]
    assert "relu" in shell("summary", "own.csv").stdout and "tanh" in shell("summary", "own.csv", "--plain").stdout


def test_a_check_takes_them_for_what_nobody_chose(iris):
    words = [finding.found for finding in numnet.check(iris[0], iris[1]) if finding.what == "options"]
    assert words == []

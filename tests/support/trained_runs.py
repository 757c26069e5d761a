"""Folders with trained runs, as fixtures."""

import os

import numpy as np
import pytest

from tests.support.cli import call


@pytest.fixture(scope="session")
def varied_runs(tmp_path_factory):
    """A folder with short runs of every task, wide, deep, of pixels, without hidden layer and without snapshots."""
    folder, before = tmp_path_factory.mktemp("runs"), os.getcwd()
    os.chdir(folder)
    short = "--epochs", 6, "--hidden", "4,3", "--snapshots", 4, "--quiet", "--out"
    rng = np.random.default_rng(0)
    x = rng.uniform(-2, 2, (60, 2))
    (folder / "kinds.csv").write_text("\n".join(["a,kind", *(f"{a},{'up' if a > 0 else 'down'}" for a, _ in x)]))
    (folder / "two.csv").write_text("\n".join(["a,b,s,d", *(f"{a},{b},{100 + a + b},{a - b}" for a, b in x)]))
    data = {"binary": ["moons:n=120"], "multiclass": ["spiral:n=120"], "multilabel": ["discs:n=120"],
            "regression": ["bumps:n=120"], "curve": ["sine:n=60"], "scaled": ["diabetes"], "classes1d": ["kinds.csv"],
            "targets": ["two.csv", "--target", "s", "--target", "d", "--task", "regression"]}  # fmt: skip
    for name, words in data.items():
        call("train", *words, *short, name)
    call("train", "xor", "--hidden", 2, "--activation", "sigmoid", "--init", "uniform", "--optimizer", "momentum",
         "--learning-rate", 0.5, "--epochs", 2000, "--quiet", "--out", "xor")  # fmt: skip
    call("train", "moons:n=120", *short, "deep", "--hidden", "3,3,3,3,3,3,3,3,3,3,3,3,3", "--activation", "relu")
    call("train", "moons:n=120", *short, "wide", "--hidden", 40)
    call("train", "digits", *short, "digits", "--hidden", 12, "--epochs", 3)
    call("train", "moons:n=120", *short, "linear", "--hidden", "none")
    call("train", "moons:n=120", *short, "none", "--snapshots", 0)
    call("train", "moons:n=120", *short, "one", "--hidden", "1")
    call("train", "moons:n=120", *short, "seldom", "--evaluate-every", 5)
    os.chdir(before)
    return folder


@pytest.fixture(autouse=True)
def in_it(varied_runs, monkeypatch):
    """Inside the folder, and with coarse maps."""
    monkeypatch.chdir(varied_runs)
    monkeypatch.setattr("numnet.figures.runs.neurons.RESOLUTION", 12)
    monkeypatch.setattr("numnet.figures.runs.hidden.MESH", 25)
    monkeypatch.setattr("numnet.figures.runs.training.RESOLUTION", 30)


@pytest.fixture(scope="session")
def landscape_runs(tmp_path_factory):
    """A folder with runs of three rules from one start, and runs that have no landscape in common with them."""
    folder, before = tmp_path_factory.mktemp("runs"), os.getcwd()
    os.chdir(folder)
    words = "--epochs", 12, "--hidden", "4", "--snapshots", 8, "--quiet", "--out"
    for rule in ("sgd", "momentum", "adam"):
        call("train", "moons:n=120", "--optimizer", rule, *words, rule)
    for name, other in {"seed": ["--seed", 1], "hidden": ["--hidden", "5"], "tanh": ["--activation", "relu"],
                        "mse": ["--loss", "mse"], "none": ["--snapshots", 0]}.items():
        call("train", "moons:n=120", *words, name, *other)
    call("train", "moons:n=121", *words, "data")
    call("train", "diabetes", *words, "regression", "--epochs", 5)
    call("train", "spiral", "--quiet", "--out", "spiral")
    os.chdir(before)
    return folder

"""The page and the terminal train to the same weights, bit for bit: by configuration, by command, of a trained run."""

import json
import shlex

import numpy as np
import pytest

import numnet
from numnet.training.checkpoint import load_checkpoint
from tests.support.browser import sparse
from tests.support.pages import MIXED, given_in, page_of
from tests.support.shell import Shell, table_text

pytestmark = pytest.mark.page

CONFIGURATIONS = {
    "two classes": {
        "data": "moons:n=200,noise=0.3", "hidden": [6, 4], "dropout": 0.2, "batch_size": 16, "epochs": 9, "seed": 3,
        "schedule": "cosine:floor=0.1,warmup=10",
    },
    "several classes": {
        "data": "spiral:n=150,arms=4", "dtype": "float64", "optimizer": "nadam", "hidden": [5, 5], "epochs": 8,
        "activation": ["gelu", "softplus"], "l1": 1e-3, "l2": 1e-2, "split": "stratified", "test": 0.1,
        "bias_correction": False,
    },
    "several labels": {
        "data": "discs:n=120", "inputs": ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)"], "optimizer": "rmsprop",
        "hidden": [8], "epochs": 10, "loss": "cross_entropy", "activation": "silu", "init": "lecun",
    },
    "a curve": {
        "data": "sine:n=80,noise=0.1,seed=7", "hidden": [7], "activation": "elu", "optimizer": "radam", "epochs": 12,
        "weight_decay": 0.01, "split": "ordered", "validation": 0.25, "shuffle": False, "loss": "mae",
    },
    "a truth table": {
        "data": "xor", "hidden": [2], "activation": "sigmoid", "init": "uniform", "optimizer": "momentum",
        "learning_rate": 0.5, "epochs": 300, "loss": "mse",
    },
    "until patience runs out": {
        "data": "circles:n=150,noise=0.3", "hidden": [16], "optimizer": "amsgrad", "learning_rate": 0.1, "epochs": 400,
        "patience": 4, "batch_size": 1, "schedule": "step:period=150,factor=0.5",
    },
    "rows of numbers": {
        "data": {"csv": table_text(columns="w,u,z,v")}, "target": ["w", "z"], "task": "regression", "loss": "huber",
        "hidden": [4], "epochs": 15, "batch_size": "full", "optimizer": "adamax", "evaluate_every": 4,
    },
    "rows with classes": {
        "data": {"csv": table_text(columns="u,kind,v")}, "target": ["kind"], "split": "stratified", "validation": 0.3,
        "hidden": [3], "activation": "leaky_relu", "dtype": "float64", "optimizer": "lion", "clip_norm": 0.5,
        "epochs": 11, "seed": 11, "inputs": ["u", "v", "u*v"],
    },
}  # fmt: skip


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)


def trained_here(shell, *words):
    """(the last weights, those that are kept) of a training in the terminal."""
    folder = f"run-{len(list(shell.folder.glob('run-*')))}"
    shell("train", *words, "--exact", "--quiet", "--out", folder)
    run = numnet.load_run(shell.folder / folder)
    return load_checkpoint(shell.folder / folder / "checkpoint.safetensors")[0].parameters, run.network.parameters


def trained_by(shell, config):
    """The same of a configuration."""
    shell.write("config.json", json.dumps(config))
    return trained_here(shell, "--config", "config.json")


TO_THE_END = """async (config) => {
    await numnet.set(config); await numnet.run({epochs: config.epochs}); return numnet.get() }"""


def assert_same(state, weights):
    """The page's state has these weights, (last, kept), to the bit."""
    for name, expected in zip(("parameters", "best"), weights, strict=True):
        assert np.array_equal(np.array(state[name], expected.dtype), expected), name


@pytest.mark.parametrize("name", sparse(CONFIGURATIONS, 3))
def test_a_configuration_and_the_command_shown_train_to_the_same_bits(open_page, shell, name):
    config, page = CONFIGURATIONS[name], open_page()
    state = page.evaluate(TO_THE_END, config)
    assert state["status"] == ("stopped" if "patience" in config else "finished")
    assert_same(state, trained_by(shell, config))
    assert_same(state, trained_by(shell, state["config"]))  # with every default written out
    if isinstance(config["data"], str):
        words = shlex.split(page.evaluate("numnet.command()"))
        assert words[:2] == ["numnet", "train"]
        assert_same(state, trained_here(shell, *words[2:]))


def test_a_page_that_stands_still_anywhere_goes_on_to_the_same_end(open_page, shell):
    """So many updates, then so many epochs, then to the end, in any portions."""
    config = CONFIGURATIONS["two classes"]
    state = open_page().evaluate("""async (config) => {
        await numnet.set(config);
        for (const part of [{updates: 3}, {epochs: 1}, {updates: 17}, {}]) await numnet.run(part);
        return numnet.get() }""", config)  # fmt: skip
    assert_same(state, trained_by(shell, config))


RUNS = {
    "a bundled set": ("iris", {"split": "stratified", "optimizer": "adagrad"}),
    "a generated set": ("spiral:n=120", {"dtype": "float64"}),
    "gaps, texts, dates, groups": ("mixed.csv", {"missing": "mean", "split": "group:colour", "target": "ok"}),
}


@pytest.mark.parametrize("name", sparse(RUNS, 2))
def test_the_page_of_a_run_trains_it_again_to_its_own_bits(open_page, shell, name):
    """What `numnet playground RUN` puts into the page is what the run was trained on."""
    shell.write("mixed.csv", MIXED)
    source, options = RUNS[name]
    run = numnet.fit(source, hidden=(5,), epochs=6, out="it", **options)
    given = given_in(page_of(run))
    state = open_page().evaluate(TO_THE_END, given["config"])
    assert_same(state, (load_checkpoint("it/checkpoint.safetensors")[0].parameters, run.network.parameters))

"""What the pages on standardising, choosing and comparing claim beyond what their blocks show."""

import csv
import shlex
from pathlib import Path

import numpy as np
import pytest

import numnet
from tests.support.cli import call
from tests.support.documents import sessions, text

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def inside(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(page, *parts):
    """Run the commands of a page that have one of these parts."""
    for command, _ in sessions(page):
        if any(part in command for part in parts):
            call(*shlex.split(command)[1:])


def test_the_valley_of_a_feature_that_is_not_standardised(inside):
    shown = text("docs/standardisation.md")
    run("docs/standardisation.md", "datasets export", "--out raw", "--out scaled")
    raw, scaled = numnet.load_run("raw"), numnet.load_run("scaled")
    x, t = raw.data().X[:, 0], raw.data().T
    lowest = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), t, rcond=None)[0]
    assert f"at $w = {lowest[0]:.1f}$, $b = {lowest[1]:.1f}$" in shown
    assert f"epochs $b$ is −{-raw.snapshots.parameters[-1][1]:.2f}" in shown
    loss = raw.history.train_loss
    assert loss[3] - loss[-1] < 0.01 * (loss[0] - loss[-1])  # at the bottom of the valley after three steps
    hessian = np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1]])
    assert f"beyond {2 / np.linalg.eigvalsh(hessian)[-1]:.4f} training diverges" in shown
    assert f"which is {np.mean(x):.0f} on average" in shown
    assert scaled.metrics["train"]["r2"] > raw.metrics["train"]["r2"] + 0.05
    wine = numnet.load_dataset("wine").X
    assert f"reach from {wine.min():.1f} to {round(wine.max(), -2):.0f}" in shown


def test_the_second_reason_holds_on_other_seeds_too(inside):
    for seed in range(3):
        good, bad = (numnet.fit("wine", seed=seed, scale=scale).metrics["train"]["accuracy"] for scale in (True, False))
        assert good == 1 and bad < 0.9


@pytest.mark.slow
def test_what_is_read_from_the_sweep_of_widths_and_rates(inside):
    run("docs/choosing.md", "sweep spiral")
    losses = {}
    with Path("widths/results.csv").open() as file:
        for row in csv.DictReader(file):
            key = int(row["hidden"]), float(row["learning_rate"])
            losses.setdefault(key, []).append(float(row["validation_loss"]))
    median = {key: np.median(values) for key, values in losses.items()}
    rates = [min((median[key], key[1]) for key in median if key[0] == width)[1] for width in (2, 4, 8, 16, 32, 64)]
    assert [round(rate, 3) for rate in rates] == [0.1, 0.1, 0.1, 0.1, 0.316, 0.1]
    column = {width: value for (width, rate), value in median.items() if rate == 0.1}
    assert round(column[2], 2) == 0.75 and round(column[16], 2) == 0.03
    assert column[2] > column[4] > column[8] > column[16] and min(column[32], column[64]) > 0.5 * column[16]
    low, high = np.percentile(losses[16, 0.1], (25, 75))
    assert np.percentile(losses[64, 0.1], 75) > low and high > np.percentile(losses[64, 0.1], 25)  # quartiles overlap


def test_seeds_differ_more_than_the_number_of_threads(inside):
    run("docs/differences.md", "train spiral")
    runs = [numnet.load_run(f"seed-{seed}") for seed in range(5)]
    losses = [one.history.train_loss[30] for one in runs]
    assert 2 < max(losses) / min(losses) < 3
    assert (numnet.load_run("again").network.parameters == runs[0].network.parameters).all()


def test_precision_changes_less_than_a_seed_does():
    kinds = [numnet.fit("spiral", dtype=dtype, epochs=1).network.parameters for dtype in ("float32", "float64")]
    assert 1e-9 < np.abs(kinds[0] - kinds[1]).max() < 1e-6
    other = numnet.fit("spiral", seed=1, epochs=1).network.parameters
    assert np.abs(kinds[0] - other).max() > 0.1


PRACTICE = ("install", "initialisation", "standardisation", "choosing", "test-set", "differences")


@pytest.mark.parametrize("page", PRACTICE)
def test_a_page_of_practice_has_an_exercise_with_its_answer(page):
    shown = text(f"docs/{page}.md")
    assert "\n## Exercise\n" in shown and "<details><summary>Answer</summary>\n\n" in shown
    assert "```console" in shown and (page == "install" or "\n$$\n" in shown)

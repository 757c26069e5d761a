"""The figure of choosing by a validation set."""

import numpy as np

from numnet import figures
from numnet.experiments.selection import KINDS
from tests.support.cli import call
from tests.support.drawings import assert_readable


def test_the_lines_are_the_accuracies_of_the_best_of_k(chosen):
    axes = figures.selection(chosen)
    for ax, kind in zip(axes, KINDS, strict=True):
        validation, test = ax.lines
        expected = 100 * np.array([chosen.best_of(kind, k) for k in range(1, 13)]).T
        np.testing.assert_allclose((validation.get_ydata(), test.get_ydata()), expected)
        assert ax.texts[0].get_text() == f"{expected[0, -1] - expected[1, -1]:.1f} points too good"
    assert_readable(axes[0].figure)


def test_the_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("plot", "selection", "--networks", 6, "--n", 20, "--held", 10, "--repeats", 1, "--quiet")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert [row[:2] for row in rows[1:5]] == [["moons", "1"], ["moons", "2"], ["moons", "5"], ["moons", "6"]]
    assert rows[-1] == ["selection.png"]
    assert "take fewer" in call("plot", "selection", "--n", 2000, "--networks", 600, code=2).stderr

"""The figure of the encodings."""

import numpy as np
import pytest

from numnet import figures
from numnet.experiments.encoding import ENCODINGS, encoding
from tests.support.cli import call
from tests.support.drawings import assert_readable, legend_words


def test_the_maps_show_what_the_networks_decide_and_the_dots_the_accuracies(encoded):
    axes = figures.encoding(encoded)
    for ax, which in zip(axes, ENCODINGS):
        right = 100 * np.mean(encoded.drawn[which].decide(encoded.data.X) == encoded.data.T)
        assert f"{right:.1f} % of all points right" in ax.get_title("left")
        assert len(legend_words(ax)) == 3
    for ax, hidden in zip(axes[2:], ((), (8,))):
        dots = {}
        for line in ax.lines:
            if line.get_marker() in "so":
                name = ("blobs", "iris")[round(line.get_xdata().mean())]
                dots[name, hidden, "class numbers" if line.get_marker() == "s" else "one-hot"] = line.get_ydata()
        assert len(dots) == 4
        for key, drawn in dots.items():
            np.testing.assert_allclose(drawn, 100 * encoded.accuracy[key])
    assert_readable(axes[0].figure)


def test_the_first_set_must_lie_in_the_plane():
    with pytest.raises(ValueError, match="iris has 4 features; name one of two features first"):
        figures.encoding(encoding(("iris",), hidden=(), seeds=1, epochs=1))


def test_the_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("plot", "encoding", "--hidden", "none", "--epochs", "2", "--seeds", "1", "--quiet")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["data", "blobs", "digits", "wine", "iris",
                                                                      "encoding.png"]  # fmt: skip
    assert "take fewer" in call("plot", "encoding", "--seeds", "100", "--epochs", "2000", code=2).stderr

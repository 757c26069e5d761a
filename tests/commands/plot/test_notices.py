"""Figures that take their time say so beforehand and show how far they are; with --quiet they say nothing."""

import re

import pytest

from tests.support.cli import call

FEW = ("--width", "2", "--depths", "1", "--activations", "tanh", "--epochs", "1", "--rate", "0.1", "--seeds", "1")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    path = tmp_path_factory.mktemp("notices") / "run"
    call("train", "xor", "--epochs", "2", "--snapshots", "3", "--out", path, "--quiet")
    return path


@pytest.mark.parametrize(("words", "notice", "end"), [
    (["gradients", *FEW], "measuring many small trainings", "percent 100/100"),
    (["optimizers", "-n", "20", "--epochs", "2"], "measuring many small trainings", "rule 4/4"),
    (["race", "saddle", "-o", "race.gif", "--frames", "2", "--steps", "3"], "drawing   2 frames", "frame 2/2"),
    (["anatomy", "sgd", "-o", "anatomy.gif", "--steps", "2"], r"drawing   \d frames", r"frame (\d)/\1"),
    (["training", "RUN"], "drawing   3 frames", "frame 3/3"),
    (["all", "RUN"], r"drawing   up to \d+ figures and a film", "frame 3/3"),
], ids=lambda part: part[0] if isinstance(part, list) else "")  # fmt: skip
def test_what_takes_long_says_so_beforehand(tmp_path, monkeypatch, run, words, notice, end):
    monkeypatch.chdir(tmp_path)
    words = ["plot", *(run if word == "RUN" else word for word in words)]
    first, *others = call(*words).stderr.splitlines()
    assert re.match(notice, first) and re.match(end, others[-1])
    assert call(*words, "--quiet").stderr == ""


def test_a_landscape_shows_how_many_points_are_done(monkeypatch, run):
    told = []

    class Display:
        __enter__ = lambda self: self  # noqa: E731
        __exit__ = lambda self, *exception: False  # noqa: E731
        update = staticmethod(lambda count, text, done: told.append(count))

    def progress(total, quiet, unit):
        assert (total, quiet, unit) == (49, False, "point")
        return Display()

    monkeypatch.setattr("numnet.commands.output.progress.progress", progress)
    call("plot", "landscape", run, "--resolution", "7")
    call("plot", "landscape", run, "--resolution", "7", "--around")
    assert sorted(told) == sorted(2 * [7, 14, 21, 28, 35, 42, 49])


def test_a_quick_landscape_says_nothing(run):
    assert call("plot", "landscape", run, "--resolution", "7").stderr == ""

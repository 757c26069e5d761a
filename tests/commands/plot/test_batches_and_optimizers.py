"""`numnet plot batches` and `numnet plot optimizers`."""

import pytest
from click.testing import CliRunner

from numnet.commands import main
from numnet.figures.experiments.batches import KIND_COLORS
from tests.support.experiments import quick  # noqa: F401


def call(*words):
    return CliRunner().invoke(main, ["plot", *words], prog_name="numnet")


def test_the_commands_draw_and_print_a_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(
        "batches", "-n", "50", "--batch-size", "5", "--sizes", "40", "--epochs", "1", "--start", "0,0", "--quiet"
    )
    assert (done.exit_code, done.stderr) == (0, "") and done.stdout.splitlines()[-1] == "batches.png"
    header, *rows = [line.split() for line in done.stdout.splitlines()[:-1]]
    assert header[:2] == ["samples", "kind"] and [row[:2] for row in rows] == [["40", kind] for kind in KIND_COLORS]
    done = call("optimizers", "-n", "100", "--epochs", "2", "--share", "0.1", "-o", "rare.svg")
    assert done.exit_code == 0 and (tmp_path / "rare.svg").is_file()
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "rule",
        "sgd",
        "adagrad",
        "rmsprop",
        "adam",
        "rare.svg",
    ]


@pytest.mark.parametrize(("words", "message"), [
    (["batches", "--n", "3"], "--n"), (["batches", "--sizes", "a"], "numbers"),
    (["batches", "--sizes", "1,2,3,4,5,6"], ">= 4"),
    (["batches", "--sizes", "9,9,9,9,9,9"], "at most 5"), (["batches", "--n", "20"], "--batch-size must be between"),
    (["batches", "--start", "1"], "2 numbers"), (["batches", "--n", "100000", "--epochs", "100"], "at most 5000000"),
    (["optimizers", "--share", "0"], "--share"), (["optimizers", "--share", "1"], "--share"),
    (["optimizers", "--epochs", "1000", "--n", "100000"], "at most 2000000"), (["optimizers", "-o", "a.gif"], ".svg"),
])  # fmt: skip
def test_mistakes_end_in_one_line(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(*words)
    assert done.exit_code == 2 and message in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())

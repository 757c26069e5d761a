"""metrics.csv: its columns, empty cells and infinite losses."""

import csv
import math

import pytest

import numnet
from numnet.files.atomic import write_whole
from numnet.runs.metrics_file import metrics_text
from numnet.training.history import metric_columns
from tests.support.written_runs import write

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("metric", ["accuracy", "r2", "label_accuracy"])
def test_the_columns_of_metrics_csv(metric):
    assert ",".join(metric_columns(metric)) == (
        "epoch,step,seconds,learning_rate,gradient_norm,train_loss,validation_loss,"
        f"train_{metric},validation_{metric}")


def test_metrics_csv_leaves_undefined_cells_empty_and_is_exact(tmp_path):
    run, _ = write(tmp_path / "run")
    with open(tmp_path / "run/metrics.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["gradient_norm"] == "" and [row["epoch"] for row in rows] == ["0", "1", "2"]
    assert [float(row["train_loss"]) for row in rows] == run.history.train_loss.tolist()
    assert b"\r" not in (tmp_path / "run/metrics.csv").read_bytes()


def test_infinite_losses_survive(tmp_path):
    run, _ = write(tmp_path / "run")
    text = (run.path / "metrics.csv").read_text()
    run.history.train_loss[-1] = math.inf
    write_whole(run.path / "metrics.csv", metrics_text(run.history))
    assert (run.path / "metrics.csv").read_text() != text
    assert numnet.load_run(run.path).history.train_loss[-1] == math.inf


def test_epochs_that_do_not_increase_are_refused(tmp_path):
    """No training writes them, and a figure over epochs that are all the same has no axis."""
    path = tmp_path / "run/metrics.csv"
    write(path.parent)
    header, *rows = path.read_text().splitlines(keepends=True)
    for made_up in (rows[:1] * 3, rows[::-1]):
        path.write_text("".join([header, *made_up]))
        with pytest.raises(ValueError, match=r"metrics\.csv: epochs must increase"):
            numnet.load_run(path.parent)

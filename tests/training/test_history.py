"""A `History`: its columns by name, as a frame, and in a notebook."""

import sys

import numpy as np
import pytest

import numnet
from numnet.training.history import History, metric_columns
from tests.support.displays import checked, rows, title


@pytest.fixture(scope="module")
def history():
    data = numnet.load_dataset("moons", n=120, seed=0)
    parts = data.X[:80], data.T[:80], (data.X[80:], data.T[80:])
    net = numnet.Network([2, 8, 1], task="binary", seed=1)
    return numnet.train(net, *parts[:2], validation=parts[2], epochs=20, evaluate_every=4)


def test_columns_are_those_of_metrics_csv(history):
    columns = history.columns()
    assert list(columns) == metric_columns("accuracy") and set(map(len, columns.values())) == {6}
    assert columns["train_accuracy"] is history.train_metric and list(history) == list(columns)
    assert columns["epoch"].dtype == columns["step"].dtype == np.int64
    assert "train_loss" in history and "train_metric" not in history and len(history) == 6


def test_a_frame_is_what_pandas_reads_from_metrics_csv(tmp_path):
    pandas = pytest.importorskip("pandas")
    run = numnet.fit("iris", hidden=(3,), epochs=5, out=tmp_path / "run")
    pandas.testing.assert_frame_equal(run.history.frame(), pandas.read_csv(tmp_path / "run" / "metrics.csv"))
    assert run.history.frame()["epoch"].tolist() == [0, 1, 2, 3, 4, 5]


def test_a_column_by_its_name_and_a_wrong_name(history):
    assert history["validation_accuracy"] is history.validation_metric
    with pytest.raises(KeyError, match="the history has no column 'trian_loss'; did you mean 'train_loss'"):
        history["trian_loss"]
    with pytest.raises(KeyError, match="there are: epoch, step, seconds"):
        history["zzz"]
    with pytest.raises(KeyError, match="columns by name, not 0"):
        history[0]


def test_without_pandas_columns_are_there(history, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="needs pandas"):
        history.frame()
    assert history.columns()["train_loss"] is history.train_loss


def test_a_notebook_shows_the_curve_and_the_epochs_that_matter(history):
    tree = checked(history)
    assert title(tree).startswith("History: finished, 20 epochs, 60 updates, ") and tree.find("svg") is not None
    header, *lines = rows(tree)
    assert header == ["", "epoch 0", "epoch 20 (best)"] and history.best_epoch == 20
    assert [line[0] for line in lines] == ["train loss", "validation loss", "train accuracy", "validation accuracy"]
    assert lines[0][1] == f"{history.train_loss[0]:.4g}" and lines[3][1].endswith(" %")


def test_what_was_not_measured_is_left_out():
    data = numnet.load_dataset("xor")
    alone = numnet.train(numnet.Network([2, 2, 1], task="binary"), data.X, data.T, epochs=3)
    assert [line[0] for line in rows(checked(alone))[1:]] == ["train loss", "train accuracy"]
    none = numnet.train(numnet.Network([2, 2, 1], task="binary"), data.X, data.T, epochs=3, evaluate_every=0)
    assert rows(checked(none)) == [] and title(checked(none)) == "History: finished, 3 epochs, 3 updates"
    assert repr(none) == "<History: finished, 3 epochs, 3 updates>"
    table = np.array([[0, 0, 0, 0.1, np.nan, np.inf, np.nan, -np.inf, np.nan]])
    broken = History(table, "r2", epochs=0, updates=1, best_epoch=0, status="diverged")
    assert title(checked(broken)) == "History: diverged, 0 epochs, 1 update, 0 s"
    assert rows(checked(broken)) == [["", "epoch 0 (best)"], ["train loss", "inf"], ["train r2", "-inf"]]


def test_plot_is_the_figure_of_the_convergence(history, monkeypatch):
    asked = []
    monkeypatch.setattr(numnet.figures, "convergence", lambda *given, **options: asked.append((given, options)))
    history.plot(axes=3)
    assert asked == [((history,), {"axes": 3})]

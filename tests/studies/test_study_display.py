"""Sweeps and comparisons as tables and frames."""

import sys

import numpy as np
import pytest

import numnet
from tests.support import comparisons, sweeps
from tests.support.displays import checked, rows, title


def test_a_sweep_in_a_notebook():
    sweep = sweeps.made(sweeps.LISTED, sweeps.rate_loss)
    tree = checked(sweep)
    assert repr(sweep) == "<Sweep on made: 5 configurations, 3 seeds, 15 of 15 trainings done>"
    assert title(tree) == repr(sweep)[1:-1] and "validation loss: median over 3 seeds" in "".join(tree.itertext())
    assert rows(tree)[:3] == [["", "learning rate", "median", "quartiles", "diverged"],
                              ["1.", "0.1", "0.11", "0.105 to 0.115", "0/3"],
                              ["2.", "0.01", "1.11", "1.105 to 1.115", "0/3"]]  # fmt: skip
    assert rows(tree)[5] == ["5.", "10", "diverged", "", "3/3"]


def test_a_large_sweep_is_cut_and_one_that_has_not_begun_is_shown():
    sweep = sweeps.made({"hidden": [str(k) for k in range(1, 31)]}, lambda own, seed: float(own["hidden"]))
    tree = checked(sweep)
    assert len(rows(tree)) == 11 and "and 20 more" in "".join(tree.itertext())
    sweep.rows.clear()
    assert rows(checked(sweep)) == [["", "hidden", "median", "quartiles", "diverged"]]
    assert "0 of 90 trainings done" in repr(sweep) and all(len(column) == 0 for column in sweep.columns().values())


def test_columns_of_a_sweep_have_their_types():
    axes = {"learning_rate": ["0.1", "1"], "batch_size": ["32", "full"], "hidden": ["4", "8"]}
    sweep = sweeps.made(axes, lambda own, seed: float(own["learning_rate"]) + seed, seeds=2)
    del sweep.rows[0, 1]
    sweep.rows[1, 0] = {**sweep.rows[1, 0], "validation_loss": ""}
    columns = sweep.columns()
    assert list(columns) == sweep.header and set(map(len, columns.values())) == {15}
    types = {name: str(columns[name].dtype) for name in ("configuration", *axes, "diverged")}
    assert types == {"configuration": "int64", "learning_rate": "float64", "batch_size": "object", "hidden": "int64",
                     "diverged": "bool"}  # fmt: skip
    assert columns["configuration"][:4].tolist() == [0, 1, 1, 2] and columns["seed"][:4].tolist() == [0, 0, 1, 0]
    assert columns["batch_size"][:4].tolist() == ["32", "32", "32", "full"]
    assert np.isnan(columns["validation_loss"][1]) and columns["validation_loss"][0] == 0.1


def test_a_frame_of_a_sweep_is_its_results(tmp_path):
    pandas = pytest.importorskip("pandas")
    study = numnet.sweep("xor", {"learning_rate": [0.01, 0.1], "hidden": [(2,), (2, 3)]}, seeds=2, epochs=3,
                         out=tmp_path / "s")  # fmt: skip
    read = pandas.read_csv(tmp_path / "s" / "results.csv").astype({"diverged": bool})
    pandas.testing.assert_frame_equal(study.frame(), read)
    assert study.frame().groupby("learning_rate")["train_loss"].median().shape == (2,)


def test_a_comparison_in_a_notebook_and_as_columns():
    comparison = comparisons.made(comparisons.broken)
    tree = checked(comparison)
    assert repr(comparison) == "<Comparison on made: sgd and adam, 4 seeds>" and title(tree) == repr(comparison)[1:-1]
    header, first, second = rows(tree)
    assert header[:4] == ["", "rate", "train loss", "quartiles"] and (first[0], second[0]) == ("adam", "sgd")
    assert second[2] == "diverged" and (first[5], second[5]) == ("1/4", "2/4")
    columns = comparison.columns()
    assert list(columns)[:4] == ["competitor", "optimizer", "learning_rate", "seed"]
    assert columns["competitor"].tolist() == ["sgd"] * 4 + ["adam"] * 4 and columns["seed"].tolist() == [0, 1, 2, 3] * 2
    assert columns["learning_rate"].tolist() == [0.1] * 4 + [0.2] * 4 and columns["diverged"].sum() == 3


def test_a_frame_of_a_comparison_is_its_results(tmp_path):
    pandas = pytest.importorskip("pandas")
    comparison = numnet.compare("xor", optimizer=["sgd", "adam"], seeds=2, epochs=3, out=tmp_path / "c")
    read = pandas.read_csv(tmp_path / "c" / "results.csv").astype({"diverged": bool})
    pandas.testing.assert_frame_equal(comparison.frame(), read)


def test_hostile_names_are_escaped():
    for study in (sweeps.made(sweeps.LISTED, sweeps.rate_loss), comparisons.made(comparisons.plain)):
        study.config["data"]["name"] = "<script>\x1b" + "x" * 500
        assert "<script" not in study._repr_html_() and "\x1b" not in repr(study) and len(repr(study)) < 150


@pytest.mark.parametrize(("study", "figure"), [(sweeps.made(sweeps.LISTED, sweeps.rate_loss), "sweep"),
                                               (comparisons.made(comparisons.plain), "compare")])  # fmt: skip
def test_plot_is_the_figure(study, figure, monkeypatch):
    asked = []
    monkeypatch.setattr(numnet.figures, figure, lambda *given, **options: asked.append((given, options)))
    study.plot(ax=1)
    assert asked == [((study,), {"ax": 1})]


def test_without_pandas_a_frame_is_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    for study in (sweeps.made(sweeps.LISTED, sweeps.rate_loss), comparisons.made(comparisons.plain)):
        with pytest.raises(ImportError, match="needs pandas"):
            study.frame()

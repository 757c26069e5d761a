"""`numnet evaluate`."""

import re

import numpy as np
import pytest

from numnet.data import load_dataset
from tests.support.shell import rows_of, strict_json, table_text

pytestmark = pytest.mark.filterwarnings("error")


def test_evaluate_its_own_parts_as_text_and_as_json(trained):
    text = trained("evaluate", "iris").stdout
    found = strict_json(trained("evaluate", "iris", "--json").stdout)
    assert list(found) == ["training", "validation"]
    assert (found["training"]["rows"], found["validation"]["rows"]) == (120, 30)
    for name, figures in found.items():
        assert list(figures) == ["rows", "loss", "accuracy", "classes", "confusion"]
        assert f"{name}: {figures['rows']} rows, loss {figures['loss']:.4g}, accuracy" in text
        assert np.sum(figures["confusion"]) == figures["rows"]
        assert np.trace(figures["confusion"]) / figures["rows"] == pytest.approx(figures["accuracy"])
        for label, row in figures["classes"].items():
            assert list(row) == ["precision", "recall", "f1", "support"]
            assert re.search(rf"^{label} +{row['precision']:.3f} +{row['recall']:.3f}", text, re.M)
    assert "confusion matrix" in text


@pytest.mark.parametrize(("run", "keys"), [
    ("sums", ["rows", "loss", "r2", "rmse", "mae"]),
    ("discs", ["rows", "loss", "label_accuracy", "subset_accuracy", "labels"]),
    ("signs", ["rows", "loss", "label_accuracy", "subset_accuracy", "labels"]),
])
def test_the_metrics_of_the_other_tasks(trained, run, keys):
    found = strict_json(trained("evaluate", run, "--json").stdout)
    assert [list(figures) for figures in found.values()] == [keys, keys]
    text = trained("evaluate", run).stdout
    assert all(name in text for name in (["r2", "rmse", "mae"] if run == "sums" else
                                         ["label accuracy", "subset accuracy", "precision"]))


def test_evaluate_other_data_agrees_with_the_predictions(own):
    own.write("more.csv", table_text(n=9, columns="z,u,kind,w,v", seed=5))
    header, rows = rows_of((own.folder / "more.csv").read_text())
    truth = np.array([[row[header.index("w")], row[header.index("z")]] for row in rows], dtype=float)
    guess = np.array(rows_of(own("predict", "sums", "more.csv").stdout)[1], dtype=float)
    (figures,) = strict_json(own("evaluate", "sums", "more.csv", "--json").stdout).values()
    assert figures["rows"] == 9
    assert figures["mae"] == pytest.approx(np.abs(truth - guess).mean(), rel=1e-6)
    assert figures["rmse"] == pytest.approx(np.sqrt(((truth - guess) ** 2).mean(axis=0)).mean(), rel=1e-6)


def test_evaluate_a_file_of_one_class_keeps_the_indices_of_the_model(own):
    own("datasets", "export", "iris", "-o", "flowers.csv")
    lines = (own.folder / "flowers.csv").read_text().splitlines()
    own.write("some.csv", "\n".join([lines[0], *[line for line in lines if line.endswith("virginica")]]))
    (figures,) = strict_json(own("evaluate", "iris", "some.csv", "--json").stdout).values()
    assert [row["support"] for row in figures["classes"].values()] == [0, 0, 50]


def test_labels_come_through_json_unharmed(shell):
    lines = [f"{i},{['BaNaNa', 'NaNcy', 'Infinity War'][i % 3]}" for i in range(30)]
    shell.write("names.csv", "\n".join(["x,who", *lines]))
    shell("train", "names.csv", "--epochs", "1", "--out", "run")
    for figures in strict_json(shell("evaluate", "run", "--json").stdout).values():
        assert list(figures["classes"]) == ["BaNaNa", "Infinity War", "NaNcy"]


def test_a_metric_that_is_undefined_is_null(own):
    own.write("one.csv", "u,v,w,z\n1,2,3,4\n")
    (figures,) = strict_json(own("evaluate", "sums", "one.csv", "--json").stdout).values()
    assert figures["r2"] is None and figures["rows"] == 1
    assert "1 rows, " in own("evaluate", "sums", "one.csv").stdout.replace("1 row, ", "1 rows, ")


@pytest.mark.parametrize(("words", "expected"), [
    (["iris", "spiral"], "spiral"), (["xor", "circles"], "circles"), (["sums", "nosuch.csv"], "nosuch.csv"),
    (["sums", "signs.csv"], "'w'"), (["nosuch"], "nosuch"), ([".", "iris"], "run folder"), (["iris", "irsi"], "iris"),
])
def test_evaluating_what_does_not_fit_is_refused(own, words, expected):
    assert expected in own.refused("evaluate", *words)


def test_an_unknown_class_is_named(own):
    header = ",".join(load_dataset("iris").feature_names)
    own.write("new.csv", f"{header},species\n1,2,3,4,tulip\n")
    assert re.search(r"line 2, column 'species'.*'tulip'", own.refused("evaluate", "iris", "new.csv"))


def test_data_that_changed_or_went_away_are_refused(shell):
    path = shell.write("sums.csv", before := table_text(columns="u,v,w,z"))
    shell("train", "sums.csv", "--epochs", "1", "--out", "run")
    path.write_text(before.replace("0.", "1.", 1))
    for words in (["evaluate", "run"], ["plot", "boundary", "run"]):
        assert re.search(r"sums\.csv has changed", shell.refused(*words))
    path.unlink()
    assert "sums.csv" in shell.refused("evaluate", "run")
    shell.write("again.csv", before)
    shell("evaluate", "run", "again.csv")

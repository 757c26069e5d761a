"""Rows that are there more than once, and leaving them out."""

import numpy as np
import pytest

import numnet
from numnet.data import DataError, Dataset, read_csv, read_data
from numnet.data.repeated_rows import first_rows
from tests.support.shell import Shell

pytestmark = pytest.mark.filterwarnings("error")


def test_the_first_of_equal_rows_stay():
    A = np.array([[1.0, np.nan], [2, 0.0], [1, np.nan], [2, -0.0], [2, 1]])
    assert first_rows([A]).tolist() == [0, 1, 4]
    assert first_rows([A, np.array([[0], [1], [1], [1], [0]])]).tolist() == [0, 1, 2, 4]


def test_repeated_rows_of_a_file(file):
    path = file({"x": [1, 2, 1, 3, 2], "word": ["a", "b", "a", "b", "a"], "g": ["u", "v", "u", "v", "u"],
                 "y": [0.5, 1.5, 0.5, 1.5, 0.5]})  # fmt: skip
    data = read_csv(path, drop_duplicates=True)
    assert data.X[:, 0].tolist() == [1, 2, 3, 2] and data.T.tolist() == [0.5, 1.5, 1.5, 0.5]
    assert "1 repeated row left out, 4 kept" in data.remarks and data.reading == {"drop_duplicates": True}
    data = read_csv(path, drop_duplicates=True, split="group:g", exclude="word")
    assert data.split_plan.groups.tolist() == [0, 1, 1, 0]
    assert len(read_csv(path).X) == 5
    assert "no row is there twice" in read_csv(file({"x": [1, 2], "y": [1.5, 2]}), drop_duplicates=True).remarks
    with pytest.raises(DataError, match="all 6 rows are equal; leave out --drop-duplicates"):
        read_csv(file({"x": [1] * 6, "y": [1] * 6}), columns="x", task="multilabel", drop_duplicates=True)


def test_repeated_rows_of_a_test_set_of_its_own(tmp_path):
    x, y = np.arange(8.0)[:, None], np.arange(8) % 2
    np.savez(tmp_path / "a.npz", x_train=x, y_train=y, x_test=x[[0, 1, 1]] + [[0], [0.5], [0.5]], y_test=[0, 1, 1])
    data = read_csv(tmp_path / "a.npz", drop_duplicates=True)
    assert len(data.X) == 9 and data.split_plan.tested == 1  # one is in the training set, one twice in the test set


def test_repeated_rows_of_data_in_memory():
    X, T = np.array([[1.0], [1.0], [2.0], [3.0]]), np.array([0.5, 0.5, 1.5, 2.5])
    assert read_data((X, T), drop_duplicates=True).X.ravel().tolist() == [1, 2, 3]
    data = Dataset("d", X, T, "regression", ("x",), ("y",), ("y",), "because", True, weights=np.array([1.0, 2, 1, 1]))
    assert len(read_data(data, drop_duplicates=True).X) == 4  # another weight is another row
    assert len(read_data("moons", drop_duplicates=True).X) == len(read_data("moons").X)


def test_the_count_is_told_and_the_run_reads_them_so_again(tmp_path):
    shell = Shell(tmp_path)
    rows = [f"{k % 30},{k % 30 / 7:.3f}" for k in range(45)]
    shell.write("a.csv", "\n".join(["x,y", *rows]) + "\n")
    said = shell("train", "a.csv", "--drop-duplicates", "--epochs", "2", "--out", "run").stderr
    assert "15 repeated rows left out, 30 kept" in said and "24 rows to train on, 6 to validate" in said
    assert len(numnet.load_run(tmp_path / "run").data().dataset.X) == 30

"""Data files in and out: CSV files, good and bad."""

import io
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from numnet.data import (
    DataError,
    Dataset,
    load_dataset,
    read_csv,
    read_features,
    write_csv,
)

pytestmark = pytest.mark.filterwarnings("error")


def same_data(a, b):
    return a.X.tobytes() == b.X.tobytes() and a.T.tobytes() == b.T.tobytes()


@pytest.fixture
def csv_file(tmp_path):
    def write(content):
        path = tmp_path / "data.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


TEN = [f"{i}.5,{i * i},{'ab'[i % 2]}" for i in range(10)]  # columns x, z and a class


def ten(line=None, cells=None):
    rows = list(TEN)
    if line is not None:
        rows[line - 2] = cells
    return "\n".join(["x,z,kind", *rows]) + "\n"


def test_a_plain_file(csv_file):
    data = read_csv(csv_file(ten()))
    assert data.name == "data" and data.feature_names == ("x", "z") and data.targets == ("kind",)
    assert data.X[3].tolist() == [3.5, 9.0] and data.T[:4].tolist() == [0, 1, 0, 1]
    assert data.target_names == ("a", "b") and data.task == "binary" and data.scale and not data.truth_table


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffx,y\n1,0.5\n2,1.5\n",
        "x,y\r\n1,0.5\r\n2,1.5\r\n",
        "x,y\r1,0.5\r2,1.5",
        "\nx,y\n\n1,0.5\n\n2,1.5\n\n\n",
        ' x , y \n 1 , 0.5\n "2", "1.5"\n',
        "x,y\n1e0,5e-1\n+2,1.5",
    ],
)
def test_ways_to_write_the_same_file(csv_file, content):
    data = read_csv(csv_file(content))
    assert data.feature_names == ("x",) and data.targets == ("y",)
    assert data.X.tolist() == [[1.0], [2.0]] and data.T.tolist() == [0.5, 1.5]


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x,y\n1,0.5\n2,oops\n")))
    with pytest.raises(DataError, match="standard input: no target column 'z'; there are: x, y"):
        read_csv("-", targets="z")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x,y\n1,0.5\n2,1.5\n")))
    assert read_csv("-").name == "stdin"


@pytest.mark.parametrize(
    ("cells", "task", "names", "T", "reason"),
    [
        ("no yes yes", "binary", ("no", "yes"), [0, 1, 1], "2 values no/yes in column y"),
        ("True FALSE true", "binary", ("false", "true"), [1, 0, 1], "2 values false/true in column y"),
        ("b a c", "multiclass", ("a", "b", "c"), [1, 0, 2], "3 distinct text labels in column y"),
        ("3 -1 3", "binary", ("-1", "3"), [1, 0, 1], "2 distinct integers in column y"),
        ("10 9.0 2", "multiclass", ("2", "9", "10"), [2, 1, 0],
         "3 distinct integers in column y; if they are quantities, --task regression"),
        ("0.5 1 2", "regression", ("y",), [0.5, 1, 2], "numbers with fractions in column y"),
    ],
)
def test_the_task_follows_from_the_target(csv_file, cells, task, names, T, reason):
    data = read_csv(csv_file("x,y\n" + "".join(f"{i},{cell}\n" for i, cell in enumerate(cells.split()))))
    assert (data.task, data.target_names, data.T.tolist(), data.reason) == (task, names, T, reason)
    assert data.T.dtype == (np.float64 if task == "regression" else np.int64)


@pytest.mark.parametrize(("distinct", "task"), [(20, "multiclass"), (21, "regression")])
def test_up_to_20_integers_are_classes(csv_file, distinct, task):
    path = csv_file("x,y\n" + "".join(f"{i},{i % distinct}\n" for i in range(60)))
    assert read_csv(path).task == task
    assert read_csv(path, task="multiclass").T.tolist() == [i % distinct for i in range(60)]
    assert read_csv(path, task="regression").T.dtype == np.float64


SEVERAL = "p,x,q,r\n0,1.5,1,7.5\n1,2.5,1,8.5\n"


def test_several_targets(csv_file):
    path = csv_file(SEVERAL)
    labels = read_csv(path, targets=["p", "q"])
    assert labels.task == "multilabel" and labels.T.tolist() == [[0, 1], [1, 1]] and labels.T.dtype == np.int64
    assert labels.target_names == labels.targets == ("p", "q") and labels.feature_names == ("x", "r")
    assert labels.reason == "2 target columns of 0/1"
    values = read_csv(path, targets=("r", "p"))
    assert values.task == "regression" and values.T.tolist() == [[7.5, 0], [8.5, 1]] and values.targets == ("r", "p")
    assert read_csv(path, targets=["p"], task="multilabel").T.shape == (2, 1)
    assert read_csv(path, targets="p", task="multiclass").task == "multiclass"
    assert read_csv(path, targets="p").reason == "2 distinct integers in column p"
    assert read_csv(path, targets="p", task="binary").reason == "it was asked for"


def test_a_file_for_an_earlier_training(csv_file):
    path = csv_file("extra,z,kind,x\nhello,4,b,1\n")
    model = SimpleNamespace(columns=None, feature_names=("x", "z"), target_names=("a", "b", "c"))
    data = read_csv(path, "kind", "multiclass", like=model)
    assert data.X.tolist() == [[1.0, 4.0]] and data.T.tolist() == [1] and data.target_names == ("a", "b", "c")
    with pytest.raises(DataError, match="line 2, column 'kind': 'b' is no class of the model; there are: x, y"):
        model.target_names = ("x", "y")
        read_csv(path, "kind", "binary", like=model)


def test_features_for_a_prediction(csv_file):
    def read(*names):
        return read_features(path, SimpleNamespace(columns=None, feature_names=names))

    path = csv_file("name,z,x\nfirst,1,2\nsecond,3,4\n")
    X, remarks = read("x", "z")
    assert X.tolist() == [[2, 1], [4, 3]] and X.dtype == np.float64 and X.flags.c_contiguous and remarks == []
    with pytest.raises(DataError, match=r"data\.csv: no column 'w', 'Z'; found 'name', 'z', 'x'; rename or add"):
        read("x", "w", "Z")
    with pytest.raises(DataError, match=r"data\.csv, line 2, column 'name': 'first' is not a number"):
        read("name")


def test_labels_and_names_with_commas_and_quotes_survive(tmp_path):
    names = ('a "quoted", label', "plain")
    data = Dataset("d", np.array([[0.1], [-0.0]]), np.array([0, 1]), "binary", ("x, in m",), names, ("y",), "", True)
    write_csv(data, tmp_path / "d.csv")
    back = read_csv(tmp_path / "d.csv")
    assert back.target_names == names and same_data(back, data) and back.feature_names == ("x, in m",)


def test_write_csv_takes_an_open_file_and_refuses_a_bad_path(tmp_path):
    stream = io.StringIO()
    write_csv(load_dataset("xor"), stream)
    assert stream.getvalue() == "x1,x2,class\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"
    with pytest.raises(DataError, match=r"cannot write .*nowhere.*: No such file or directory; choose another"):
        write_csv(load_dataset("xor"), tmp_path / "nowhere" / "xor.csv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"data\.csv is empty; expected a header row"),
        ("\n\n", r"data\.csv is empty"),
        ("x,y\n", r"data\.csv has a header but no data rows"),
        ("x,y\n1,2.5\n", r"data\.csv has 1 data row; training needs at least 2"),
        ("y\n1\n2\n", r"data\.csv: no columns left for features beside 'y'"),
        ("x,y\n1,2\n3\n", r"data\.csv, line 3: 1 cells, but the header has 2 columns; add or remove"),
        ("x,y\n\n1,2\n3,4,5\n", r"data\.csv, line 4: 3 cells, but the header has 2"),
        ('x,y\n"1\n",2\n3,4,5\n', r"data\.csv, line 4: 3 cells"),
        ('x,y\n1,2\n3,"4\n\n', r"data\.csv, line 3: not valid CSV .*; check the quotes"),
        (ten(5, "3.5,,a"), r"data\.csv: 1 missing cell, the first in line 5, by column: z 1; choose --missing"),
        (ten(5, "3.5,nan,a"), r"data\.csv: 1 missing cell, the first in line 5, by column: z 1; choose --missing"),
        (ten(11, "-Inf,81,a"), r"data\.csv, line 11, column 'x': '-Inf' is not a finite number"),
        (ten(2, "1e999,81,a"), r"data\.csv, line 2, column 'x': '1e999' is not a finite number"),
        (ten(4, "NA,81,a"), r"data\.csv: 1 missing cell, the first in line 4, by column: x 1; .*9 of 10 rows"),
        (ten(4, "2.5,about 4,a"), r"data\.csv, line 4, column 'z': 'about 4' is not a number, as the rest .* is"),
        (ten(4, "2.5,1_000,a"), r"data\.csv, line 4, column 'z': '1_000' is not a number"),
        ("x,y\n1,\n2,\n3,4\n", r"data\.csv: only 1 row with a target, 'y'; training needs at least 2"),
        ("colour,y\nred,2.5\n3,3.5\n", r"data\.csv: no columns left for features: 'colour' is left out \(texts that"),
        ("x,y\n1,a\n2,a\n", r"data\.csv: column 'y' holds one class only, 'a', in all rows"),
        ("x,y\n1,4\n2,4\n", r"data\.csv: column 'y' holds one class only, '4'"),
        ("x,y\n1,true\n2,true\n", r"data\.csv: column 'y' holds one class only, 'true'"),
        ("x,y\n1,4.5\n2,4.5\n", r"data\.csv: column 'y' is 4.5 in all rows; there is nothing to learn"),
        ("x,y\n" + "".join(f"{i},name{i}\n" for i in range(30)), r"column 'y' has 30 text labels in 30 rows, too many"),
    ],
)
def test_bad_files(csv_file, content, message):
    with pytest.raises(DataError, match=message) as caught:
        read_csv(csv_file(content))
    assert "\n" not in str(caught.value)


def test_stray_text_in_a_numeric_target_is_not_a_label(csv_file):
    rows = [f"{i},{i}.5" for i in range(9)]
    with pytest.raises(DataError, match=r"line 11, column 'y': 'n\\nx' is not a number") as caught:
        read_csv(csv_file("x,y\n" + "\n".join(rows) + '\n9,"n\nx"\n'))
    assert "\n" not in str(caught.value)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(DataError, match=r"no such file: .*absent\.csv; check the path"):
        read_csv(tmp_path / "absent.csv")
    with pytest.raises(DataError, match="is a folder; give a CSV file"):
        read_csv(tmp_path)
    with pytest.raises(DataError, match="cannot read"):
        read_csv("bad\0name")


@pytest.mark.parametrize(
    ("content", "targets", "task", "message"),
    [
        (ten(), "kin", "auto", r"data\.csv: no target column 'kin'; did you mean 'kind'\?"),
        (ten(), ["z", "z"], "auto", "target 'z' is named 2 times"),
        (ten(), ["x", "z", "kind"], "auto", "no columns left for features"),
        (ten(), "kind", "clusters", r"unknown task 'clusters': "),
        (ten(), "kind", "regression", "column 'kind' holds text, such as 'a'; task regression needs numbers"),
        (ten(), "kind", "multilabel", "column 'kind' holds 'a'; task multilabel needs columns of 0/1"),
        ("k,x\n1,1\n2,2\n3,3\n", "k", "binary", r"'k' has 3 classes \('1', '2', '3'\), task binary needs 2: use"),
        ("k,x\n1.5,1\n2,2\n", "k", "multiclass", r"'k' holds numbers with fractions, such as 1.5; .*: use task reg"),
        ("k,x\n0,1\n2,2\n", "k", "multilabel", "'k' holds '2'; task multilabel"),
        (SEVERAL, ["p", "q"], "binary", "task binary takes one target column, got 2"),
        (SEVERAL, ["p", "r"], "multilabel", "column 'r' holds '7.5'; task multilabel"),
        ("t,x,u\na,1,1\nb,2,0\n", ["t", "u"], "auto", "column 't' holds text; several targets must all be"),
    ],
)
def test_targets_and_tasks_that_do_not_fit(csv_file, content, targets, task, message):
    with pytest.raises(DataError, match=message) as caught:
        read_csv(csv_file(content), targets=targets, task=task)
    assert "\n" not in str(caught.value)

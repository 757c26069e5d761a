"""Parquet files as data."""

import sys
from datetime import date, timedelta

import pytest

from numnet.data import DataError, read_csv

pytestmark = pytest.mark.filterwarnings("error")


def test_parquet(tmp_path, monkeypatch):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    days = [date(2020, 1, 1) + timedelta(k) for k in range(50)]
    table = pa.table({
        "day": days, "city": pa.array(["서울", "부산"] * 25).dictionary_encode(), "x": [1.5] * 49 + [None],
        "n": pa.array(range(50), pa.int16()), "ok": [True, False] * 25, "empty": pa.nulls(50), "y": [0.5, 2.0] * 25,
    })  # fmt: skip
    path = tmp_path / "a.parquet"
    parquet.write_table(table, path)
    with pytest.raises(DataError, match="1 missing cell, the first in row 50, by column: x 1"):
        read_csv(path, columns="*", exclude="empty")
    data = read_csv(path, missing="drop", columns="*")
    assert data.feature_names == ("day", "city=부산", "city=서울", "x", "n", "ok") and data.task == "regression"
    assert data.X[1].tolist() == [18263, 1, 0, 1.5, 1, 0] and len(data.X) == 49
    parquet.write_table(pa.table({"a": [[1], [2]], "y": [0.5, 1.5]}), path)
    with pytest.raises(DataError, match=r"column 'a' is of type list.*; leave it out with --exclude a"):
        read_csv(path)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataError, match=r"Parquet needs pyarrow; pip install 'numnet\[parquet\]'"):
        read_csv(path)


@pytest.fixture
def path(tmp_path):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    waited = pa.array([k * 3600 for k in range(50)], pa.duration("s"))
    parquet.write_table(pa.table({"waited": waited, "y": [0.5, 2.0] * 25}), tmp_path / "a.parquet")
    return tmp_path / "a.parquet"


def test_durations_become_days(path):
    assert read_csv(path).X[:, 0].tolist() == [k * 3600 / 86400 for k in range(50)]


@pytest.mark.parametrize("kept", [3, 4, 100, 500, -1, -8, -100])
def test_a_truncated_file_is_refused(path, kept):
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(DataError) as caught:
        read_csv(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_a_damaged_name_is_refused(path):
    path.write_bytes(path.read_bytes().replace(b"waited", b"\xff\xfeited"))
    with pytest.raises(DataError, match="is damaged, or no Parquet") as caught:
        read_csv(path)
    assert "\n" not in str(caught.value)

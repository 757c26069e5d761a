"""Data frames and other tables in memory."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numnet.data import DataError, fingerprint, index_of, read_data
from numnet.data.tables.byte_source import InlineTable
from tests.support.tables import columns

pytestmark = pytest.mark.filterwarnings("error")


def mixed(n=60):
    """{name: cells}: of every kind that a file may have, some missing."""
    rng = np.random.default_rng(0)
    start = dt.datetime(2020, 1, 1, 3, 7, 11)
    table = {
        "id": list(range(1, n + 1)),
        "age": rng.normal(size=n).tolist(),
        "n": rng.integers(0, 9, n).tolist(),
        "city": rng.choice(["Köln", "Rom", "서울"], n).tolist(),
        "ok": (rng.random(n) > 0.5).tolist(),
        "when": [start + dt.timedelta(seconds=int(s)) for s in rng.integers(0, 10**7, n)],
        "code": [f"{c:03d}" for c in rng.integers(0, 100, n)],
        "one": [1] * n,
        "name": [f"name {k}" for k in range(n)],
        "kind": rng.choice(["x", "y", "z"], n).tolist(),
    }
    for row, name in ((3, "city"), (4, "age"), (6, "when"), (9, "n")):
        table[name][row] = None
    return table


def as_csv(table):
    """The table as the CSV text that programs write."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table)
    writer.writerows(zip(*table.values()))
    return InlineTable(text.getvalue())


def same(one, other):
    """Whether two data sets are the same but for their names."""
    assert one.feature_names == other.feature_names and one.columns.to_dict() == other.columns.to_dict()
    assert (one.task, one.targets, one.target_names, one.reason) == (
        other.task, other.targets, other.target_names, other.reason)  # fmt: skip
    assert np.array_equal(one.X, other.X, equal_nan=True) and np.array_equal(one.T, other.T)
    assert one.remarks == other.remarks and fingerprint(one) == fingerprint(other)


def of_pandas(change):
    def make(table):
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame(table)
        return change(pandas, frame)

    return make


def of_arrow(table):
    return pytest.importorskip("pyarrow").table(table)


KINDS = {
    "dict of lists": dict,
    "dict of arrays": lambda table: {name: np.array(cells, dtype=object) for name, cells in table.items()},
    "list of dicts": lambda table: [dict(zip(table, row)) for row in zip(*table.values())],
    "pandas": of_pandas(lambda pandas, frame: frame),
    "pandas, nullable": of_pandas(lambda pandas, frame: frame.convert_dtypes()),
    "pandas, objects": of_pandas(lambda pandas, frame: frame.astype(object)),
    "pandas, categories": of_pandas(
        lambda pandas, frame: frame.astype({"city": "category", "kind": "category", "n": "category"})
    ),
    "pandas, arrow": of_pandas(
        lambda pandas, frame: pytest.importorskip("pyarrow") and frame.convert_dtypes(dtype_backend="pyarrow")
    ),
    "pyarrow": of_arrow,
    "pyarrow batch": lambda table: of_arrow(table).to_batches()[0],
    "polars": lambda table: pytest.importorskip("polars").DataFrame(table),
    "polars, categories": lambda table: (polars := pytest.importorskip("polars")).DataFrame(table).with_columns(
        polars.col("city", "kind").cast(polars.Categorical)
    ),
}  # fmt: skip


@pytest.mark.parametrize("missing", ["median", "drop"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_is_read_as_its_file_is(kind, missing):
    table = mixed()
    data = read_data(KINDS[kind](table), missing=missing)
    same(data, read_data(as_csv(table), missing=missing))
    assert data.from_memory and data.name == "data"
    assert sum("left out, identifiers" in remark or "left out, texts" in remark for remark in data.remarks) == 2


CELLS = [
    st.none() | st.floats(-1e9, 1e9), st.none() | st.integers(-50, 50), st.booleans(), st.none() | st.booleans(),
    st.sampled_from(["a", "b", "NA", "unknown", "", "x y"]), st.sampled_from(["1", "02", "3.50", "n/a", "4"]),
    st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)) | st.none(),
    st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2050, 1, 1)).map(lambda when: when.replace(microsecond=0)),
    st.sampled_from([1, 2.5, "high", "low", None]),
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(6, 30), st.sampled_from(["drop", "median"]))
def test_any_table_is_read_as_its_file_is(data, n, missing):
    kinds = data.draw(st.lists(st.sampled_from(CELLS), min_size=2, max_size=4))
    table = {f"c{j}": data.draw(st.lists(kind, min_size=n, max_size=n)) for j, kind in enumerate(kinds)}
    table["y"] = [k % 3 for k in range(n)]
    try:
        expected = read_data(as_csv(table), missing=missing)
    except DataError as error:
        with pytest.raises(DataError) as caught:
            read_data(table, missing=missing)
        in_rows = re.sub(r"line (\d+)", lambda line: f"row {int(line[1]) - 1}", str(error))
        assert str(caught.value) == in_rows.replace("data.csv", "data frame")
        return
    same(read_data(table, missing=missing), expected)


def test_kinds_of_cells():
    day = dt.date(1970, 1, 11)
    found = columns({
        "number": [Decimal("1.5"), np.float32(2.5), True + 1, None], "nan": [float("nan"), Decimal("NaN"), 1, 2],
        "word": [True, np.bool_(False), np.str_(" a "), None], "time": [dt.time(1, 30)] * 4,
        "day": [day, dt.datetime(1970, 1, 11, 12), np.datetime64("1970-01-12"), None],
        "zone": [dt.datetime(1970, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=9)))] * 4,
        "long": [dt.timedelta(days=1, hours=12), np.timedelta64(36, "h"), None, None], "odd": [day, 1, 2, 3],
        "huge": [10**400, 1, float("inf"), 2], "masked": np.ma.masked_equal([1, 2, 1, 2], 2),
        "X": np.arange(8).reshape(4, 2), "range": range(4),
    })  # fmt: skip
    assert found == {
        "number": [1.5, 2.5, 2, ""], "nan": ["", "", 1, 2], "word": ["true", "false", "a", ""],
        "time": ["01:30:00"] * 4,
        "day": [10, 10.5, 11, ""], "zone": [0.625] * 4, "long": [1.5, 1.5, "", ""], "odd": ["1970-01-11", 1, 2, 3],
        "huge": ["inf", 1, "inf", 2], "masked": [1, "", 1, ""], "X1": [0, 2, 4, 6], "X2": [1, 3, 5, 7],
        "range": [0, 1, 2, 3],
    }  # fmt: skip


def test_pandas_alone():
    pandas = pytest.importorskip("pandas")
    zoned = pandas.Series(pandas.to_datetime(["1970-01-02", None])).dt.tz_localize("Asia/Seoul")
    sparse = pandas.arrays.SparseArray([0.0, 2.0])
    frame = pandas.DataFrame({"zone": zoned, "cut": pandas.cut(pandas.Series([1, 5]), [0, 2, 9]),
                              "none": [pandas.NA, pandas.NaT], "sparse": sparse})  # fmt: skip
    assert columns(frame) == {"zone": [0.625, ""], "cut": ["(0, 2]", "(2, 9]"], "none": ["", ""], "sparse": [0, 2]}
    frame.index = ["a", "b"]
    assert list(index_of(frame)) == list(index_of(frame["cut"])) == ["a", "b"]
    assert index_of({"a": [1]}) is None and index_of(np.ones(3)) is None
    frame = pandas.DataFrame([[1, 2, 3]], columns=pandas.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", "")]))
    assert list(columns(frame)) == ["a_1", "a_2", "b"]
    assert list(columns(pandas.DataFrame([[1, 2, 3]], columns=[0, " a ", None]))) == ["0", "a", "column3"]


@pytest.mark.parametrize(("table", "said"), [
    ({"x": [1, 2, [3]], "y": [1, 2, 3]},
     "data frame, row 3, column 'x': a list is no number, text, date or truth value"),
    ({"x": [1, 1j], "y": [1, 2]}, "data frame, row 2, column 'x': a complex is no number"),
    ({"x": np.ones(3) * 1j, "y": [1, 2, 3]}, "data frame: 'x' is of type complex128; it must be numbers"),
    ({"x": 1, "y": 2}, "data frame: column 'x' is 1, one value; give a list, or a list of dicts, one for each row"),
    ({"x": "abc", "y": [1, 2, 3]}, "data frame: column 'x' is 'abc', one value"),
    ({"x": [1, 2], "y": [1, 2, 3]}, "data frame: column 'x' has 2 rows, 'y' has 3; all must have as many"),
    ({}, "the data frame has no columns; add some"), ({"x": [], "y": []}, "the data frame has no data rows; add rows"),
    ({"x": [1], " x": [2]}, "data frame: several columns are called 'x'; rename them"),
    ({"x": [0.5, None, 2], "y": [1, 2, 3]}, "data frame: 1 missing cell, the first in row 2, by column: x 1"),
    ({"x": [*range(11, 30), "b"], "y": [0.5] * 19 + [1]}, "data frame, row 20, column 'x': 'b' is not a number"),
])  # fmt: skip
def test_tables_that_are_refused(table, said):
    with pytest.raises(DataError) as caught:
        read_data(table)
    assert str(caught.value).startswith(said) and "\n" not in str(caught.value)


def test_rows_with_labels_are_named_by_them():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"x": [1, {2}], "y": [1, 2]}, index=["b7", "b8"])
    with pytest.raises(DataError, match=r"^data frame, row 2 \(index b8\), column 'x': a set is no number"):
        read_data(frame)
    frame = pandas.DataFrame({"x": [1.5, None, 2], "y": [1, 2, 3]}).loc[[0, 0, 1, 2]].reset_index(drop=True)
    with pytest.raises(DataError, match=r"the first in row 3, by"):
        read_data(frame)
    with pytest.raises(DataError, match=r"the first in row 2 \(index 2\), by"):
        read_data(frame[1:])


def test_lazy_frames_are_refused():
    polars = pytest.importorskip("polars")
    with pytest.raises(DataError, match=r"the data frame is lazy, its rows are not in memory; call its .collect\(\)"):
        read_data(polars.LazyFrame({"a": [1]}))


def test_a_column_may_be_called_as_a_method_is():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"collect": [1.5, 2, 3], "get_columns": [1, 2, 2.5]})
    assert read_data(frame).feature_names == ("collect",)


def test_memory_is_looked_at_before_it_is_taken(monkeypatch):
    monkeypatch.setattr("numnet.utils.free_memory.available", lambda: 10**8)
    wide = np.broadcast_to(np.float64(1), (5_000_000, 3))
    with pytest.raises(MemoryError, match="the numbers of the data frame would take 160 MB of memory, 100 MB are free"):
        read_data({"X": wide, "y": wide[:, 0]})

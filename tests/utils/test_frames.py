"""Frames, and rows of text as columns."""

import sys

import numpy as np
import pytest

from numnet.utils.frames import frame, number_column, option_column, text_column


def test_a_frame_has_the_columns_in_their_order():
    pandas = pytest.importorskip("pandas")
    made = frame({"b": np.arange(2), "a": text_column(["x", "y"])})
    assert isinstance(made, pandas.DataFrame) and list(made) == ["b", "a"] and made["a"].tolist() == ["x", "y"]


def test_without_pandas_one_sentence_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"^frame\(\) needs pandas: pip install pandas; columns\(\) gives a dict of"):
        frame({})


@pytest.mark.parametrize(("make", "texts", "dtype", "values"), [
    (number_column, ["3", "-1"], "int64", [3, -1]),
    (number_column, ["3", "", "inf"], "float64", [3, np.nan, np.inf]),
    (number_column, [], "int64", []),
    (option_column, ["1", "0.5"], "float64", [1, 0.5]),
    (option_column, ["16", "8"], "int64", [16, 8]),
    (option_column, ["1", "99999999999999999999"], "float64", [1, 1e20]),
    (option_column, ["32", "full"], "object", ["32", "full"]),
    (text_column, ["ab", "c"], "object", ["ab", "c"]),
])  # fmt: skip
def test_columns_have_the_type_of_what_is_in_them(make, texts, dtype, values):
    column = make(texts)
    assert column.dtype == dtype
    np.testing.assert_array_equal(column, np.array(values, dtype))

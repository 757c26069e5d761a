"""Numbers that may mean something else: dates read in two ways, -999 for a missing cell, codes."""

import numpy as np
import pytest

from numnet.data import load_dataset, read_csv
from numnet.data.columns.doubts import doubts
from tests.data.columns.test_features import numbers

pytestmark = pytest.mark.filterwarnings("error")


def found(path, **options):
    return [(doubt.what, doubt.found) for doubt in doubts(read_csv(path, **options))]


@pytest.mark.parametrize(("cells", "said"), [
    (["01/02/2020", "03/04/2020"], "month/day or day/month, taken as month/day"),
    (["01.02.2020", "3.4.2020"], "day/month or month/day, taken as day/month"), (["13.02.2020", "03.04.2020"], None),
    (["01/22/2020", "03/04/2020"], None), (["01/01/2020", "02/02/2020"], None),
    (["2020-01-02", "2020-03-04"], None),
])  # fmt: skip
def test_dates_whose_day_and_month_may_change_places(file, cells, said):
    path = file({"when": cells, "x": numbers(20), "y": numbers(20, 1)})
    expected = [("dates", f"column 'when': its dates may be {said}")] if said else []
    assert found(path) == expected
    if said:
        assert found(path, as_="when=date:dmy") == found(path, as_="when=date:mdy") == []


@pytest.mark.parametrize(("cells", "said"), [
    ([*range(-20, 35), -999, -999], "-999 in 2 rows, all others -20 to 34"),
    ([0.5, 2.25, 3, 9999, 1.5] * 8, "9999 in 8 rows, all others 0.5 to 3"),
    ([1, 2, 3, 4, -9, -9, 2, 1], "-9 in 2 rows, all others 1 to 4"),
    ([*range(-20, 35), -999], None), ([*range(80), 99, 99], None), ([998, 999, 999, 997, 500] * 5, None),
    ([-999, 5] * 10, None), ([1000, -1000, 3] * 6, None),
])  # fmt: skip
def test_a_number_that_may_mean_a_missing_one(file, cells, said):
    path = file({"v": cells, "x": numbers(len(cells)), "y": numbers(len(cells), 1)})
    assert found(path) == ([("missing numbers", f"column 'v': {said}")] if said else [])
    path = file({"x": numbers(len(cells)), "v": [cell + 0.0 for cell in cells]})
    assert len(found(path, targets="v", task="regression")) == bool(said)


@pytest.mark.parametrize("name", ["zip", "Postal Code", "plz", "store_id", "PULocationID", "productCode", "우편번호"])
def test_columns_whose_numbers_are_codes_by_their_names(file, name):
    path = file({name: [10115, 20095, 10115, 80331], "x": numbers(20), "y": numbers(20, 1)})
    assert found(path) == [("codes", f"numbers that seem to be codes, taken as quantities: {name!r}")]
    assert found(path, as_={name: "number"}) == found(path, as_={name: "text"}) == []


def test_columns_whose_numbers_begin_with_zeros(file):
    codes = ["01234", "10115", "00017"]
    cells = {"part": codes, "month": ["01", "02", "11"], "x": numbers(21), "y": numbers(21, 1)}
    expected = [("codes", "numbers that seem to be codes, taken as quantities: 'part'")]
    assert found(file(cells)) == expected
    frame = {name: np.array([column[i % len(column)] for i in range(21)]) for name, column in cells.items()}
    assert found(frame) == expected
    assert found(file({"part": codes, "x": [0.5, 100.25], "y": numbers(12)}), as_="part=number") == []


@pytest.mark.parametrize("name", ["zipper", "paid", "encoder", "telomere", "idle"])
def test_columns_whose_names_only_resemble(file, name):
    assert found(file({name: [10115, 20095], "x": numbers(20), "y": numbers(20, 1)})) == []


@pytest.mark.parametrize(("cells", "said"), [
    ([20200131, 19991201], True), ([20200131, 20201331], False), ([20200131, 5], False),
    ([20200131.5, 20200201], False),
])  # fmt: skip
def test_numbers_that_may_be_dates(file, cells, said):
    path = file({"day": cells, "x": numbers(20), "y": numbers(20, 1)})
    words = f"column 'day': its numbers seem to be dates, {min(cells)}, taken as quantities"
    assert found(path) == ([("dates", words)] if said else [])
    assert found(path, as_="day=number") == []


def test_nothing_is_said_of_bundled_sets():
    for name in ("iris", "wine", "digits", "diabetes", "breast_cancer", "spiral"):
        assert doubts(load_dataset(name)) == []
    data = read_csv_of("wine")
    assert doubts(data) == []


def read_csv_of(name):
    from numnet.data.bundled.loading import _bundled_file

    data = read_csv(_bundled_file(name))
    assert np.isfinite(data.X).all()
    return data

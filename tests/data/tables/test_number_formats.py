"""Numbers and dates as people write them."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numnet.data import read_csv
from numnet.data.tables.number_formats import PLAIN, NumberFormat, guess, plain
from tests.support.tables import columns

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(("cells", "values", "style", "unit"), [
    (["1,5", "2,25"], [1.5, 2.25], ",", ""), (["1.234,5", "12"], [1234.5, 12], ",", ""),
    (["1,234.5", "1,000,000"], [1234.5, 1e6], ".", ""), (["1,234", "5,678"], [1234, 5678], ".", ""),
    (["12%", "12.5 %"], [12, 12.5], ".", "%"), (["$1,234.50", "$-2"], [1234.5, None], ".", "$"),
    (["-$1,234.50", "$2"], [-1234.5, 2], ".", "$"), (["5 €", "1.234,50 €"], [5, 1234.5], ",", "€"),
    (["23.4 kmpl", "19 kmpl"], [23.4, 19], ".", "kmpl"), (["1 234,5", "2 000"], [1234.5, 2000], ",", ""),
    (["1'234.5", "2'000"], [1234.5, 2000], ".", ""), (["−3,5", "4"], [-3.5, 4], ",", ""), (["USD 5", "USD 6.5"],
     [5, 6.5], ".", "USD"), (["59.8㎡", "84 ㎡"], [59.8, 84], ".", "㎡"), (["-3.5℃", "4℃"], [-3.5, 4], ".", "℃"),
     (["1.5e3", ".5", "+2."], [1500, 0.5, 2], ".", ""),
])  # fmt: skip
def test_ways_to_write_numbers(cells, values, style, unit):
    form = guess([cell for cell, value in zip(cells, values) if value is not None])
    assert (form.kind, form.style, form.unit) == ("number", style, unit)
    assert [form.parse(cell) for cell in cells] == values


@pytest.mark.parametrize(("cells", "style", "first"), [
    (["2020-03-04", "1969-12-31"], "ymd", date(2020, 3, 4)), (["04/13/2020", "1/2/2020"], "mdy", date(2020, 4, 13)),
    (["13/04/2020", "1/2/2020"], "dmy", date(2020, 4, 13)), (["1/2/20", "3/4/71"], "mdy", date(2020, 1, 2)),
    (["04.03.2020", "31.12.1969"], "dmy", date(2020, 3, 4)), (["12-Jan-2020", "3 feb 2021"], "dby", date(2020, 1, 12)),
    (["Jan 12, 2020", "February 3 2021"], "bdy", date(2020, 1, 12)), (["2020년 3월 4일", "2021년 1월 1일"], "ymd",
     date(2020, 3, 4)), (["2020. 3. 4.", "2020. 3. 5."], "ymd", date(2020, 3, 4)), (["2020-03", "2020-04"], "ymd",
     date(2020, 3, 1)),
])  # fmt: skip
def test_ways_to_write_dates(cells, style, first):
    form = guess(cells)
    assert (form.kind, form.style) == ("date", style)
    assert form.parse(cells[0]) == (first - date(1970, 1, 1)) / timedelta(days=1)


def test_days_come_first_where_dots_or_decimal_commas_say_so():
    day_first, month_first = date(2020, 2, 1), date(2020, 1, 2)
    for cells, comma, meant in (
        (["01.02.2020", "3.4.2020"], False, day_first), (["01/02/2020"], True, day_first),
        (["01/02/2020", "3/4/2020"], False, month_first), (["01.22.2020"], True, date(2020, 1, 22)),
    ):  # fmt: skip
        assert guess(cells, comma).parse(cells[0]) == (meant - date(1970, 1, 1)) / timedelta(days=1)


def test_a_date_that_begins_with_the_year_is_known_among_others():
    form = guess(["04/13/2020", "1/2/2020", "2020-02-23T12:00:00.000Z"])
    assert form.style == "mdy"
    assert form.parse("2020-02-23T12:00:00.000Z") == (date(2020, 2, 23) - date(1970, 1, 1)) / timedelta(days=1) + 0.5


@pytest.mark.parametrize(("cell", "hours"), [
    ("2020-03-04 06:00", 6), ("2020-03-04T06:30:36Z", 6.51), ("2020-03-04T06:00+02:00", 4), ("2020-03-04 06:00 PM", 18),
    ("2020-03-04 12:00 am", 0), ("2020-03-04 23:59:59.5", 23 + 59 / 60 + 59 / 3600),
])  # fmt: skip
def test_times_of_day(cell, hours):
    form = guess([cell])
    days = (date(2020, 3, 4) - date(1970, 1, 1)) / timedelta(days=1)
    assert form.parse(cell) == pytest.approx(days + hours / 24, abs=1e-9)
    assert guess(["06:30", "7:15:36"]).parse("7:15:36") == pytest.approx(7.26)


@pytest.mark.parametrize("cells", [["red", "blue"], ["A12", "B7"], ["1-2", "3-4"], ["2020-13-45"], ["C85", "E46"],
                                   ["5 kg", "5 lb"], ["1st Street", "2nd Street"], ["192.168.0.1", "10.0.0.1"],
                                   ["555-1234", "555-9876"], ["25:61"]])  # fmt: skip
def test_texts_are_no_numbers(cells):
    assert guess(cells) is None


def test_what_1_234_is_follows_from_the_other_columns(file):
    assert columns(file("a;b\n1.234,5;1.234\n3.456,7;2.345\n")) == {"a": [1234.5, 3456.7], "b": [1234, 2345]}
    assert columns(file("a;b\n1.5;1.234\n3.5;2.345\n")) == {"a": [1.5, 3.5], "b": [1.234, 2.345]}
    assert columns(file('a;b\n0,5;"1,234"\n3,5;"2,345"\n'))["b"] == [1.234, 2.345]
    assert columns(file('a,b\n0.5,"1,234"\n3.5,"2,345"\n'))["b"] == [1234, 2345]


def test_forms_beyond_the_first_rows_are_found_too(file):
    content = "a;y\n" + "5;1\n" * 3000 + "2,5;2\n" * 3000
    data = read_csv(file(content), targets="y")
    assert data.X[:3000].tolist() == [[5.0]] * 3000 and data.X[3000:].tolist() == [[2.5]] * 3000


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_reads_as_python_has_it(value):
    assert plain(repr(value)) == PLAIN.parse(repr(value)) == value


@settings(max_examples=200, deadline=None)
@given(st.floats(-1e12, 1e12), st.sampled_from(".,"), st.sampled_from(["", "%", "$", " kg"]))
def test_numbers_with_groups_and_units_read_back(value, mark, unit):
    text = f"{value:,.4f}"
    expected = float(text.replace(",", ""))
    text = text if mark == "." else text.translate(str.maketrans(",.", ".,"))
    assert NumberFormat(style=mark, unit=unit.strip()).parse(text + unit) == expected


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_no_cell_is_a_surprise(cell):
    guess([cell]), guess([cell], comma=True)
    for form in (PLAIN, NumberFormat(style=","), NumberFormat("date", "dmy"), NumberFormat("time")):
        assert form.parse(cell) is None or np.isfinite(form.parse(cell))


LONG = " " * 100_000


@pytest.mark.parametrize("cell", [f"+{LONG}~1", f"1.1.2020 10:00{LONG}x", "1 " * 50_000 + "~"])
def test_no_cell_takes_long(cell):
    """The patterns would try every way to divide the blanks, for minutes."""
    assert guess([cell, "1,5"]) is None and PLAIN.parse(cell) is None
    assert all(NumberFormat("date", order).parse(cell) is None for order in ("ymd", "mdy", "dmy", "dby", "bdy"))
    assert plain("0." + "1" * 300) == PLAIN.parse("0." + "1" * 300) == 1 / 9

"""Reading tables: separators, headers, encodings, numbers and dates as people write them, lines, other files."""

import gzip
import io
import sys
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numnet.analysis.layers import image_shape
from numnet.data import DataError, fingerprint, read_csv
from numnet.data.split_dataset import Parts
from numnet.data.tables.number_formats import PLAIN, Form, guess, plain
from numnet.data.tables.read_table import read_table
from numnet.data.tables.table import Lines, boxed, codes_of
from numnet.data.tables.text_reader import _joined

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def file(tmp_path):
    def write(content, encoding="utf-8", name="data.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def columns(path, **options):
    """{name: [the cells, numbers as numbers]}"""
    table = read_table(path, **options)
    found = {}
    for name in table.header:
        cells = table.cells(name)
        found[name] = [cells.texts[code] if code >= 0 else value for value, code in zip(cells.values, cells.codes)]
    return found


# --- separators and headers ---

PLAIN_TABLE = {"x": [1.5, 2.5], "z": [3, 4], "kind": ["a", "b"]}


@pytest.mark.parametrize(("content", "name"), [
    ("x,z,kind\n1.5,3,a\n2.5,4,b\n", "comma"), ("x;z;kind\n1.5;3;a\n2.5;4;b\n", "semicolon"),
    ("x\tz\tkind\n1.5\t3\ta\n2.5\t4\tb\n", "tab"), ("x|z|kind\n1.5|3|a\n2.5|4|b\n", "bar"),
    ("x  z   kind\n1.5 3  a\n2.5   4 b\n", "spaces"), ("sep=;\nx;z;kind\n1.5;3;a\n2.5;4;b\n", "semicolon"),
    ("x;z;kind;\n1.5;3;a;\n2.5;4;b;\n", "semicolon"), ("x,z,kind\n1.5,3,a,\n2.5,4,b,\n", "comma"),
    ("# made yesterday\nx,z,kind\n1.5,3,a\n2.5,4,b\n", "comma"), ("A report\n\nx,z,kind\n1.5,3,a\n2.5,4,b\n", "comma"),
    ("x;z;kind\n1,5;3;a\n2,5;4;b\n", "semicolon"), ('"x","z","kind"\n"1,5","3","a"\n"2,5","4","b"\n', "comma"),
])  # fmt: skip
def test_separators_and_what_stands_around_the_table(file, content, name):
    path = file(content)
    assert columns(path) == PLAIN_TABLE
    assert read_table(path).about == {"encoding": "utf-8", "separator": name, "header": "yes"}


@pytest.mark.parametrize(("content", "header", "names"), [
    ("1,2\n3,4\n", False, ("column1", "column2")), ("5.1,3.5,setosa\n4.9,3.0,setosa\n", False, 3),
    ("p,x,s\ne,b,y\np,x,y\ne,b,s\ne,x,s\n", False, 3), ("a,b\nc,d\n", True, ("a", "b")),
    ("label,0,1,2\n5,0,0,1\n3,9,8,7\n", True, ("label", "0", "1", "2")), ("0,1,2\n.5,.5,.5\n.1,.2,.3\n", True, 3),
    ("country,1990,1991,1992\nPeru,1.5,2.5,2\nChile,2.5,3.5,2\n", True, 4), ("2020-01-01,5\n2020-01-02,6\n", False, 2),
    (",x\n0,5.5\n1,6.5\n", True, ("column1", "x")), ("x,x,x.1\n1,2,3\n", True, ("x", "x.1", "x.1.1")),
    ("x y\n1 5 2\n2 6 3\n3 7 4\n", True, ("column1", "x", "y")), ("?,1\n2,3\n4,5\n", False, 2),
    ("²,½\n1,2\n3,4\n", True, ("²", "½")),
])  # fmt: skip
def test_headers_are_told_from_data(file, content, header, names):
    table = read_table(file(content))
    assert table.about["header"] == ("yes" if header else "no")
    assert len(table.header) == (names if isinstance(names, int) else len(names))
    if not isinstance(names, int):
        assert table.header == names


def test_a_header_is_known_by_the_names_of_the_model(file):
    path = file("1,2\n5,6\n7,8\n")
    assert len(read_table(path)) == 3
    assert columns(path, forms={"1": PLAIN, "2": PLAIN}) == {"1": [5, 7], "2": [6, 8]}


def test_remarks_say_what_was_unusual(file):
    assert read_table(file("1,2\n3,4\n")).remarks == ["no header: the columns are called column1 to column2"]
    assert read_table(file("x,x\n3,4\n")).remarks == ["several columns are called 'x': the later ones got a number"]
    assert read_table(file("Title\nx,z\n3,4\n")).remarks == ["1 line above the header left out"]
    assert read_table(file("\n\nx,z\n3,4\n")).remarks == []


# --- encodings ---

KOREAN = "이름,값\n가,1\n나,2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949"])
def test_encodings(file, encoding):
    path = file(KOREAN + "다,3\n" * 30, encoding)
    assert columns(path)["이름"][:3] == ["가", "나", "다"]
    remarks = ["the text is not UTF-8, read as cp949"] if encoding == "cp949" else []
    assert read_table(path).remarks == remarks


def test_western_european_files(file):
    path = file("Straße;Höhe\nMüller;1,5\nCafé;2,5\n", "latin-1")
    assert columns(path) == {"Straße": ["Müller", "Café"], "Höhe": [1.5, 2.5]}
    assert read_table(path).remarks == ["the text is not UTF-8, read as cp1252"]


def test_a_file_that_is_no_utf_8_far_from_its_beginning_is_read_again(file):
    path = file(b"x,kind\n" + b"1.25,plain\n" * 60_000 + "2,Zürich\n".encode("latin-1"))
    table = read_table(path)
    assert len(table) == 60_001 and table.texts[1] == ["plain", "Zürich"] and table.about["encoding"] == "cp1252"


def test_of_standard_input_only_the_beginning_can_be_looked_at(monkeypatch):
    content = b"x,kind\n" + b"1.25,plain\n" * 60_000 + "2,Zürich\n".encode("latin-1")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    with pytest.raises(DataError, match=r"standard input: after line .* byte 0xfc is not utf-8; save the file as CSV"):
        read_table("-")


def test_gzip(tmp_path):
    path = tmp_path / "data.csv.gz"
    path.write_bytes(gzip.compress(b"x,y\n1,0.5\n2,1.5\n"))
    assert read_csv(path).T.tolist() == [0.5, 1.5] and read_csv(path).name == "data"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DataError, match=r"cannot read .*data\.csv\.gz"):
        read_csv(path)


@pytest.mark.parametrize(("content", "message"), [
    (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "is an Excel workbook; save the sheet as CSV"),
    (b"PK\x03\x04" + b"\0" * 26 + b"readme.txt", "is a zip archive; unpack it"), (b"%PDF-1.7", "is a PDF"),
    (b"@RELATION iris\n", "is an ARFF file"), (b"\n <!DOCTYPE html>", "is a web page"), (b'{"a": 1}', "is JSON"),
    (b"\x80\x04\x95", "is a Python pickle, which numnet never opens"), (b"\x89HDF\r\n", "HDF5"),
    (b"\x01\x00\x02PNG" * 9, "is no text: it holds zero bytes; give a CSV file"),
    (b"x,y\n1,\x002\n", "is no text|NUL"), (b"PAR1 and rubbish", "is damaged, or no Parquet"),
])  # fmt: skip
def test_what_is_no_table_is_named(file, content, message):
    with pytest.raises(DataError, match=message) as caught:
        read_table(file(content))
    assert "data.csv" in str(caught.value) and "\n" not in str(caught.value)


# --- numbers ---


@pytest.mark.parametrize(("cells", "values", "style", "unit"), [
    (["1,5", "2,25"], [1.5, 2.25], ",", ""), (["1.234,5", "12"], [1234.5, 12], ",", ""),
    (["1,234.5", "1,000,000"], [1234.5, 1e6], ".", ""), (["1,234", "5,678"], [1234, 5678], ".", ""),
    (["12%", "12.5 %"], [12, 12.5], ".", "%"), (["$1,234.50", "$-2"], [1234.5, None], ".", "$"),
    (["-$1,234.50", "$2"], [-1234.5, 2], ".", "$"), (["5 €", "1.234,50 €"], [5, 1234.5], ",", "€"),
    (["23.4 kmpl", "19 kmpl"], [23.4, 19], ".", "kmpl"), (["1 234,5", "2 000"], [1234.5, 2000], ",", ""),
    (["1'234.5", "2'000"], [1234.5, 2000], ".", ""), (["−3,5", "4"], [-3.5, 4], ",", ""), (["USD 5", "USD 6.5"],
     [5, 6.5], ".", "USD"), (["1.5e3", ".5", "+2."], [1500, 0.5, 2], ".", ""),
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
    assert Form(style=mark, unit=unit.strip()).parse(text + unit) == expected


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_no_cell_is_a_surprise(cell):
    guess([cell]), guess([cell], comma=True)
    for form in (PLAIN, Form(style=","), Form("date", "dmy"), Form("time")):
        assert form.parse(cell) is None or np.isfinite(form.parse(cell))


# --- memory, lines, pieces ---


def test_a_cell_is_a_number_or_carries_its_text():
    codes = np.array([0, 7, 2**32 - 1])
    values = np.concatenate([[1.5, -0.0], boxed(codes)])
    assert np.isnan(values[2:]).all() and codes_of(values).tolist() == [-1, -1, *codes]
    assert codes_of(np.copy(values[::2])).tolist() == [-1, 0, 2**32 - 1]


def test_lines_take_no_room_where_rows_follow_each_other():
    lines = Lines()
    for row in range(1000):
        lines.append(row, row + 2 if row < 500 else row + 4)
    assert len(lines.rows) == 2 and [lines[0], lines[499], lines[500], lines[999]] == [2, 501, 504, 1003]


def test_rows_are_known_by_the_line_on_which_they_begin(file):
    table = read_table(file('x,text\n1,"a\nb"\n\n2,c\n3,"d\r\ne\r\n"\n4,f\n'))
    assert [table.lines[row] for row in range(4)] == [2, 5, 6, 9]
    with pytest.raises(DataError, match="line 9: 3 cells"):
        read_table(file('x,text\n1,"a\nb"\n\n2,c\n3,"d\r\ne\r\n"\n4,f,g\n'))


def test_pieces_join_into_blocks(monkeypatch):
    monkeypatch.setattr("numnet.data.tables.text_reader.BLOCK_BYTES", 8 * 2 * 10)
    whole = np.arange(46.0).reshape(23, 2)
    blocks = _joined(iter(np.array_split(whole, 5)), 2)
    assert [len(block) for block in blocks] == [10, 10, 3] and np.array_equal(np.concatenate(blocks), whole)
    assert _joined(iter([]), 2) == []


@pytest.mark.parametrize("cells", [3, 100, 100_000])
def test_the_size_of_pieces_changes_nothing(file, monkeypatch, cells):
    rows = [f"{i},{i / 7},{'ab'[i % 2]}" + ("" if i % 50 else " ,") for i in range(2500)]
    rows[1700], rows[1800], rows[1900] = '"1700",nan,a', "1e3,?,b", '7,8,"a\nb"'
    path = file("x,z,kind\n" + "\n".join(rows) + "\n")
    monkeypatch.setattr("numnet.data.tables.text_reader.CELLS", cells)
    table = read_table(path)
    assert len(table) == 2500 and table.lines[1899] == 1901 and table.lines[2499] == 2502
    found = columns(path)
    assert found["x"][1700] == 1700 and found["x"][1800] == 1000 and found["x"][2499] == 2499
    assert found["z"][1700] == "nan" and found["z"][1800] == "?" and found["z"][1801] == 1801 / 7
    assert found["kind"][1900] == "a\nb" and found["kind"][2499] == "b"


def test_the_fast_way_and_the_slow_way_read_the_same(file, monkeypatch):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(5000, 3)) * 10.0 ** rng.integers(-300, 300, (5000, 3))
    path = file("a,b,c\n" + "\n".join(",".join(map(repr, row)) for row in X.tolist()) + "\n")
    fast = np.concatenate(read_table(path).blocks)
    monkeypatch.setattr("numnet.data.tables.text_reader.PATIENCE", -1)
    slow = np.concatenate(read_table(path).blocks)
    assert fast.tobytes() == slow.tobytes() == X.tobytes()


@pytest.mark.parametrize("odd", ["1_0", "inf", "0x10", "1e999", '"5"', "5 6", "", "nan", "1,5", "5#6"])
def test_the_fast_way_leaves_what_is_unusual_to_the_slow_one(file, monkeypatch, odd):
    path = file("a;b\n" + "1;2\n" * 1500 + f"{odd};4\n" + "5;6\n" * 10)
    found = columns(path)
    monkeypatch.setattr("numnet.data.tables.text_reader.PATIENCE", -1)
    assert columns(path) == found and len(found["a"]) == 1511


def test_only_what_is_wanted_is_kept(file):
    path = file("a,b,c\n" + "1,text,2\n" * 3000)
    table = read_table(path, wanted=lambda header: {"c", "a"})
    assert table.header == ("a", "c") and len(table) == 3000 and table.blocks[0].shape[1] == 2


def test_texts_that_hardly_come_twice_do_not_fill_the_memory(file, monkeypatch):
    monkeypatch.setattr("numnet.data.tables.column_reader.MANY", 50)
    monkeypatch.setattr("numnet.data.tables.text_reader.CELLS", 100)
    path = file("who,y\n" + "".join(f"name {i},{i % 2}\n" for i in range(3000)))
    assert len(read_table(path).texts[0]) < 200
    assert len(read_table(path, exact=lambda header: {"who"}).texts[0]) == 3000


def test_progress_is_told(file):
    calls = []
    path = file("a,b\n" + "1,2\n" * 200_000)
    read_table(path, progress=lambda done, total: calls.append((done, total)))
    assert len(calls) > 2 and calls[-1] == (path.stat().st_size, path.stat().st_size)
    assert all(a[0] <= b[0] for a, b in pairwise(calls))


# --- .npz and Parquet ---


def test_npz(tmp_path):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(40, 3)), np.where(rng.random(40) > 0.5, "yes, sir", "no")
    flag, when = rng.random(40) > 0.5, np.arange("2020-01", "2023-05", dtype="M8[M]")
    np.savez(tmp_path / "a.npz", y=y, X=X, flag=flag, when=when)
    data = read_csv(tmp_path / "a.npz")
    assert data.feature_names == ("X1", "X2", "X3", "flag", "when") and data.targets == ("y",)
    assert np.array_equal(data.X[:, :3], X) and data.target_names == ("no", "yes, sir") and data.X[0, 4] == 18262
    np.savez(tmp_path / "b.npz", X=X, t=X[:, 0], feature_names=np.array(["a", "b", "c"]))
    assert read_csv(tmp_path / "b.npz").feature_names == ("a", "b", "c")
    X[3, 1] = np.nan
    np.savez(tmp_path / "b.npz", X=X, t=X[:, 0])
    with pytest.raises(DataError, match="1 missing cell, the first in row 4, by column: X2 1"):
        read_csv(tmp_path / "b.npz")


def digits(n, seed=0):
    """(images (n, 5, 4) uint8, which of three strokes is in them (n,))."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n)
    x = rng.integers(0, 60, (n, 5, 4), dtype=np.uint8)
    x[np.arange(n), y + 1] += 150
    return x, y


def test_npz_with_a_test_part_of_its_own(tmp_path):
    (x, y), (xt, yt) = digits(80), digits(20, seed=1)
    np.savez(tmp_path / "a.npz", x_test=xt, x_train=x, y_train=y[:, None], y_test=yt[:, None])
    data = read_csv(tmp_path / "a.npz")
    assert data.feature_names == tuple(f"x_{i}_{j}" for i in range(5) for j in range(4)) and data.targets == ("y",)
    assert image_shape(data.feature_names) == (5, 4) and data.task == "multiclass"
    parts = Parts.of(data, 0.25, seed=3)
    assert np.array_equal(parts.X_test, xt.reshape(20, 20)) and np.array_equal(parts.T_test, yt)
    assert len(parts.training) == 60 and len(parts.held) == 20
    both = np.sort(np.r_[parts.training, parts.held])
    assert np.array_equal(both, np.arange(80)) and np.array_equal(data.X[:80], x.reshape(80, 20))
    other = {"x_train": x[:79], "y_train": y[:79], "x_test": np.r_[x[79:], xt], "y_test": np.r_[y[79:], yt]}
    np.savez(tmp_path / "b.npz", **other)
    again = read_csv(tmp_path / "b.npz")
    assert np.array_equal(again.X, data.X) and fingerprint(again) != fingerprint(data)
    np.savez(tmp_path / "b.npz", x_train=x, y_train=y)
    assert Parts.of(read_csv(tmp_path / "b.npz"), 0, seed=0).test.size == 0


@pytest.mark.parametrize("split", ["random", "stratified", "ordered", "group:house"])
def test_the_test_part_of_a_file_stays_whole(tmp_path, split):
    (x, y), (xt, yt) = digits(90), digits(30, seed=1)
    house, far = np.arange(90) // 10, np.arange(30) // 3 + 100
    x = x.astype(float)
    x[::9, 2, 2] = np.nan
    np.savez(tmp_path / "a.npz", x_train=x, y_train=y, x_test=xt, y_test=yt, house_train=house, house_test=far)
    for missing, rows in (("median", 90), ("drop", 80)):
        parts = Parts.of(read_csv(tmp_path / "a.npz", targets=("y",), split=split, missing=missing), 0.3, seed=0)
        assert parts.test.tolist() == list(range(rows, rows + 30)) and len(parts.training) + len(parts.held) == rows
        assert 15 < len(parts.held) < 35
        if split == "group:house":
            groups = parts.dataset.division.groups
            assert not set(groups[parts.training]) & set(groups[parts.held])


@pytest.mark.parametrize(("change", "said"), [
    ({"y_test": None}, "holds y_train but no y_test"), ({"x_train": None}, "holds x_test but no x_train"),
    ({"x_test": np.ones((6, 4, 4))}, r"x_train has shape \(9, 5, 4\), x_test has \(6, 4, 4\); their rows"),
    ({"y_train": np.arange(8)}, r"array 'y_train' has shape \(8,\), 'x_train' has \(9, 5, 4\)"),
    ({"y_test": np.arange(7)}, r"array 'y_test' has shape \(7,\), 'x_test' has"),
    ({"house": np.arange(9)}, "array 'house' is beside arrays called …_train and …_test"),
    ({"y_test": np.float64(1)}, r"array 'y_test' has shape \(\)"),
])  # fmt: skip
def test_npz_parts_that_do_not_fit(tmp_path, change, said):
    (x, y), (xt, yt) = digits(9), digits(6)
    arrays = {"x_train": x, "y_train": y, "x_test": xt, "y_test": yt, **change}
    np.savez(tmp_path / "a.npz", **{name: array for name, array in arrays.items() if array is not None})
    with pytest.raises(DataError, match=said):
        read_csv(tmp_path / "a.npz")


def test_npz_never_unpickles(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (exit, (9,))

    np.savez(tmp_path / "a.npz", X=np.ones((2, 2)), y=np.array([Bomb(), Bomb()], dtype=object))
    with pytest.raises(DataError, match="Python objects, which numnet never opens"):
        read_csv(tmp_path / "a.npz")
    np.savez(tmp_path / "b.npz", X=np.ones((4, 2)), y=np.ones(3))
    with pytest.raises(DataError, match=r"array 'y' has shape \(3,\), 'X' has \(4, 2\)"):
        read_csv(tmp_path / "b.npz")
    (tmp_path / "b.npz").write_bytes((tmp_path / "b.npz").read_bytes()[:300])
    with pytest.raises(DataError, match="damaged"):
        read_csv(tmp_path / "b.npz")


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

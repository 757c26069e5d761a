"""Text files read piece by piece: lines, memory, progress."""

from itertools import pairwise

import numpy as np
import pytest

from numnet.data import DataError
from numnet.data.tables.byte_source import InlineTable
from numnet.data.tables.number_formats import PLAIN
from tests.support.messy_tables import messy_table
from tests.support.tables import columns, read_table

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.usefixtures("way")]


def test_rows_are_known_by_the_line_on_which_they_begin(file):
    table = read_table(file('x,text\n1,"a\nb"\n\n2,c\n3,"d\r\ne\r\n"\n4,f\n'))
    assert [table.lines[row] for row in range(4)] == [2, 5, 6, 9]
    with pytest.raises(DataError, match="line 9: 3 cells"):
        read_table(file('x,text\n1,"a\nb"\n\n2,c\n3,"d\r\ne\r\n"\n4,f,g\n'))


@pytest.mark.parametrize("cells", [3, 100, 100_000])
def test_the_size_of_pieces_changes_nothing(file, monkeypatch, cells):
    rows = [f"{i},{i / 7},{'ab'[i % 2]}" + ("" if i % 50 else " ,") for i in range(2500)]
    rows[1700], rows[1800], rows[1900] = '"1700",nan,a', "1e3,?,b", '7,8,"a\nb"'
    path = file("x,z,kind\n" + "\n".join(rows) + "\n")
    monkeypatch.setattr("numnet.data.tables.text_reader.CELLS_AT_A_TIME", cells)
    table = read_table(path)
    assert len(table) == 2500 and table.lines[1899] == 1901 and table.lines[2499] == 2502
    found = columns(path)
    assert found["x"][1700] == 1700 and found["x"][1800] == 1000 and found["x"][2499] == 2499
    assert found["z"][1700] == "nan" and found["z"][1800] == "?" and found["z"][1801] == 1801 / 7
    assert found["kind"][1900] == "a\nb" and found["kind"][2499] == "b"


def test_numbers_are_those_of_python(file):
    """To the last bit: of any size and length, and halfway between two floats."""
    rng, between = np.random.default_rng(0), [f"{2**53 + 2 * k + 1}" for k in range(40)]
    cells = [repr(x) for x in (rng.normal(size=5000) * 10.0 ** rng.integers(-300, 300, 5000)).tolist()]
    cells += [repr(x) for x in rng.integers(0, 2**63, 3000).view(np.float64).tolist() if np.isfinite(x)]
    cells += [f"{x:.{digits}{form}}" for digits in range(25) for form in "efg" for x in (1 / 3, -2 / 3e9, 5e-324, 1e22)]
    cells += ["-0", "-0.0", "+5", "5.", ".5", "1e0005", "1E+22", "1e23", "4.35", "9007199254740993", "1e-400", *between]
    cells += [f"{cell}{'0' * zeros}" for cell in between for zeros in (1, 5, 200)] + ["0." + "0" * 30 + "17e30"]
    found = np.concatenate(read_table(file("x,i\n" + "".join(f"{cell},1\n" for cell in cells))).blocks)[:, 0]
    assert found.tobytes() == np.array(list(map(float, cells))).tobytes()


@pytest.mark.parametrize("odd", ["1_0", "inf", "0x10", "1e999", "5 6", "", "nan", "1,5", "5#6", "1e", "e5", ".", "+"])
def test_what_is_no_plain_number_stays_a_text(file, odd):
    found = columns(file("a;b\n" + "1;2\n" * 1500 + f"{odd};4\n" + "5;6\n" * 10))
    assert found["a"] == [*[1] * 1500, odd, *[5] * 10]


@pytest.mark.parametrize("written", ['"5"', '" 5 "', " 5", "5 ", '"5" ', "５", "\t5", '""""', 'a"b', '"a""b"c', '""'])
def test_quotes_and_blanks_around_cells(file, written):
    cell = {"５": 5, '""""': '"', '"a""b"c': 'a"bc', '""': ""}.get(written, 5 if "5" in written else written)
    assert columns(file("a;b\n" + "1;2\n" * 1500 + f"{written};4\n"))["a"][-1] == cell


def test_only_what_is_wanted_is_kept(file):
    path = file("a,b,c\n" + "1,text,2\n" * 3000)
    table = read_table(path, {"c", "a"})
    assert table.header == ("a", "c") and len(table) == 3000 and table.blocks[0].shape[1] == 2


def test_texts_that_hardly_come_twice_do_not_fill_the_memory(file, monkeypatch):
    monkeypatch.setattr("numnet.data.tables.plain_records.SMALL_BYTES", 0)
    monkeypatch.setattr("numnet.data.tables.column_reader.MAX_UNIQUE_TEXTS", 50)
    monkeypatch.setattr("numnet.data.tables.text_reader.CELLS_AT_A_TIME", 100)
    path = file("who,y\n" + "".join(f"name {i},{i % 2}\n" for i in range(3000)))
    assert len(read_table(path).texts[0]) < 200
    assert len(read_table(path, exact={"who"}).texts[0]) == 3000


def test_progress_is_told(file):
    calls = []
    path = file("a,b\n" + "1,2\n" * 200_000)
    read_table(path, progress=lambda done, total: calls.append((done, total)))
    assert len(calls) > 2 and calls[-1] == (path.stat().st_size, path.stat().st_size)
    assert all(a[0] <= b[0] for a, b in pairwise(calls))


def test_two_hundred_different_cells_of_the_first_rows_decide_the_form(file, monkeypatch):
    sizes = []
    monkeypatch.setattr("numnet.data.tables.text_reader.guess", lambda cells, comma: sizes.append(len(cells)) or PLAIN)
    read_table(file("x,z,kind\n" + "".join(f"{k},{k % 7},{k % 300}a\n" for k in range(900)) + ",,\n"))
    assert sizes == [200, 8, 200]


def test_small_and_large_files_are_read_alike(monkeypatch, way):
    """The same cells, texts in the same order, forms, lines and remarks, or the same error, of any table."""

    def found(text):
        try:
            table = read_table(InlineTable(text))
        except DataError as error:
            return str(error)
        lines = [table.lines[row] for row in range(len(table))]
        return table.header, np.concatenate(table.blocks).tobytes(), table.texts, table.forms, lines, table.remarks

    tables = [messy_table(seed)[0] for seed in range(150)]
    here = [found(text) for text in tables]
    monkeypatch.setattr("numnet.data.tables.plain_records.SMALL_BYTES", 0)
    assert [found(text) for text in tables] == here and sum(isinstance(each, tuple) for each in here) > 100

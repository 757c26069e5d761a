"""The CSV file of a work sheet: what is read of it, what is refused in one line, and that no file does harm."""

import csv
import os

import numpy as np
import pytest

import numnet
from numnet.tracing.answers import significant, unit

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def trace():
    return numnet.trace("xor", sample=1, seed=1, loss="mse")


def rows_of(columns):
    """The rows of a file as lists of text, header first."""
    rows = [["" if value is None or value != value else f"{value:g}" if name in ("layer", "unit", "input", "sample")
             else str(value) for name, value in zip(columns, row)] for row in zip(*columns.values())]  # fmt: skip
    return [list(columns), *rows]


def written(path, rows, delimiter=",", encoding="utf-8"):
    with open(path, "w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


@pytest.fixture
def rows(trace):
    return rows_of(trace.columns())


def refused(trace, path):
    """The message with which a file is refused."""
    with pytest.raises(ValueError) as caught:
        trace.grade(path)
    message = str(caught.value)
    assert "\n" not in message and len(message) < 250 + len(str(path))
    return message


@pytest.mark.parametrize("change", [
    lambda rows: rows,
    lambda rows: [rows[0], *reversed(rows[1:])],
    lambda rows: [[*reversed(row)] for row in rows],
    lambda rows: [row[:5] + row[6:] for row in rows],  # without formulas
    lambda rows: [row for row in rows if row[4] not in ("w", "b", "x", "t")],  # without what is given
    lambda rows: [*rows[:9], [], ["", "", "", "", "", "", ""], *rows[9:]],
    lambda rows: [[cell.replace("-", "−") if n == 6 else cell for n, cell in enumerate(row)] for row in rows],
    lambda rows: [[f" {cell} " for cell in row] for row in rows],
    lambda rows: [[f"{cell}.0" if n < 4 and cell.isdigit() else cell for n, cell in enumerate(row)] for row in rows],
    lambda rows: [[*row, "remark"] for row in rows],
])  # fmt: skip
def test_what_a_spreadsheet_makes_of_a_file_is_read(trace, rows, tmp_path, change):
    grades = trace.grade(written(tmp_path / "a.csv", change(rows), encoding="utf-8-sig"))
    assert grades.all_right and len(grades) == 31


def test_a_blank_sheet_is_all_blank(trace, tmp_path):
    path = written(tmp_path / "blank.csv", rows_of(trace.blank().columns()))
    assert trace.grade(path).counts == {"right": 0, "wrong": 0, "blank": 31}


def test_frames_and_columns_are_taken_too(trace):
    pandas = pytest.importorskip("pandas")
    assert trace.grade(trace.columns()).all_right and trace.grade(trace.frame()).all_right
    frame = trace.frame()
    frame.loc[frame["quantity"] == "y", "value"] = np.nan
    assert trace.grade(frame).counts["blank"] == 1 and trace.grade(frame.astype(object)).counts["blank"] == 1
    with pytest.raises(ValueError, match="the answers, row 1: there is no column value"):
        trace.grade(pandas.DataFrame(frame.drop(columns="value")))


@pytest.mark.parametrize(("change", "message"), [
    (lambda rows: rows[0].__setitem__(6, "valeu"), "a.csv, row 1: there is no column value"),
    (lambda rows: rows[0].__setitem__(4, "what"), "a.csv, row 1: there is no column quantity"),
    (lambda rows: rows[20].__setitem__(6, "abc"), "row 21: column value: 'abc' is no number: write one like 0.25, or"),
    (lambda rows: rows[20].__setitem__(6, "nan"), "row 21: column value: 'nan' is no number"),
    (lambda rows: rows[20].__setitem__(6, "1e999"), "row 21: column value: '1e999' is no number"),
    (lambda rows: rows[20].__setitem__(6, "1/3"), "row 21: column value: '1/3' is no number"),
    (lambda rows: rows[20].__setitem__(6, "٠.٥"), "row 21: column value: '٠.٥' is no number"),
    (lambda rows: rows[20].__setitem__(6, "=1+1"), "row 21: column value: '=1+1' is no number"),
    (lambda rows: rows[20].__setitem__(6, "0,25"), "row 21: column value: '0,25' has a decimal comma: write 0.25"),
    (lambda rows: rows[20].append("25"), "row 21: it has 8 cells, the header 7; a decimal comma makes two cells"),
    (lambda rows: rows[20].pop(), "row 21: it has 6 cells, the header 7"),
    (lambda rows: rows[20].__setitem__(0, "one"), "row 21: column layer: 'one' is no whole number"),
    (lambda rows: rows[20].__setitem__(0, "-1"), "row 21: column layer: '-1' is no whole number"),
    (lambda rows: rows.pop(20), "a.csv has no row for quantity y, layer 2, unit 1, sample 1; put back"),
    (lambda rows: [rows.pop(20), rows.pop(20)], "no row for 2 numbers, the first: quantity y, layer 2, unit 1"),
    (lambda rows: rows.append(rows[20]), "row 45: quantity y, layer 2, unit 1, sample 1 stands in row 21 already"),
    (lambda rows: rows[20].__setitem__(3, "2"), "row 21: the sheet has no quantity y, layer 2, unit 1, sample 2"),
    (lambda rows: rows[1].__setitem__(6, "0.7"), "row 2: column value: quantity w, layer 1, input 1, unit 1 is 0.7, "
                                                 "and 0.57 on the sheet; these seem to be the answers to another"),
    (lambda rows: rows.clear(), "row 1: there is no column quantity, layer, input, unit, sample, value"),
])  # fmt: skip
def test_a_bad_file_is_refused_in_one_line_with_the_place(trace, rows, tmp_path, change, message):
    change(rows)
    assert message in refused(trace, written(tmp_path / "a.csv", rows))


def test_semicolons_are_named(trace, rows, tmp_path):
    assert "save the sheet with commas between its columns" in refused(
        trace, written(tmp_path / "a.csv", rows, delimiter=";"))  # fmt: skip


@pytest.mark.parametrize("other", [{"seed": 2}, {"sample": 2}, {"hidden": 3}, {"learning_rate": 0.5}, {"update": 2},
                                   {"optimizer": "momentum"}])  # fmt: skip
def test_the_answers_to_another_sheet_are_told(trace, tmp_path, other):
    path = written(tmp_path / "a.csv", rows_of(trace.blank().columns()))
    options = {"sample": 1, "seed": 1, "loss": "mse"} | other
    assert "another sheet" in refused(numnet.trace("xor", **options), path)


HEADER = b"layer,unit,input,sample,quantity,formula,value\n"


@pytest.mark.parametrize("content", [
    b"", b"\0" * 1000, b"\xff\xfe\x00", HEADER + b"\0,1,,1,y,,1\n", HEADER + b'"' * 1001, HEADER + b"," * 2_000_000,
    HEADER + b"2,1,,1,y,," + b"9" * 5000 + b"\n", HEADER + b"2,1,,1,y,,0e" + b"9" * 5000 + b"\n",
    HEADER + b"\x1b[2J,1,,1,y,,1\n", HEADER + b"2,1,,1,\x1b[2J" + b"y" * 5000 + b",,1\n", b"\x1b[2J;value\n",
    HEADER + b"9" * 5000 + b",1,,1,y,,1\n", HEADER + b"2,1,,1,y,,1\n" * 3,
], ids=lambda content: repr(content[47:60]))  # fmt: skip
def test_no_file_does_harm(trace, tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)
    message = refused(trace, tmp_path / "a.csv")
    assert "a.csv" in message and "\x1b" not in message and "\0" not in message


@pytest.mark.skipif(os.name == "nt", reason="a pipe in the file system")
def test_only_plain_files_are_opened(trace, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    assert "a pipe, no plain file" in refused(trace, tmp_path / "pipe")
    assert "a link, no plain file" in refused(trace, tmp_path / "link")
    assert "a folder, no plain file" in refused(trace, tmp_path)
    assert "No such file" in refused(trace, tmp_path / "none.csv")


@pytest.mark.parametrize(("text", "last", "digits"), [
    ("0.657", 1e-3, 3), ("1200", 1.0, 4), ("-2.50e-3", 1e-5, 3), (".5", 0.1, 1), ("7.", 1.0, 1), ("0.0", 0.1, 0),
    ("1E2", 100.0, 1), ("+0.010", 1e-3, 2), ("0e999", float("inf"), 0),
])  # fmt: skip
def test_the_digits_of_a_text(text, last, digits):
    assert unit(text) == last and significant(text) == digits

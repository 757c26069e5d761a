"""Tables and numbers as several commands print them."""

import math

import pytest

from numnet.commands.output.text import format_metric, format_number, format_result, named_metric, table


def test_columns_are_as_wide_as_their_widest_cell_on_the_terminal():
    lines = table(["name", "n"], [["a", 1], ["라벨", 12345]]).splitlines()
    assert lines == ["name      n", "a         1", "라벨  12345"]  # a Hangul character takes two columns


def test_columns_of_text_are_to_the_left_and_no_line_ends_in_blanks():
    assert table(["a", "bc"], [["long", "d"], ["e", ""]], left=range(2)).splitlines() == ["a     bc", "long  d", "e"]


def test_widths_are_those_of_a_terminal():
    cells = ["é", "e\u0301", "Ａ", "ｱ", "漢字", "η", "abc"]  # the second é has an accent of its own
    lines = table(["", "n"], [[cell, k] for k, cell in enumerate(cells)], left=(0,)).splitlines()
    gaps = [line.removeprefix(cell).count(" ") for cell, line in zip(cells, lines[1:])]
    assert [6 - gap for gap in gaps] == [1, 1, 2, 1, 4, 1, 3]
    assert table(["n", "text"], [[5, "a"], [10, "bc"]], left=(1,)).splitlines() == [" n  text", " 5  a", "10  bc"]


def test_a_cell_stays_on_its_line():
    assert table(["a"], [["x\n\x1b[2J"]]).splitlines() == ["a", "x\\n\\x1b[2J"]


@pytest.mark.parametrize(("text", "expected"), [
    (format_number(None), ""), (format_number(0.123456), "0.1235"), (format_metric("r2", 0.5), "0.5"),
    (format_metric("train_accuracy", 0.973), "97.3 %"), (format_metric("loss", math.nan), "undefined"),
    (named_metric("label_accuracy", 0.5), "label accuracy 50.0 %"), (named_metric("r2", None), ""),
    (format_result("train_loss", math.inf), "diverged"), (format_result("r2", -math.inf), "diverged"),
    (format_result("loss", 0.25), "0.25"),
])  # fmt: skip
def test_numbers_in_a_few_digits_or_in_words(text, expected):
    assert text == expected

"""Tables as several commands print them."""

from numnet.commands.output.text import table


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

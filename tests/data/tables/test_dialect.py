"""How a text file writes its table: separators and headers."""

import pytest

from numnet.data.tables.dialect import has_header
from numnet.data.tables.number_formats import PLAIN
from tests.support.tables import columns, read_table

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.usefixtures("way")]

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


@pytest.mark.parametrize(("records", "header"), [
    ([["1", "2"]], False), ([["a", "b"]], True),  # nothing below: a number is data
    ([["5", "b"], ["", "a"], ["", "c"]], True), ([["5", "b"], ["7", "a"], ["8", "c"]], False),  # gaps tell nothing
    ([["a"], *[["1"]] * 9, ["x"]], True), ([["5"], *[["1"]] * 9, ["x"]], False),  # nine of ten: numbers below
    ([["0", "1"], ["5", "7"], ["6", "8"]], False), ([["0", "1", "2"], ["5", "7", "9"], ["6", "8", "9"]], True),
    ([["5"], *[["1"]] * 8, ["x"], ["y"]], True), ([["5"], *[["1"]] * 5, *[["x"], ["y"], ["z"]] * 2], True),
])  # fmt: skip
def test_a_header_is_unlike_the_numbers_below_it(records, header):
    assert has_header(records) == header


QUOTES = {  # what stands in the file: what the cell says
    '"abc"def': "abcdef", '"abc" ': "abc", '"a""b"c"d"': 'a"bc"d"', '5" disk': '5" disk',
    '"C:\\data\\"': "C:\\data\\",
}
ESCAPED = {
    r'"he said \"hi\", twice"': 'he said "hi", twice', r'"size 5\""': 'size 5"',
    r'"C:\\new\dir\\"': "C:\\new\\dir\\", r'"two ""kinds"" \"of\" quotes"': 'two "kinds" "of" quotes',
    '"a\\"\nb"': 'a"\nb', r"no \"quotes\"": r"no \"quotes\"",
}  # fmt: skip


@pytest.mark.parametrize("cells", [QUOTES, ESCAPED], ids=["doubled", "escaped"])
def test_quotes_within_cells(file, cells):
    """Text behind a closing quote is part of the cell; backslashes take quotes their meaning where a file has such."""
    rows = "".join(f"{i},{written},{i % 2}\n" for i, (written, _) in enumerate([*cells.items()] * 3))
    table = file("n,text,y\n" + rows)
    assert columns(table)["text"] == [*cells.values()] * 3
    assert columns(table)["n"] == list(range(3 * len(cells)))


def test_one_column_of_cells_with_backslashes(file):
    assert columns(file('a,b\n1,"x\\y"\n2,"z\\"\n'))["b"] == ["x\\y", "z\\"]

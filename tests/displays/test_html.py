"""Blocks and tables: escaped, short, in the host's colours."""

from numnet.displays.html import block, note, safe, table
from tests.support.displays import checked, rows, title

HOSTILE = '<script>alert("1")</script>&amp;\n\x1b[2J\u202e' + "x" * 100_000


def test_a_table_has_its_header_and_its_rows():
    tree = checked(block("Thing a: b", table(["name", "n"], [["a", 1], ["b", 2.5]]), note("under it")))
    assert title(tree) == "Thing a: b" and tree[0].find("b").text == "Thing"
    assert rows(tree) == [["name", "n"], ["a", "1"], ["b", "2.5"]]
    assert [cell.attrib.get("scope") for cell in tree.iter("th")] == ["col", "col"]
    aligned = [cell.attrib.get("style") for cell in tree.iter("td")]
    assert aligned == ["text-align:left", None] * 2 and "text-align:right" in tree.find("table").attrib["style"]


def test_kinds_stand_under_the_header_and_an_empty_header_heads_nothing():
    tree = checked(table(["", "n"], [["a", 1]], under=["", "number"]))
    assert rows(tree) == [["", "n"], ["", "number"], ["a", "1"]]
    assert [cell.text for cell in tree.iter("th")] == ["n"]
    assert [row.attrib.get("style") for row in tree.iter("tr")] == [None, "border-bottom:1px solid", None]


def test_hostile_texts_are_escaped_and_short():
    html = block(HOSTILE[:50], table([HOSTILE], [[HOSTILE]]), note(HOSTILE))
    tree = checked(html)
    assert len(html) < 2000 and "<script" not in html and "\x1b" not in html and "\u202e" not in html
    assert rows(tree)[1][0].startswith('<script>alert("1")</script>') and "\n" not in "".join(tree.itertext())


def test_front_ends_typeset_no_names():
    assert {"tex2jax_ignore", "mathjax_ignore"} <= set(checked(block("$x$ y")).attrib["class"].split())


def test_texts_are_cut_where_they_say():
    assert safe("a" * 50, 10) == "aaaaaaa..." and note("") == ""

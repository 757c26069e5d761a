"""Findings as a list, a table of text, of HTML, and a frame."""

import pytest

from numnet.diagnostics import Finding, Findings
from tests.support.displays import checked, rows, title

FOUND = Findings([Finding("scale", "broken", "a <b>\x1b factor", "scale it"), Finding("gradient check", "ok", "1e-9")])


def test_a_list_that_prints_as_a_table():
    assert FOUND[0].what == "scale" and len(FOUND) == 2 and FOUND.broken == ["scale"]
    assert repr(FOUND).splitlines() == [
        "broken  scale           a <b>\\x1b factor",
        "                        → scale it",
        "ok      gradient check  1e-9",
    ]
    assert repr(Findings()) == "no findings" and title(checked(Findings())) == "Findings of 0 checks: nothing is broken"


def test_a_notebook_shows_the_same():
    tree = checked(FOUND)
    assert title(tree) == "Findings of 2 checks: broken: scale"
    assert rows(tree) == [["verdict", "what", "found", "remedy"], ["broken", "scale", "a <b>\\x1b factor", "scale it"],
                          ["ok", "gradient check", "1e-9", ""]]  # fmt: skip


def test_a_row_a_finding():
    columns = FOUND.columns()
    assert list(columns) == ["what", "verdict", "found", "remedy"] and columns["remedy"].tolist() == ["scale it", ""]
    pytest.importorskip("pandas")
    assert FOUND.frame().query("verdict == 'ok'")["what"].tolist() == ["gradient check"]

"""Bad data: refused in one line."""

import re

import pytest

from tests.support.shell import table_text

pytestmark = pytest.mark.filterwarnings("error")

GOOD_ROWS = "".join(f"{i},{i % 7}.5,{i % 2}\n" for i in range(30))
BAD_FILES = {
    "empty": ("", "empty"),
    "blank": ("\n\n", "empty"),
    "header only": ("a,b,c\n", "no data rows"),
    "ragged, short": ("a,b,c\n1,2,0\n3,4\n5,6,1\n", "line 3"),
    "ragged, long": ("a,b,c\n1,2,0\n3,4,1,9\n", "line 3"),
    "stray text": ("a,b,c\n" + GOOD_ROWS + "7,hello,1\n", "line 32, column 'b'.*'hello'"),
    "stray text in the target": ("a,b,c\n" + GOOD_ROWS + "7,1.5,oops\n", "line 32, column 'c'.*'oops'"),
    "NaN": ("a,b,c\n" + GOOD_ROWS + "NaN,1,0\n", "line 32, by column: a 1; choose --missing"),
    "Inf": ("a,b,c\n" + GOOD_ROWS + "1,-inf,0\n", "line 32, column 'b'.*finite"),
    "one target": ("a,b,c\n1,2,0\n3,4,nan\n5,6,\n", "only 1 row with a target, 'c'"),
    "empty cell": ("a,b,c\n" + GOOD_ROWS + "1,,0\n", "line 32, by column: b 1; choose --missing"),
    "one class": ("a,b,c\n1,2,x\n2,3,x\n3,4,x\n", "one class"),
    "one row": ("a,b,c\n1,2,0\n", "row"),
    "two rows of two classes": ("a,b,c\n1,2,0\n3,4,1\n", "one class.*(rows|--validation)"),
    "constant numbers": ("a,b\n1,2.5\n2,2.5\n3,2.5\n", "'b'"),
    "one column": ("a\n1\n2\n", "feature"),
    "too large to square": ("a,b\n" + "".join(f"{i}e300,{i % 2}\n" for i in range(9)), "'a'"),
}


@pytest.mark.parametrize(("content", "expected"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_files_are_refused_in_one_line(shell, content, expected):
    shell.write("bad.csv", content)
    message = shell.refused("train", "bad.csv")
    assert re.search(rf"\bbad\b.*{expected}", message)


@pytest.mark.parametrize("command", [["train"], ["summary"], ["datasets", "show"], ["datasets", "export"]],
                         ids=" ".join)
@pytest.mark.parametrize(("data", "expected"), [
    ("sprial", "spiral"), ("moon", "moons"), ("sprial:n=9,noise=0.2", "spiral"), ("nosuch.csv", "nosuch.csv"),
    ("no/such.csv", "no/such.csv"), ("spiral:n=x", "n must"), ("spiral:color=3", "noise"), ("spiral:n=0", "n must"),
    ("spiral:n", "n"), ("iris:n=20", "n"), ("spiral:seed=-1", r"\bseed must"), ("spiral:noise=-1", "noise"),
    ("spiral:noise=nan", "noise"), (".", "folder"),
])
def test_unknown_and_impossible_data_are_refused(shell, command, data, expected):
    message = shell.refused(*command, data)
    assert re.search(expected, message) and "--seed" not in message


@pytest.mark.parametrize(("columns", "words", "expected"), [
    ("u,v,w", ["--target", "wx"], "'wx'.*'w'"),
    ("u,v,w", ["--target", "w", "--target", "w"], "'w'"),
    ("u,v,kind,w", ["--target", "w", "--target", "kind"], "'kind'.*text"),
    ("u,v,kind", ["--task", "regression"], "'kind'.*text.*regression"),
    ("u,v,kind", ["--task", "multilabel"], "'kind'.*multilabel"),
    ("u,v,w", ["--task", "binary"], "fractions.*binary"),
    ("u,v,note", [], "'note' holds one class"),
    ("u,v,pos,up", ["--target", "pos", "--target", "up", "--task", "multiclass"], "multiclass takes one"),
])
def test_targets_that_do_not_fit_are_refused(shell, columns, words, expected):
    shell.write("mixed.csv", table_text(columns=columns))
    message = shell.refused("train", "mixed.csv", *words)
    assert "mixed.csv" in message and re.search(expected, message)


def test_bundled_sets_have_their_own_target_and_task(shell):
    assert "species" in shell.refused("train", "iris", "--target", "colour")
    assert "binary" in shell.refused("train", "xor", "--task", "regression")

"""`numnet trace --blank` and `--grade`: a sheet is printed, filled in and marked."""

import csv
import io
import json

import pytest

from tests.support.cli import call
from tests.support.displays import checked
from tests.support.traces import numnet_

pytestmark = pytest.mark.filterwarnings("error")

SHEET = ("xor", "--sample", "1", "--seed", "1", "--loss", "mse")


def name_of(row):
    return "E after" if row["quantity"] == "E after" else row["formula"].partition(" = ")[0]


@pytest.fixture
def answers(tmp_path, monkeypatch):
    """Writes answers.csv: the blank sheet with the values of the trace, rounded, and changes {name: text}."""
    monkeypatch.chdir(tmp_path)

    def write(*words, **changes):
        full = csv.DictReader(io.StringIO(numnet_(*SHEET, "--format", "csv")))
        values = {name_of(row): f"{float(row['value']):.5g}" for row in full} | changes
        text = numnet_(*SHEET, *words, "--blank", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(text)))
        for row in rows:
            row["value"] = row["value"] or values[name_of(row)]
        with open("answers.csv", "w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, rows[0])
            table.writeheader()
            table.writerows(rows)

    return write


def marked(*words):
    """What is printed of a sheet on which not everything is right."""
    return call("trace", *words, code=1).stdout


def test_a_sheet_in_every_format():
    text = numnet_(*SHEET, "--blank")
    assert text.startswith("Work sheet: xor, sample 1: network 2-2-1") and "\nRule: sgd\n  η = 0.1\n" in text
    gaps = text.count("= ______\n")
    assert gaps == 31 and "  δ²₁ = (y − t) y (1 − y) = ______\n" in text
    rows = list(csv.DictReader(io.StringIO(numnet_(*SHEET, "--blank", "--format", "csv"))))
    assert sum(not row["value"] for row in rows) == gaps
    assert numnet_(*SHEET, "--blank", "--format", "latex").count(r"\underline{\hspace{2cm}}$") == gaps
    page = numnet_(*SHEET, "--blank", "--format", "html")
    assert page.count("______") == gaps and "Trace" not in page and "E 0.2" not in page
    checked(page[page.index("<div") : page.index("</main>")])
    found = json.loads(numnet_(*SHEET, "--blank", "--format", "json"))
    values = [line["value"] for section in found["sections"] for line in section["lines"]]
    assert found["blank"] is True and values.count(None) == gaps


def test_what_is_rounded_is_right(answers):
    answers()
    assert "31 numbers: 31 right, 0 wrong, 0 blank" in numnet_(*SHEET, "--grade", "answers.csv")


def test_the_first_wrong_line_is_named_with_its_formula_and_the_mistake(answers):
    answers(**{"δ²₁": "-0.67791", "new w²₁₁": "7", "h¹₁": ""})
    text = marked(*SHEET, "--grade", "answers.csv")
    assert text.splitlines()[1:] == [
        "31 numbers: 28 right, 2 wrong, 1 blank",
        "first wrong: row 24, sample 1",
        "  δ²₁ = (y − t) y (1 − y) = (0.32209 − 1)·0.32209·(1 − 0.32209) = −0.14802",
        "  not −0.67791; the factor f′ is left out",
        "also wrong: new w²₁₁ in row 42",
    ]


@pytest.mark.parametrize(("changes", "code"), [({}, 0), ({"h¹₁": "7"}, 1), ({"h¹₁": ""}, 1)])
def test_the_exit_code_says_whether_all_is_right(answers, changes, code):
    answers(**changes)
    for style in ("text", "csv", "json"):
        call("trace", *SHEET, "--grade", "answers.csv", "--format", style, code=code)


def test_marks_as_csv_and_json(answers):
    answers(**{"y₁": "-0.32209"})
    rows = list(csv.DictReader(io.StringIO(marked(*SHEET, "--grade", "answers.csv", "--format", "csv"))))
    (wrong,) = [row for row in rows if row["verdict"] == "wrong"]
    assert (wrong["quantity"], wrong["layer"], wrong["value"]) == ("y", "2", "-0.32209")
    assert wrong["mistake"] == "the sign is wrong"
    found = json.loads(marked(*SHEET, "--grade", "answers.csv", "--format", "json"))
    assert (found["right"], found["wrong"], found["blank"], found["all_right"]) == (30, 1, 0, False)
    assert [answer["layer"] for answer in found["answers"] if answer["verdict"] == "wrong"] == [2]
    assert found["answers"][0]["mistake"] is None and len(found["answers"]) == 31


def test_a_layer_alone_is_printed_and_marked(answers):
    text = numnet_(*SHEET, "--layer", "2", "--blank")
    assert text.count("______") == 10 and "h¹₁ = 1 / (1 + e⁻ⁿᵉᵗ) = 0.65701\n" in text
    answers("--layer", "2")
    assert "10 numbers: 10 right" in numnet_(*SHEET, "--layer", "2", "--grade", "answers.csv")


def test_a_file_is_written_and_no_sheet_replaced(answers):
    numnet_(*SHEET, "--blank", "--format", "csv", "-o", "sheet.csv")
    with open("sheet.csv", encoding="utf-8", newline="") as file:  # marked as UTF-8, which spreadsheets need
        assert file.read() == "\ufeff" + numnet_(*SHEET, "--blank", "--format", "csv")
    assert "31 blank" in marked(*SHEET, "--grade", "sheet.csv")
    answers()
    assert numnet_(*SHEET, "--grade", "answers.csv", "--format", "json", "-o", "marks.json") == "marks.json\n"
    assert "answers.csv exists, and may be a sheet that was filled in" in numnet_(
        *SHEET, "--blank", "--format", "csv", "-o", "answers.csv", code=2)  # fmt: skip
    assert "31 right" in numnet_(*SHEET, "--grade", "answers.csv")


@pytest.mark.parametrize(("words", "message"), [
    (["--blank", "--check"], "--blank does not go with --check"),
    (["--grade", "answers.csv", "--check"], "--grade does not go with --check"),
    (["--grade", "answers.csv", "--blank"], "--blank prints a work sheet, --grade marks one; give one of them"),
    (["--grade", "answers.csv", "--format", "latex"], "--grade has the formats text, csv or json, not latex"),
    (["--grade", "none.csv"], "none.csv can't be read: No such file"),
    (["--grade", "answers.csv", "--seed", "2"], "answers.csv, row 2: column value: quantity w, layer 1"),
    (["--blank", "--layer", "0"], "no number that is worked out"),
    (["--blank", "--layer", "3"], "the layers 2-2-1"),
])  # fmt: skip
def test_bad_calls_are_refused_in_one_line(answers, words, message):
    answers()
    error = numnet_(*SHEET, *words, code=2)
    assert message in error and error.count("\n") == 1

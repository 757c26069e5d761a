"""The glossary: its symbols and terms are those of the course, in order; words that it replaces don't come back."""

import ast
import csv
import re

import pytest

import numnet
from numnet.options.train import TRAIN
from tests.support.documents import DOCUMENTS, REPOSITORY, course, text

pytestmark = pytest.mark.filterwarnings("error")

PAGE = "docs/glossary.md"
TERM = re.compile(r"^\*\*([^*]+)\*\*: ", re.MULTILINE)
SYMBOLS = [re.split(r" *\| *", line) for line in re.findall(r"^\| (\$.*) \|$", text(PAGE), re.MULTILINE)]
TERMS = TERM.findall(text(PAGE))

# A word that puzzled readers, and the right one.
UNWANTED = {
    r"leave (it|one( of them)?|them|\S*--[\w-]+) away": "leave … out",
    r"\bguessing costs\b|\bchance loss\b": "the loss of guessing",
    r"\blearn(s|ed|ing)? \w*( \w+)?by heart\b|\bmemori[sz]e[sd]? \d+ rows": "fit a few rows",
    r"\b(training|validation|test) parts?\b": "training set, validation set, test set",
    r"\b(samples?|µs|microseconds|updates) an (update|epoch)\b": "per update, per epoch",
    r"\bstarting weights\b": "initial weights",
    r"\bper seed\b": "of each seed",
    r"\bconstant 1 \(bias\)": "bias",
    r"\bto get 99 % of the way\b": "until 1 % of the first error is left",
    r"\bthe (network|model) (says|answers)\b": "predicts",
    r"\bnothing in them\b": "empty",
    r"\bwith commas between\b(?! (its|the)\b)": "separated by commas",
}  # fmt: skip


def used_in_the_course():
    """All words of the course's other pages, their outputs included, in lower case and one line."""
    pages = [name for name in course() if name != "glossary"]
    return re.sub(r"[\s*`]+", " ", " ".join(text(f"docs/{name}.md") for name in pages)).lower()


def test_the_terms_are_in_order_each_once_with_a_page():
    assert len(TERMS) > 80
    assert sorted(set(TERMS), key=str.lower) == TERMS
    entries = TERM.split(text(PAGE).partition("## Terms")[2])[2::2]
    assert all(re.search(r"\(\[[^\]]+\]\([\w-]+\.md", entry) for entry in entries)


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_used_in_the_course(term):
    assert re.search(rf"(?<![\w-]){re.escape(term.lower())}", used_in_the_course())


@pytest.mark.parametrize("row", SYMBOLS, ids=lambda row: row[0])
def test_a_symbol_has_options_names_and_a_page_that_uses_it(row):
    symbols, _, options, names, pages = row
    assert {option.strip("`-").replace("-", "_") for option in options.split(", ") if option} <= keys()
    network, data = numnet.Network([1, 1], task="regression"), numnet.load_dataset("iris")
    places = {"network": network, "data": data, "numnet": numnet}
    for name in re.findall(r"`([^`]+)`", names):
        begin, _, attribute = name.removeprefix("len(").partition(".")
        attribute = re.match(r"\w*", attribute)[0]
        assert hasattr(places[begin], attribute) if attribute else begin in keys() | ARGUMENTS, name
    shown = " ".join(text(f"docs/{page}") for page in re.findall(r"\]\(([\w-]+\.md)", pages))
    for symbol in re.findall(r"\$([^$]+)\$", symbols):
        assert symbol.partition("^l")[0] in shown, symbol


ARGUMENTS = {"learning_rate", "schedule", "batch_size"}


def keys():
    """The options of ``numnet train``, with ``_``."""
    return {name.lstrip("-").replace("-", "_") for option in TRAIN.params for name in option.opts}


def test_the_korean_terms_cover_the_glossary():
    with (REPOSITORY / "docs/locale/ko/terms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["english", "korean"] and all(len(row) == 2 and all(row) for row in rows)
    known = [row[0].lower() for row in rows[1:]]
    assert len(set(known)) == len(known)
    assert [term for term in TERMS if term.lower() not in known] == []


# --- unwanted words ---------------------------------------------------------------------------------------------------


def messages(path):
    """[text] of a module: its strings, those of f-strings with a number in place of a value; no docstrings but helps.

    Docstrings are left out outside of ``commands``, where they are the help of a command.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and (isinstance(node, ast.Module) or "commands" not in path.parts)
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (docstrings | inside):
            yield node.value


def unwanted(words):
    """[(what is found, what to write)] in a text."""
    words = " ".join(words.split())
    return [(found[0], right) for wrong, right in UNWANTED.items() for found in re.finditer(wrong, words, re.I)]


@pytest.mark.parametrize("package", sorted(path.parent.name for path in (REPOSITORY / "numnet").glob("*/__init__.py")))
def test_messages_have_no_unwanted_words(package):
    found = {path.relative_to(REPOSITORY).as_posix(): unwanted("\n".join(messages(path)))
             for path in sorted((REPOSITORY / "numnet" / package).rglob("*.py"))}  # fmt: skip
    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name != "CHANGELOG.md"])
def test_documents_have_no_unwanted_words(document):
    assert unwanted(text(document)) == []


def test_the_page_has_no_unwanted_words():
    files = sorted((REPOSITORY / "page/src/text/en").glob("*.js"))
    assert files and {file.name: each for file in files if (each := unwanted(file.read_text(encoding="utf-8")))} == {}


def test_unwanted_words_are_found():
    for wrong in ("leave --l1 away", "leave it away", "guessing costs ln 2", "learned by heart", "the training part",
                  "38 updates an epoch", "x per seed", "what the network says"):  # fmt: skip
        assert unwanted(wrong), wrong
    assert unwanted("a part of the validation set; updates per epoch; leave out --l1") == []

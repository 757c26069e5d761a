"""Reading the documents: their fenced blocks, commands and files.  For the tests."""

import re

from tests.support.cli import REPOSITORY

PAGES = tuple(sorted(path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "docs").glob("*.md")))
FOLDERS = ("datasets", "figures", "fuzz", "notebooks")  # that have a README.md of their own
DOCUMENTS = ("README.md", "README.ko.md", "CONTRIBUTING.md", "CHANGELOG.md",
             *(f"{folder}/README.md" for folder in FOLDERS), *PAGES)  # fmt: skip
CALL = re.compile(r"^((?:\$ |numnet ).*\n)((?:(?!\$ |numnet ).*\n)*)", re.MULTILINE)  # of a console block: line, output


def text(document):
    """The whole document."""
    return (REPOSITORY / document).read_text(encoding="utf-8")


def blocks(document, languages):
    """[(language, code)] of the fenced blocks in these languages, a pattern, in order."""
    return re.findall(rf"^```({languages})\n(.*?)^```$", text(document), re.MULTILINE | re.DOTALL)


def prose(document):
    """The document without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", text(document), flags=re.MULTILINE | re.DOTALL)


def command_of(line):
    """The command of a line of a console block, without prompt and comment."""
    return line.removeprefix("$ ").partition(" # ")[0].strip()


def calls(code):
    """[(command, its output)] of a console block."""
    return [(command_of(line), output.removesuffix("\n")) for line, output in CALL.findall(code)]


def sessions(document):
    """[(command, its output)] of the console blocks, in order."""
    return [call for _, code in blocks(document, "console") for call in calls(code)]


def files_of(document):
    """[(name, content)] of the data files that a document shows: a csv block after a paragraph that names the file."""
    return re.findall(r"`([\w-]+\.csv)`[^`]*\n\n```csv\n(.*?)^```$", text(document), re.MULTILINE | re.DOTALL)


def commands(document):
    """Every command of a document: in console blocks, and in backquotes in the text."""
    inline = re.findall(r"`(numnet [^`]+)`", prose(document).replace("\n", " "))
    return [command for command, _ in sessions(document) if command.startswith("numnet ")] + inline


def course():
    """The names of the pages of the course: those that the index lists as the chapter and beyond it, and itself."""
    lists = r"^```\{toctree\}\n(?::.*\n)*:caption: (.*)\n\n((?:.+\n)+)```$"
    pages = dict(re.findall(lists, text("docs/index.md"), re.MULTILINE))
    return ["index", *pages["The chapter"].split(), *pages["Beyond it"].split()]

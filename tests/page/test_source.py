"""The order of the page's source: an import leads to a lower line, or stays in its folder; files are short."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "page/src"
FLOORS = (  # each line may import those below it, and nothing beside it; page.js is the page as a whole
    "loader",
    "main",
    "start",
    "api page.js",
    "panels",
    "views",
    "ui",
    "state",
    "export text",
    "engine lessons",
    "config kernels tracing",
    "data",
    "errors html",
)
FLOOR = {name: height for height, line in enumerate(reversed(FLOORS)) for name in line.split()}
FILES = sorted(SOURCE.rglob("*.js"))


def room(path):
    """The folder of a file, or the file where it stands alone."""
    first, *rest = path.relative_to(SOURCE).parts
    return "page.js" if rest == ["page.js"] else first if rest else path.stem


def imported(path):
    """The files that a file imports; what comments import are types alone."""
    code = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for name in re.findall(r"(?:from|import)\s*\(?\"(\.[^\"]+)\"", code):
        yield (path.parent / name).resolve()


@pytest.mark.parametrize("name", FLOOR)
def test_imports_of_the_page_point_down(name):
    files = [path for path in FILES if room(path) == name]
    assert files
    for path in files:
        for target in imported(path):
            assert target.is_file(), f"{path.name} imports {target}"
            where = room(target)
            assert where == name or FLOOR[where] < FLOOR[name], f"{name}/{path.name} imports {where}/{target.name}"


def test_files_of_the_page_are_short():
    assert {room(path) for path in FILES} == set(FLOOR)
    assert {path.name: n for path in FILES if (n := len(path.read_text("utf-8").splitlines())) > 300} == {}

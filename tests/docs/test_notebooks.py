"""The notebooks are what the pages and the scripts make them, and running them prints what the pages show."""

import ast
import doctest
import re
import runpy

import nbformat
import pytest

from numnet.commands.example import EXAMPLES
from tests.commands.test_example import PROMISES
from tests.docs.test_outputs import again
from tests.support.cli import REPOSITORY, call
from tests.support.documents import sessions, text
from tests.support.notebooks import executed, pictures, printed

pytestmark = pytest.mark.filterwarnings("error")

FOLDER = REPOSITORY / "notebooks"
MAKE = runpy.run_path(str(FOLDER / "make.py"))
CHAPTERS = MAKE["chapters"]()
QUICK = "neuron"  # runs in seconds
LIKE_A_PAGE = doctest.OutputChecker()


def of_example(name):
    return call("example", name, "--notebook", "-o", "-").stdout


# --- what they say ----------------------------------------------------------------------------------------------------


def test_the_course_has_a_notebook_for_each_page():
    assert {"neuron", "xor", "races", "inside", "one-update", "pitfalls"} < set(CHAPTERS) and "teachers" not in CHAPTERS
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == set(CHAPTERS)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_notebook_follows_from_its_page(name):
    assert (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8") == MAKE["text_of"](name), "make notebooks"
    cells = nbformat.reads(MAKE["text_of"](name), as_version=4).cells
    said = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert cells[0].source.splitlines()[0] == text(f"docs/{name}.md").splitlines()[0]
    assert not re.search(r"`{3}\{|\{\w+\}`|</?details|</?summary|\]\((?!https://|[\w-]+\.ipynb\))", said)
    assert all((FOLDER / target).is_file() for target in re.findall(r"\]\(([\w-]+\.ipynb)\)", said))
    commands = [command for command, _ in sessions(f"docs/{name}.md")]
    assert {f"%{command}" for command in commands} <= {cell.source for cell in cells}
    for formula in re.findall(r"^\$\$\n.*?^\$\$$", text(f"docs/{name}.md"), re.MULTILINE | re.DOTALL):
        assert formula in said


def test_what_no_notebook_can_show_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(MAKE["chapters"].__globals__, "DOCS", tmp_path)
    (tmp_path / "index.md").write_text("```{toctree}\n\npage\n```\n")
    (tmp_path / "a.py").write_text("x = 1\n")
    for block, message in (("{figure} a.png", "docs/page.md: .*{figure}"), ("console\n$ ls", "^ls: "),
                           ("{literalinclude} a.py\n:lines: 3", "a.py: .* lines of literalinclude")):  # fmt: skip
        (tmp_path / "page.md").write_text(f"# Page\n\n```{block}\n```\n")
        with pytest.raises(ValueError, match=message):
            MAKE["text_of"]("page")


@pytest.mark.parametrize("notebook", [*map(MAKE["text_of"], CHAPTERS), *map(of_example, EXAMPLES)])
def test_they_are_notebooks(notebook):
    book = nbformat.reads(notebook, as_version=4)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor, book.metadata.kernelspec.name) == (4, 5, "python3")
    assert book.cells[0].cell_type == "markdown" and book.cells[0].source.startswith("# ")
    assert all(cell.source.strip() == cell.source != "" for cell in book.cells)
    assert nbformat.writes(book, indent=1, sort_keys=True) + "\n" == notebook  # as Jupyter itself writes it


# --- what they do -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n == QUICK else pytest.mark.slow) for n in CHAPTERS])
def test_a_chapter_prints_what_its_page_shows(name, tmp_path):
    cells = [cell for cell in MAKE["cells_of"](name) if cell.cell["cell_type"] == "code"]
    for (_, shown), ran in zip(cells, executed(MAKE["text_of"](name), tmp_path), strict=True):
        assert all(output.get("name") != "stderr" for output in ran.outputs), ran
        if ran.source.startswith("%numnet "):
            assert not shown or again(shown, printed(ran)) == shown, ran.source
            drawn = re.findall(r"\.(png|gif)$", shown or ran.source, re.MULTILINE)
            assert pictures(ran) == [f"image/{kind}" for kind in drawn], ran.source
        elif shown:
            flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            assert LIKE_A_PAGE.check_output(shown, printed(ran) + "\n", flags), (ran.source, printed(ran))


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_does_in_a_notebook_what_its_script_does(name, tmp_path):
    cells = executed(of_example(name), tmp_path)
    pattern, accept, files = PROMISES[name]
    found = re.search(pattern, "".join(map(printed, cells)))
    assert found and accept(float(found.group(1)))
    assert all(output.get("name") != "stderr" for cell in cells for output in cell.outputs)
    assert sum(map(len, map(pictures, cells))) == sum(file.endswith(".png") for file in files)


def test_an_example_is_its_script_but_shows_what_that_writes():
    for name in EXAMPLES:
        script = (REPOSITORY / "examples" / f"{name}.py").read_text(encoding="utf-8")
        cells = nbformat.reads(of_example(name), as_version=4).cells
        sources = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        pairs = zip(ast.parse(script).body[1:], ast.parse(sources).body, strict=True)
        changed = [(old, new) for old, new in (map(ast.unparse, pair) for pair in pairs) if old != new]
        assert all("save" in old and "figures.show(" in new for old, new in changed)
        assert len(changed) == sum(file.endswith(".png") for file in PROMISES[name][2])
        said = "\n".join(cell.source for cell in cells) + "\n"
        assert all(f"{comment}\n" in said for comment in re.findall(r"^# ?(.+)$", script, re.MULTILINE))

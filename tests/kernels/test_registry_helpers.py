"""Registries of equations: their order, their folders, and what two entries may not share."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from numnet.kernels import activations, rules, surfaces
from numnet.kernels.registry_helpers import by_code, of_folder

ONE, TWO = SimpleNamespace(name="one", code=1), SimpleNamespace(name="two", code=2)


def test_a_registry_is_in_the_order_of_codes():
    assert list(by_code([TWO, ONE])) == ["one", "two"]


@pytest.mark.parametrize(("other", "message"), [
    (SimpleNamespace(name="three", code=1), "one and three share the code 1; the next free is 3"),
    (SimpleNamespace(name="one", code=3), "the entries of codes 1 and 3 share the name one"),
])  # fmt: skip
def test_two_entries_of_one_code_or_name_are_named(other, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        by_code([ONE, TWO, other])


@pytest.mark.parametrize(("package", "kind", "entries"), [
    (activations, "activation", activations.ALL),
    (rules, "rule", rules.RULES),
    (surfaces, "surface", surfaces.SURFACES),
])  # fmt: skip
def test_every_file_of_a_folder_is_an_entry_of_its_name(package, kind, entries):
    files = {path.stem for folder in package.__path__ for path in Path(folder).glob("*.py")}
    assert files - {"__init__", kind} == set(entries)


def test_a_new_file_is_a_new_entry(tmp_path, monkeypatch):
    folder = tmp_path / "shapes"
    folder.mkdir()
    for name, text in {"__init__": "", "shape": "", "square": entry("square", 4), "dot": entry("dot", 0)}.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    found = of_folder("shapes", [str(folder)], "shape")
    assert [(name, shape.code) for name, shape in found.items()] == [("dot", 0), ("square", 4)]


def entry(name, code):
    """The source of a file with an entry."""
    return f"from types import SimpleNamespace\n\nSHAPE = SimpleNamespace(name={name!r}, code={code})\n"

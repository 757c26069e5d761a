"""The order of the packages: an import, also one inside a function, leads to a lower line, or stays in its package."""

import ast
from pathlib import Path

import pytest

import numnet

PACKAGE = Path(__file__).parents[1] / "numnet"
FLOORS = (  # each line may import those below it, and nothing beside it
    "__main__",
    "commands",
    "api",
    "figures options warmup",
    "analysis studies tracing",
    "diagnostics experiments runs sklearn",
    "export surfaces training",
    "cuda model optim",
    "benchmark data",
    "cpu",
    "displays files kernels",
    "utils",
)
FLOOR = {name: height for height, line in enumerate(reversed(FLOORS)) for name in line.split()}


def module_of(path):
    """("numnet", "cpu", "layers") of numnet/cpu/layers.py; a package stands for its __init__.py."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


MODULES = {module_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(tree):
    """Modules of numnet that the source names in its import statements, wherever they stand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "numnet":
            base = tuple(node.module.split("."))
            for alias in node.names:
                yield (*base, alias.name) if (*base, alias.name) in MODULES else base
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("numnet."):
                    yield tuple(alias.name.split("."))


IMPORTS = {module: set(imported(ast.parse(path.read_text(encoding="utf-8")))) for module, path in MODULES.items()}


def test_every_package_has_its_floor():
    assert {module[1] for module in MODULES if len(module) > 1} == set(FLOOR)


@pytest.mark.parametrize("package", FLOOR)
def test_imports_point_down(package):
    for module, targets in IMPORTS.items():
        if module[1:2] != (package,):
            continue
        for target in targets:
            if len(target) > 1 and target[1] != package:
                assert FLOOR[target[1]] < FLOOR[package], f"{'.'.join(module)} imports {'.'.join(target)}"


def walk(arrows):
    """Fails where following the arrows {from: {to, ...}} leads back to where one was."""
    seen = set()

    def visit(room, way):
        assert room not in way, " -> ".join(map(".".join, (*way, room)))
        if room not in seen:
            for target in arrows.get(room, ()):
                if target != room:
                    visit(target, (*way, room))
            seen.add(room)

    for room in arrows:
        visit(room, ())


def test_no_module_imports_itself_by_a_detour():
    walk(IMPORTS)


@pytest.mark.parametrize("package", [name for name in FLOOR if (PACKAGE / name).is_dir()])
def test_no_folder_within_a_package_imports_itself_by_a_detour(package):
    """A module beside the folders stands for itself; a package's own file hands names on, and is no room."""
    arrows = {}
    for module, targets in IMPORTS.items():
        if module[1:2] == (package,) and len(module) > 2:
            inside = {target[:3] for target in targets if target[1:2] == (package,) and len(target) > 2}
            arrows.setdefault(module[:3], set()).update(inside - {module[:3]})
    walk(arrows)


def test_few_modules_are_loose_and_none_bears_the_name_of_a_public_function():
    loose = {path.stem for path in PACKAGE.glob("*.py")}
    assert loose == {"__init__", "__main__", "warmup"}
    names = {"check", "compare", "evaluate", "fit", "playground", "race", "sweep", "trace"}  # those to come included
    functions = {name for name in numnet.__all__ if callable(getattr(numnet, name))} | names
    assert not functions & (loose | {path.name for path in PACKAGE.iterdir() if path.is_dir()})


def functions(path):
    """(name, lines) of the functions of a file, their decorators and docstrings left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield node.name, node.end_lineno - body[0].lineno + 1


def test_files_and_functions_are_short():
    """A file has at most 300 lines, a function at most 50, besides signature and docstring."""
    assert {path.name: n for path in MODULES.values() if (n := len(path.read_text("utf-8").splitlines())) > 300} == {}
    assert [(path.name, name, n) for path in MODULES.values() for name, n in functions(path) if n > 50] == []

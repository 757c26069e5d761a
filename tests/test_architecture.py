"""The order of the packages: an import, also one inside a function, leads to a lower line, or stays in its package."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "numnet"
FLOORS = (  # each line may import those below it, and nothing beside it
    "__main__",
    "commands",
    "figures warmup",
    "analysis studies tracing",
    "diagnostics experiments runs sklearn",
    "export surfaces training",
    "cuda model optim",
    "benchmark cpu data",
    "files kernels utils",
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


def test_no_module_imports_itself_by_a_detour():
    def visit(module, way):
        assert module not in way, " -> ".join(map(".".join, (*way, module)))
        if module not in seen:
            for target in IMPORTS.get(module, ()):
                if target != module:
                    visit(target, (*way, module))
            seen.add(module)

    seen = set()
    for module in IMPORTS:
        visit(module, ())

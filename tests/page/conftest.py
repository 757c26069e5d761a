"""The page's WebAssembly module, and numnet with every kernel that Python calls compared with the module's."""

import importlib

import pytest

from numnet.cpu import random_arrays
from tests.support.webassembly import Beside, Module


@pytest.fixture(scope="session")
def module():
    """The module in numnet/page/index.html."""
    pytest.importorskip("wasmtime")
    return Module()


# Where Python calls the kernels; those of two dtypes have two names in the module.
KERNELS = {
    "train": "training",
    "outputs": "entry_points",
    "unit_outputs": "entry_points",
    "gradient_sum": "entry_points",
    "trace_pass": "tracing",
    "input_terms": "input_terms",
    "lay_out": "workspace",
    "shard_rows": "workspace",
    "measure": "workspace",
    "moments": "column_moments",
    "shuffled": "random_arrays",
    "evaluate": "descent",
    "constants": "descent",
    "walk_block": "descent",
}


@pytest.fixture
def beside(module, monkeypatch):
    """Whatever numnet does calls the native kernels and the module's, and fails where a bit differs: a `Beside`."""
    doubles = Beside(module)
    for name, home in KERNELS.items():
        home = importlib.import_module(f"numnet.cpu.{home}")
        double = doubles.double(getattr(home, name), [name, f"{name}_float32", f"{name}_float64"])
        monkeypatch.setattr(home, name, double)
    for name in ("draw_weights", "draw_rows"):
        monkeypatch.setattr(random_arrays, name, family(doubles, name, getattr(random_arrays, name)))
    return doubles


def family(doubles, name, kernel_of):
    """The doubles of a function that has a kernel for each of its arguments."""
    return lambda argument: doubles.double(kernel_of(argument), [f"{name}_{argument}"])

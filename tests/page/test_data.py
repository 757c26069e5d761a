"""Generated data, orders of rows, moments, sizes of a run, in the page's module."""

import numpy as np
import pytest

import numnet
from numnet.cpu import column_moments, random_arrays, workspace
from numnet.data import InputTerms
from numnet.kernels.codes import Size, Stream
from numnet.kernels.generators import GENERATORS
from tests.support import trainings

TERMS = ["x1", "x2", "x1^2", "x1*x2", "x2^2", "sin(x1)", "cos(x1)", "sin(x2)"]


@pytest.mark.parametrize("name", GENERATORS)
def test_generated_sets(beside, name):
    entry = GENERATORS[name]
    data = numnet.load_dataset(name)
    other = numnet.load_dataset(name, n=77, noise=1.5, seed=2**53 - 1, **({entry.counted: 7} if entry.counted else {}))
    assert beside.calls[f"draw_rows_{name}"] == 2 and data.X.shape[1] == other.X.shape[1]


@pytest.mark.parametrize("n", [1, 2, 3, 100, 1000])
def test_orders_of_rows(beside, n):
    for number in range(3):
        order = random_arrays.random_order(n, 5, Stream.SPLIT, number)
        assert sorted(order) == list(range(n))
    assert beside.calls["shuffled"] == 3


def test_moments(beside):
    rng = np.random.default_rng(0)
    for scale in (1e-160, 1, 1e10, 1e160):
        A = rng.standard_normal((301, 7)) * scale + 100
        assert np.allclose(column_moments.column_moments(A)[0], A.mean(axis=0))
    assert beside.calls["moments"] == 4


def test_inputs_computed_from_the_features(beside):
    terms = InputTerms.parse(TERMS, ("a", "b"))
    X = np.random.default_rng(0).standard_normal((50, 2)) * 1e3
    X[:2] = [np.inf, np.nan], [1e200, 0]
    with np.errstate(invalid="ignore", over="ignore"):
        assert np.isfinite(terms.of(X)[2:]).all()
    assert beside.calls["input_terms"] == 1


SHAPES = [(2, 3), (2, 8, 2), (4, 300, 7, 3), (700, 1, 1), (2, *[16] * 10, 3), (100, 1024, 1024, 10)]


@pytest.mark.parametrize("sizes", SHAPES, ids=str)
def test_sizes_of_a_run(module, sizes):
    """For mini-batches of all sizes, and several threads: every number, and what it follows from."""
    layout = numnet.Network(sizes, task="regression").layout
    for batch in (1, 2, 15, 32, 64, 100, 129, 513, 2000, 100_000):
        rows = workspace.shard_rows(layout.biases_at[-1] + sizes[-1], batch)
        assert module.call("shard_rows", layout.biases_at[-1] + sizes[-1], batch) == rows
        tile = workspace.tile_rows(layout.units_at, rows)
        assert module.call("tile_rows", layout.units_at, rows) == tile
        assert module.call("units_size", layout, tile) == workspace.units_size(layout, tile)
        for threads in (1, 4):
            ours, theirs = np.full(Size.SIZE, -1), np.full(Size.SIZE, -1)
            workspace.measure(layout, rows, batch, threads, 4, ours)
            module.call("measure", layout, rows, batch, threads, 4, theirs)
            assert ours.tolist() == theirs.tolist() and ours.min() > 0


@pytest.mark.parametrize("sizes", SHAPES, ids=str)
def test_layouts(beside, sizes):
    assert numnet.Network(sizes, task="regression").layout.scratch_size > 0 and beside.calls["lay_out"] == 1


@pytest.mark.parametrize("initializer", numnet.INITIALIZERS)
def test_initial_weights(beside, initializer):
    network = trainings.network(hidden=(7, 5), init=initializer, seed=2**53 - 1)
    assert beside.calls[f"draw_weights_{initializer}"] == (0 if initializer == "zeros" else 3)
    assert (np.ptp(network.parameters) == 0) == (initializer == "zeros")

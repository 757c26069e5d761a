"""What the layers of a trained network compute: net inputs and outputs of many rows, and the pass of one sample."""

import re
from dataclasses import dataclass

import numpy as np

from numnet.kernels.records import MAX_TILE_ROWS
from numnet.model.inputs import inputs_of, unscaled_inputs_of
from numnet.utils.arguments import integer


def scale_inputs(run, X):
    """Rows X (n, d) in original units as the network takes them."""
    return inputs_of(run.network, X)


def layers(run, X):
    """(net, h): two lists of arrays (n, m), one a layer, layer 1 first, for X (n, d) in original units.

    They are those of the kernels that train; the last h is the network's output, unscaled.
    """
    passes = [traced for traced, _ in _passes(run.network, scale_inputs(run, X))]
    return tuple([np.concatenate(parts) for parts in zip(*(getattr(one, kind) for one in passes))] for kind in
                 ("net", "h"))  # fmt: skip


def _passes(network, X, T=None):
    """(`Pass`, rows) for `MAX_TILE_ROWS` rows at a time."""
    from numnet.cpu.tracing import traced_pass

    X = network.inputs(X)
    T = np.zeros((len(X), network.sizes[-1]), network.dtype) if T is None else network.targets(T, len(X))
    for start in range(0, len(X), MAX_TILE_ROWS):
        rows = slice(start, start + MAX_TILE_ROWS)
        yield traced_pass(network.layout, network.parameters, X[rows], T[rows]), rows


@dataclass(frozen=True, eq=False)
class Passage:
    """The forward pass of one sample through the network of a run, and the backward pass of its error."""

    row: int  # of the data
    x: np.ndarray  # (inputs,) not standardised
    t: object  # as in `Dataset.T`
    h: list  # h⁰, h¹, …: outputs of each layer's units, the inputs standardised where the run does that
    delta: list  # δ¹, δ², …
    gradients: list  # (∂E/∂W, ∂E/∂b) of each layer
    loss: float


def passage(run, row=None):
    """The `Passage` of a row of the run's data, counted from 0; of the row with the largest loss for None.

    Raises ValueError for a row that the data lack.
    """
    dataset, network = run.data().dataset, run.network
    X, T = scale_inputs(run, dataset.X), dataset.T
    T = T if run.scaler is None else run.scaler.transform_targets(T)
    if row is None:
        row = int(np.concatenate([traced.losses for traced, _ in _passes(network, X, T)]).argmax())
    row = integer("sample", row, at_least=0)
    if row >= len(X):
        raise ValueError(f"sample {row} is no row of {dataset.name}: it has the rows 0 to {len(X) - 1}")
    ((traced, _),) = _passes(network, X[row : row + 1], T[row : row + 1])
    other = network.copy()
    other.parameters[:] = traced.gradient
    h = [X[row], *(values[0] for values in traced.h)]
    gradients = list(zip(other.weights, other.biases, strict=True))
    (x,) = unscaled_inputs_of(network, dataset.X[row : row + 1])
    return Passage(row, x, dataset.T[row], h, [d[0] for d in traced.delta], gradients, traced.losses[0])


def top_units(network, layer, most):
    """At most ``most`` units of a layer, 0 the inputs, as rising indices: those with the largest outgoing weights.

    Of the outputs the first.

    >>> import numnet
    >>> net = numnet.Network([3, 2])
    >>> net.weights[0][:] = [[0, 1], [5, 0], [2, 2]]
    >>> top_units(net, 0, 2).tolist(), top_units(net, 1, 9).tolist()
    ([1, 2], [0, 1])
    """
    if layer == len(network.sizes) - 1:
        return np.arange(network.sizes[-1])[:most]
    size = np.linalg.norm(network.weights[layer].astype(np.float64), axis=1)
    return np.sort(np.argsort(-size, kind="stable")[:most])


def image_shape(names):
    """(rows, columns) where the features are the pixels of an image, by their names; else None.

    Names that end in row and column, in the order of reading, ``pixel_0_0, pixel_0_1, …``; or that share a beginning
    and count, ``pixel0, pixel1, …``, to a square of at least 4 x 4.

    >>> image_shape([f"pixel_{i}_{j}" for i in range(8) for j in range(6)]), image_shape(["width", "height"])
    ((8, 6), None)
    """
    matches = [re.fullmatch(r"(.*?)(\d+)(?:\D(\d+))?", name) for name in names]
    if not all(matches) or len({match[1] for match in matches}) > 1 or len(matches) < 16:
        return None
    if all(match[3] for match in matches):
        places = [(int(match[2]), int(match[3])) for match in matches]
        first, last = min(places), max(places)
        shape = last[0] - first[0] + 1, last[1] - first[1] + 1
        whole = [(first[0] + i, first[1] + j) for i in range(shape[0]) for j in range(shape[1])]
        return shape if places == whole else None
    side, numbers = round(len(matches) ** 0.5), [int(match[2]) for match in matches]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return (side, side) if counted and side * side == len(matches) and not any(match[3] for match in matches) else None

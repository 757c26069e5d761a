"""The error of a real network over a plane of its weight space.

A plane is a centre c and two directions d₁, d₂ in the space of all P weights: θ(x, y) = c + x d₁ + y d₂.  Two kinds,
and the one case in which nothing is left out: a network of two weights, whose space is the plane.

- `paths`: the plane that the paths of several runs fit best (principal components of their snapshots).  A path leaves
  its plane; how far is part of the answer: the share of its variance that the plane holds, and at every snapshot the
  true loss beside the loss of its shadow, the nearest point of the plane.  Two components hold most of the variance of
  any smooth path, even of a random walk in many dimensions (J. Antognini and J. Sohl-Dickstein, 2018, PCA of high
  dimensional random walks with comparison to neural network training): a high share alone says little.
- `around`: two random directions through one network, each neuron's part as long as the neuron's own weights, so that
  networks of different scale can be compared (H. Li et al., 2018, Visualizing the loss landscape of neural nets,
  section 4); biases stay.

All losses are those of the training part, weighted as it was trained, without l1 and l2, as everywhere.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from numnet.analysis.principal_components import principal_plane
from numnet.data.split_dataset import scaled
from numnet.runs.run import Run
from numnet.utils.arguments import integer, number
from numnet.utils.threads import at_a_time

MARGIN = 0.2  # of the plane, around the paths
FLATTEST = 0.5  # height of the plane over its width, or the other way round
FLATTEST_WHOLE = 0.8  # the same where the plane is all of weight space, and the bowl is what is to be seen


@dataclass(frozen=True, eq=False)
class Walk:
    """The path of one run: the places of its k snapshots on the plane, and their losses."""

    run: Run
    epochs: np.ndarray  # (k,)
    points: np.ndarray  # (k, 2): coordinates of the nearest points of the plane
    loss: np.ndarray  # (k,): of the snapshots themselves
    shadow: np.ndarray  # (k,): of those nearest points


@dataclass(frozen=True, eq=False)
class Landscape:
    """The loss over a plane through weight space.  All arrays float64."""

    centre: np.ndarray  # (P,)
    directions: np.ndarray  # (2, P); orthonormal for `paths`, the weights' own for a network of two weights
    shares: tuple | None  # of the snapshots' variance that each direction holds, 0 to 1; None for `around`
    x: np.ndarray  # (m,)
    y: np.ndarray  # (m,)
    loss: np.ndarray  # (len(y), len(x)); infinite where it overflows
    walks: tuple  # of `Walk`, one a run

    @property
    def whole(self):
        """Whether the plane is all of weight space, x and y being the only weight and the only bias."""
        return self.centre.size == 2 and self.shares is not None

    def lift(self, points):
        """Weights (n, P) of points (n, 2) of the plane."""
        return self.centre + points @ self.directions


def paths(runs, resolution=51, threads=None, progress=None):
    """The `Landscape` of the plane that fits the snapshots of one or more runs best.

    Of networks of two weights it is the whole space: x is the weight, y the bias, and paths end near the middle.

    ``runs``: a list of `Run` with snapshots, of one architecture, data set and training part.  ``resolution``: points
    along each side.  ``progress(done, count)`` is called as points are done.  Raises ValueError naming the run that
    does not fit, or has too few snapshots.
    """
    runs = list(runs)
    check_runs(runs)
    taken = [run.snapshots for run in runs]
    for run, snapshots in zip(runs, taken):
        if len(snapshots.epochs) < 2:
            raise ValueError(f"run {run.name} has one snapshot only; a path needs two, train it longer")
    stacked = np.concatenate([own.parameters.astype(np.float64) for own in taken])
    centre, directions, shares = (_all_of_it if stacked.shape[1] == 2 else principal_plane)(stacked)
    points = np.split((stacked - centre) @ directions.T, np.cumsum([len(own.epochs) for own in taken])[:-1])
    measure = Losses(runs[0], threads)
    walks = tuple(
        Walk(run, snapshots.epochs, at, measure(snapshots.parameters), measure(centre + at @ directions))
        for run, snapshots, at in zip(runs, taken, points)
    )
    m = integer("resolution", resolution, at_least=2)
    if stacked.shape[1] == 2:
        x, y = _sides(np.concatenate([*points, *(2 * own[-1] - own for own in points)]), m, FLATTEST_WHOLE)
    else:
        x, y = _sides(np.concatenate(points), m)
    return Landscape(centre, directions, shares, x, y, measure.plane(centre, directions, x, y, progress), walks)


def around(run, resolution=51, radius=1.0, seed=0, threads=None, progress=None):
    """The `Landscape` around the network that a run kept, along two random directions of filter-wise equal length.

    A step of 1 along a direction changes the weights that lead into a neuron by a vector as long as they are.
    ``seed``: of the directions.  ``progress(done, count)`` is called as points are done.  The walk is the network
    alone, at (0, 0).
    """
    m, radius = integer("resolution", resolution, at_least=2), number("radius", radius, above=0)
    centre = run.network.parameters.astype(np.float64)
    rng = np.random.default_rng(integer("seed", seed, at_least=0))
    directions = np.stack([filter_normalised(rng.standard_normal(centre.size), run.network) for _ in range(2)])
    measure, x = Losses(run, threads), np.linspace(-radius, radius, m)
    loss = measure(centre[None])
    plane = measure.plane(centre, directions, x, x, progress)
    epoch = 0 if run.history is None else run.history.best_epoch
    walk = Walk(run, np.array([epoch]), np.zeros((1, 2)), loss, loss)
    return Landscape(centre, directions, None, x, x.copy(), plane, (walk,))


def filter_normalised(direction, network):
    """A direction (P,) with each neuron's part scaled to the length of the neuron's weights; 0 for biases."""
    direction = direction.astype(np.float64)
    weights, offset = network.parameters.astype(np.float64), 0
    for fan_in, fan_out in pairwise(network.sizes):
        part = slice(offset, offset + fan_in * fan_out)
        W, D = weights[part].reshape(fan_in, fan_out), direction[part].reshape(fan_in, fan_out)
        D *= np.linalg.norm(W, axis=0) / np.linalg.norm(D, axis=0)
        direction[part.stop : part.stop + fan_out] = 0
        offset = part.stop + fan_out
    return direction


class Losses:
    """The training loss of many weights of one architecture; ``threads`` at a time, all cores by default."""

    def __init__(self, run, threads=None):
        network = run.network
        training, _ = scaled(run.data(), run.scaler)
        self.dtype, self.layout, self.samples = network.dtype, network.layout, network.samples(*training)
        self.threads = at_a_time(threads)

    def __call__(self, weights):
        """Losses (n,) of weights (n, P); infinite where they overflow."""
        return self._each(len(weights), lambda k: weights[k])

    def plane(self, centre, directions, x, y, progress=None):
        """Losses (len(y), len(x)) of centre + x directions[0] + y directions[1]."""
        m = len(x)

        def weights(k):
            if progress and k % m == m - 1:  # a row, about: the threads take turns
                progress(k + 1, len(y) * m)
            return centre + x[k % m] * directions[0] + y[k // m] * directions[1]

        flat = self._each(len(y) * m, weights)
        return flat.reshape(len(y), m)

    def _each(self, count, weights):
        from numnet.cpu.entry_points import network_outputs

        losses = np.empty(count)

        def fill(first):
            for k in range(first, count, self.threads):
                theta = np.ascontiguousarray(weights(k), self.dtype)
                losses[k] = network_outputs(self.layout, theta, *self.samples)[1]

        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(fill, range(self.threads)))
        return np.where(np.isfinite(losses), losses, np.inf)


def check_runs(runs):
    """ValueError unless the runs share architecture, task, loss, data, training part and scaling."""
    if not runs:
        raise ValueError("a landscape needs at least one run")
    first = runs[0]
    for run in runs[1:]:
        for what, value, expected in zip(_SHARED, _shared(run), _shared(first)):
            if value != expected:
                raise ValueError(f"runs {first.name} and {run.name} have no landscape in common: {what} differs")


_SHARED = ("the architecture", "the activation", "the task", "the loss", "the data set",
           "the training set (--validation, --split, --test, or the --seed that cuts it)", "the class weights",
           "the scaling", "the set of inputs")  # fmt: skip


def _shared(run):
    network, config = run.network, run.config
    reading = config["data"].get("reading", {})
    cut = config["validation"], reading.get("split"), reading.get("test")
    cut += (config["options"]["seed"],) if config["validation"] or reading.get("test") else ()
    scaler = run.scaler and run.scaler.to_dict()
    kind = (network.sizes, network.activation, network.task, network.loss_name)
    return (*kind, config["data"]["fingerprint"], cut, reading.get("class_weight"), scaler, network.terms)


def _all_of_it(stacked):
    """(centre, directions, shares) as `principal_plane` gives them, of a space of two weights: its own axes."""
    variance = stacked.var(axis=0)
    return np.zeros(2), np.eye(2), tuple(float(part) / (float(variance.sum()) or 1.0) for part in variance)


def _sides(points, m, flattest=FLATTEST):
    """x (m,) and y (m,) around all points (n, 2), with a margin; neither side much shorter than the other."""
    low, high = points.min(axis=0), points.max(axis=0)
    spans = np.maximum(high - low, flattest * (high - low).max() or 1.0) * (0.5 + MARGIN)
    middle = (low + high) / 2
    return (np.linspace(middle[k] - spans[k], middle[k] + spans[k], m) for k in range(2))

"""The generated sets of the catalogue, and the truth tables of logical functions.

NumPy is imported when a set is made: command-line help lists the sets without it.
"""

from functools import partial

from numnet.data.bundled.dataset_info import GENERATED, TRUTH_TABLE, DatasetInfo
from numnet.kernels.generators import GENERATORS
from numnet.utils.lazy_names import LazyModule

np = LazyModule("numpy")


def _labels(entry, count):
    """The labels in index order: ('arm 1', 'arm 2', …), with leading zeros from ten on, so that they are sorted."""
    if entry.counted is None:
        return entry.labels
    return tuple(f"{entry.labels[0]}{k:0{len(str(count))}d}" for k in range(1, count + 1))


def _make(entry, seed, n, noise, **options):
    """X (n, d) float64, T and labels; T is (n,) int64 for classes, (n,) float64 for a regression, (n, k) int64."""
    from numnet.cpu.random_arrays import generated_rows

    count = options.get(entry.counted, entry.count)
    X, T = generated_rows(entry.name, n, noise, count, seed)
    if entry.task != "multilabel":
        T = T[:, 0]
    return X, T if entry.task == "regression" else T.astype(np.int64), _labels(entry, count)


def _generated(entry):
    options = ((entry.counted, entry.count),) if entry.counted else ()
    return DatasetInfo(
        entry.name, entry.task, entry.description, GENERATED, entry.n, entry.noise, entry.features, options=options,
        make=partial(_make, entry),
    )  # fmt: skip


def rows_of_truth_table(rule):
    """(X (4, 2), T (4,), labels) of a logical function."""
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, rule(X[:, 0] == 1, X[:, 1] == 1).astype(np.int64), ("0", "1")


def and_(x1, x2):
    """x1 ∧ x2, of booleans (n,)."""
    return x1 & x2


def or_(x1, x2):
    """x1 ∨ x2, of booleans (n,)."""
    return x1 | x2


def xor(x1, x2):
    """x1 ⊕ x2, of booleans (n,)."""
    return x1 ^ x2


_TRUTH_TABLES = (
    (and_, "true where both inputs are: one neuron is enough"),
    (or_, "true where an input is: one neuron is enough"),
    (xor, "true where the inputs differ: out of reach of one neuron"),
)
GENERATED_SETS = (
    *(DatasetInfo(f.__name__.removesuffix("_"), "binary", about, TRUTH_TABLE, 4, make=f) for f, about in _TRUTH_TABLES),
    *(_generated(entry) for entry in GENERATORS.values()),
)

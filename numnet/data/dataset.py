"""A data set in memory, and its fingerprint."""

import hashlib
from dataclasses import dataclass, field

import numpy as np

from numnet.data.columns.features import Columns
from numnet.data.dataset_display import dataset_html, dataset_words
from numnet.data.splitting import SplitPlan
from numnet.utils.frames import frame
from numnet.utils.habits import Remedies


@dataclass(frozen=True, eq=False)
class Dataset(Remedies):
    """Inputs, targets, and the names of both.

    X (n, d) float64, C-contiguous. T by task: regression (n,) or (n, k) float64; binary (n,) int64 of 0/1; multiclass
    (n,) int64 class indices; multilabel (n, k) int64 of 0/1. `targets` names the target columns; `target_names` the
    classes in index order, or the labels, or again the target columns of a regression. `reason` says why the task is
    what it is; `scale` whether the command line standardises by default; `truth_table` that every row is unique, so
    that a validation part makes no sense.

    Of a file: `columns` say how its table became X; `missing`, "mean" or "median", what of the training part will stand
    for the NaNs in X; `weights` (n,) float64 how much each row counts, `class_weight` how much each class; `split_plan`
    how it is to be split; `remarks` what one should know of the reading, a line each; `reading` the options it was read
    with, as JSON takes them; `padded` the columns of numbers with zeros in front; `from_memory` whether some of it came
    from no file, so that no name leads to it again.
    """

    name: str
    X: np.ndarray
    T: np.ndarray
    task: str
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    targets: tuple[str, ...]
    reason: str
    scale: bool
    truth_table: bool = False
    columns: Columns | None = None
    missing: str | None = None
    weights: np.ndarray | None = None
    class_weight: str | None = None
    split_plan: SplitPlan = field(default_factory=SplitPlan)
    remarks: tuple[str, ...] = ()
    reading: dict = field(default_factory=dict)
    padded: tuple[str, ...] = ()
    from_memory: bool = False

    def __repr__(self):
        return f"<{dataset_words(self)}>"

    _repr_html_ = dataset_html

    def __len__(self):
        """The number of rows."""
        return len(self.X)

    def __iter__(self):
        """Raises TypeError: it is neither rows nor a pair."""
        raise TypeError("a Dataset is no sequence; its arrays are data.X and data.T, its table data.frame()")

    def frame(self):
        """The features, as they are in X, and the targets, classes by their labels, as a pandas.DataFrame.

        Raises ImportError where pandas is missing.
        """
        T = self.T
        if self.task in ("binary", "multiclass"):
            T = np.array(self.target_names, dtype=object)[T]
        T = T.reshape(len(self.X), -1)
        return frame(dict(zip([*self.feature_names, *self.targets], [*self.X.T, *T.T])))


def fingerprint(dataset):
    """16 hexadecimal digits that change with any value, type, shape, task or column name, but not with the file."""
    digest = hashlib.sha256()
    for array in (dataset.X, dataset.T, dataset.weights, dataset.split_plan.groups):
        if array is not None:
            digest.update(f"{array.shape} {array.dtype.str}".encode())
            digest.update(np.ascontiguousarray(array))
    digest.update(repr((dataset.task, dataset.feature_names, dataset.target_names, dataset.targets)).encode())
    if dataset.split_plan.tested:
        digest.update(f"{dataset.split_plan.tested} tested".encode())
    if dataset.split_plan.validation is not None:
        digest.update(fingerprint(dataset.split_plan.validation).encode())
    return digest.hexdigest()[:16]

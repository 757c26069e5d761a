"""Checks of the validation part: whether its loss says what it should, that of rows not seen."""

import math

import numpy as np

from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.checks import check
from numnet.diagnostics.edits import feature_labels, without_rows
from numnet.diagnostics.label_checks import class_of
from numnet.diagnostics.remedies import Remedy, option
from numnet.utils.wording import listed, plural

FEW = 10  # rows of a validation part
MOST = 5000  # rows of a part, for distributions
CHANCE = 1e-6  # of the largest difference of two parts of the same kind, over all columns


@check("validation set")
def validation(case):
    """Whether the validation part has rows enough, and all classes.

    Broken with rows of one class alone: always answering it looks perfect.  A note with fewer than 10 rows, or without
    a class of which 5 are to be expected.
    """
    if case.validation is None:
        return None
    remedies = [option(split="stratified"), option(split="random"), *(option(validation=v) for v in (0.2, 0.3, 0.5))]
    remedies = ["other rows to validate on"] if case.options.get("validation_data") else remedies
    n, names = len(case.validation.T), case.network.target_names
    if case.network.task in ("binary", "multiclass"):
        classes = max(2, case.T.shape[1])
        of, here = (np.bincount(class_of(T), minlength=classes) for T in (case.T, case.validation.T))
        if n > 1 and (here > 0).sum() == 1:
            only = names[int(here.argmax())] if names else int(here.argmax())
            return BROKEN, f"all {n} rows are of one class, {only}", *remedies
        lacking = np.flatnonzero((here == 0) & (of * n >= FEW / 2 * of.sum()))
        if len(lacking):
            words = f"no row of {listed([str(names[k] if names else k) for k in lacking])} among {n}"
            return NOTE, words, *remedies
    if n < FEW:
        return NOTE, f"the loss of {plural(n, 'row')} is mostly luck", *remedies[2:], "more rows"
    return OK, plural(n, "row")


@check("repeated rows")
def overlap(case):
    """Rows of the validation part that are in the training set, too, target included: known by heart, they flatter.

    Note from 5 % and two rows on, broken from 20 %; never broken where every feature has few values, for then rows are
    alike without being the same.  Iris has one such pair, 3 % of a validation part.
    """
    if case.validation is None:
        return None
    seen = set(row_bytes(case.X, case.T))
    again = np.array([row in seen for row in row_bytes(case.validation.X, case.validation.T)])
    share, count = float(again.mean()), int(again.sum())
    words = f"{count} of {plural(len(again), 'validation row')} are in the training set, too"
    varied = max(len(np.unique(column)) for column in case.X.T) > len(seen) / 2
    verdict = OK if share < 0.05 or count < 2 else BROKEN if share >= 0.2 and varied else NOTE
    told = "validate on rows that are not trained on" if case.options.get("validation_data") else "--drop-duplicates"
    return verdict, words, Remedy(told, lambda case: without_rows(case, len(case.X) + np.flatnonzero(again)))


def row_bytes(X, T):
    """The bytes of each row of X and T; 0 and −0 are the same."""
    rows = np.ascontiguousarray(np.hstack([X, T]) + 0)
    return [row.tobytes() for row in rows]


@check("training and validation")
def alike(case):
    """Whether both parts come from one place: their distributions differ nowhere more than by chance.

    The Kolmogorov–Smirnov distance of each feature, and of the targets, with its limit for a chance of 1e-6 over all
    columns; of at most 5000 rows each.  A note above that; broken where it is above a half as well, unless rows were
    meant to differ: --split ordered or group.
    """
    if case.validation is None or len(case.X) < 20 or len(case.validation.X) < FEW:
        return None
    A, B = (np.hstack(part[:2]).astype(np.float64) for part in (case.sample(MOST), case.validated(MOST)))
    distance = np.array([ks_distance(a, b) for a, b in zip(A.T, B.T)])
    limit = math.sqrt(math.log(2 * len(distance) / CHANCE) / 2 * (1 / len(A) + 1 / len(B)))
    k = int(distance.argmax())
    targets = [f"target {name}" for name in case.network.target_names or range(1, case.T.shape[1] + 1)]
    targets = targets if len(targets) == case.T.shape[1] else ["the target"]
    name = [*feature_labels(case.network), *targets][k]
    words = f"distributions differ most in {name}, by {distance[k]:.2f}; up to {limit:.2f} may be chance"
    meant = str(case.options.get("split", "random")).startswith(("ordered", "group"))
    verdict = OK if distance[k] <= limit else BROKEN if distance[k] > 0.5 and not meant else NOTE
    split = [option(split="random")] if not case.options.get("validation_data") else []
    return verdict, words, *split, "validation rows from the same source, in the same units, as those trained on"


def ks_distance(a, b):
    """The largest distance of the two distribution functions of samples a (n,) and b (m,)."""
    at = np.concatenate([a, b])
    return float(np.abs(below(a, at) - below(b, at)).max())


def below(sample, at):
    """The share of a sample that is at most each of the values ``at``."""
    return np.searchsorted(np.sort(sample), at, side="right") / len(sample)

"""Splitting of rows into training, validation and test part."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from numnet.data.errors import DataError
from numnet.kernels.codes import Stream
from numnet.utils.arguments import integer


@dataclass(frozen=True, eq=False)
class SplitPlan:
    """How a data set is to be split.

    ``how``: "random", "stratified", "ordered" or "group"; ``test``: the share of rows kept for the end; ``groups`` (n,)
    int64: rows of one group stay together; ``validation``: a `Dataset` that takes the place of a validation part;
    ``tested``: rows at the end that a file keeps for the test by itself.
    """

    how: str = "random"
    test: float = 0.0
    groups: np.ndarray | None = None
    validation: Any = None
    tested: int = 0


def split(n, fraction, seed):
    """Row indices of the training and of the validation part, each sorted, (m,) int64.

    The validation part has round(fraction * n) rows, and each part at least one. Raises `DataError` if n < 2 or the
    fraction is not between 0 and 1.

    >>> [part.tolist() for part in split(5, 0.4, seed=0)]
    [[2, 3, 4], [0, 1]]
    """
    if not (math.isfinite(fraction) and 0 < fraction < 1):
        raise DataError(f"the validation fraction must be > 0 and < 1, got {fraction}")
    if n < 2:
        raise DataError(f"a validation set needs at least 2 rows, got {n}; add rows, or train without validation")
    training, held, _ = divide(n, fraction, seed)
    return training, held


def divide(n, validation, seed, plan=None, classes=None):
    """Sorted row indices of the training, validation and test part, (m,) int64 each.

    validation: share of the n rows, 0 for none; classes (n,): for a stratified plan.  Raises `DataError` where a
    part would have no rows.
    """
    plan = plan or SplitPlan()
    if plan.tested:
        return _before_the_tested(n, validation, seed, plan, classes)
    shares = (0.0 if plan.validation is not None else validation, plan.test)
    if not any(shares):
        return np.arange(n), np.arange(0), np.arange(0)
    if shares[0] + shares[1] >= 1:
        raise DataError(f"--validation {shares[0]:g} and --test {shares[1]:g} leave nothing to train on; lower them")
    if n < 1 + sum(share > 0 for share in shares):
        raise DataError(f"{n} rows are too few for training, validation and test; add rows, or hold out less")
    seed = integer("seed", seed, at_least=0)
    if plan.how == "ordered":
        parts = _from_the_end(n, shares)
    elif plan.how == "stratified":
        parts = _stratified(seed, classes, shares)
    elif plan.how == "group":
        parts = _grouped(seed, plan.groups, shares)
    else:
        parts = _counted(_random_order(n, seed), shares)
    return tuple(np.sort(part) for part in parts)


def _before_the_tested(n, validation, seed, plan, classes):
    rest = n - plan.tested
    groups = None if plan.groups is None else np.unique(plan.groups[:rest], return_inverse=True)[1]
    others = replace(plan, tested=0, groups=groups)
    training, held, _ = divide(rest, validation, seed, others, None if classes is None else classes[:rest])
    return training, held, np.arange(rest, n)


def _random_order(n, seed, number=0):
    from numnet.cpu.random_arrays import random_order

    return random_order(n, seed, Stream.SPLIT, number)


def _sizes(n, shares):
    """Rows of the validation and the test part of n rows: at least one where there is a share, and one to train on."""
    sizes = [max(round(share * n), 1) if share else 0 for share in shares]
    while sum(sizes) >= n:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def _counted(order, shares):
    """(training, validation, test): the first rows of an order validate, the next ones test."""
    held, tested = _sizes(len(order), shares)
    return order[held + tested :], order[:held], order[held : held + tested]


def _from_the_end(n, shares):
    """(training, validation, test): in the order of the file, the test last."""
    held, tested = _sizes(n, shares)
    rows = np.arange(n)
    return rows[: n - held - tested], rows[n - held - tested : n - tested], rows[n - tested :]


def _stratified(seed, classes, shares):
    """(training, validation, test) with the share of every class, as near as whole rows allow; single rows train."""
    if classes is None:
        raise DataError("--split stratified needs classes to keep the shares of; use random, ordered or group:COLUMN")
    parts = [[], [], []]
    for k, label in enumerate(np.unique(classes), 1):
        members = np.flatnonzero(classes == label)
        order = members[_random_order(len(members), seed, k)]
        held, tested = (round(share * len(order)) for share in shares)
        if held + tested >= len(order):
            held, tested = 0, 0
        for part, rows in zip(parts, (order[held + tested :], order[:held], order[held : held + tested])):
            part.append(rows)
    parts = [np.concatenate(part) for part in parts]
    for share, part, name in zip(shares, parts[1:], ("validation", "test")):
        if share and not len(part):
            words = f"no class has enough rows for a {name} set; hold out more, or use random"
            raise DataError(f"--split stratified: {words}")
    return parts


def _grouped(seed, groups, shares):
    """(training, validation, test) of whole groups at random, until each part has about its share of the rows."""
    order = _random_order(int(groups.max()) + 1, seed)
    sizes, n = np.bincount(groups)[order], len(groups)
    need = 1 + sum(share > 0 for share in shares)
    if len(order) < need:
        raise DataError(f"--split group: {len(order)} groups are too few for {need} parts; hold out less")
    parts, at = [], 0
    for k, share in enumerate(shares):
        end, spare = at, need - 1 - sum(s > 0 for s in shares[: k + 1])
        last = len(order) - 1 - spare if share else at
        while end < last and (end == at or sizes[at:end].sum() < share * n - sizes[end] / 2):
            end += 1
        parts.append(np.flatnonzero(np.isin(groups, order[at:end])))
        at = end
    return np.flatnonzero(np.isin(groups, order[at:])), *parts

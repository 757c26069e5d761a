"""Which columns become features, and how: what only names the rows, is constant or hardly ever repeats is left out."""

import re

import numpy as np

from numnet.data.columns.features import Feature

MAX_LEVELS = 50  # of a column of texts that have a feature of their own; another one gathers the rest
MIN_COVERED_SHARE = 0.5  # of the rows have a text that has a feature: such a column stays, however many texts it has
IDENTIFIER_NAME = re.compile(
    r"(?:unnamed.*|row[ _.]?(?:names?|id|num(?:ber)?|no)?|index|idx|id|uuid|guid|key|no\.?|nr\.?|#|번호)"
    r"|.*(?:[ _.-]id|(?-i:[a-z](?:Id|ID)))", re.IGNORECASE,
)  # fmt: skip
_TIME_NAME = re.compile(
    r"(?:t|x|time|date|day|hour|minute|second|week|month|quarter|year|step|age|position)s?", re.IGNORECASE
)
FIRST_INEXACT_INTEGER = 2.0**53  # whole numbers from here on are not exact


def feature_of(column, keep_missing, forced=False, first=False):
    """(Feature, None) of a column, or (None, why it is left out): "empty", "constant", "identifier" or "varied".

    keep_missing: a missing text is a level of its own; forced: the user named the column; first: of the file.
    Texts are one-hot, the `MAX_LEVELS` most frequent ones; "varied" is a column in which all are rare, or hardly any
    comes twice.
    """
    if column.kind == "empty":
        return None, "empty"
    if column.constant and not forced and not (column.kind == "text" and keep_missing and column.missing.any()):
        return None, "constant"
    if column.kind != "text":
        if not forced and is_identifier(column, first):
            return None, "identifier"
        return Feature(column.name, column.kind, column.form, lenient=column.asked is not None), None
    index = column.index[column.index >= 0]
    counts = np.bincount(index, minlength=len(column.levels))
    there = sorted(np.flatnonzero(counts), key=lambda k: (-counts[k], k))
    own = [k for k in there if counts[k] >= least_rows(len(column.index))][:MAX_LEVELS]
    if counts[own].sum() < MIN_COVERED_SHARE * len(index) and (not own or len(there) > len(index) / 2):
        if not forced:
            return None, "varied"
        own = there[:MAX_LEVELS]
    levels = tuple(column.levels[k] for k in sorted(own))
    missing = bool(keep_missing and column.missing.any())
    return Feature(column.name, "text", None, levels, len(there) > len(own), missing), None


def least_rows(n):
    """How many of n rows a text must have for a feature of its own: 10, of a small table 1 %, of a large one 0.1 %.

    Of fewer little can be learned; and standardised, the rarer a feature, the larger its 1: 32 at 0.1 %.
    """
    return max(2, min(10, n / 100), n / 1000)


def is_identifier(column, first):
    """Whether numbers only name the rows: whole, all different, and named so, or counting, or at least 2**53."""
    values = column.values
    if column.kind != "number" or len(values) < 3 or not column.whole or np.isnan(values).any():
        return False
    counting = values[0] in (0, 1) and bool((np.diff(values) == 1).all()) and len(values) >= 20
    counting = counting and first and not _TIME_NAME.fullmatch(column.name)
    named = IDENTIFIER_NAME.fullmatch(column.name) or (first and column.name == "column1")
    suspect = counting or named or values.max() >= FIRST_INEXACT_INTEGER
    return bool(suspect) and len(np.unique(values)) == len(values)

"""What the numbers of a column may mean beside what they are taken for: other dates, missing cells, names of kinds."""

import re
from typing import NamedTuple

import numpy as np

from numnet.data.columns.column_errors import as_words
from numnet.data.columns.feature_choice import IDENTIFIER_NAME
from numnet.data.tables.number_formats import NumberFormat, canonical
from numnet.utils.wording import listed, plural

SENTINELS = [-9.0, *(sign * (10.0**digits - 1) for digits in (2, 3, 4, 5, 6) for sign in (1, -1))]  # ±99, ±999, …
CODE_NAME = re.compile(
    r"zip|plz|postleitzahl|우편번호|zip[ _.-]?codes?|post(?:al)?[ _.-]?codes?|(?:.*[ _.-])?codes?|(?-i:.*[a-z]Code)"
    r"|fips|ssn|isbn|ean|sku|barcode|phone|telephone|tel|(?:phone|account|card|iban|serial)[ _.-]?(?:no|number)",
    re.IGNORECASE,
)  # fmt: skip
ORDERS = {"mdy": ("month/day", "day/month", "date:dmy"), "dmy": ("day/month", "month/day", "date:mdy")}


class Doubt(NamedTuple):
    """``what`` may be another thing than it is taken for: "dates", "missing numbers" or "codes"; what to do then."""

    what: str
    found: str
    remedy: str


def doubts(dataset):
    """[`Doubt`] about the columns of a `Dataset`, features and targets of a regression; none without ``columns``."""
    if dataset.columns is None:
        return []
    found, coded, at = [], [], 0
    for feature in dataset.columns.features:
        x = dataset.X[:, at]
        at += len(feature.names)
        if feature.kind == "number" and feature.form.kind == "number":
            found += missing_numbers(feature.name, x) + ([] if feature.lenient else written_dates(feature.name, x))
            named = feature.name in dataset.padded or is_code(feature.name, x)
            coded += [feature.name] if named and not feature.lenient else []
        elif feature.kind == "number" and not feature.lenient:
            found += dates(feature.name, feature.form.style, x)
    if dataset.task == "regression":
        T = dataset.T.reshape(len(dataset.T), -1)
        for name, t in zip(dataset.targets, T.T):
            found += missing_numbers(name, t)
    return found + codes(coded)


def dates(name, style, x):
    """Whether all dates x (n,), in days, are others, too, if day and month change places: no day is after the 12th."""
    if style not in ORDERS:
        return []
    days = np.unique(np.floor(x[~np.isnan(x)])).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    day, month = (days - months).astype(int) + 1, months.astype(int) % 12 + 1
    if not len(days) or (day > 12).any() or (day == month).all():
        return []
    taken, other, kind = ORDERS[style]
    words = f"column {name!r}: its dates may be {taken} or {other}, taken as {taken}"
    return [Doubt("dates", words, f"if they are {other}, {as_words(name, kind)}")]


def written_dates(name, x):
    """Whether all numbers x (n,) are dates, written as 20200131."""
    days = x[~np.isnan(x)]
    if not len(days) or days.min() < 19000101 or days.max() > 20991231 or (days != np.round(days)).any():
        return []
    days = np.unique(days)
    if len(days) < 2:
        return []
    form = NumberFormat("date", "yyyymmdd")
    if any(form.parse(canonical(day)) is None for day in days):
        return []
    words = f"column {name!r}: its numbers seem to be dates, {canonical(days[0])}, taken as quantities"
    return [Doubt("dates", words, f"{as_words(name, 'date')} takes them for dates")]


def missing_numbers(name, x):
    """A number such as -999 in several rows, further from all others than these lie apart, may mean a missing one."""
    known = x[~np.isnan(x)]
    for end in (known.min(), known.max()) if len(known) else ():
        if end not in SENTINELS:
            continue
        others = known[known != end]
        count = len(known) - len(others)
        if count > 1 and len(others) and np.abs(others - end).min() > np.ptp(others) > 0:
            rest = f"all others {others.min():g} to {others.max():g}"
            words = f"column {name!r}: {end:g} in {plural(count, 'row')}, {rest}"
            advice = "if it means that nothing is known, leave these cells empty and take --missing median"
            return [Doubt("missing numbers", words, advice)]
    return []


def is_code(name, x):
    """Whether numbers name something, by the name of their column: zip codes, ids that repeat; whole ones do."""
    named = CODE_NAME.fullmatch(name) or IDENTIFIER_NAME.fullmatch(name)
    return bool(named and (np.isnan(x) | (x == np.round(x))).all())


def codes(names):
    """[`Doubt`] about the columns of these names."""
    if not names:
        return []
    words = f"numbers that seem to be codes, taken as quantities: {listed(map(repr, names), 8)}"
    first = names[0]
    return [Doubt("codes", words, f"{as_words(first, 'text')} takes each for a kind, {as_words(first, 'drop')} none")]

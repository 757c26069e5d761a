"""Checks of what numbers mean: dates that can be read in two ways, numbers that stand for missing ones, codes."""

from numnet.diagnostics.case import NOTE
from numnet.diagnostics.checks import check

MOST = 5  # columns that a finding tells of


@check("order of dates")
def dates(case):
    """Whether a date may be another one, if day and month change places, as 01/02/2020: a note."""
    return told(case, "dates")


@check("numbers for missing cells")
def missing(case):
    """Whether a number such as -999, in several rows and far from all others, stands for a missing one: a note."""
    return told(case, "missing numbers")


@check("numbers as codes")
def codes(case):
    """Whether whole numbers name something, as zip codes and ids do, by the name of their column: a note."""
    return told(case, "codes")


def told(case, what):
    """A note of all `Doubt` s of a kind, or None."""
    found = [doubt for doubt in case.doubts if doubt.what == what]
    if not found:
        return None
    more = [f"{len(found) - MOST} more columns"] if len(found) > MOST else []
    words = "; ".join([*(doubt.found for doubt in found[:MOST]), *more])
    return NOTE, words, "; ".join(dict.fromkeys(doubt.remedy for doubt in found[:MOST]))

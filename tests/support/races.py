"""Races, and the artists of their figures.  For the tests."""

import numnet
from numnet.optim.optimizers import CHAPTER

SADDLE = ("sgd", "momentum", "adam")


def walks(surface="long_valley", rules=CHAPTER, **options):
    return numnet.descend_many(surface, list(rules), **options)


def runaway():
    """Momentum at Adam's kind of rate leaves Beale's map; Adam stays."""
    return walks("beale", [numnet.Momentum(0.01), numnet.Adam(0.01)], steps=60)


def lines(ax, label):
    return [line for line in ax.lines if line.get_label().startswith(label)]


def texts(ax):
    return [text.get_text() for text in ax.texts]

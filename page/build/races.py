"""What the page must know of error surfaces, and of how a race on them is judged."""

from numnet.cpu.descent import make_scratch
from numnet.kernels.surfaces import EXPRESSION
from numnet.surfaces import minima, outcome, race, rate_tuning, trials
from numnet.surfaces.catalogue import SURFACES, Surface
from numnet.surfaces.descent import TOLERANCE
from numnet.surfaces.plot_scales import DECADES, LOWEST


def surface(entry):
    """A `numnet.surfaces.catalogue.Surface` as JSON has it."""
    names = ("code", "title", "formula", "help", "minima", "minimum", "start", "limits", "steps", "condition", "escape")
    return {**{name: getattr(entry, name) for name in names}, "rates": dict(entry.rates)}


def surfaces():
    """Every surface by name, and under "" what holds for a reader's own."""
    own = Surface("", "", "", "", EXPRESSION)
    return {"": surface(own), **{name: surface(entry) for name, entry in SURFACES.items()}}


def races():
    """What a race is judged by, with the starts around the shown one as shares of the map."""
    return {
        "starts": trials.STARTS, "box": trials.BOX, "shares": trials.shares().tolist(), "ahead": trials.AHEAD,
        "tolerance": TOLERANCE, "rates": rate_tuning.RATES, "level": outcome.LEVEL, "order": outcome.ORDER,
        "named": race.MOST_NAMED, "scratch": len(make_scratch(SURFACES["beale"])),
        "decades": DECADES, "lowest": LOWEST,
        "minima": {name.lower(): getattr(minima, name) for name in ("GRID", "MOST", "PLAIN", "EQUAL")},
    }  # fmt: skip

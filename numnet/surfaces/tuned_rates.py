"""The rates that suit each rule on each surface, as :func:`numnet.tune` found them: read when one is first asked for.

``python -m numnet.surfaces.rate_tuning`` (``make rates``) finds them anew and writes ``tuned_rates.csv``, with
nothing changed by hand.  The grid is the same for all rules: 24 rates a decade (the E24 series) from 1e-5 to 100;
other hyper-parameters are at their defaults.  A rate is tried from 25 starts in a small box around the surface's own,
±2 % of the map's width and height, so that no rule wins by a lucky leap from one of them.  A walk counts if it stays
on the map until it arrives.  The rate wins that brings the rule to within 0.05 of a lowest point, to stay, in the
lowest median of steps (on the saddle: that escapes soonest); where none does from half of the starts, the one with
the lowest median of E at the end.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("tuned_rates.csv")


@cache
def _table():
    """{surface: {rule: rate}} of the file."""
    (_, *rules), *rows = (line.split(",") for line in FILE.read_text(encoding="utf-8").splitlines())
    return {surface: dict(zip(rules, map(float, rates))) for surface, *rates in rows}


class TunedRates(Mapping):
    """{rule: rate} of a surface; without the rules that have not been tuned on it."""

    def __init__(self, surface):
        self.surface = surface

    def _known(self):
        return _table().get(self.surface, {})

    def __getitem__(self, rule):
        return self._known()[rule]

    def __iter__(self):
        return iter(self._known())

    def __len__(self):
        return len(self._known())

    def __repr__(self):
        return repr(dict(self))

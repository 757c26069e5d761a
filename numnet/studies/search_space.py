"""Which configurations a sweep tries: ranges, grids and random draws.  Light to import.

A configuration is a dictionary {option: value as it is typed}: ``{"learning_rate": "0.01", "hidden": "32,32"}``.
"""

import math
import random
from dataclasses import dataclass
from itertools import product

METHODS = ("grid", "random", "tpe", "halving")  # of search
MAX_TRAININGS = 1_000_000  # trainings of a sweep
RANGE_FORM = "low:high:log:count or low:high:lin:count, such as 0.0001:1:log:20"


@dataclass(frozen=True)
class Range:
    """Numbers from ``low`` to ``high``, evenly spaced, or evenly spaced logarithms; ``whole`` numbers are rounded."""

    low: float
    high: float
    log: bool
    count: int | None  # None: only to draw from
    whole: bool
    text: str

    def __str__(self):
        return self.text

    def values(self):
        """The numbers as text, six digits each; whole ones that fall together appear once.

        >>> parse_range("0.001:1:log:4").values()
        ['0.001', '0.01', '0.1', '1']
        >>> parse_range("1:10:log:7", whole=True).values()
        ['1', '2', '3', '5', '7', '10']
        """
        if self.count is None:
            raise ValueError(f"the range {self.text} has no count; write {RANGE_FORM}, or draw from it with --random")
        return list(dict.fromkeys(self.at(k / (self.count - 1)) for k in range(self.count)))

    def at(self, share):
        """The number at ``share``, from 0 at low to 1 at high, as text."""
        if self.log:
            value = math.exp((1 - share) * math.log(self.low) + share * math.log(self.high))
        else:
            value = self.low + share * (self.high - self.low)
        if share in (0, 1):
            return repr(self.high if share else self.low).removesuffix(".0")
        return self.rounded(value)

    @property
    def ends(self):
        """[low, high] as text."""
        return [self.at(0), self.at(1)]

    def rounded(self, value):
        """A number as text, six digits; a whole one where the range has such."""
        return str(round(value)) if self.whole else f"{value:.6g}"


def parse_range(text, whole=False):
    """A `Range` from ``low:high:log|lin[:count]``.  Raises ValueError that says what is wrong and the right form."""
    low, high, scale, *count = [*(part.strip() for part in text.split(":")), "", ""][: max(3, text.count(":") + 1)]
    try:
        low, high = (int(low), int(high)) if whole else (float(low), float(high))
        count = int(count[0]) if count else None
        right = scale in ("log", "lin") and text.count(":") <= 3
    except ValueError:
        right = False
    if not right:
        raise ValueError(f"{text!r} is no range of {'whole ' * whole}numbers; write {RANGE_FORM}")
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"the range {text} must have low < high")
    if scale == "log" and low <= 0:
        raise ValueError(f"the range {text} must have low > 0 for log; or write lin")
    if count is not None and count < 2:
        raise ValueError(f"the range {text} must have a count of at least 2")
    return Range(low, high, scale == "log", count, whole, text)


def grid(axes):
    """All configurations of ``axes``, {option: [value as text, or `Range`]}; the last option varies fastest.

    >>> grid({"hidden": ["8", "32,32"], "learning_rate": ["0.1"]})
    [{'hidden': '8', 'learning_rate': '0.1'}, {'hidden': '32,32', 'learning_rate': '0.1'}]
    """
    values = [
        dict.fromkeys(text for item in items for text in (item.values() if isinstance(item, Range) else [item]))
        for items in axes.values()
    ]
    size = math.prod(map(len, values))
    if size > MAX_TRAININGS:
        remedy = "draw some of them with --random N"
        raise ValueError(f"the grid has {size} configurations, more than {MAX_TRAININGS}; {remedy}")
    return [dict(zip(axes, combination)) for combination in product(*values)]


def draw(axes, count, seed):
    """``count`` different configurations drawn at random, each option on its own; fewer where there are no more.

    Of an option given several times, each value or range is as likely as another.

    >>> draw({"momentum": ["0.5", "0.9"]}, 5, seed=0)
    [{'momentum': '0.9'}, {'momentum': '0.5'}]
    """
    rng = random.Random(seed)
    drawn = {}
    for _ in range(100 * count):
        items = {option: rng.choice(values) for option, values in axes.items()}
        chosen = {option: item.at(rng.random()) if isinstance(item, Range) else item for option, item in items.items()}
        drawn[tuple(chosen.values())] = chosen
        if len(drawn) == count:
            break
    return list(drawn.values())

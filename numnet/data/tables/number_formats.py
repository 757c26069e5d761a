"""Numbers and dates as people write them: decimal marks, units, formats of dates, words for a missing value."""

import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

# Signs that nobody answered; in German "keine Angabe", in Korean 결측 (missing) and 무응답 (no answer).
MISSING = frozenset({"", "na", "n/a", "#n/a", "#na", "<na>", "n.a.", "nan", "nat", "null", "?", "k.a.", "k. a.",
                     "keine angabe", "결측", "결측치", "결측값", "무응답"})  # fmt: skip
# As a text these may mean something ("unknown" occupation; 없음, no garage); where all others are numbers, they don't.
MISSING_NUMBER = MISSING | {"-", "--", "–", "—", ".", "..", "none", "nil", "missing", "unknown", "#div/0!", "#value!",
                            "keine", "unbekannt", "없음", "미상", "모름"}  # fmt: skip
BOOLEAN_WORDS = ({"false", "true"}, {"no", "yes"}, {"n", "y"}, {"f", "t"}, {"off", "on"})
NUMERIC_SHARE = 0.9  # of the cells that hold something: from here on a column counts as numbers
LONGEST = 200  # characters of a number with a unit, or of a date: patterns take long over long texts
_E = r"(?:[eE][+-]?\d+)?"
_DIGITS = {
    ".": re.compile(rf"(?:\d{{1,3}}(?:[,' \u00a0\u202f]\d{{3}})+(?:\.\d*)?|\d+\.?\d*{_E}|\.\d+{_E})\Z"),
    ",": re.compile(rf"(?:\d{{1,3}}(?:[.' \u00a0\u202f]\d{{3}})+(?:,\d*)?|\d+,?\d*{_E}|,\d+{_E})\Z"),
}
_DIGIT = re.compile(r"\d")
_GROUPED_BY_DOTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+\Z")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<before>[$€£¥₩₹]|[A-Z]{3}(?=\s))?\s*"
    rf"(?P<digits>[.,]?\d(?:[\d.,' \u00a0\u202f]*[\d.,])?{_E})"
    r"\s*(?P<after>[^\W\d_][^\s\d,;]{0,11}|[%‰°℃℉㎡㎥㎢$€£¥₩₹][^\s\d,;]{0,3})?\Z"
)
_CLOCK = (
    r"(?:[T\s]\s*(?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d)(?:\.\d+)?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?)?\Z"
)
_DATES = {
    "ymd": re.compile(r"(?P<y>\d{4})(?:[-/.]|년)\s?(?P<m>\d{1,2})(?:(?:[-/.]|월)\s?(?P<d>\d{1,2}))?[.월일]?" + _CLOCK),
    "mdy": re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<y>\d{4}|\d\d)" + _CLOCK),
    "dmy": re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4}|\d\d)" + _CLOCK),
    "dby": re.compile(r"(?P<d>\d{1,2})[-\s](?P<b>[A-Za-z]{3,9})\.?[-,\s]+(?P<y>\d{4}|\d\d)" + _CLOCK),
    "bdy": re.compile(r"(?P<b>[A-Za-z]{3,9})\.?\s(?P<d>\d{1,2}),?\s(?P<y>\d{4})" + _CLOCK),
    "yyyymmdd": re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)" + _CLOCK),  # where somebody says so
}
_DOTTED_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d")
_DAY_FIRST = ("ymd", "dmy", "mdy", *list(_DATES)[3:])
STYLES = {"number": tuple(_DIGITS), "date": tuple(_DATES), "time": (".",)}  # of each kind of `NumberFormat`
_TIME = re.compile(r"(?P<H>\d{1,2}):(?P<M>[0-5]\d)(?::(?P<S>[0-5]\d)(?:\.\d+)?)?\Z")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = datetime(1970, 1, 1)


def plain(cell):
    """The finite float that a cell spells as programs do, or None; Python's 1_000 is no number in a file.

    >>> plain(" -1.5e3"), plain("1_000"), plain("inf")
    (-1500.0, None, None)
    """
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in cell else None


@dataclass(frozen=True)
class NumberFormat:
    """How a column writes its numbers.

    ``kind``: "number", "date" (days since 1970-01-01) or "time" (hours); ``style``: the decimal mark of a number, the
    order of a date's parts; ``unit``: what stands before or behind each number.

    >>> NumberFormat(style=",", unit="€").parse("1.234,50 €")
    1234.5
    >>> NumberFormat("date", "dmy").parse("02.01.1970 06:00")
    1.25
    """

    kind: str = "number"
    style: str = "."
    unit: str = ""

    def parse(self, cell):
        """The float that a stripped cell spells in this form, or None."""
        if len(cell) > LONGEST:
            return plain(cell) if self.kind == "number" and self.style == "." else None
        if self.kind == "number":
            return self._number(cell)
        if self.kind == "time":
            return _hours(_TIME.match(cell))
        return _days(_DATES[self.style].match(cell) or _DATES["ymd"].match(cell))  # a year in front can't be mistaken

    def _number(self, cell):
        if self.style == "." and (value := plain(cell)) is not None:
            return value
        match = _NUMBER.match(cell.replace("−", "-"))
        if not match or not _DIGITS[self.style].match(match["digits"]):
            return None
        if (match["before"] or "") + (match["after"] or "") not in ("", self.unit):
            return None
        digits = re.sub(r"[' \u00a0\u202f]", "", match["digits"])
        grouping = "," if self.style == "." else "."
        return plain(match["sign"] + digits.replace(grouping, "").replace(self.style, "."))


PLAIN = NumberFormat()


def _days(match):
    """Days since 1970-01-01 of a match of `_DATES`, or None: no match, or no such day."""
    if not match:
        return None
    parts = match.groupdict()
    year, name = int(parts["y"]), parts.get("b")
    year += 0 if len(parts["y"]) == 4 else 2000 if year < 70 else 1900
    try:
        month = int(parts["m"]) if name is None else _MONTHS.index(name[:3].lower()) + 1
        day = datetime(year, month, int(parts.get("d") or 1))
    except ValueError:
        return None
    hours = _hours(parts) if parts["H"] else 0.0
    if hours is None:
        return None
    if parts["half"]:
        hours = hours % 12 + 12 * (parts["half"].lower() == "pm")
    zone = parts["zone"] or "Z"
    if zone != "Z":
        hours -= (1 if zone[0] == "+" else -1) * (int(zone[1:3]) + int(zone[-2:]) / 60)
    return (day - _EPOCH) / timedelta(days=1) + hours / 24


def _hours(match):
    if not match or int(match["H"]) > 24:
        return None
    return int(match["H"]) + int(match["M"]) / 60 + int(match["S"] or 0) / 3600


def guess(cells, comma=False, share=NUMERIC_SHARE):
    """The `NumberFormat` in which most, and at least this share, of the stripped cells that hold something are numbers.

    None for text.  ``comma``: other columns of the file have decimal commas, which settles what 1,234 and 1.234 are.
    """
    present = [cell for cell in cells if cell.lower() not in MISSING_NUMBER]
    strange = [cell for cell in present if plain(cell) is None]
    if not strange:
        dotted = [cell for cell in present if "." in cell]
        grouped = comma and dotted and all(map(_GROUPED_BY_DOTS.match, dotted))
        return NumberFormat(style=",") if grouped else PLAIN
    best, most = None, max(1, share * len(present))
    if sum(map(bool, map(_DIGIT.search, present))) < most:  # words: no form reads them
        return None
    for form in _candidates(strange, comma):
        count = sum(form.parse(cell) is not None for cell in present)
        if count >= most and (best is None or count > most):
            best, most = form, count
    return best


def date_format(cells):
    """The `NumberFormat` in which most of the stripped cells are dates; None where none is one."""
    counts = {form: sum(form.parse(cell) is not None for cell in cells) for form in _date_formats(cells)}
    best = max(counts, key=counts.get)
    return best if counts[best] else None


def _date_formats(cells, comma=False):
    """The likeliest first: who writes 1.2.2020, or decimal commas, means the first of February."""
    dotted = comma or any(_DOTTED_DATE.match(cell) for cell in cells)
    return [NumberFormat("date", order) for order in (_DAY_FIRST if dotted else _DATES)]


def _candidates(strange, comma):
    """`NumberFormat`s worth a try, the likeliest first."""
    short = (cell.replace("−", "-") for cell in strange if len(cell) <= LONGEST)
    numbers = [match for cell in short if (match := _NUMBER.match(cell))]
    units = Counter((match["before"] or "") + (match["after"] or "") for match in numbers)
    unit = units.most_common(1)[0][0] if units else ""
    yield from (NumberFormat("number", style, unit) for style in (",." if comma else ".,"))
    yield from _date_formats(strange, comma)
    yield NumberFormat("time")


def looks_numeric(cell):
    """Whether a stripped cell is a number or a date in any form."""
    return any(form.parse(cell) is not None for form in (PLAIN, *_candidates([cell], False)))


def canonical(value):
    """A number as a label: the shortest text, whole numbers without a point.

    >>> canonical(3.0), canonical(0.5)
    ('3', '0.5')
    """
    return str(int(value)) if value == int(value) else repr(float(value))

"""Types of options: what a value may be, and what it becomes."""

import math

import click

from numnet.data.input_terms import spelt
from numnet.data.read_options import SPLITS, column_kind
from numnet.data.tables.encodings import checked_encoding
from numnet.model.activations import ACTIVATIONS
from numnet.optim.schedules import parse_schedule
from numnet.utils.lookup import did_you_mean, nearest


class Parsed(click.ParamType):
    """A value that the library reads from text; its ValueError is the message."""

    def __init__(self, name, parse):
        self.name, self.parse = name, parse

    def convert(self, value, param, context):
        """What the text means."""
        try:
            return self.parse(value)
        except ValueError as error:
            self.fail(str(error), param, context)


def numbers_of(kind, count=None, least=None):
    """A parser for ``1,2,5``: a tuple of so many numbers, none below ``least``."""

    def parse(text):
        if not isinstance(text, str):
            return tuple(text)
        try:
            numbers = tuple(kind(part) for part in text.split(","))
        except ValueError:
            numbers = ()
        if not numbers or len(numbers) != (count or len(numbers)) or not all(abs(x) < float("inf") for x in numbers):
            raise ValueError(f"takes {f'{count} ' if count else ''}numbers separated by commas, such as "
                             f"{'1,1.5' if kind is float else '1,5,30'}; got {text!r}")  # fmt: skip
        if least is not None and min(numbers) < least:
            raise ValueError(f"takes numbers >= {least}; got {min(numbers)}")
        return numbers

    return parse


class Several(click.ParamType):
    """Values with commas between; ``none`` or nothing: none.  ``read(text)``: their tuple, or raises ValueError."""

    def convert(self, value, param, context):
        """A tuple."""
        if isinstance(value, tuple):
            return value
        if value.strip() in ("none", ""):
            return ()
        try:
            return self.read(value)
        except ValueError as error:
            self.fail(str(error), param, context)


class Widths(Several):
    """``16,16``: the sizes of the hidden layers; ``none`` or nothing: no hidden layer."""

    name = "widths"

    def read(self, text):
        """A tuple of ints."""
        try:
            widths = tuple(int(part) for part in text.split(","))
        except ValueError:
            raise ValueError(f"takes whole numbers such as 16,16, or none; got {text!r}") from None
        if any(width < 1 for width in widths):
            raise ValueError(f"a layer needs at least 1 unit; got {text!r}")
        return widths


class Inputs(Several):
    """``x1,x1^2,sin(x2)``: inputs computed from the features; ``none`` or nothing: the features as they are."""

    name = "term[,...]"

    def read(self, text):
        """A tuple of texts; which features there are is looked at with the data."""
        return spelt(text.split(","))


class Rows(click.ParamType):
    """``0,1,2``: rows of the data, counted from 0."""

    name = "row,row,..."

    def convert(self, value, param, context):
        """A tuple of ints, each once."""
        if isinstance(value, tuple):
            return value
        try:
            rows = tuple(int(part) for part in value.split(","))
        except ValueError:
            self.fail(f"takes whole numbers such as 0,1,2; got {value!r}", param, context)
        if min(rows) < 0 or len(set(rows)) < len(rows):
            self.fail(f"takes row numbers >= 0, each once; got {value!r}", param, context)
        return rows


class BatchSize(click.ParamType):
    """A whole number, or ``full``."""

    name = "n|full"

    def convert(self, value, param, context):
        """An int or "full"."""
        if value == "full" or isinstance(value, int):
            return value
        try:
            size = int(value)
        except ValueError:
            self.fail(f"takes a whole number or full; got {value!r}", param, context)
        if size < 1:
            self.fail(f"must be >= 1; got {size}", param, context)
        return size


class Activations(click.ParamType):
    """A name, or one a layer: ``relu,tanh``."""

    name = "name[,...]"

    def convert(self, value, param, context):
        """A name, or a tuple of names."""
        names = [name.strip().lower() for name in (value.split(",") if isinstance(value, str) else value)]
        for name in names:
            if name not in ACTIVATIONS:
                near = nearest(name, ACTIVATIONS)[:1]
                remedy = f"; {did_you_mean(near)}" if near else ""
                self.fail(f"{name!r} is not one of {', '.join(ACTIVATIONS)}{remedy}", param, context)
        return names[0] if len(names) == 1 else tuple(names)


class ScheduleText(click.ParamType):
    """NAME[:key=value,...], checked before anything heavy is loaded."""

    name = "name[:key=value,...]"

    def convert(self, value, param, context):
        """The text itself, in the order and with the defaults of the schedule."""
        try:
            return str(parse_schedule(value))
        except (ValueError, TypeError) as error:
            self.fail(str(error), param, context)


class Choice(click.Choice):
    """One of a few names; of a mistyped one the nearest is told."""

    def convert(self, value, param, context):
        """The name, as it is spelt here."""
        try:
            return super().convert(value, param, context)
        except click.BadParameter as error:
            near = nearest(str(value).lower(), self.choices)[:1]
            self.fail(error.message.removesuffix(".") + (f"; {did_you_mean(near)}" if near else ""), param, context)


class Named(Choice):
    """One of many names: the help of the option lists them."""

    def get_metavar(self, *arguments, **named):
        """``NAME``."""
        return "NAME"


class OnOff(Choice):
    """``on`` or ``off``; in a configuration and in Python true or false."""

    def __init__(self):
        super().__init__(["on", "off"])

    def convert(self, value, param, context):
        """True or False."""
        return value if isinstance(value, bool) else super().convert(value, param, context) == "on"


class Whole(click.IntRange):
    """A whole number from a least one on, as the kernels' 64-bit integers hold it."""

    name = "integer"

    def convert(self, value, param, context):
        """An int below 2⁶³."""
        number = super().convert(value, param, context)
        if number >= 2**63:
            self.fail(f"must be below 2**63; got {value}", param, context)
        return number


class Number(click.FloatRange):
    """A finite number within a range."""

    name = "number"

    def convert(self, value, param, context):
        """A float; NaN and infinities are refused."""
        number = super().convert(value, param, context)
        if not math.isfinite(number):
            self.fail(f"must be finite; got {value}", param, context)
        return number


class Weighting(click.ParamType):
    """``balanced``, or ``label=weight,...``; the labels are looked at with the data."""

    name = "balanced|label=w,..."

    def convert(self, value, param, context):
        """The text itself."""
        for pair in [] if value == "balanced" else value.split(","):
            label, equals, weight = pair.rpartition("=")
            try:
                good = equals and label and 0 <= float(weight) < math.inf
            except ValueError:
                good = False
            if not good:
                self.fail(f"takes balanced, or label=weight,... with weights >= 0; got {pair!r}", param, context)
        return value


class Encoding(click.ParamType):
    """The name of an encoding of text, as Python knows it."""

    name = "name"

    def convert(self, value, param, context):
        """The name in one spelling."""
        try:
            return checked_encoding(value)
        except ValueError as error:
            self.fail(str(error), param, context)


class ColumnKind(click.ParamType):
    """``column=kind``; whether there is such a column is looked at with the data."""

    name = "column=kind"

    def convert(self, value, param, context):
        """The text itself."""
        try:
            column_kind(value)
        except ValueError as error:
            self.fail(str(error), param, context)
        return value


class Split(click.ParamType):
    """One of SPLITS."""

    name = "random|stratified|ordered|group:column"

    def convert(self, value, param, context):
        """The text itself."""
        if value not in SPLITS[:3] and not (value.startswith("group:") and len(value) > 6):
            self.fail(f"takes {', '.join(SPLITS)}; got {value!r}", param, context)
        return value


WHOLE, COUNT = Whole(0), Whole(1)
POSITIVE = Number(min=0, min_open=True)
SHARE = Number(0, 1, max_open=True)

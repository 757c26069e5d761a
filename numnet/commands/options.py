"""Option types, and the options that train and summary share."""

import math

import click

from numnet.data.roles import MISSING_WAYS, SPLITS
from numnet.optimizers import OPTIMIZERS
from numnet.registry import ACTIVATIONS, INITIALIZERS, LOSSES, TASKS
from numnet.schedules import parse_schedule


class Widths(click.ParamType):
    """``16,16``: the sizes of the hidden layers; ``none`` or nothing: no hidden layer."""

    name = "widths"

    def convert(self, value, param, context):
        """A tuple of ints."""
        if isinstance(value, tuple):
            return value
        if value.strip() in ("none", ""):
            return ()
        try:
            widths = tuple(int(part) for part in value.split(","))
        except ValueError:
            self.fail(f"takes whole numbers such as 16,16, or none; got {value!r}", param, context)
        if any(width < 1 for width in widths):
            self.fail(f"a layer needs at least 1 unit; got {value!r}", param, context)
        return widths


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

    name = "name[,name...]"

    def convert(self, value, param, context):
        """A name, or a tuple of names."""
        names = [name.strip().lower() for name in (value.split(",") if isinstance(value, str) else value)]
        for name in names:
            if name not in ACTIVATIONS:
                self.fail(f"{name!r} is not one of {', '.join(ACTIVATIONS)}", param, context)
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


def rates_help():
    """``adam 0.01, sgd 0.1, …``: the default learning rates."""
    return ", ".join(f"{name} {kind().learning_rate:g}" for name, kind in OPTIMIZERS.items())


class Number(click.FloatRange):
    """A finite number within a range."""

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


class Split(click.ParamType):
    """One of SPLITS."""

    name = "random|stratified|ordered|group:column"

    def convert(self, value, param, context):
        """The text itself."""
        if value not in SPLITS[:3] and not (value.startswith("group:") and len(value) > 6):
            self.fail(f"takes {', '.join(SPLITS)}; got {value!r}", param, context)
        return value


MOST = 2**63 - 1  # what the kernels' 64-bit integers hold
POSITIVE = Number(min=0, min_open=True)
SHARE = Number(0, 1, max_open=True)


def data_options(command):
    """The options that say how a data file is read and divided; shared by all that read one to train on it."""
    # fmt: off
    options = (
        click.option("--columns", multiple=True, metavar="COLUMN",
                     help="A feature of a data file; repeatable, * for all, identifiers too.  [default: all of use]"),
        click.option("--exclude", multiple=True, metavar="COLUMN",
                     help="A column to leave out; repeatable.  [default: none]"),
        click.option("--missing", type=click.Choice(MISSING_WAYS), default="error", show_default=True,
                     help="Missing cells: an error, rows dropped, or numbers filled, texts a level of their own."),
        click.option("--split", type=Split(), default="random", show_default=True,
                     help="How rows are held out; stratified: by class, ordered: the last, group: whole groups."),
        click.option("--validation-data", metavar="FILE",
                     help="Validate on another file, with the same columns.  [default: none]"),
        click.option("--test", type=SHARE, default=0.0, show_default=True,
                     help="Share of rows kept for one evaluation at the end."),
        click.option("--weights", metavar="COLUMN", help="Column that says how much each row counts.  [default: none]"),
        click.option("--class-weight", type=Weighting(),
                     help="How much each class counts; balanced: the rarer, the more.  [default: all alike]"),
    )
    # fmt: on
    for option in reversed(options):
        command = option(command)
    return command


def task_options(command):
    """The options that say what is to be learned."""
    # fmt: off
    target = click.option("--target", "targets", multiple=True, metavar="COLUMN",
                          help="Target column of a data file; repeatable.  [default: the last column]")
    task = click.option("--task", type=click.Choice(["auto", *TASKS], case_sensitive=False), default="auto",
                        show_default=True, help="What to learn; auto decides from the targets and says why.")
    # fmt: on
    return task(target(command))


def network_options(command):
    """The options that shape a network; shared by train and summary."""
    for option in reversed(
        (
            click.option(
                "--hidden", type=Widths(), default="16,16", show_default=True, help="Units of the hidden layers."
            ),
            click.option(
                "--activation",
                type=Activations(),
                default="tanh",
                show_default=True,
                help=f"Of the hidden layers, one or one a layer: {', '.join(ACTIVATIONS)}.",
            ),
            click.option(
                "--loss",
                type=click.Choice(["auto", *LOSSES], case_sensitive=False),
                default="auto",
                show_default=True,
                help="auto: mse for regression, cross_entropy for classes.",
            ),
            click.option(
                "--init",
                type=click.Choice(["auto", *INITIALIZERS], case_sensitive=False),
                default="auto",
                show_default=True,
                help="Initial weights; auto: he for the ReLU family, glorot otherwise.",
            ),
            click.option(
                "--dtype",
                type=click.Choice(["float32", "float64"], case_sensitive=False),
                default="float32",
                show_default=True,
                help="Of all arithmetic.",
            ),
            click.option(
                "--seed",
                type=click.IntRange(0, MOST),
                default=0,
                show_default=True,
                help="Of initial weights, validation split, shuffling and dropout.",
            ),
        )
    ):
        command = option(command)
    return task_options(command)

"""Option types of the commands that walk on error surfaces."""

import math
from pathlib import Path

import click

from numnet.files.output import is_stdout
from numnet.optim.optimizers import OPTIMIZERS
from numnet.options.types import Number
from numnet.surfaces.catalogue import SURFACES, expression, parse_surface
from numnet.utils.lookup import lookup

PICTURES, FILMS, PAGES = ("png", "svg", "pdf"), ("gif", "mp4"), ("html",)


class SurfaceText(click.ParamType):
    """A name of SURFACES, with its option, or an expression."""

    name = "surface"

    def convert(self, value, param, context):
        """A `Surface`."""
        try:
            return parse_surface(value)
        except (ValueError, TypeError) as error:
            self.fail(str(error), param, context)


class Expression(click.ParamType):
    """An expression of x and y; the name of a surface is refused."""

    name = "expression"

    def convert(self, value, param, context):
        """A `Surface`."""
        if not isinstance(value, str):
            return value
        if value.partition(":")[0].strip().replace("-", "_") in SURFACES:
            self.fail(f"{value!r} is a surface's name; leave out --expression", param, context)
        try:
            return expression(value)
        except ValueError as error:
            self.fail(str(error), param, context)


class Rules(click.ParamType):
    """``sgd,adam``, or ``all``."""

    name = "name[,name...]|all"

    def convert(self, value, param, context):
        """A tuple of names, each once."""
        if isinstance(value, tuple):
            return value
        names = list(OPTIMIZERS) if value.strip().lower() == "all" else [n.strip().lower() for n in value.split(",")]
        for name in names:
            self.check(name, param, context)
        return tuple(dict.fromkeys(names))

    def check(self, name, param, context):
        """The name, if it is a rule's."""
        try:
            lookup(OPTIMIZERS, name, "optimizer")
        except ValueError as error:
            self.fail(str(error), param, context)
        return name


class Rate(Rules):
    """``adam=0.1``."""

    name = "rule=value"

    def convert(self, value, param, context):
        """(rule, rate)."""
        if isinstance(value, tuple):
            return value
        name, equals, text = (part.strip() for part in value.partition("="))
        if not equals:
            self.fail(f"takes RULE=VALUE, such as adam=0.1; got {value!r}", param, context)
        return self.check(name.lower(), param, context), Number(min=0, min_open=True).convert(text, param, context)


class Point(click.ParamType):
    """``1,1.5``: two finite numbers."""

    name = "x,y"

    def convert(self, value, param, context):
        """(x, y)."""
        if isinstance(value, tuple):
            return value
        try:
            x, y = (float(part) for part in value.split(","))
        except ValueError:
            self.fail(f"takes two numbers such as 1,1.5; got {value!r}", param, context)
        if not (math.isfinite(x) and math.isfinite(y)):
            self.fail(f"must be finite; got {value!r}", param, context)
        return x, y


class Picture(click.ParamType):
    """A file whose ending says what to write."""

    name = "file"

    def convert(self, value, param, context):
        """A path, or - for standard output."""
        path = Path(value)
        if not is_stdout(path) and path.suffix.lower().lstrip(".") not in PICTURES + FILMS + PAGES:
            known = ", ".join(f".{ending}" for ending in PICTURES + FILMS + PAGES)
            self.fail(f"{path.name!r} must end in one of {known}", param, context)
        return path

"""The options of the hyper-parameters; their help names the rules and the defaults."""

from collections import Counter

import click

from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.optim.optimizers import CHAPTER, OPTIMIZERS
from numnet.options.call_words import words_of
from numnet.options.types import Number, OnOff
from numnet.utils.wording import series


def hyper_parameter_options(command):
    """An option for each hyper-parameter; one that is not given is None, and each rule has its own default."""
    for name, each in reversed(HYPER_PARAMETERS.items()):
        defaults = {rule: getattr(kind, name) for rule, kind in OPTIMIZERS.items() if hasattr(kind, name)}
        rules = series(sorted(defaults, key=lambda rule: rule not in CHAPTER)) if defaults else "no rule"
        command = click.option(
            "--" + name.replace("_", "-"),
            type=OnOff() if each.bounds is None else _number(each.bounds),
            help=f"{each.help.format(rules=rules)}  [default: {defaults_help(defaults)}]",
        )(command)
    return command


def _number(bounds):
    """The type of a number within the bounds of a hyper-parameter."""
    low, high = bounds.get("above", bounds.get("at_least")), bounds.get("below")
    return Number(low, high, min_open="above" in bounds, max_open=high is not None)


def defaults_help(defaults):
    """The default of most rules, and of those that differ, ``0.999; lion 0.99``."""
    usual = max(Counter(defaults.values()).items(), key=lambda pair: pair[1], default=(0.0, 0))[0]
    others = [f"{rule} {_short(value)}" for rule, value in defaults.items() if value != usual]
    return "; ".join([_short(usual), *([", ".join(others)] if others else [])])


def _short(value):
    """1e-8 for 1e-08; on for True."""
    return words_of(value) if isinstance(value, bool) else f"{value:g}".replace("e-0", "e-")

"""The defaults for tables of one's own: what did best in a study of tables, where bundled sets keep the plain ones.

The study, whose test rows decided nothing, is benchmarks/defaults.md.
"""

import click
from click.core import ParameterSource

from numnet.data.tables.byte_source import InlineTable
from numnet.options.call_words import words_of

OWN_TABLES = {"activation": "relu", "schedule": "cosine", "l2": 0.003, "dropout": 0.1}
WORDS = ", ".join(f"{name} {value}" for name, value in OWN_TABLES.items())
plain_option = click.option(
    "--plain", is_flag=True, help=f"The defaults named here for tables of your own too, which else have {WORDS}."
)


def is_own(data):
    """Whether data are no bundled set: a file, a frame, arrays, or a `Dataset` made of them."""
    from numnet.data import DATASETS, is_bundled

    return not is_bundled(data) and getattr(data, "name", None) not in DATASETS


def choose(context, data):
    """Give the options that were not given the defaults for these data; --plain keeps the plain ones.

    They count as given from there on: a command that repeats the call names them.  Rows that are written out in a
    configuration have the plain ones, as on the live page.
    """
    if isinstance(data, InlineTable):
        context.params["plain"] = True
        context.set_parameter_source("plain", ParameterSource.DEFAULT_MAP)
    if context.params["plain"] or not is_own(data):
        return
    for name, value in OWN_TABLES.items():
        if name in context.params and context.get_parameter_source(name) == ParameterSource.DEFAULT:
            context.params[name] = value
            context.set_parameter_source(name, ParameterSource.DEFAULT_MAP)


def chosen_words(context, data):
    """The same for many trainings: words of `train` for the options of which no value was given."""
    if context.params["plain"] or not is_own(data):
        return []
    missing = [name for name in OWN_TABLES if not context.params[name]]
    return [word for name in missing for word in (f"--{name}", words_of(OWN_TABLES[name]))]

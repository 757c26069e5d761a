"""The line that repeats a call: a command line, or of data that Python holds a line of Python."""

import shlex

import click

from numnet.data.tables.byte_source import InlineTable
from numnet.options.call_words import given
from numnet.options.swept import Listed, Swept
from numnet.options.values import key_of, negative


def repeating(context, data, names):
    """The line that does this call again, with those of the options ``names`` that were given."""
    from numnet.data.tables.frames import is_file  # NumPy comes with it

    if is_file(data):
        source = "-" if isinstance(data, InlineTable) else str(data)
        return shlex.join(["numnet", context.command.name, source, *given(context, names)])
    given_ones = [
        option for option in context.command.params
        if option.name in names and context.params.get(option.name) is not None
        and context.get_parameter_source(option.name) != click.core.ParameterSource.DEFAULT
    ]  # fmt: skip
    tried = [option for option in given_ones if context.command.name == "sweep" and isinstance(option.type, Swept)]
    values = {key_of(option): _value(option, context.params[option.name]) for option in given_ones}
    axes = ", ".join(f"{key_of(option)!r}: {values.pop(key_of(option))}" for option in tried)
    arguments = ["data", *([f"{{{axes}}}"] if axes else []), *(f"{key}={value}" for key, value in values.items())]
    return f"numnet.{'fit' if context.command.name == 'train' else context.command.name}({', '.join(arguments)})"


def _value(option, value):
    """The value of an option as Python has it."""
    if option.is_flag:
        return repr(not value if negative(option) else value)
    if isinstance(option.type, (Swept, Listed)):
        return repr([str(item) for item in value])
    return repr(list(value) if option.multiple else value)

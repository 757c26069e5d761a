"""The command line that repeats a call."""

import click


def words_for(configuration):
    """The options of a configuration as words of a command line."""
    return [word for name, text in configuration.items() for word in (f"--{name.replace('_', '-')}", text)]


def words_of(value):
    """The value of an option as one types it: ``16,16``, ``none``, ``0.01``, ``on``."""
    if isinstance(value, bool):
        return "on" if value else "off"
    text = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return (text.removesuffix(".0") if isinstance(value, float) else text) or "none"


def given(context, names):
    """The words of the command line for those of the options ``names`` that were given."""
    words = []
    for parameter in context.command.params:
        default = context.get_parameter_source(parameter.name) == click.core.ParameterSource.DEFAULT
        value = context.params.get(parameter.name)
        if default or parameter.name not in names or value is None:
            continue
        if parameter.is_flag:
            words += parameter.opts[-1:] if value else parameter.secondary_opts[-1:]
        else:
            values = value if parameter.multiple else [value]
            words += [word for item in values for word in (parameter.opts[0], words_of(item))]
    return words

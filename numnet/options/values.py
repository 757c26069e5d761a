"""The value of an option where it isn't typed but given by its key: in a configuration, or as an argument in Python.

The key is the long option with ``_``; of a flag that says what is not done, ``--no-shuffle``, what is: ``shuffle``.
"""

from keyword import iskeyword

import click

from numnet.files.schema import FLAG, check, shown
from numnet.options.call_words import words_of
from numnet.options.types import Activations, Inputs, OnOff, Rows, Widths

KINDS = {int: ("a number", "a list of numbers"), str: ("text", "a list of texts")}
KINDS[float] = KINDS[int]


def negative(option):
    """Whether a flag says what is not done: ``--no-shuffle``."""
    return option.is_flag and option.opts[0].startswith("--no-")


def key_of(option):
    """The option's key: ``shuffle`` of ``--no-shuffle``."""
    return option.opts[0].removeprefix("--no-" if negative(option) else "--").replace("-", "_")


def keyed(command, left_out=()):
    """{key: option} of a command."""
    return {key_of(option): option for option in command.params
            if isinstance(option, click.Option) and option.name not in left_out}  # fmt: skip


def argument_of(key):
    """The argument of a Python function that a key becomes: ``as`` is a word of the language, so ``as_``."""
    return f"{key}_" if iskeyword(key) else key


def value_of(option, key, value, context):
    """What the value of a key means, as if its option were typed.  Raises ValueError naming the key."""
    if option.is_flag or isinstance(option.type, OnOff):
        check(value, FLAG, key)
        return not value if negative(option) else value
    items = value if isinstance(value, list) else [value]
    several = option.multiple or isinstance(option.type, (Activations, Inputs, Rows, Widths))
    if any(type(item) not in KINDS for item in items) or (isinstance(value, list) and not several):
        raise ValueError(f"{key} must be {'texts or numbers' if several else 'one text or number'}, got {shown(value)}")
    words = [item if isinstance(item, str) else words_of(item) for item in items]
    try:
        meant = option.type_cast_value(context, words if option.multiple else ",".join(words) if items else "none")
    except click.BadParameter as error:
        raise ValueError(f"{key}: {error.message.removesuffix('.')}") from None
    kinds = {KINDS[type(item)] for item in (meant if isinstance(meant, tuple) else [meant])}
    if kinds != {KINDS[type(item)] for item in items}:
        needed = "".join(kind[isinstance(meant, tuple)] for kind in kinds) or "[] for none"
        raise ValueError(f"{key} must be {needed}, got {shown(value)}")
    return meant

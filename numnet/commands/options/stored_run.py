"""The options in a run folder's config.json, read as if they were typed: what a command line refuses is refused."""

import click

from numnet.commands.options.train import TRAIN
from numnet.commands.output.call_words import words_of


def stored_options(path, config):
    """All options of `train` with the values that ``config``, of the run folder ``path``, has.

    Raises ValueError, in one line, for values that `train` would not take.
    """
    words = []
    for option in TRAIN.params:
        value = config["options"].get(option.name)
        if not isinstance(option, click.Option) or value is None or option.name in ("out", "resume"):
            continue
        if option.is_flag:
            words += [option.opts[-1]] if value else []
        elif option.multiple:
            words += [f"{option.opts[0]}={item}" for item in (value if isinstance(value, list) else [value])]
        else:
            words.append(f"{option.opts[0]}={words_of(tuple(value) if isinstance(value, list) else value)}")
    try:
        return TRAIN.make_context("train", words).params
    except click.ClickException as error:
        message = " ".join(error.format_message().split())
        raise ValueError(f"{path / 'config.json'} is damaged: {message}") from None

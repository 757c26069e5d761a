"""The options in a run folder's config.json, read as if they were typed: what a command line refuses is refused."""

import click

from numnet.commands.text import words_of
from numnet.commands.train import train


def stored_options(run):
    """All options of `train` with the values that the config.json of a `Run` has.  Raises ValueError for any other."""
    words = []
    for option in train.params:
        value = run.config["options"].get(option.name)
        if not isinstance(option, click.Option) or value is None or option.name in ("out", "resume"):
            continue
        if option.is_flag:
            words += [option.opts[-1]] if value else []
        elif option.multiple:
            words += [f"{option.opts[0]}={item}" for item in (value if isinstance(value, list) else [value])]
        else:
            words.append(f"{option.opts[0]}={words_of(tuple(value) if isinstance(value, list) else value)}")
    try:
        return train.make_context("train", words).params
    except click.ClickException as error:
        message = " ".join(error.format_message().split())
        raise ValueError(f"{run.path / 'config.json'} is damaged: {message}") from None

"""The options in a run folder's config.json, read as if they were typed: what a command line refuses is refused."""

from pathlib import Path

from numnet.options.configuration import OPTIONS, flat_options, values_of
from numnet.options.train import TRAIN


def stored_options(path, config):
    """All options of `train` with the values that ``config``, of the run folder ``path``, has.

    Raises ValueError, in one line, for values that `train` would not take.
    """
    flat = flat_options(config["options"])
    try:
        values = values_of({key: value for key, value in flat.items() if key in OPTIONS})
    except ValueError as error:
        raise ValueError(f"{Path(path, 'config.json')} is damaged: {error}") from None
    return TRAIN.make_context("train", [], default_map=values).params

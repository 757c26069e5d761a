"""The subject of `trace` and `check`: a network, its data and rule; from data and options of `train`, or from a run."""

import copy
import os
from pathlib import Path
from typing import Any, NamedTuple

import click

from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.options.call_words import given
from numnet.options.data import READ_OPTIONS, read
from numnet.options.errors import UserError
from numnet.options.own_tables import choose
from numnet.options.stored_run import stored_options
from numnet.options.train import TRAIN, check_options, make_optimizer, validation_share
from numnet.runs.option_names import NETWORK_ARGUMENTS

NETWORK_OPTIONS = (*READ_OPTIONS, "hidden", *NETWORK_ARGUMENTS, "validation", "no_scale", "inputs")
RULE_OPTIONS = ("optimizer", *HYPER_PARAMETERS, "l1", "l2", "clip_norm")


def of_train(*names, **defaults):
    """A decorator: the options of `train` of these names, some with another default."""

    def add(command):
        for option in TRAIN.params:
            if option.name in names:
                option = copy.copy(option)
                option.default = defaults.get(option.name, option.default)
                command.params.append(option)
        return command

    return add


class Subject(NamedTuple):
    """A network, its data and how it is trained."""

    name: str
    network: Any
    parts: Any  # `SplitDataset`, in original units
    dataset: Any
    optimizer: Any
    options: dict  # all of `train`
    run: Any  # None for a data set


def find_subject(context, source, progress=None, arrays=None):
    """The `Subject` of a run, in a folder or in memory, or of data; options of the context override those of the run.

    arrays: {name of an option: array or frame}, what no command line holds.
    """
    from numnet.data import is_bundled

    if isinstance(source, (str, os.PathLike)) and Path(source).is_dir() and not is_bundled(source):
        from numnet.runs.loading import load_run

        return _of_run(context, load_run(source))
    if hasattr(source, "network"):
        return _of_run(context, source)
    if "plain" in context.params:
        choose(context, source)
    options = {**TRAIN.make_context("train", ["-"]).params, **context.params}
    check_options(options)
    optimizer = make_optimizer(options)
    dataset = read(source, {**options, **(arrays or {})}, progress=progress)
    from numnet.runs.trial import SplitData

    data = SplitData.by(dataset, validation_share(context, dataset), options)
    return Subject(dataset.name, data.network(options), data.parts, dataset, optimizer, options, None)


def _of_run(context, run):
    """The `Subject` of a `Run`: its network, data and rule; options of the rule may be given anew."""
    words = given(context, NETWORK_OPTIONS)
    if words:
        raise UserError(f"{words[0]} is fixed by the run {run.path or run.name}; leave it out, or name data instead "
                        "of a run")  # fmt: skip
    chosen = {
        name: value for name, value in context.params.items()
        if context.get_parameter_source(name) != click.core.ParameterSource.DEFAULT
    }  # fmt: skip
    options = {**stored_options(run.path or run.name, run.config), **chosen}
    if chosen.get("optimizer", run.config["optimizer"]["name"]) != run.config["optimizer"]["name"]:
        options |= {name: chosen.get(name) for name in HYPER_PARAMETERS}
    optimizer = make_optimizer(options)
    parts = run.data()
    return Subject(run.name, run.network, parts, parts.dataset, optimizer, options, run)

"""A training in JSON: written by ``--print-config``, read by ``--config``, from the config.json of a run too.

One flat object: the long options of ``train``, with ``_`` and without those of a single call; flags say what is done
(``shuffle``, ``scale``); beside them the data, by name or written out: ``{"csv": "x,y,label\\n0,1,a\\n"}``.
"""

from pathlib import Path

import click

from numnet.data.tables.byte_source import InlineTable
from numnet.files.json_files import read_json_stream
from numnet.files.schema import FLAG, TEXT, check, shown
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.options.errors import UserError
from numnet.options.train import TRAIN, record, share_held_out
from numnet.options.values import key_of, negative, value_of
from numnet.utils.lookup import did_you_mean
from numnet.utils.synonyms import meant
from numnet.utils.wording import listed

FORMAT = "numnet-config-1"
OF_THE_CALL = ("data", "out", "resume", "quiet", "as_json")  # no part of a configuration


OPTIONS = {key_of(option): option for option in TRAIN.params if option.name not in OF_THE_CALL}


# --- written ----------------------------------------------------------------------------------------------------------


def configuration(context, data, options, optimizer):
    """The configuration of a call, as a dictionary for JSON: all options with their values, the rule's own too."""
    from numnet.data import is_truth_table

    share = share_held_out(context, is_truth_table(data), options["validation_data"] is not None)
    values = {**options, **record(optimizer), "validation": share}
    flat = {key: values[option.name] for key, option in OPTIONS.items()}
    flat |= {key: not flat[key] for key, option in OPTIONS.items() if negative(option)}
    return {"format": FORMAT, "data": written(data), **flat}


def written(data):
    """The data as a configuration has them."""
    return {"csv": data.csv} if isinstance(data, InlineTable) else data


# --- read -------------------------------------------------------------------------------------------------------------


def load_configuration(context, parameter, file):
    """The callback of ``--config``: what the file says becomes the default of the options.  UserError in one line."""
    if file is not None and not context.resilient_parsing:
        try:
            context.default_map = read_configuration(file)
        except ValueError as error:
            raise UserError(str(error)) from None
    return file


def read_configuration(file):
    """{name of a parameter of `train`: value} of a JSON file or, ``-``, of standard input.

    Raises ValueError, in one line that names the file and the key, for whatever `train` would not take.
    """
    name = "standard input" if file == "-" else file
    try:
        with click.open_file(file, "rb") as stream:
            flat = flat_of(read_json_stream(stream))
        return {"data": data_of(flat), **values_of(flat)}
    except (OSError, ValueError) as error:
        raise ValueError(f"--config {name}: {getattr(error, 'strerror', None) or error}") from None
    except RuntimeError:
        raise ValueError("--config -: standard input is closed; name a file") from None


def forget_other_rule(context, options):
    """Take away the configuration's hyper-parameters where the command line names another update rule."""
    if (context.default_map or {}).get("optimizer") in (None, options["optimizer"]):
        return
    for name in HYPER_PARAMETERS:
        if context.get_parameter_source(name) == click.core.ParameterSource.DEFAULT_MAP:
            options[name] = context.params[name] = None


def flat_of(config):
    """The flat configuration in a record: itself, or that of a run.  Raises ValueError for anything else."""
    from numnet.runs.config import RUN_FORMAT, RUN_SHAPE
    from numnet.runs.data_record import source_of

    check(config, {})
    if config.get("format", FORMAT) == FORMAT:
        return {key: value for key, value in config.items() if key != "format"}
    if config["format"] != RUN_FORMAT:
        raise ValueError(f"format must be {FORMAT}, or {RUN_FORMAT} of a run, got {shown(config['format'])}")
    check(config, RUN_SHAPE)
    options = {**config["options"], **config["optimizer"], "validation": config["validation"]}
    options = {name: value for name, value in options.items() if name not in ("name", *OF_THE_CALL)}
    return {"data": written(source_of(config["data"])), **flat_options(options)}


def flat_options(stored):
    """{key: value} of the options in the config.json of a run, where they have the names of parameters."""
    keys = {option.name: key for key, option in OPTIONS.items()}
    turned = {name for name in stored if name in keys and negative(OPTIONS[keys[name]]) and FLAG.holds(stored[name])}
    return {keys.get(name, name): not value if name in turned else value for name, value in stored.items()}


def data_of(flat):
    """The data of a configuration: a name, an `InlineTable` or None.  Raises ValueError for what is neither.

    A configuration may come from anybody: its paths lead to ordinary files alone, no pipe or device.
    """
    from numnet.data import is_bundled

    data = flat.get("data")
    if isinstance(data, dict):
        check(data, {"csv": TEXT}, "data")
        if len(data) > 1:
            raise ValueError(f"data must hold nothing beside csv, got {shown(next(k for k in data if k != 'csv'))}")
        data = InlineTable(data["csv"])
    elif not (data is None or isinstance(data, str)):
        raise ValueError(f'data must be text, or {{"csv": text}}, got {shown(data)}')
    for path in (data, flat.get("validation_data")):
        if isinstance(path, str) and not is_bundled(path) and Path(path).exists() and not Path(path).is_file():
            raise ValueError(f"{path} is not an ordinary file; name a data file")
    return data


def values_of(flat):
    """{name of a parameter: value} of a flat configuration.  Raises ValueError naming keys that are not known, or the
    key whose value `train` would not take; null is as good as nothing.
    """
    flat = {key: value for key, value in flat.items() if key not in ("data", "exact")}  # arithmetic always is
    unknown = [key for key in flat if key not in OPTIONS]
    if unknown:
        raise ValueError(f"unknown key{'s' if len(unknown) > 1 else ''}: {listed(map(_remedy, unknown[:6]))}")
    context = click.Context(TRAIN)
    return {OPTIONS[key].name: value_of(OPTIONS[key], key, value, context) for key, value in flat.items()
            if value is not None}  # fmt: skip


def _remedy(key):
    if key in ("out", "resume", "quiet", "json", "config", "print_config"):
        return f"{key} (it belongs to one call: give it on the command line)"
    near = meant(key, OPTIONS)
    return shown(key) + (f" ({did_you_mean(near[:1])})" if near else "")

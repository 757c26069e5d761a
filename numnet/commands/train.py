"""``numnet train``: a training that is kept in a run folder."""

import json
import shlex
from pathlib import Path

import click

from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.reading_progress import read_watched
from numnet.commands.output.train_report import introduce, introduce_training
from numnet.data.tables.byte_source import InlineTable
from numnet.files.json_files import finite, json_bytes
from numnet.files.output import write_output
from numnet.options.call_words import given
from numnet.options.configuration import configuration, forget_other_rule, load_configuration
from numnet.options.train import TRAIN, check_options, make_optimizer, record, validation_share


@click.command(cls=GroupedCommand)
@click.option(
    "--config",
    metavar="FILE",
    is_eager=True,
    callback=load_configuration,
    help="Options and DATA in JSON, or a run's config.json; - reads standard input.  [default: none]",
)
@click.option("--exact", is_flag=True, hidden=True, expose_value=False)  # of scripts that ask for what is always so
@click.option("--print-config", is_flag=True, help="Print the options and DATA as JSON for --config; train nothing.")
@click.pass_context
def train(context, data, config, print_config, **options):
    """Train a network on DATA: a bundled set (numnet datasets list) or a data file: CSV, TSV, .npz, Parquet.
    A generated set takes options: spiral:n=600,noise=0.2,arms=5,seed=1.

    A run folder keeps everything from the start: --resume continues a run that was stopped or killed, or a finished
    one to more --epochs.

    \b
    Example:
      numnet train spiral
      numnet train flowers.csv --target species --hidden 32,32 --activation relu
      numnet train --resume runs/spiral-1 --epochs 400
      numnet train --config spiral.json --seed 1
    """
    from numnet.commands.output.train_report import as_object, report
    from numnet.commands.train_resume import resume_training
    from numnet.commands.train_session import stopping

    if options["resume"] is None and data is None:
        raise click.UsageError("name the DATA to train on: a bundled set (numnet datasets list) or a CSV file")
    if options["resume"] is not None and (config or print_config):
        raise click.UsageError("--resume goes on with the options of its run; leave --config and --print-config away")
    if config == data == "-":
        raise click.UsageError("--config - and DATA - would both read standard input; name a file for one of them")
    forget_other_rule(context, options)
    check_options(options)
    if print_config:
        write_output("-", json_bytes(configuration(context, data, options, make_optimizer(options))).decode())
        return
    path, config, stop = (resume_training if options["resume"] else new_training)(context, data, options)
    with stopping():  # a second Ctrl-C does not keep from saying what was written
        if options["as_json"]:
            click.echo(json.dumps(finite(as_object(path, config)), allow_nan=False))
        else:
            report(path, config["result"])
    if config["result"]["diagnosis"]:
        click.echo(f"Error: {config['result']['diagnosis']}", err=True)
        context.exit(3)
    if config["result"]["status"] == "interrupted":
        context.exit(stop.exit_code)


train.params = [*TRAIN.params, *train.params]


def new_training(context, data, options):
    """Read, split, scale, train, write; returns (path, config with the result, `Stop`)."""
    optimizer = make_optimizer(options)
    dataset = read_watched(data, options)
    from numnet.commands.train_session import conclude, prepared
    from numnet.files.new_folder import NewFolder
    from numnet.runs.config import describe_run
    from numnet.runs.trial import SplitData, Trial  # Numba comes with it: data that are not there are told sooner
    from numnet.runs.writing import RunFolder
    from numnet.training.divergence_recovery import Recovery
    from numnet.training.snapshots import SnapshotRecorder

    validation = validation_share(context, dataset)
    trial = Trial(SplitData(dataset, validation, options["seed"], not options["no_scale"]), optimizer, options)
    new_folder = NewFolder(options["out"], dataset.name)
    if not options["quiet"] and not options["as_json"]:
        introduce(dataset, trial)
        introduce_training(trial, options)
    recovery = Recovery(SnapshotRecorder(trial.training, options["snapshots"]), options["on_divergence"])
    config = {"command": command_line(context, data), "validation": validation, "optimizer": record(optimizer)}
    config["options"] = {key: str(value) if isinstance(value, Path) else value for key, value in options.items()}
    with prepared(trial.training, options) as stop:
        folder = RunFolder.create(new_folder, trial, recovery, describe_run(dataset, data, trial.network, config))
        return folder.path, conclude(folder, stop, options), stop


def command_line(context, data):
    """The exact command that does this again, but for --out, which names a folder that exists now.

    Options of a configuration are written out; its rows, if it holds them, come from standard input.
    """
    left_out = ("data", "out", "resume", "config", "exact", "print_config")
    names = [parameter.name for parameter in context.command.params if parameter.name not in left_out]
    source = "-" if isinstance(data, InlineTable) else data
    return shlex.join(["numnet", context.command.name, source, *given(context, names)])

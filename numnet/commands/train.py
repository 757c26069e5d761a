"""``numnet train``."""

import json
import shlex
from dataclasses import fields
from pathlib import Path

import click

from numnet.commands import Command, UserError, complete, reading
from numnet.commands.options import (
    MOST,
    POSITIVE,
    SHARE,
    BatchSize,
    Number,
    ScheduleText,
    data_options,
    network_options,
    rates_help,
)
from numnet.commands.text import plural, words_of
from numnet.cuda import check_device, describe_device
from numnet.files import finite
from numnet.optimizers import OPTIMIZERS
from numnet.registry import TASKS
from numnet.schedules import SCHEDULES

HYPER = ("learning_rate", "momentum", "beta1", "beta2", "rho", "eps", "weight_decay")


@click.command(cls=Command)
@click.argument("data", required=False, shell_complete=complete.data)
@network_options
@click.option(
    "--optimizer",
    type=click.Choice(list(OPTIMIZERS), case_sensitive=False),
    default="adam",
    show_default=True,
    help="The update rule.",
)
@click.option("--learning-rate", type=POSITIVE, help=f"Step size η.  [default: {rates_help()}]")
@click.option("--momentum", type=SHARE, help="μ of momentum and nag.  [default: 0.9]")
@click.option("--beta1", type=SHARE, help="Decay of the first moment.  [default: 0.9]")
@click.option("--beta2", type=SHARE, help="Decay of the second moment.  [default: 0.999; lion 0.99]")
@click.option("--rho", type=SHARE, help="Decay of rmsprop and adadelta.  [default: 0.9]")
@click.option("--eps", type=POSITIVE, help="Added to the denominator.  [default: 1e-8; adagrad 1e-10, adadelta 1e-6]")
@click.option("--weight-decay", type=Number(min=0), help="Decoupled decay λ.  [default: 0; adamw 0.01]")
@click.option("--clip-norm", type=POSITIVE, help="Upper bound of the gradient's norm.  [default: none]")
@click.option(
    "--schedule",
    type=ScheduleText(),
    default="constant",
    show_default=True,
    help=f"Factor on the rate: {', '.join(SCHEDULES)}.",
)
@click.option("--batch-size", type=BatchSize(), default="32", show_default=True, help="Samples an update, or full.")
@click.option("--epochs", type=click.IntRange(1, MOST), default=200, show_default=True, help="Passes over the data.")
@click.option(
    "--validation",
    type=SHARE,
    default=0.2,
    show_default=True,
    help="Share of rows held out; truth tables hold out none.",
)
@data_options
@click.option(
    "--patience",
    type=click.IntRange(1, MOST),
    help="Stop after so many epochs without a lower validation loss.  [default: never]",
)
@click.option(
    "--evaluate-every", type=click.IntRange(1, MOST), default=1, show_default=True, help="Epochs between evaluations."
)
@click.option("--no-shuffle", is_flag=True, help="Keep the order of the rows.")
@click.option("--no-scale", is_flag=True, help="Do not standardise features and regression targets.")
@click.option("--l1", type=Number(min=0), default=0.0, show_default=True, help="Penalty l1 Σ|W|.")
@click.option(
    "--l2",
    type=Number(min=0),
    default=1e-4,
    show_default=True,
    help="Penalty (l2 / 2) ΣW², a little of it by default against overfitting.",
)
@click.option("--dropout", type=SHARE, default=0.0, show_default=True, help="Share of hidden units dropped.")
@click.option(
    "--snapshots",
    type=click.IntRange(0, MOST),
    default=30,
    show_default=True,
    help="Epochs whose weights are kept, for landscapes; at most 16 MB, 0 for none.",
)
@click.option("--threads", type=click.IntRange(1, MOST), help="Cores to use; the result is the same.  [default: all]")
@click.option(
    "--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="Where to train."
)
@click.option(
    "--specialize/--no-specialize",
    default=None,
    help="On a GPU: compile a kernel for this shape alone.  [default: for runs of millions of updates]",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="The run folder, never overwritten.  [default: runs/<data>-<n>]"
)
@click.option(
    "--checkpoint-every",
    type=Number(min=0),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="How much training may be lost, at most, if it is killed.",
)
@click.option(
    "--on-divergence",
    type=click.Choice(["stop", "restart", "halve-rate"]),
    default="stop",
    show_default=True,
    help="Stop with the last finite weights; restart from other ones; or go back, with half the rate.",
)
@click.option("--resume", metavar="RUN", help="Continue the run in this folder, given alone or with more --epochs.")
@click.option("--quiet", is_flag=True, help="No progress, no notices.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.pass_context
def train(context, data, **options):
    """Train a network on DATA: a bundled set (numnet datasets list) or a data file: CSV, TSV, .npz, Parquet.

    A generated set takes options: spiral:n=600,noise=0.2,arms=5,seed=1.  Results are kept in a run folder, which is
    there from the start: --resume continues a run that was stopped or killed, or a finished one to more --epochs.

    \b
    Example:
      numnet train spiral
      numnet train flowers.csv --target species --hidden 32,32 --activation relu
      numnet train --resume runs/spiral-1 --epochs 400
    """
    from numnet.commands.resume import resume_training
    from numnet.commands.training import as_object, report

    if options["resume"] is None and data is None:
        raise click.UsageError("name the DATA to train on: a bundled set (numnet datasets list) or a CSV file")
    check_options(options)
    path, config, stop = (resume_training if options["resume"] else new_training)(context, data, options)
    if options["as_json"]:
        click.echo(json.dumps(finite(as_object(path, config)), allow_nan=False))
    else:
        report(path, config["result"])
    if config["result"]["diagnosis"]:
        click.echo(f"Error: {config['result']['diagnosis']}", err=True)
        context.exit(3)
    if config["result"]["status"] == "interrupted":
        context.exit(stop.exit_code)


def check_options(options):
    """UserError for options that don't go together."""
    reading.check(options)
    if options["device"] == "cuda":
        check_device()
    if options["snapshots"] == 1:
        raise UserError("--snapshots must be 0 for none, or at least 2: the first and the last epoch")
    widths, activation = options["hidden"], options["activation"]
    if isinstance(activation, tuple) and len(activation) != len(widths):
        raise UserError(
            f"--activation names {len(activation)} layers, --hidden has {len(widths)}; give one, or one a layer"
        )


def make_optimizer(options):
    """The optimizer with the hyper-parameters that were given.  UserError for one that the rule does not have."""
    kind = OPTIMIZERS[options["optimizer"]]
    allowed = {field.name for field in fields(kind)}
    given = {name: options[name] for name in HYPER if options[name] is not None}
    for name in given:
        if name not in allowed:
            taken = ", ".join("--" + field.replace("_", "-") for field in HYPER if field in allowed)
            raise UserError(f"{options['optimizer']} has no --{name.replace('_', '-')}; it takes {taken}")
    return kind(**given)


def new_training(context, data, options):
    """Read, split, scale, train, write; returns (path, config with the result, `Stop`)."""
    optimizer = make_optimizer(options)
    dataset = reading.read(data, options)
    from numnet.commands.training import conclude, prepared
    from numnet.place import Place
    from numnet.recovery import Recovery
    from numnet.run_folder import RunFolder
    from numnet.runs import describe_run
    from numnet.snapshots import Recorder
    from numnet.trials import Cut, Trial  # Numba comes with it: data that are not there are told sooner

    validation = validation_share(context, dataset)
    trial = Trial(Cut(dataset, validation, options["seed"], not options["no_scale"]), optimizer, options)
    place = Place(options["out"], dataset.name)
    if not options["quiet"] and not options["as_json"]:
        introduce(dataset, trial)
        introduce_training(trial, options)
    recovery = Recovery(Recorder(trial.training, options["snapshots"]), options["on_divergence"])
    config = {"command": command_line(context, data), "validation": validation, "optimizer": record(optimizer)}
    config["options"] = {key: str(value) if isinstance(value, Path) else value for key, value in options.items()}
    with prepared(trial.training, options) as stop:
        folder = RunFolder.create(place, trial, recovery, describe_run(dataset, data, trial.network, config))
        return folder.path, conclude(folder, stop, options), stop


def validation_share(context, dataset):
    """The share of rows held out: none of a truth table unless --validation was given, none beside a file for it."""
    chosen = context.get_parameter_source("validation") != click.core.ParameterSource.DEFAULT
    if dataset.division.validation is not None:
        if chosen:
            raise UserError("--validation and --validation-data exclude each other; leave one away")
        return 0.0
    return 0.0 if dataset.truth_table and not chosen else context.params["validation"]


def record(optimizer):
    """Name and hyper-parameters."""
    return {"name": optimizer.name, **{field.name: getattr(optimizer, field.name) for field in fields(optimizer)}}


def command_line(context, data):
    """The exact command that does this again, but for --out, which names a folder that exists now."""
    names = [parameter.name for parameter in context.command.params if parameter.name not in ("data", "out", "resume")]
    return shlex.join(["numnet", context.command.name, data, *given(context, names)])


def given(context, names):
    """The words of a call for those of the options ``names`` that were given."""
    words = []
    for parameter in context.command.params:
        default = context.get_parameter_source(parameter.name) == click.core.ParameterSource.DEFAULT
        if default or parameter.name not in names:
            continue
        value = context.params[parameter.name]
        if parameter.is_flag:
            words += parameter.opts[-1:] if value else parameter.secondary_opts[-1:]
        else:
            values = value if parameter.multiple else [value]
            words += [word for item in values for word in (parameter.opts[0], words_of(item))]
    return words


def introduce(dataset, trial):
    """What is about to be learned, on stderr: data, task and why."""
    parts, network = trial.parts, trial.network
    held = len(parts.held)
    rows = plural(len(parts.training), "row")
    share = f"{rows} to train on, {held} to validate" if held else f"{rows}, none held out"
    share += f", {len(parts.test)} to test" if len(parts.test) else ""
    click.echo(
        f"data      {dataset.name}: {share}, {plural(dataset.X.shape[1], 'feature')}"
        + (", standardised" if network.scaler else ""),
        err=True,
    )
    reading.remark(dataset)
    click.echo(
        f"task      {dataset.task} ({dataset.reason}): {TASKS[dataset.task].output} output, {network.loss_name} loss",
        err=True,
    )


def introduce_training(trial, options):
    """What is about to learn it, on stderr: device, network, rule."""
    training, network = trial.training, trial.network
    if options["device"] == "cuda":
        click.echo(f"device    {describe_device()}", err=True)
    click.echo(
        f"network   {'-'.join(map(str, network.sizes))}, "
        f"{', '.join(dict.fromkeys(network.activation)) or 'no hidden layer'}, "
        f"{network.parameters.size} parameters, {network.dtype.name}",
        err=True,
    )
    click.echo(
        f"training  {training.optimizer.name}, learning rate {training.optimizer.learning_rate:g}, "
        f"schedule {training.schedule}, {plural(training.updates_per_epoch, 'update')} an epoch, "
        + "".join(f"{name} {options[name]:g}, " for name in ("l1", "l2", "dropout") if options[name])
        + f"seed {options['seed']}",
        err=True,
    )

"""``numnet train``."""

import json
import shlex
from dataclasses import fields
from pathlib import Path

import click

from numnet.commands import Command, UserError, complete
from numnet.commands.options import MOST, POSITIVE, SHARE, BatchSize, Number, ScheduleText, network_options, rates_help
from numnet.commands.text import finite, format_metric, plural, words_of
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
    "--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="Where to compute."
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="The run folder, never overwritten.  [default: runs/<data>-<n>]"
)
@click.option("--resume", metavar="RUN", help="Continue a run (not available yet).")
@click.option("--quiet", is_flag=True, help="No progress, no notices.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.pass_context
def train(context, data, **options):
    """Train a network on DATA: a bundled set (numnet datasets list) or a CSV file with a header.

    A generated set takes options: spiral:n=600,noise=0.2,arms=5,seed=1.  Results are kept in a run folder.

    \b
    Example:
      numnet train spiral
      numnet train flowers.csv --target species --hidden 32,32 --activation relu
    """
    if options["resume"]:
        raise UserError("--resume is not available yet; train again with the command in the run's config.json")
    if data is None:
        raise click.UsageError("name the DATA to train on: a bundled set (numnet datasets list) or a CSV file")
    check_options(options)
    run, trial = run_training(context, data, make_optimizer(options), options)
    if options["as_json"]:
        result = {"run": str(run.path), "task": trial.parts.task, **trial.figures()}
        click.echo(json.dumps(finite(result), allow_nan=False))
    else:
        report(run, trial)
    if run.history.diagnosis:
        click.echo(f"Error: {run.history.diagnosis}", err=True)
        context.exit(3)
    if run.history.status == "interrupted":
        context.exit(130)


def check_options(options):
    """UserError for options that don't go together."""
    if options["device"] == "cuda":
        raise UserError("--device cuda is not available yet; use --device cpu")
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


def run_training(context, data, optimizer, options):
    """Read, split, scale, train, write; returns (run, trial)."""
    from numnet import runs
    from numnet.data import read_data

    dataset = read_data(data, list(options["targets"]) or None, options["task"])
    from numnet.snapshots import Recorder
    from numnet.trials import Cut, Trial  # Numba comes with it: data that are not there are told sooner

    validation = validation_share(context, dataset)
    trial = Trial(Cut(dataset, validation, options["seed"], not options["no_scale"]), optimizer, options)
    place = runs.Place(options["out"], dataset.name)
    if not options["quiet"] and not options["as_json"]:
        introduce(dataset, trial)
        introduce_training(trial, options)
    recorder = Recorder(trial.training, options["snapshots"])
    trial.keep(interrupted=follow(recorder, options))
    config = {"command": command_line(context, data), "validation": validation, "optimizer": record(optimizer)}
    config["options"] = {key: str(value) if isinstance(value, Path) else value for key, value in options.items()}
    snapshots = recorder.snapshots()
    return runs.write_run(place, dataset, data, trial.network, trial.history, config, snapshots), trial


def validation_share(context, dataset):
    """The share of rows held out: none of a truth table unless --validation was given."""
    chosen = context.get_parameter_source("validation") != click.core.ParameterSource.DEFAULT
    return 0.0 if dataset.truth_table and not chosen else context.params["validation"]


def record(optimizer):
    """Name and hyper-parameters."""
    return {"name": optimizer.name, **{field.name: getattr(optimizer, field.name) for field in fields(optimizer)}}


def follow(recorder, options):
    """Advance to the end with a progress display; returns whether Ctrl-C ended it.  What was learned is kept."""
    from numnet.commands.compiling import compiling
    from numnet.commands.progress import describe, progress

    training = recorder.training
    with compiling(options["quiet"], options["dtype"]):
        training.compile()
    try:
        with progress(training.epochs, options["quiet"] or options["as_json"]) as display:
            running = True
            while running:
                running = recorder.advance()
                display.update(training.epochs_done, describe(training.losses), not running)
    except KeyboardInterrupt:
        return True
    return False


def command_line(context, data):
    """The exact command that does this again, but for --out, which names a folder that exists now."""
    names = [parameter.name for parameter in context.command.params if parameter.name not in ("data", "out")]
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
            words += [parameter.opts[-1]] if value else []
        else:
            values = value if parameter.multiple else [value]
            words += [word for item in values for word in (parameter.opts[0], words_of(item))]
    return words


def introduce(dataset, trial):
    """What is about to be learned, on stderr: data, task and why."""
    parts, network = trial.parts, trial.network
    held = len(parts.X_validation)
    rows = plural(len(parts.X), "row")
    share = f"{rows} to train on, {held} to validate" if held else f"{rows}, none held out"
    click.echo(
        f"data      {dataset.name}: {share}, {plural(dataset.X.shape[1], 'feature')}"
        + (", standardised" if network.scaler else ""),
        err=True,
    )
    click.echo(
        f"task      {dataset.task} ({dataset.reason}): {TASKS[dataset.task].output} output, {network.loss_name} loss",
        err=True,
    )


def introduce_training(trial, options):
    """What is about to learn it, on stderr: network, rule."""
    training, network = trial.training, trial.network
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


def report(run, trial):
    """The result, where it is, and what to try next, on stdout."""
    history, training, summary = trial.history, trial.training, trial.figures()
    outcome = {"stopped": "stopped early", "interrupted": "interrupted", "diverged": "diverged"}.get(
        history.status, "trained"
    )
    click.echo(
        f"{outcome} after {history.epochs} epochs, {history.updates} updates, {training.seconds:.3g} s"
        + (
            f"; the weights of epoch {summary['best_epoch']} are kept (lowest validation loss)"
            if training.has_validation
            else ""
        )
    )
    for part in ("train", "validation"):
        if summary[f"{part}_loss"] is None:
            continue
        figures = [
            f"{name[len(part) + 1 :].replace('_', ' ')} {format_metric(name, value)}"
            for name, value in summary["metrics"].items()
            if name.startswith(part + "_") and value is not None
        ]
        click.echo(f"{part:<11}loss {summary[f'{part}_loss']:.4g}, {', '.join(figures)}")
    click.echo(f"run        {run.path}")
    path = shlex.quote(str(run.path))
    click.echo("next       numnet plot boundary " + path)
    click.echo("           numnet plot convergence " + path)
    click.echo("           numnet evaluate " + path)

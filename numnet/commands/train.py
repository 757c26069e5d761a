"""``numnet train``."""

import json
import math
import shlex
from dataclasses import fields
from pathlib import Path

import click

from numnet.commands import Command, UserError
from numnet.commands.options import POSITIVE, SHARE, BatchSize, ScheduleText, network_options, rates_help
from numnet.commands.text import finite, format_metric
from numnet.optimizers import OPTIMIZERS
from numnet.registry import TASKS
from numnet.schedules import SCHEDULES

HYPER = ("learning_rate", "momentum", "beta1", "beta2", "rho", "eps", "weight_decay")


@click.command(cls=Command)
@click.argument("data", required=False)
@network_options
@click.option(
    "--optimizer", type=click.Choice(list(OPTIMIZERS)), default="adam", show_default=True, help="The update rule."
)
@click.option("--learning-rate", type=POSITIVE, help=f"Step size η.  [default: {rates_help()}]")
@click.option("--momentum", type=SHARE, help="μ of momentum and nag.  [default: 0.9]")
@click.option("--beta1", type=SHARE, help="Decay of the first moment.  [default: 0.9]")
@click.option("--beta2", type=SHARE, help="Decay of the second moment.  [default: 0.999; lion 0.99]")
@click.option("--rho", type=SHARE, help="Decay of rmsprop and adadelta.  [default: 0.9]")
@click.option("--eps", type=POSITIVE, help="Added to the denominator.  [default: 1e-8; adagrad 1e-10, adadelta 1e-6]")
@click.option("--weight-decay", type=click.FloatRange(min=0), help="Decoupled decay λ.  [default: 0; adamw 0.01]")
@click.option("--clip-norm", type=POSITIVE, help="Upper bound of the gradient's norm.  [default: none]")
@click.option(
    "--schedule",
    type=ScheduleText(),
    default="constant",
    show_default=True,
    help=f"Factor on the rate: {', '.join(SCHEDULES)}.",
)
@click.option("--batch-size", type=BatchSize(), default="32", show_default=True, help="Samples an update, or full.")
@click.option("--epochs", type=click.IntRange(min=1), default=200, show_default=True, help="Passes over the data.")
@click.option(
    "--validation",
    type=SHARE,
    default=0.2,
    show_default=True,
    help="Share of rows held out; truth tables hold out none.",
)
@click.option(
    "--patience",
    type=click.IntRange(min=1),
    help="Stop after so many epochs without a lower validation loss.  [default: never]",
)
@click.option(
    "--evaluate-every", type=click.IntRange(min=1), default=1, show_default=True, help="Epochs between evaluations."
)
@click.option("--no-shuffle", is_flag=True, help="Keep the order of the rows.")
@click.option("--no-scale", is_flag=True, help="Do not standardise features and regression targets.")
@click.option("--l1", type=click.FloatRange(min=0), default=0.0, show_default=True, help="Penalty l1 Σ|W|.")
@click.option(
    "--l2",
    type=click.FloatRange(min=0),
    default=1e-4,
    show_default=True,
    help="Penalty (l2 / 2) ΣW², a little of it by default against overfitting.",
)
@click.option("--dropout", type=SHARE, default=0.0, show_default=True, help="Share of hidden units dropped.")
@click.option("--threads", type=click.IntRange(min=1), help="Cores to use; the result is the same.  [default: all]")
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
    if options["device"] == "cuda":
        raise UserError("--device cuda is not available yet; use --device cpu")
    if data is None:
        raise click.UsageError("name the DATA to train on: a bundled set (numnet datasets list) or a CSV file")
    widths, activation = options["hidden"], options["activation"]
    if isinstance(activation, tuple) and len(activation) != len(widths):
        raise UserError(
            f"--activation names {len(activation)} layers, --hidden has {len(widths)}; give one, or one a layer"
        )
    optimizer = make_optimizer(options)
    run, training, parts = run_training(context, data, optimizer, options)
    history = training.history
    if options["as_json"]:
        click.echo(json.dumps(result(run, training, parts)))
    else:
        report(run, training, parts)
    if history.diagnosis:
        click.echo(f"Error: {history.diagnosis}", err=True)
        context.exit(3)
    if history.status == "interrupted":
        context.exit(130)


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
    """Read, split, scale, train, write; returns (run, training, parts)."""
    from numnet import runs
    from numnet.data import fingerprint, read_data

    dataset = read_data(data, list(options["targets"]) or None, options["task"])
    chosen = context.get_parameter_source("validation") != click.core.ParameterSource.DEFAULT
    validation = 0.0 if dataset.truth_table and not chosen else options["validation"]
    parts = runs.Parts.of(dataset, validation, options["seed"])
    network = runs.network_for(
        dataset,
        options["hidden"],
        activation=options["activation"],
        loss=options["loss"],
        init=options["init"],
        dtype=options["dtype"],
        seed=options["seed"],
    )
    network.scaler = runs.fit_scaler(parts) if dataset.scale and not options["no_scale"] else None
    folder = runs.new_folder(options["out"], dataset.name)
    try:
        training = prepare(network, parts, optimizer, options)
        if not options["quiet"] and not options["as_json"]:
            introduce(dataset, parts, training, options)
        follow(training, options)
        if not training.updates and training.compile_seconds is None:
            raise KeyboardInterrupt
    except BaseException:
        folder.rmdir()
        raise
    network.parameters[:] = training.best
    history = training.history
    if training.interrupted:
        history.status = "interrupted"
    config = {
        "command": command_line(context, data),
        "task": dataset.task,
        "reason": dataset.reason,
        "validation": validation,
        "data": {
            "source": str(data),
            "path": None if data == "-" or not Path(data).is_file() else str(Path(data).resolve()),
            "name": dataset.name,
            "fingerprint": fingerprint(dataset),
            "rows": len(dataset.X),
            "features": dataset.feature_names,
            "targets": dataset.targets,
            "target_names": dataset.target_names,
        },
        "network": {
            "sizes": network.sizes,
            "activation": network.activation,
            "loss": network.loss_name,
            "parameters": int(network.parameters.size),
            "scaled": network.scaler is not None,
        },
        "optimizer": {"name": optimizer.name, **{f.name: getattr(optimizer, f.name) for f in fields(optimizer)}},
        "options": {key: str(value) if isinstance(value, Path) else value for key, value in options.items()},
    }
    return runs.write_run(folder, network, history, config), training, parts


def prepare(network, parts, optimizer, options):
    """The `Training` of these options."""
    from numnet.runs import scaled
    from numnet.training import Training

    X, T, validation = scaled(parts, network.scaler)
    return Training(
        network,
        X,
        T,
        optimizer,
        options["batch_size"],
        options["epochs"],
        validation,
        options["seed"],
        not options["no_shuffle"],
        options["evaluate_every"],
        options["threads"],
        options["device"],
        options["l1"],
        options["l2"],
        options["dropout"],
        options["clip_norm"],
        options["schedule"],
        options["patience"],
    )


def follow(training, options):
    """Advance to the end with a progress display; Ctrl-C stops and keeps what was learned."""
    from numnet.commands.machine import compiling
    from numnet.commands.progress import progress

    training.interrupted = False
    try:
        with compiling(options["dtype"], training.parallel, quiet=options["quiet"]):
            training.compile()
        with progress(training.epochs, options["quiet"] or options["as_json"]) as display:
            running = True
            while running:
                running = training.advance()
                display.update(training.epochs_done, training.losses, not running)
    except KeyboardInterrupt:
        training.interrupted = True


def command_line(context, data):
    """The exact command that makes this run again."""
    words = ["numnet", "train", data]
    for parameter in context.command.params:
        if (
            context.get_parameter_source(parameter.name) == click.core.ParameterSource.DEFAULT
            or parameter.name == "data"
        ):
            continue
        value = context.params[parameter.name]
        if getattr(parameter, "is_flag", False):
            words += [parameter.opts[-1]] if value else []
        elif parameter.multiple:
            words += [word for item in value for word in (parameter.opts[0], item)]
        else:
            text = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
            words += [parameter.opts[-1], text or "0"]
    return shlex.join(words)


def introduce(dataset, parts, training, options):
    """What is about to happen, on stderr: data, task and why, network, rule."""
    network = training.network
    held = len(parts.X_validation)
    share = f"{len(parts.X)} rows to train on, {held} to validate" if held else f"{len(parts.X)} rows, none held out"
    click.echo(
        f"data      {dataset.name}: {share}, {dataset.X.shape[1]} features"
        + (", standardised" if network.scaler else ""),
        err=True,
    )
    click.echo(
        f"task      {dataset.task} ({dataset.reason}): {TASKS[dataset.task].output} output, {network.loss_name} loss",
        err=True,
    )
    click.echo(
        f"network   {'-'.join(map(str, network.sizes))}, "
        f"{', '.join(dict.fromkeys(network.activation)) or 'no hidden layer'}, "
        f"{network.parameters.size} parameters, {network.dtype.name}",
        err=True,
    )
    click.echo(
        f"training  {training.optimizer.name}, learning rate {training.optimizer.learning_rate:g}, "
        f"schedule {training.schedule}, {training.updates_per_epoch} updates an epoch, seed {options['seed']}",
        err=True,
    )


def result(run, training, parts):
    """The JSON object: figures of the kept model, in original units but for the losses."""
    kept = kept_epoch(training)
    metrics = {}
    for part, X, T in (("train", parts.X, parts.T), ("validation", parts.X_validation, parts.T_validation)):
        figures = run.evaluate(X, T) if len(X) else {}
        metrics.update({f"{part}_{name}": value for name, value in figures.items() if isinstance(value, float)})
    losses = {part: metrics.pop(f"{part}_loss", None) for part in ("train", "validation")}
    clean = {name: value if math.isfinite(value) else None for name, value in metrics.items()}
    return {
        "run": str(run.path),
        "task": parts.task,
        "epochs": run.history.epochs,
        "updates": run.history.updates,
        "seconds": training.seconds,
        "compile_seconds": training.compile_seconds,
        "train_loss": finite(losses["train"]),
        "validation_loss": finite(losses["validation"]),
        "metrics": clean,
        "best_epoch": kept,
    }


def kept_epoch(training):
    """The epoch whose weights the model file holds."""
    return training.history.best_epoch if training.has_validation else training.history.epochs


def report(run, training, parts):
    """The result, where it is, and what to try next, on stdout."""
    history, summary = run.history, result(run, training, parts)
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

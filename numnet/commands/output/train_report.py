"""What is printed of a training: before it begins, and when it has ended."""

import click

from numnet.cuda import describe_device
from numnet.model.tasks import TASKS
from numnet.utils.number_words import named_metric
from numnet.utils.system import typed
from numnet.utils.wording import plural, printable


def remark(dataset):
    """The remarks on reading the data, on stderr."""
    for line in dataset.remarks:
        click.echo(f"note      {printable(line)}", err=True)


def introduce(dataset, trial):
    """Data and task of the training that begins, on stderr, with the reason for the task."""
    parts, network = trial.parts, trial.network
    held = len(parts.validation)
    rows = plural(len(parts.training), "row")
    share = f"{rows} to train on, {held} to validate" if held else f"{rows}, none held out"
    share += f", {len(parts.test)} to test" if len(parts.test) else ""
    click.echo(
        f"data      {printable(dataset.name)}: {share}, {plural(dataset.X.shape[1], 'feature')}"
        + ("" if network.terms is None else f", {plural(len(network.terms), 'input')} computed from them")
        + (", standardised" if network.scaler else ""),
        err=True,
    )
    remark(dataset)
    click.echo(
        f"task      {dataset.task} ({printable(dataset.reason)}): {TASKS[dataset.task].output} output, "
        f"{network.loss_name} loss",
        err=True,
    )


def introduce_training(trial, options):
    """Device, network and rule of the training that begins, on stderr."""
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
        f"training  {training.options.optimizer.name}, learning rate {training.options.optimizer.learning_rate:g}, "
        f"schedule {training.options.schedule}, {plural(training.updates_per_epoch, 'update')} per epoch, "
        + "".join(f"{name} {options[name]:g}, " for name in ("l1", "l2", "dropout") if options[name])
        + f"seed {options['seed']}",
        err=True,
    )


def report(path, result):
    """The result in config.json, where it is, and what to try next, on stdout."""
    status = {"stopped": "stopped early", "interrupted": "interrupted", "diverged": "diverged"}
    held = result["validation_loss"] is not None
    click.echo(
        f"{status.get(result['status'], 'trained')} after {result['epochs']} epochs, {result['updates']} updates, "
        f"{result['seconds']:.3g} s"
        + (f"; the weights of epoch {result['kept_epoch']} are kept (lowest validation loss)" if held else "")
    )
    for part in ("train", "validation", "test"):
        if result.get(f"{part}_loss") is None:
            continue
        figures = [
            named_metric(name.removeprefix(part + "_"), value)
            for name, value in result["metrics"].items()
            if name.startswith(part + "_") and value is not None
        ]
        click.echo(f"{part:<11}loss {result[f'{part}_loss']:.4g}, {', '.join(figures)}")
    click.echo(f"run        {path}")
    calls = ["plot boundary", "plot convergence", "evaluate"]
    if result["status"] == "interrupted":
        calls = ["train --resume", *calls[1:]]
    for call, before in zip(calls, ("next       ", *[" " * 11] * 2)):
        click.echo(before + typed(["numnet", *call.split(), str(path)]))


def as_object(run):
    """The object that ``--json`` prints."""
    config, result = run.config, run.config["result"]
    names = ("epochs", "updates", "seconds", "compile_seconds", "train_loss", "validation_loss", "test_loss", "metrics")
    names = [name for name in names if name in result]
    return {"run": str(run.path), "task": config["task"], **{name: result[name] for name in names},
            "best_epoch": result["kept_epoch"]}  # fmt: skip

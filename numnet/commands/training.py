"""A training that is watched and can be stopped: what ``numnet train`` and its ``--resume`` share."""

import shlex
import time
from contextlib import contextmanager

import click

from numnet.commands import UserError
from numnet.commands.signals import stopping
from numnet.commands.text import format_metric


@contextmanager
def prepared(training, options):
    """Compile, then yield the `Stop` that Ctrl-C and SIGTERM go to from there on."""
    from numnet.commands.compiling import compiling

    with compiling(options["quiet"], options["dtype"] if training.device == "cpu" else None):
        training.compile()
    with stopping() as stop:
        yield stop


def conclude(folder, stop, options):
    """Train to the end or to the first signal, write what came of it; returns the config with the result."""
    again = f"go on with: numnet train --resume {shlex.quote(str(folder.path))}"
    try:
        return folder.finish(follow(folder, stop, options))
    except OSError as error:
        where, why = error.filename or folder.path, error.strerror or error
        raise UserError(f"{where}: {why}; the last checkpoint stays, when this is mended {again}") from None
    except KeyboardInterrupt:  # the second one, while files are written
        click.echo(f"\ninterrupted; {again}", err=True)
        raise click.exceptions.Exit(stop.exit_code) from None
    finally:
        folder.close()


def follow(folder, stop, options):
    """Advance with a progress display and checkpoints; returns "interrupted" after a signal, else None."""
    from numnet.commands.progress import describe, progress

    recovery, training = folder.recovery, folder.trial.training
    told, every = len(recovery.events), options["checkpoint_every"]
    due = time.monotonic() + every
    try:
        with progress(training.epochs, options["quiet"] or options["as_json"]) as display:
            running = True
            while running and stop.signal is None:
                running = recovery.advance()
                for event in recovery.events[told:]:
                    display.say(event)
                told = len(recovery.events)
                if running and time.monotonic() >= due:
                    checkpoint(folder, display, every)
                    due = time.monotonic() + every
                display.update(training.epochs_done, describe(training.losses), not running)
    except KeyboardInterrupt:
        return "interrupted"
    return "interrupted" if running else None


def checkpoint(folder, display, every):
    """Write one; where that fails, say so and go on: hours of training are worth more than one checkpoint."""
    try:
        folder.checkpoint()
    except OSError as error:
        where, why = error.filename or folder.path, error.strerror or error
        display.say(f"no checkpoint written, next try in {every:g} s: {where}: {why}")
    except (MemoryError, ValueError) as error:  # ValueError: somebody else's lock
        display.say(f"no checkpoint written, next try in {every:g} s: {error}")


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
            f"{name[len(part) + 1 :].replace('_', ' ')} {format_metric(name, value)}"
            for name, value in result["metrics"].items()
            if name.startswith(part + "_") and value is not None
        ]
        click.echo(f"{part:<11}loss {result[f'{part}_loss']:.4g}, {', '.join(figures)}")
    click.echo(f"run        {path}")
    path = shlex.quote(str(path))
    words = ["plot boundary", "plot convergence", "evaluate"]
    if result["status"] == "interrupted":
        words = ["train --resume", *words[1:]]
    for word, before in zip(words, ("next       ", *[" " * 11] * 2)):
        click.echo(f"{before}numnet {word} {path}")


def as_object(path, config):
    """What ``--json`` prints."""
    result = config["result"]
    names = ("epochs", "updates", "seconds", "compile_seconds", "train_loss", "validation_loss", "test_loss", "metrics")
    names = [name for name in names if name in result]
    return {"run": str(path), "task": config["task"], **{name: result[name] for name in names},
            "best_epoch": result["kept_epoch"]}  # fmt: skip

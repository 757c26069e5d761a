"""A training that is watched and can be stopped: what ``numnet train`` and its ``--resume`` share."""

import shlex
import signal
import time
from contextlib import contextmanager, suppress

import click

from numnet.options.errors import UserError


class Stop:
    """A request to stop; ``signal``: the number of the signal that came, or None."""

    signal = None

    @property
    def exit_code(self):
        """As shells have it: 130 after Ctrl-C, 143 after SIGTERM."""
        return 128 + (self.signal or signal.SIGINT)

    def receive(self, number, frame):
        """Remember the signal; the second one raises KeyboardInterrupt at once."""
        if self.signal is not None:
            raise KeyboardInterrupt
        self.signal = number


@contextmanager
def stopping():
    """While the body runs, signals go to the `Stop` that this yields.  What is ignored stays ignored."""
    stop, before = Stop(), {}
    with suppress(ValueError):  # only the main thread may
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) != signal.SIG_IGN:
                before[number] = signal.signal(number, stop.receive)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def prepared(training, options):
    """Compile, then yield the `Stop` that Ctrl-C and SIGTERM go to from there on."""
    from numnet.commands.output.compile_notice import compiling

    with compiling(options["quiet"], options["dtype"] if training.options.device == "cpu" else None):
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
    from numnet.commands.output.progress import describe, progress

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
    """Write a checkpoint; where that fails, say so and go on: the training is worth more than one checkpoint."""
    try:
        folder.checkpoint()
    except OSError as error:
        where, why = error.filename or folder.path, error.strerror or error
        display.say(f"no checkpoint written, next try in {every:g} s: {where}: {why}")
    except (MemoryError, ValueError) as error:  # ValueError: somebody else's lock
        display.say(f"no checkpoint written, next try in {every:g} s: {error}")

"""A training that is watched and can be stopped: what `fit` does once all is prepared."""

import time

from numnet.options.errors import UserError
from numnet.runs.ending import ended
from numnet.utils.system import typed


class Interrupted(KeyboardInterrupt):
    """A second Ctrl-C, while files are written; the message says how to go on."""


class InMemory:
    """Stands for the `RunFolder` of a training that has none."""

    path = None

    def __init__(self, trial, recovery, config):
        self.trial, self.recovery, self.config = trial, recovery, config

    def checkpoint(self):
        """Nothing: the training is lost with the process."""

    def finish(self, status=None):
        """The `Run`."""
        return ended(self.trial, self.recovery, self.config, status)

    def close(self):
        """Nothing is held."""


def compile_training(training, options, watcher):
    """Compile the kernels, watched."""
    with watcher.compiling(options["dtype"] if training.options.device == "cpu" else None):
        training.compile()


def conclude(folder, watcher, options):
    """Train to the end or until the watcher stops it, write what came of it; returns the `Run`."""
    again = f"continue with: {typed(['numnet', 'train', '--resume', str(folder.path)])}"
    try:
        return folder.finish(follow(folder, watcher, options))
    except OSError as error:
        where, why = error.filename or folder.path, error.strerror or error
        raise UserError(f"{where}: {why}; the last checkpoint is kept; once this is fixed, {again}") from None
    except KeyboardInterrupt:
        if folder.path is None:
            raise
        raise Interrupted(f"interrupted; {again}") from None
    finally:
        folder.close()


def follow(folder, watcher, options):
    """Advance with a progress display and checkpoints; returns "interrupted" where it was stopped, else None."""
    recovery, training = folder.recovery, folder.trial.training
    told, every = len(recovery.events), options["checkpoint_every"]
    due, running = time.monotonic() + every, True
    try:
        with watcher.progress(training.epochs) as display:
            while running and watcher.stop.signal is None:
                running = recovery.advance()
                for event in recovery.events[told:]:
                    display.say(event)
                told = len(recovery.events)
                if running and time.monotonic() >= due:
                    checkpoint(folder, display, every)
                    due = time.monotonic() + every
                display.update(training.epochs_done, describe(training.losses), not running, training)
    except KeyboardInterrupt:
        if folder.path is None:
            raise
        return "interrupted"
    return "interrupted" if running else None


def describe(losses):
    """``loss 0.1234  validation 0.2345`` from (train_loss, validation_loss), NaN left out; nothing of None."""
    if losses is None:
        return ""
    train_loss, validation_loss = losses
    text = f"loss {train_loss:.4g}"
    return text if validation_loss != validation_loss else f"{text}  validation {validation_loss:.4g}"


def checkpoint(folder, display, every):
    """Write a checkpoint; where that fails, say so and go on: the training is worth more than one checkpoint."""
    try:
        folder.checkpoint()
    except OSError as error:
        where, why = error.filename or folder.path, error.strerror or error
        display.say(f"no checkpoint written, next try in {every:g} s: {where}: {why}")
    except (MemoryError, ValueError) as error:  # ValueError: somebody else's lock
        display.say(f"no checkpoint written, next try in {every:g} s: {error}")

"""Progress on stderr: a live bar in a terminal, plain lines in a pipe."""

import sys
import time


def describe(history_row):
    """``loss 0.1234  validation 0.2345`` from (train_loss, validation_loss); NaN is left out."""
    train_loss, validation_loss = history_row
    text = f"loss {train_loss:.4g}"
    return text if validation_loss != validation_loss else f"{text}  validation {validation_loss:.4g}"


class PlainProgress:
    """At most one line every two seconds, and one at the end."""

    def __init__(self, epochs):
        self.epochs, self.last = epochs, time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False

    def update(self, epoch, losses, done):
        """Report; ``losses`` is (train, validation) or None."""
        if done or time.monotonic() - self.last >= 2:
            self.last = time.monotonic()
            print(
                f"epoch {epoch}/{self.epochs}" + (f"  {describe(losses)}" if losses else ""),
                file=sys.stderr,
                flush=True,
            )


class LiveProgress:
    """A bar with epoch, losses, rate and remaining time."""

    def __init__(self, epochs):
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            TextColumn("epoch {task.completed:.0f}/{task.total}"),
            BarColumn(),
            TextColumn("{task.fields[losses]}"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self.task = self.bar.add_task("", total=epochs, losses="", rate="")
        self.begun = time.monotonic()

    def __enter__(self):
        self.bar.__enter__()
        return self

    def __exit__(self, *exception):
        return self.bar.__exit__(*exception)

    def update(self, epoch, losses, done):
        """Report; ``losses`` is (train, validation) or None."""
        rate = epoch / max(time.monotonic() - self.begun, 1e-9)
        self.bar.update(
            self.task, completed=epoch, losses=describe(losses) if losses else "", rate=f"{rate:.3g} epochs/s"
        )


class NoProgress(PlainProgress):
    """Silence."""

    def update(self, epoch, losses, done):
        """Report nothing."""


def progress(epochs, quiet):
    """The right one for this stderr."""
    if quiet:
        return NoProgress(epochs)
    return LiveProgress(epochs) if sys.stderr.isatty() else PlainProgress(epochs)

"""Progress on stderr: a live bar in a terminal, plain lines in a pipe."""

import sys
import time


def describe(history_row):
    """``loss 0.1234  validation 0.2345`` from (train_loss, validation_loss), NaN left out; nothing of None."""
    if history_row is None:
        return ""
    train_loss, validation_loss = history_row
    text = f"loss {train_loss:.4g}"
    return text if validation_loss != validation_loss else f"{text}  validation {validation_loss:.4g}"


class PlainProgress:
    """At most one line every two seconds, and one at the end."""

    def __init__(self, total, unit="epoch"):
        self.total, self.unit, self.last = total, unit, time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False

    def update(self, count, text, done):
        """Report how many are done, and a text."""
        if done or time.monotonic() - self.last >= 2:
            self.last = time.monotonic()
            print(f"{self.unit} {count}/{self.total}" + (f"  {text}" if text else ""), file=sys.stderr, flush=True)


class LiveProgress:
    """A bar with count, text, rate and remaining time."""

    def __init__(self, total, unit="epoch"):
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            TextColumn(unit + " {task.completed:.0f}/{task.total}"),
            BarColumn(),
            TextColumn("{task.fields[text]}"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self.task = self.bar.add_task("", total=total, text="", rate="")
        self.unit, self.begun = unit, time.monotonic()

    def __enter__(self):
        self.bar.__enter__()
        return self

    def __exit__(self, *exception):
        return self.bar.__exit__(*exception)

    def update(self, count, text, done):
        """Report how many are done, and a text."""
        rate = count / max(time.monotonic() - self.begun, 1e-9)
        self.bar.update(self.task, completed=count, text=text, rate=f"{rate:.3g} {self.unit}s/s")


class NoProgress(PlainProgress):
    """Silence."""

    def update(self, count, text, done):
        """Report nothing."""


def progress(total, quiet, unit="epoch"):
    """The right one for this stderr."""
    if quiet:
        return NoProgress(total)
    return (LiveProgress if sys.stderr.isatty() else PlainProgress)(total, unit)

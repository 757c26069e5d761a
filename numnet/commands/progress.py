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


class PlainSteps:
    """One line for each step that is done."""

    def __init__(self, total):
        self.total, self.count = total, 0

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False

    def doing(self, what):
        """What is being done."""

    def done(self, what):
        """A step is done."""
        self.count += 1
        print(f"{self.count:>2} of {self.total}  {what}", file=sys.stderr, flush=True)


class LiveSteps:
    """A bar with what is being done, how many of how many are, and since when."""

    def __init__(self, total):
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self.bar = Progress(
            BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"),
            console=Console(stderr=True),
        )  # fmt: skip
        self.task = self.bar.add_task("", total=total)

    def __enter__(self):
        self.bar.__enter__()
        return self

    def __exit__(self, *exception):
        return self.bar.__exit__(*exception)

    def doing(self, what):
        """What is being done."""
        self.bar.update(self.task, description=what)

    def done(self, what):
        """A step is done."""
        self.bar.update(self.task, advance=1, description=what)


def steps(total):
    """The display of so many steps that is right for this stderr."""
    return LiveSteps(total) if sys.stderr.isatty() else PlainSteps(total)

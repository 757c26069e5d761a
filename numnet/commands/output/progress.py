"""Progress on stderr: a live bar in a terminal, plain lines in a pipe."""

import sys
import time

from numnet.api.watcher import Display
from numnet.commands.output.streams import bare
from numnet.utils.wording import plural, printable

MAX_WORKERS = 8  # lines under a bar


def announce(what, text, quiet=False):
    """A notice on stderr, before work that takes more than a few seconds: ``drawing   120 frames``."""
    if not quiet:
        print(f"{what:<9} {text}", file=sys.stderr, flush=True)


class Lines:
    """Plain lines on stderr; a context manager, as a bar is."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False

    def working(self, workers):
        """What each worker does is left to terminals."""

    def say(self, text):
        """A line of its own."""
        print(text, file=sys.stderr, flush=True)


class Bar:
    """A bar of Rich on stderr, for one task."""

    def __init__(self, columns, total, **fields):
        from rich.console import Console
        from rich.progress import Progress
        from rich.text import Text

        class Tasks(Progress):
            """The bar, and what each worker does under it."""

            def get_renderables(self):
                yield self.make_tasks_table(self.tasks)
                yield from (Text(line, no_wrap=True, overflow="ellipsis") for line in lines)

        self.lines = lines = []
        self.bar = Tasks(*columns, console=Console(file=bare(sys.stderr)))
        self.task = self.bar.add_task("", total=total, **fields)

    def __enter__(self):
        self.bar.__enter__()
        return self

    def __exit__(self, *exception):
        self.lines.clear()
        return self.bar.__exit__(*exception)

    def working(self, workers):
        """{name of a worker: what it does}: a line each under the bar, at most `MAX_WORKERS`."""
        lines = [printable(f"  {name}  {what}") for name, what in sorted(workers.items()) if what]
        rest = len(lines) - MAX_WORKERS
        self.lines[:] = lines if rest <= 0 else [*lines[:MAX_WORKERS], f"  and {plural(rest, 'worker')} more"]

    def say(self, text):
        """A line above the bar."""
        self.bar.console.print(printable(text), markup=False, highlight=False)


class PlainProgress(Lines):
    """At most one line every two seconds, with the time that is left, and one at the end."""

    def __init__(self, total, unit="epoch"):
        self.total, self.unit, self.last, self.first = total, unit, time.monotonic(), None

    def update(self, count, text, done, training=None):
        """Report how many are done, and a text."""
        now = time.monotonic()
        self.first = self.first or (count, now)
        if done or now - self.last >= 2:
            self.last = now
            rate = "" if self.unit == "epoch" else self._rate(count, now)
            parts = (f"{self.unit} {count}/{self.total}", text, rate, "" if done else self._left(count, now))
            self.say("  ".join(filter(None, parts)))

    def _rate(self, count, now):
        """``12 trainings/s`` since the first report; "" before there is a pace."""
        before, begun = self.first
        return f"{(count - before) / (now - begun):.3g} {self.unit}s/s" if count > before and now > begun else ""

    def _left(self, count, now):
        """How long the rest takes at the pace since the first report; "" before there is a pace."""
        before, begun = self.first
        if count <= before:
            return ""
        seconds = (now - begun) * (self.total - count) / (count - before)
        return f"about {seconds:.0f} s left" if seconds < 100 else f"about {seconds / 60:.0f} min left"


class LiveProgress(Bar):
    """A bar with count, text, rate and remaining time."""

    def __init__(self, total, unit="epoch"):
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn(unit + " {task.completed:.0f}/{task.total}"), BarColumn(), TextColumn("{task.fields[text]}"),
            TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
        )  # fmt: skip
        super().__init__(columns, total, text="", rate="")
        self.unit, self.begun = unit, time.monotonic()

    def update(self, count, text, done, training=None):
        """Report how many are done, and a text."""
        rate = count / max(time.monotonic() - self.begun, 1e-9)
        self.bar.update(self.task, completed=count, text=text, rate=f"{rate:.3g} {self.unit}s/s")


def progress(total, quiet, unit="epoch"):
    """The display for this stderr: none, a bar in a terminal, lines in a pipe."""
    if quiet:
        return Display()
    return (LiveProgress if sys.stderr.isatty() else PlainProgress)(total, unit)


class PlainSteps(Lines):
    """One line for each step that is done."""

    def __init__(self, total):
        self.total, self.count = total, 0

    def doing(self, what):
        """What is being done."""

    def done(self, what):
        """A step is done."""
        self.count += 1
        self.say(f"{self.count:>2} of {self.total}  {what}")


class LiveSteps(Bar):
    """A bar with what is being done, how many of how many are, and since when."""

    def __init__(self, total):
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

        super().__init__(
            (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}")), total
        )

    def doing(self, what):
        """What is being done."""
        self.bar.update(self.task, description=what)

    def done(self, what):
        """A step is done."""
        self.bar.update(self.task, advance=1, description=what)


def steps(total):
    """The display of so many steps for this stderr: a bar in a terminal, lines in a pipe."""
    return LiveSteps(total) if sys.stderr.isatty() else PlainSteps(total)

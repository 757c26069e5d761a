"""The watcher of a command: progress, notices and signals in a terminal or a pipe."""

import signal

import click

from numnet.api.watcher import Watcher, stopping
from numnet.commands.output.progress import progress
from numnet.commands.output.reading_progress import ReadingProgress


class Terminal(Watcher):
    """Notices and progress on stderr, none if it is ``silent``; that kernels are compiled is said unless ``quiet``."""

    def __init__(self, silent, quiet):
        super().__init__()
        self.silent, self.quiet = silent, quiet

    @property
    def exit_code(self):
        """As shells have it: 130 after Ctrl-C, 143 after SIGTERM."""
        return 128 + (self.stop.signal or signal.SIGINT)

    def say(self, text):
        """A line on stderr."""
        if not self.silent:
            click.echo(text, err=True)

    def reading(self):
        """A bar or lines, once reading takes long."""
        return ReadingProgress(self.silent)

    def remarks(self, dataset):
        """What one should know of the reading."""
        from numnet.commands.output.train_report import remark

        remark(dataset)

    def begins(self, dataset, trial, options=None):
        """Data, task, and of one training network and rule."""
        from numnet.commands.output.train_report import introduce, introduce_training

        if not self.silent:
            introduce(dataset, trial)
            if options is not None:
                introduce_training(trial, options)

    def compiling(self, dtype=None, say=None):
        """A notice, once kernels must be compiled."""
        from numnet.api.compile_notice import compiling

        return compiling(self.quiet, dtype, say)

    def stopping(self):
        """Signals go to ``stop`` while the body runs."""
        return stopping(self.stop)

    def progress(self, total, unit="epoch"):
        """A bar in a terminal, lines in a pipe."""
        return progress(total, self.silent, unit)

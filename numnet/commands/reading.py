"""Reading data as the options of a command say, with progress for large files."""

import time

import click

from numnet.commands import UserError

READING = ("targets", "task", "columns", "exclude", "missing", "split", "validation_data", "test", "weights",
           "class_weight")  # the options of a command that say how data are read and divided


def read(source, options, **more):
    """The `Dataset` of a bundled set or a data file; ``options`` those of `train`, or some of them."""
    from numnet.data import Reading, read_data

    check(options)
    reading = vars(Reading.of({name: value for name, value in options.items() if value is not None}))
    with Progress(options.get("quiet") or options.get("as_json")) as progress:
        return read_data(source, **reading, progress=progress, **more)


def check(options):
    """UserError for options of the data that don't go together."""
    split = options.get("split")
    if options.get("class_weight") and options.get("task") in ("regression", "multilabel"):
        raise UserError(f"--class-weight is for classes, not for task {options['task']}; leave it away")
    if split == "stratified" and options.get("task") in ("regression", "multilabel"):
        raise UserError(f"--split stratified keeps the shares of classes; task {options['task']} has none, use random")


def remark(dataset):
    """What was noticed in reading, on stderr."""
    for line in dataset.remarks:
        click.echo(f"noticed   {line}", err=True)


class Progress:
    """Called with (bytes read, bytes in all or None): a bar or lines on stderr, where reading takes its time."""

    PATIENCE, SMALL = 1.0, 10**7  # seconds and bytes without a word

    def __init__(self, quiet):
        self.quiet, self.begun, self.display, self.ended = quiet, time.monotonic(), None, False

    def __enter__(self):
        return None if self.quiet else self

    def __exit__(self, *exception):
        return self.display is not None and self.display.__exit__(*exception)

    def __call__(self, done, total):
        seconds = time.monotonic() - self.begun
        if self.ended or seconds < self.PATIENCE or done < self.SMALL:
            return
        if self.display is None:
            self.display = self._display(total)
        self.ended = done == total
        self.display.update(done // 10**6, f"read, {done / 1e6 / seconds:.0f} MB/s", self.ended)

    def _display(self, total):
        from numnet.commands.progress import PlainProgress, progress

        return (PlainProgress("?", "MB") if total is None else progress(total // 10**6, False, "MB")).__enter__()

"""Progress while a large data file is read."""

import time

from numnet.commands.output.progress import PlainProgress, progress
from numnet.options.data import read


class ReadingProgress:
    """Called with (bytes read, bytes in all or None): a bar or lines on stderr, once reading takes longer than 1 s."""

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
        return (PlainProgress("?", "MB") if total is None else progress(total // 10**6, False, "MB")).__enter__()


def read_watched(source, options, like=None):
    """As `read`, with a progress display unless the options say otherwise."""
    with ReadingProgress(options.get("quiet") or options.get("as_json")) as shown:
        return read(source, options, like, shown)

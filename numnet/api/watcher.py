"""What a call tells of its work while it goes on, and how it is stopped."""

import signal
from contextlib import contextmanager, nullcontext, suppress

from numnet.api.compile_notice import compiling
from numnet.utils.system import STOP_SIGNALS


class Stop:
    """A request to stop; ``signal``: the number of the signal that came, or None."""

    signal = None

    def receive(self, number, frame):
        """Remember the signal; the second one raises KeyboardInterrupt at once."""
        if self.signal is not None:
            raise KeyboardInterrupt
        self.signal = number


@contextmanager
def handling(receive):
    """While the body runs, signals go to ``receive(number, frame)``.  What is ignored stays ignored."""
    before = {}
    with suppress(ValueError):  # only the main thread may
        for number in STOP_SIGNALS:
            if signal.getsignal(number) != signal.SIG_IGN:
                before[number] = signal.signal(number, receive)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stopping(stop):
    """While the body runs, signals go to the `Stop`."""
    return handling(stop.receive)


def interrupting(stop):
    """While the body runs, signals raise KeyboardInterrupt, SIGTERM as Ctrl-C does; the `Stop` remembers which."""

    def receive(number, frame):
        stop.signal = number
        raise KeyboardInterrupt

    return handling(receive)


class Display:
    """A progress display that shows nothing."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False

    def update(self, count, text, done, training=None):
        """So many are done; a text about it; whether these are all; the `Training`, where there is one."""

    def working(self, workers):
        """{name of a worker: what it does}."""

    def say(self, text):
        """A notice, a line of its own."""


class Watcher:
    """What somebody sees of a call while it goes on.  This one sees nothing, and only KeyboardInterrupt stops it.

    ``stop``: the `Stop` that is looked at between chunks of about 50 ms; ``quiet``: shows no progress.
    """

    quiet = False

    def __init__(self):
        self.stop = Stop()

    def say(self, text):
        """A notice, a line of its own."""

    def reading(self):
        """A context manager while data are read; it yields ``progress(bytes done, bytes in all)`` or None."""
        return nullcontext()

    def remarks(self, dataset):
        """What one should know of data that were read, a line each in ``dataset.remarks``."""

    def begins(self, dataset, trial, options=None):
        """Data and network of what begins; options: those of `train`, where there is one training."""

    def compiling(self, dtype=None, say=None):
        """A context manager around whatever may compile kernels; see `compiling`."""
        return compiling(quiet=True, dtype=dtype)

    def stopping(self):
        """A context manager: while its body runs, signals go to ``stop``."""
        return nullcontext()

    def progress(self, total, unit="epoch"):
        """The `Display` of so many."""
        return Display()

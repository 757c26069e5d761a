"""Ctrl-C and SIGTERM while a training runs: remembered, so that it can end in order."""

import signal
from contextlib import contextmanager, suppress


class Stop:
    """``signal``: the number of the one that came, or None."""

    signal = None

    @property
    def exit_code(self):
        """As shells have it: 130 after Ctrl-C, 143 after SIGTERM."""
        return 128 + (self.signal or signal.SIGINT)

    def receive(self, number, frame):
        """Remember it; the second one raises KeyboardInterrupt at once."""
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

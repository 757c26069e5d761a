"""Who watches a call from Python: nobody, or the notebook that it is made in."""

import sys
from contextlib import contextmanager

from numnet.api.compile_notice import compiling
from numnet.api.watcher import Display, Watcher, stopping
from numnet.options.arguments import python_errors


def interactive():
    """Whether somebody types: a notebook, IPython, or Python's own prompt."""
    return hasattr(sys, "ps1") or ("IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None)


class Shown(Display):
    """The losses of a training as a curve in the notebook, or how many of a unit are done."""

    def __init__(self, total, unit):
        from numnet.displays.live import LiveDisplay  # and NumPy
        from numnet.displays.live_curve import LiveCurve

        self.display = LiveCurve(total) if unit == "epoch" else LiveDisplay(total, unit)

    def __exit__(self, *exception):
        return self.display.__exit__(*exception)

    def update(self, count, text, done, training=None):
        """So many are done."""
        self.display.update(count, training and (lambda: training.history))


class Interactive(Watcher):
    """Ctrl-C, and a notebook's stop button, end the training; what was learned is kept."""

    def stopping(self):
        """Signals go to ``stop`` while the body runs."""
        return stopping(self.stop)

    def compiling(self, dtype=None, say=None):
        """A notice on stderr, once kernels must be compiled."""
        return compiling(dtype=dtype)

    def progress(self, total, unit="epoch"):
        """A curve of the losses while one training goes on, a line while many do; nothing if it is ``quiet``."""
        return Display() if self.quiet else Shown(total, unit)


def watcher_here():
    """The `Watcher` of a call that is made now."""
    return Interactive() if interactive() else Watcher()


@contextmanager
def called(command):
    """Around a function that stands for ``command``: yields its `Watcher`; errors speak of arguments."""
    watcher = watcher_here()
    with python_errors(command), watcher.compiling():
        yield watcher

"""Who watches a call from Python: nobody, or the notebook that it is made in."""

import sys

from numnet.api.watcher import Display, Watcher, stopping


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

    def progress(self, total, unit="epoch"):
        """A curve of the losses while one training goes on, a line while many do."""
        return Shown(total, unit)


def watcher_here():
    """The `Watcher` of a call that is made now."""
    return Interactive() if interactive() else Watcher()

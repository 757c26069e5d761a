"""Who watches a call from Python: nobody, or the notebook that it is made in."""

import sys

from numnet.api.watcher import Display, Watcher, stopping


def interactive():
    """Whether somebody types: a notebook, IPython, or Python's own prompt."""
    return hasattr(sys, "ps1") or ("IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None)


class Curve(Display):
    """The losses of a training of so many epochs as a curve in the notebook."""

    def __init__(self, epochs):
        from numnet.displays.live_curve import LiveCurve  # and NumPy

        self.curve = LiveCurve(epochs)

    def __exit__(self, *exception):
        return self.curve.__exit__(*exception)

    def update(self, count, text, done, training=None):
        """So many epochs are done."""
        self.curve.update(count, lambda: training.history)


class Interactive(Watcher):
    """Ctrl-C, and a notebook's stop button, end the training; what was learned is kept.  quiet: shows no curve."""

    def __init__(self, quiet=False):
        super().__init__()
        self.quiet = quiet

    def stopping(self):
        """Signals go to ``stop`` while the body runs."""
        return stopping(self.stop)

    def progress(self, total, unit="epoch"):
        """A curve of the losses while one training goes on; nothing about many."""
        return Curve(total) if unit == "epoch" and not self.quiet else Display()


def watcher_here(quiet=False):
    """The `Watcher` of a call that is made now."""
    return Interactive(quiet) if interactive() else Watcher()

"""Who watches a call from Python: nobody, or the notebook that it is made in."""

import sys

from numnet.api.watcher import Watcher, stopping


def interactive():
    """Whether somebody types: a notebook, IPython, or Python's own prompt."""
    return hasattr(sys, "ps1") or ("IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None)


class Interactive(Watcher):
    """Ctrl-C, and a notebook's stop button, end the training; what was learned is kept."""

    def stopping(self):
        """Signals go to ``stop`` while the body runs."""
        return stopping(self.stop)


def watcher_here():
    """The `Watcher` of a call that is made now."""
    return Interactive() if interactive() else Watcher()

"""The notebook that a program runs in, if it does."""

import sys


def notebook():
    """The shell of IPython that shows HTML, or None: a script, a terminal, another program.  IPython isn't imported."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    publisher = type(getattr(shell, "display_pub", None)).__name__
    return None if publisher in ("NoneType", "DisplayPublisher") else shell  # that one prints, in a terminal

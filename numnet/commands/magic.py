"""``%numnet train xor`` in a notebook, after ``%load_ext numnet``: a command of the terminal, its pictures in the cell.

It runs in the notebook's own Python: the commands are those of the numnet that is imported there, whatever the PATH.
"""

import contextlib
import gc
import io
import re
import shlex
import sys
from pathlib import Path

import click

PICTURE = re.compile(r"^(?:\w+ {2,})?(.+\.(?:png|gif))$", re.MULTILINE)  # a line that names one, as commands print it


def load_ipython_extension(shell):
    """Register the magic: what IPython calls for ``%load_ext numnet``."""
    shell.register_magic_function(numnet)


def numnet(line):
    """Run a command of numnet, such as ``%numnet train xor``, and show the pictures that it has drawn.

    A mistake in the call ends the cell, in one line; a training that diverged, or a finding of ``check``, does not.
    """
    from IPython.core.error import UsageError
    from IPython.display import Image, display

    from numnet.commands import main

    printed = Copied(sys.stdout)  # in one stream: notebooks show standard error in red
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), undisturbed():
            code = main(words_of(line), prog_name="numnet", standalone_mode=False)
    except click.ClickException as error:
        raise UsageError(" ".join(error.format_message().split())) from None
    if isinstance(code, int) and code > 128:  # interrupted: the cells after this one are not to run
        raise KeyboardInterrupt
    for path in filter(Path.is_file, map(Path, PICTURE.findall(printed.getvalue()))):
        display(Image(filename=path, retina=path.suffix == ".png"))


def words_of(line):
    """The words of a call, split as a shell does."""
    try:
        return shlex.split(line)
    except ValueError as error:
        raise click.UsageError(f"{error} in: {line}") from None


class Copied(io.StringIO):
    """What is printed, kept and passed on."""

    def __init__(self, stream):
        super().__init__()
        self.stream = stream

    def write(self, text):
        """Write a text to both."""
        self.stream.write(text)
        return super().write(text)

    def flush(self):
        """Let it be seen now."""
        self.stream.flush()


@contextlib.contextmanager
def undisturbed():
    """Leaves the notebook as it was: how garbage is collected, and the figures that pyplot has, and would show."""
    threshold, plt = gc.get_threshold(), sys.modules.get("matplotlib.pyplot")
    before = set(plt.get_fignums()) if plt else set()
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        if plt := sys.modules.get("matplotlib.pyplot"):
            for number in set(plt.get_fignums()) - before:
                plt.close(number)

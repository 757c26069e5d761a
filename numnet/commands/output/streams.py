"""Standard streams that are closed, full, read by nobody, or shown by a terminal that obeys what it is sent."""

import errno
import io
import os
import sys
from contextlib import contextmanager

from numnet.utils.system import is_broken_pipe
from numnet.utils.wording import printable


class Output(io.FileIO):
    """Standard output: the first error in writing names it, and the rest is lost."""

    def write(self, content):
        """Write bytes; OSError with the name of the stream."""
        try:
            return super().write(content)
        except OSError as error:
            self.write = len
            number = errno.EPIPE if is_broken_pipe(error) else error.errno
            raise OSError(number, error.strerror, "standard output") from None


class Notices(io.FileIO):
    """Standard error: what can't be written is lost, no work ends for a notice."""

    def write(self, content):
        """Write bytes, if that is possible."""
        try:
            return super().write(content)
        except OSError:
            return len(content)


class Escaped:
    """A text stream on which control characters are shown, not sent; ``bare``: the stream that sends them."""

    def __init__(self, stream):
        self.bare = stream

    def write(self, text):
        """Write a text, its control characters escaped."""
        self.bare.write(printable(text, keep="\n\t"))
        return len(text)

    def __getattr__(self, name):
        if name == "buffer" and self.bare.isatty():  # click would write past us: to consoles of Windows, to ASCII ones
            raise AttributeError(name)
        return getattr(self.bare, name)


def bare(stream):
    """The stream without escapes, for what paints on a terminal and escapes names itself."""
    return getattr(stream, "bare", stream)


@contextmanager
def prepared():
    """While the body runs, the standard streams are fit to be written to."""
    before = sys.stdout, sys.stderr
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed: the next file would take its number, and get what is printed
            setattr(sys, name, open(os.devnull, mode))
    sys.stdout, sys.stderr = _fit(sys.stdout, sys.__stdout__, Output), _fit(sys.stderr, sys.__stderr__, Notices)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _fit(stream, own, kind):
    if stream is own and _is_file(stream):  # the process's, not what a caller put in its place
        raw = io.BufferedWriter(kind(stream.fileno(), "w", closefd=False))
        encoding, newline = (stream.encoding, None) if stream.isatty() else (_encoding(stream), "\n")
        stream = io.TextIOWrapper(raw, encoding, newline=newline, line_buffering=stream.line_buffering)
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")  # a character that the terminal lacks, such as η, prints as ?
    return Escaped(stream)


def _is_file(stream):
    """Whether bytes are written to it as to a file; to a console of Windows they are not."""
    return isinstance(getattr(stream.buffer, "raw", stream.buffer), io.FileIO)  # python -u has no buffer between


def _encoding(stream):
    """Of a pipe or a file: UTF-8, as numnet's files are, unless the user wants another."""
    said = os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8")
    return stream.encoding if said else "utf-8"

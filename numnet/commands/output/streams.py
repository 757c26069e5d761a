"""Standard streams that are closed, full, or read by nobody."""

import io
import os
import sys


class Output(io.FileIO):
    """Standard output: the first error in writing names it, and the rest is lost."""

    def write(self, content):
        """Write bytes; OSError with the name of the stream."""
        try:
            return super().write(content)
        except OSError as error:
            self.write = len
            raise OSError(error.errno, error.strerror, "standard output") from None


class Notices(io.FileIO):
    """Standard error: what can't be written is lost, no work ends for a notice."""

    def write(self, content):
        """Write bytes, if that is possible."""
        try:
            return super().write(content)
        except OSError:
            return len(content)


def prepare():
    """Make the standard streams of this process fit to be written to; those that a caller has replaced stay."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed: the next file would take its number, and get what is printed
            setattr(sys, name, open(os.devnull, mode))
    for name, kind in (("stdout", Output), ("stderr", Notices)):
        stream = getattr(sys, name)
        if stream is getattr(sys, f"__{name}__"):
            raw = io.BufferedWriter(kind(stream.fileno(), "w", closefd=False))
            stream = io.TextIOWrapper(raw, stream.encoding, line_buffering=stream.line_buffering)
            setattr(sys, name, stream)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a character that the terminal lacks, such as η, prints as ?

"""Bytes of a data file or of standard input: opening, unpacking, kind of file."""

import io
import os
import re
import sys
import zlib
from dataclasses import dataclass
from importlib import import_module

from numnet.data.errors import DataError
from numnet.utils.free_memory import check_memory

HEAD_BYTES = 1 << 18  # bytes looked at before anything is decided
PACKED = {  # ending: (which module unpacks it, how it begins)
    ".gz": ("gzip", rb"\x1f\x8b"), ".bz2": ("bz2", rb"BZh[1-9](?:1AY&SY|\x17rE8P)"), ".xz": ("lzma", rb"\xfd7zXZ\x00"),
}  # fmt: skip
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save the sheet as CSV"),
    (b"%PDF", "a PDF; give the table as CSV"),
    (b"\x89HDF", "an HDF5 file; write its table as CSV or .npz"),
    (b"\x93NUMPY", "a .npy array without names; save X and y with numpy.savez as .npz"),
    (b"\x80\x04", "a Python pickle, which numnet never opens; write CSV or .npz"),
    (b"\x80\x05", "a Python pickle, which numnet never opens; write CSV or .npz"),
    (b"@relation", "an ARFF file; keep what follows @data, with a header of the attributes' names"),
    (b"<", "a web page or XML; download the file itself, as CSV"),
    (b"{", "JSON; write the table as CSV"),
)


@dataclass(frozen=True)
class InlineTable:
    """Rows that are written out, in a configuration, where else a file's path stands."""

    csv: str

    def __str__(self):
        return "data.csv"  # as a message names the place


class Source(io.RawIOBase):
    """A file, an `InlineTable` or standard input as a stream of bytes that counts what was read of it.

    Unpacked where it is gzip, bzip2 or xz.

    ``name``: as messages call it; ``head``: its first bytes, which are read again by whoever reads; ``done`` and
    ``total``: bytes of the file read so far and in all, total None where nobody knows.  Raises `DataError`.
    """

    def __init__(self, path):
        self.path, self.name = path, "standard input" if str(path) == "-" else str(path)
        try:
            self._file = _opened(path)
            self.total = os.fstat(self._file.fileno()).st_size if isinstance(self._file, io.FileIO) else None
            self.done, self._stream = 0, self._file
            self.head = self._fill(HEAD_BYTES)
            for ending, (module, beginning) in PACKED.items():
                if re.match(beginning, self.head):
                    self._unpack(ending, module)
                    break
        except FileNotFoundError:
            raise DataError(f"no such file: {self.name}; check the path") from None
        except IsADirectoryError:
            raise DataError(f"{self.name} is a folder; give a CSV file") from None
        except (OSError, EOFError, ValueError) as error:
            raise self.unreadable(error) from None
        self._left = memoryview(self.head)

    def unreadable(self, error):
        """The `DataError` of an OSError, EOFError or ValueError while reading."""
        return DataError(f"cannot read {self.name}: {getattr(error, 'strerror', None) or error}")

    def _unpack(self, ending, module):
        """Read on what one of Python's modules unpacks."""
        try:
            module = import_module(module)
        except ImportError:
            raise DataError(f"{self.name}: this Python can't unpack {ending} files; unpack it first") from None
        self.packing, self._damage = ending[1:], (zlib.error, getattr(module, "LZMAError", zlib.error))
        self._stream = module.open(_Replay(self.head, self._count))
        self.head = self._fill(HEAD_BYTES)

    def _count(self, size):
        content = self._file.read(size)
        self.done += len(content)
        return content

    def _fill(self, size):
        pieces = []
        while size > 0 and (piece := self._more(size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _more(self, size):
        if self._stream is self._file:
            return self._count(size)
        try:
            return self._stream.read(size)
        except self._damage as error:
            raise OSError(f"the {self.packing} file is damaged: {error}") from None

    def readable(self):
        """True, as `io` asks for."""
        return True

    def readinto(self, buffer):
        """The next bytes, first those of the head."""
        if len(self._left):
            taken = self._left[: len(buffer)]
            self._left = self._left[len(taken) :]
        else:
            taken = self._more(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)

    def close(self):
        """Close the file; standard input stays open."""
        if str(self.path) != "-":
            self._file.close()
        super().close()

    def kind(self):
        """ "npz", "parquet" or "text".  Raises `DataError` for what is none of these."""
        if self.head.startswith(b"PAR1"):
            return "parquet"
        if self.head.startswith(b"PK\x03\x04"):
            if b"xl/" in self.head or b"[Content_Types].xml" in self.head[:200]:
                raise DataError(f"{self.name} is an Excel workbook; save the sheet as CSV")
            if b".npy" in self.head[:200]:
                return "npz"
            raise DataError(f"{self.name} is a zip archive; unpack it and name the file inside")
        for magic, what in _OTHER_KINDS:
            if self.head[:100].lstrip().lower().startswith(magic.lower()):
                raise DataError(f"{self.name} is {what}")
        return "text"

    def seekable_copy(self):
        """A file to seek in: the file itself, or all of it in memory where it is packed or none."""
        if isinstance(self._file, io.FileIO) and self._stream is self._file:
            return open(self.path, "rb")
        whole = io.BytesIO()
        while piece := self.read(1 << 24):
            check_memory(whole.tell(), self.name, "give it as a file that is not packed")
            whole.write(piece)
        whole.seek(0)
        return whole


def _opened(path):
    if isinstance(path, InlineTable):
        return io.BytesIO(path.csv.encode())
    if str(path) != "-":
        return open(path, "rb", buffering=0)
    if sys.stdin is None:
        raise DataError("standard input is closed; name a file, or pass data on to it")
    return sys.stdin.buffer


class _Replay:
    """A file to unpack: first the head, then whatever ``more(size)`` gives."""

    def __init__(self, head, more):
        self.head, self.more = head, more

    def read(self, size=-1):
        """Up to ``size`` bytes."""
        taken, self.head = self.head[:size], self.head[size:]
        return taken or self.more(size)


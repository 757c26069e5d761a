"""Numbers that are written with zeros in front, as codes are."""

import csv
import io
import re
from itertools import islice

PADDED = re.compile(r"0\d{2,}")  # 01234 or 007; 05 may be a month
HEAD, ROWS = 2**16, 200  # bytes of a file and rows that are looked at


def padded(text):
    """Whether a cell is a whole number of three digits or more that begins with 0."""
    return PADDED.fullmatch(text.strip()) is not None


def padded_columns(reader):
    """The columns of an open text file with such cells in its first rows, a set of names; of another file none."""
    if not hasattr(reader, "dialect"):
        return set()
    text = reader.source.head[:HEAD].decode(reader.encoding, errors="ignore")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=reader.dialect.separator, skipinitialspace=True)
    names, found = reader.header, set()
    try:
        for row in islice(rows, ROWS):
            if len(row) == len(names):
                found |= {name for name, cell in zip(names, row) if padded(cell)}
    except csv.Error:
        pass
    return found

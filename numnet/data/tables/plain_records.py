"""The records of a small text that is as it should be, by Python's own means: nothing need be compiled for it.

What `RecordFeed` and `KeptCells` make of it is the same.
"""

import csv
import io
from collections import namedtuple

import numpy as np

from numnet.data.tables import record_feed
from numnet.data.tables.table import boxed

SMALL_BYTES = 2**19  # read as fast as the compiled loops are loaded

WHITE = " \t\n\r\v\f\x1c\x1d\x1e\x1f"  # of ASCII, as Python has it

PlainRecords = namedtuple("PlainRecords", "cells lines")  # of m records: lists of texts; lines (m,) int64


class PlainFeed:
    """Hands out records as `RecordFeed` does."""

    def __init__(self, records, lines):
        self.records, self.lines = records, lines

    def next_cells(self, dialect):
        """The cells of the next record, which `take` gives again; none where there is no record."""
        return list(self.records[0]) if self.records else []

    def take(self, most, width, dialect):
        """(`PlainRecords`, 0): up to ``most`` records."""
        taken = PlainRecords(self.records[:most], np.array(self.lines[:most], np.int64))
        self.records, self.lines = self.records[most:], self.lines[most:]
        return taken, 0

    def converter(self, columns, places, width, dialect):
        """What converts these records."""
        return PlainCells(columns, places)


class PlainCells:
    """Converts `PlainRecords` as `KeptCells` converts `Records`."""

    def __init__(self, columns, places):
        self.columns, self.places = columns, places

    def convert(self, records, rows, out):
        """The cells of m records into out (m, k) float64: numbers and boxed texts."""
        for k, (column, place) in enumerate(zip(self.columns, self.places)):
            cells = [record[place] for record in records.cells]
            values = {cell: column.value(cell.strip()) for cell in dict.fromkeys(cells)}
            numbers, codes = map(np.array, zip(*map(values.__getitem__, cells)))
            out[:, k] = np.where(codes < 0, numbers, boxed(np.maximum(codes, 0)))


def plain_feed(feed, dialect):
    """The `PlainFeed` of what is left of a `RecordFeed`; None if it is long, or quotes or widths of rows are odd."""
    most = min(SMALL_BYTES, record_feed.RECORD_BYTES)
    if dialect.escape or not feed.ended or len(feed.content) - feed.at > most:
        return None
    text = io.StringIO(feed.content[feed.at :].decode(), newline="")
    reader = csv.reader(text, delimiter=dialect.separator, skipinitialspace=True, strict=True)
    records, lines, line = [], [], feed.line
    try:
        for record in reader:
            if len(record) > 1 or any(cell.strip(WHITE) for cell in record):
                records.append(record)
                lines.append(line)
            line = feed.line + reader.line_num
    except csv.Error:
        return None
    width = len(dialect.header_cells(records[0])) if records else 0
    for record in records[dialect.header :]:
        while len(record) > width and not record[-1].strip(WHITE):
            record.pop()  # separators at the end of the line
    return PlainFeed(records, lines) if {len(record) for record in records[dialect.header :]} <= {width} else None

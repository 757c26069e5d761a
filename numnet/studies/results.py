"""Rows of results of many trainings: compact in memory, as lines of a CSV file, and read from one."""

import csv
import errno
import math
import os
import time
from collections.abc import MutableMapping
from itertools import chain, islice, repeat
from sys import intern

from numnet.benchmark.machine import short_name
from numnet.files.atomic import write_whole
from numnet.files.csv_files import csv_line, harmless, read_csv_text
from numnet.files.plain_files import kind
from numnet.utils.frames import number_column, text_column

LATER = ("machine",)  # columns that files of older versions lack, at the end
TEXTS = ("machine",)  # columns that are no numbers
MEASURED = ("seconds", "machine")  # what differs when a training is done again
BLOCK = 5000  # rows whose texts are in memory at a time
TRIES = 5  # to read a file that is replaced again and again
SAVE_SECONDS, SAVE_SHARE = 1.0, 0.05  # a file is written at most so often, in at most this part of the time


def result_columns(metric, rungs=()):
    """The columns of results.csv that a training fills, of successive halving if there are ``rungs``."""
    figures = ["loss", metric]
    kept = [f"{part}_{name}" for name in figures for part in ("train", "validation")]
    kept += ["final_train_loss", "final_validation_loss", "best_epoch", "updates", "seconds", "diverged"]
    return [*kept, *(["rung"] if rungs else []), "machine"]


def result_arrays(column, metric, rungs=()):
    """{column: array} of the columns that a training fills; ``column(name)`` gives the texts of one."""
    arrays = {name: number_column(column(name)) for name in result_columns(metric, rungs) if name != "machine"}
    machines = text_column([*map(intern, column("machine"))])  # a few, each one text in memory
    return {**arrays, "diverged": arrays["diverged"].astype(bool), "machine": machines}


def outcome(trial):
    """{column: text} of a `Trial` that has ended."""
    figures, history = trial.figures(), trial.history
    values = {**figures, **figures["metrics"], "diverged": int(history.status == "diverged")}
    values["final_train_loss"] = float(history.train_loss[-1])
    values["final_validation_loss"] = float(history.validation_loss[-1])
    row = {name: cell(values.get(name)) for name in result_columns(history.metric_name)}
    return {**row, "machine": short_name()}


def cell(value):
    """A number as text that gives the same number back; nothing for None and NaN."""
    if value is None or value != value:
        return ""
    return str(value) if isinstance(value, int) else repr(float(value))


class Rows(MutableMapping):
    """{(configuration, seed): {column: text}}, each held as its line of results.csv, in order: 200 bytes a training.

    configurations: list of {option: value as typed}; seeds: of each, from 0 on; columns: those that a training fills.
    A row that was taken out is a copy: what is put into it is not put in here.
    """

    def __init__(self, configurations, seeds, columns):
        self.configurations, self.seeds, self.columns = configurations, seeds, columns
        self.header = ["configuration", *configurations[0], "seed", *columns]
        self.clear()

    def clear(self):
        """Forget all rows."""
        self._lines, self._count = [], 0

    def _place(self, key):
        c, seed = key
        place = c * self.seeds + seed
        if c < 0 or not 0 <= seed < self.seeds or place >= len(self._lines) or self._lines[place] is None:
            raise KeyError(key)
        return place

    def __contains__(self, key):
        try:
            self._place(key)
        except KeyError:
            return False
        return True

    def __getitem__(self, key):
        (cells,) = csv.reader([self._lines[self._place(key)]])
        return dict(zip(self.columns, cells[-len(self.columns) :]))

    def __setitem__(self, key, row):
        (c, seed), place = key, key[0] * self.seeds + key[1]
        if c < 0 or not 0 <= seed < self.seeds:
            raise KeyError(key)
        line = csv_line([c, *self.configurations[c].values(), seed, *(row[name] for name in self.columns)])
        if place >= len(self._lines):
            self._lines += [None] * (place + 1 - len(self._lines))
        self._count += self._lines[place] is None
        self._lines[place] = line

    def __delitem__(self, key):
        self._lines[self._place(key)] = None
        self._count -= 1

    def __iter__(self):
        return (divmod(place, self.seeds) for place, line in enumerate(self._lines) if line is not None)

    def __len__(self):
        return self._count

    def blocks(self):
        """{column of the header: its texts}, of some thousand rows at a time, in order; at least one, if without rows.

        Texts of all rows at once would take some thousand bytes a row.
        """
        lines = self.lines()
        cells = [*csv.reader(islice(lines, BLOCK))]
        while True:
            yield dict(zip(self.header, zip(*cells) if cells else repeat([])))
            if not (cells := [*csv.reader(islice(lines, BLOCK))]):
                return

    def column(self, name):
        """The texts of one column of the header, of all rows in order."""
        return [text for block in self.blocks() for text in block[name]]

    def lines(self):
        """The lines of all rows in order, with their ends."""
        return (line for line in self._lines if line is not None)

    def difference(self, key, row):
        """The first column in which a training that is here has other results in ``row``; None if they agree."""
        known = self[key]
        return next((name for name in self.columns if name not in MEASURED and known[name] != row[name]), None)


class ResultsFile:
    """A CSV file with the results in ``rows``, written anew, whole, while they come."""

    def __init__(self, path, rows):
        self.path, self.rows, self._save_at = path, rows, 0.0

    def save(self, soon=False):
        """Write the file; ``soon``: unless that was done just now."""
        begun = time.monotonic()
        if soon and begun < self._save_at:
            return
        self._write()
        now = time.monotonic()
        self._save_at = now + max(SAVE_SECONDS, (now - begun) / SAVE_SHARE)

    def _write(self):
        write_whole(self.path, chain([csv_line(self.rows.header)], self.rows.lines()))


class SharedFile(ResultsFile):
    """One that an earlier process began, or that another writes by mistake: what it holds is kept and written again."""

    _written = None  # the file, as it was left

    def _write(self):
        if kind(self.path) is not None and self._state() != self._written:
            read_rows(self.path, self.rows)
        if self.rows:
            super()._write()
            self._written = self._state()

    def _state(self):
        info = os.stat(self.path)
        return info.st_ino, info.st_mtime_ns, info.st_size


def with_machine(found, header):
    """A function that gives every line of a file whose header is ``found`` the cells of ``header``.

    Files from before the last column, machine, have none.  ValueError, in words, where other columns are missing.
    """
    if found == header:
        return list
    if header[-1:] != [*LATER] or found != header[:-1]:
        raise ValueError(f"it must have the columns {','.join(header)}")
    return lambda cells: [*cells, ""]


def read_rows(path, rows):
    """Put what a file of results says into these `Rows`.

    On network drives a file that another machine replaces meanwhile is gone; then the new one is read.  Raises OSError;
    ValueError with the line that belongs to no configuration, holds no number where one must be, or contradicts a row
    that is there already.
    """
    for _ in range(TRIES):
        try:
            return _read_rows(path, rows)
        except OSError as error:
            if error.errno != getattr(errno, "ESTALE", None):  # which Windows lacks
                raise
    return _read_rows(path, rows)


def _read_rows(path, rows):
    lines, header = read_csv_text(path), rows.header
    found, options = next(lines, None), len(rows.configurations[0])
    whole = with_machine(found, header)
    for number, cells in enumerate(lines, 2):
        if len(cells) != len(found):
            raise ValueError(f"line {number} has {len(cells)} cells, not {len(found)}")
        c, chosen, seed = int(cells[0]), cells[1 : options + 1], int(cells[options + 1])
        if not (0 <= c < len(rows.configurations) and 0 <= seed < rows.seeds and chosen == [
            harmless(text) for text in rows.configurations[c].values()
        ]):  # fmt: skip
            raise ValueError(f"line {number} is of no configuration of config.json")
        row = dict(zip(rows.columns, whole(cells)[options + 2 :]))
        for name, text in row.items():
            if text and name not in TEXTS and not math.isfinite(float(text)) and "loss" not in name:
                raise ValueError(f"line {number}: {name} is {text}")
        if (c, seed) in rows and (differing := rows.difference((c, seed), row)):
            name, before = differing, rows[c, seed][differing]
            raise ValueError(f"line {number}: {name} of configuration {c} with seed {seed} is {row[name] or 'empty'}, "
                             f"but {before or 'empty'} in another line or file of this folder")  # fmt: skip
        rows[c, seed] = row

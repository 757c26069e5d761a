"""numnet in a folder, as somebody at a terminal meets it.  For the tests."""

import contextlib
import csv
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest

from tests.support.cli import call


class Shell:
    """``shell("train", "xor")`` runs numnet in a folder; the result has stdout, stderr and exit_code."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def __call__(self, *words, code=0, input=None):
        with contextlib.chdir(self.folder):
            return call(*words, code=code, input=input)

    def refused(self, *words, input=None):
        """The message of a call that must end with exit code 2 and one line, and leave nothing behind."""
        before = self.everything()
        result = self(*words, code=2, input=input)
        assert self.everything() == before, "something was left behind"
        assert result.stdout == ""
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        assert len(lines) == 1, result.stderr
        assert re.match(r"Error: \S", lines[0])
        return lines[0]

    def everything(self):
        """{path: content} of all files and folders."""
        return {path: path.read_bytes() if path.is_file() else None for path in self.folder.rglob("*")}

    def write(self, name, text):
        """A file; str or bytes."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


def rows_of(text):
    """(header, rows) of CSV text."""
    header, *rows = list(csv.reader(io.StringIO(text)))
    return header, rows


def strict_json(text):
    """The object of one line of JSON, without the NaN and Infinity that JSON does not have."""
    assert text.count("\n") == 1 and text.endswith("\n")
    return json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def table_text(n=40, columns="u,v,w", seed=0):
    """A CSV file of numbers: w = u + v, rounded; then columns computed from these by name."""
    rng = np.random.default_rng(seed)
    lines = [columns]
    for u, v in rng.normal(size=(n, 2)).round(3).tolist():
        known = {"u": u, "v": v, "w": round(u + v, 3), "z": round(u - 2 * v, 3), "pos": int(u > 0), "up": int(v > 0),
                 "kind": "left" if u < 0 else "right", "note": "same"}
        lines.append(",".join(str(known[name]) for name in columns.split(",")))
    return "\n".join(lines) + "\n"

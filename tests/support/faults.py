"""What the tests of faults share: an error's one line, pauses of a training, files without times."""

import os
from pathlib import Path

from numnet.training.training import Training

FILES = {"config.json", "metrics.csv", "model.safetensors", "snapshots.safetensors", "checkpoint.safetensors"}
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def error_of(done):
    """Its one line of error."""
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    return line


def pauses(monkeypatch, updates, happens):
    """Training pauses after so many updates; before each goes on, ``happens(number of the pause)``."""
    advance, count = Training.advance, [0]

    def paused(self, epochs=None, more=None):
        happens(count[0])
        count[0] += 1
        return advance(self, epochs, self.updates + updates)

    monkeypatch.setattr(Training, "advance", paused)


def without_times(path):
    """(rows of metrics.csv, bytes of the weights and the checkpoint) of a run."""
    rows = [line.split(",") for line in Path(path, "metrics.csv").read_text().splitlines()]
    names = ("model.safetensors", "checkpoint.safetensors", "snapshots.safetensors")
    return [row[:2] + row[3:] for row in rows], [Path(path, name).read_bytes() for name in names]


WORDS = "moons:n=150", "--epochs", "60", "--checkpoint-every", "0"

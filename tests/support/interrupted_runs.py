"""Runs that are interrupted between two updates, and what is compared of their folders.  For the tests."""

import csv
import json
import os
import signal
from pathlib import Path

from numnet.training.training import Training


def content(path):
    """Everything in a run folder but for times, the folder's own name and what says how often it was written."""
    found = {file.name: file.read_bytes() for file in Path(path).iterdir() if file.name != "lock"}
    config = json.loads(found.pop("config.json"))
    for name in ("seconds", "compile_seconds"):
        del config["result"][name]
    for name in ("out", "threads", "checkpoint_every", "quiet"):
        del config["options"][name]
    del config["command"]
    table = list(csv.reader(found.pop("metrics.csv").decode().splitlines()))
    seconds = [float(row[2]) for row in table[1:]]
    assert seconds == sorted(seconds)
    return {**found, "config": config, "table": [row[:2] + row[3:] for row in table]}


def in_steps(monkeypatch, updates=37, stop=None, happens=None):
    """Training pauses after so many updates; after ``stop`` pauses ``happens()``."""
    advance, pauses = Training.advance, [0]

    def paused(self, epochs=None, more=None):
        pauses[0] += 1
        if stop is not None and pauses[0] > stop:
            happens()
        return advance(self, epochs, self.updates + updates)

    monkeypatch.setattr(Training, "advance", paused)


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)


WORDS = {
    "mini-batches": "spiral:n=150 --epochs 12 --batch-size 7 --dropout 0.1 --schedule cosine",
    "early stopping": "moons:n=150 --epochs 3000 --patience 4 --learning-rate 0.3 --optimizer nadam --snapshots 5",
    "rows every fifth epoch": "sine:n=90 --epochs 13 --evaluate-every 5 --batch-size 20 --optimizer nag",
    "halved rates": "bumps:n=100 --epochs 130 --snapshots 3 --batch-size full --activation relu --optimizer momentum "
                    "--on-divergence halve-rate --schedule exponential:factor=50,period=100",
    "restarts": "bumps:n=100 --epochs 60 --batch-size full --activation relu --optimizer sgd --on-divergence restart "
                "--learning-rate 1.2 --hidden 30,30",
}  # fmt: skip

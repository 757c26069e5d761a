"""Sweeps made by hand.  For the tests."""

import csv
import math

from numnet.studies import search_space as grid
from numnet.studies.results import result_columns
from numnet.studies.sweep import Sweep


def made(axes, value, seeds=3, drawn=None, task="binary"):
    """A `Sweep` whose validation loss (and accuracy) is value(configuration, seed), infinite where it diverged."""
    configurations = drawn or grid.grid(axes)
    config = {"configurations": configurations, "seeds": seeds, "task": task, "validation": 0.2, "fixed": [],
              "axes": {name: list(map(str, items)) for name, items in axes.items()},
              "random": {"count": len(configurations)} if drawn else None,
              "data": {"name": "made", "source": "made"}}  # fmt: skip
    found = Sweep("made", config)
    for c, own in enumerate(configurations):
        for seed in range(seeds):
            one = value(own, seed)
            row = dict.fromkeys(result_columns(found.metric), "0.5")
            found.rows[c, seed] = {**row, "validation_loss": repr(one), "validation_accuracy": repr(one),
                                   "diverged": str(int(math.isinf(one)))}  # fmt: skip
    return found


def rate_loss(own, seed):
    """Best at 0.1; diverges at 10, and with seed 2 at 1."""
    rate = float(own["learning_rate"])
    return math.inf if rate > 1 or (rate == 1 and seed == 2) else (1 + math.log10(rate)) ** 2 + 0.1 + 0.01 * seed


TIMED = ("seconds", "machine")
RATES = {"learning_rate": ["0.001:10:log:5"]}
LISTED = {"learning_rate": ["0.001", "0.01", "0.1", "1", "10"]}


def untimed(path):
    """{(configuration, seed): {column: text}} of results.csv in a folder, without what depends on machine and clock."""
    with open(f"{path}/results.csv", newline="") as file:
        return {(int(row["configuration"]), int(row["seed"])): {name: row[name] for name in row if name not in TIMED}
                for row in csv.DictReader(file)}  # fmt: skip

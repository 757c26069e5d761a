"""Comparisons made by hand, or by `numnet compare`.  For the tests."""

import json
import math

import numpy as np

from numnet.studies.comparison import Comparison
from numnet.studies.results import result_columns
from tests.support.cli import call

SMALL = "moons:n=100", "--epochs", 5, "--seeds", 3


def competing(*words, code=0):
    """What ``numnet compare --json`` prints."""
    return json.loads(call("compare", *words, "--json", code=code).stdout)


def made(loss, rules=("sgd", "adam"), seeds=4, epochs=6, target=None, **config):
    """A `Comparison` whose training loss is loss(competitor, seed, epoch); infinite from where it diverged."""
    results, curves = {}, {}
    for c in range(len(rules)):
        for seed in range(seeds):
            losses = [loss(c, seed, epoch) for epoch in range(epochs + 1)]
            broken = next((k for k, value in enumerate(losses) if not math.isfinite(value)), None)
            rows = [[k, 10 * k, 0.5 * k + 0.1 * seed, v, 2 * v, 1 - v / 9, 1 - v / 8] for k, v in enumerate(losses)]
            curves[c, seed] = np.array(rows[:broken])  # the row in which it breaks may be missing
            row = dict.fromkeys(result_columns("accuracy"), "0.5")
            results[c, seed] = {**row, "diverged": str(int(broken is not None))}
    competitors = [{"name": rule if rules.count(rule) == 1 else f"{rule} {c}", "optimizer": rule,
                    "learning_rate": 0.1 * (c + 1), "options": {}} for c, rule in enumerate(rules)]
    about = {"competitors": competitors, "seeds": seeds, "part": "train", "target_loss": target, "task": "binary",
             "data": {"name": "made"}, "options": {"epochs": epochs, "evaluate_every": 1}, **config}
    return Comparison("made", about, results, curves)


def plain(c, seed, epoch):
    return (c + 2) / 2 * np.exp(-epoch * (1 + 0.2 * seed + 0.07 * seed**2) / (2 + c))


def broken(c, seed, epoch):
    """sgd: two of four seeds diverge in epoch 3; adam: one in epoch 5."""
    return math.inf if (c == 0 and seed > 1 and epoch >= 3) or (c == 1 and seed == 3 and epoch >= 5) else \
        plain(c, seed, epoch)  # fmt: skip

"""Traces, and their formulas worked out in plain Python.  For the tests."""

import math
import re

import numpy as np
from scipy.stats import norm

import numnet
import numnet.model.tasks
import numnet.runs.trial
from tests.support.cli import call


def numnet_(*words, code=0):
    result = call("trace", *words, code=code)
    return result.stdout if code == 0 else result.stderr


def values_of(text):
    """{name: the last number of its line} of the text format, the new weights under ``new``."""
    lines = [line.strip().split(" = ") for line in text.splitlines() if " = " in line]
    return {parts[0]: parts[-1].split("   ")[0] for parts in lines}


FUNCTIONS = {  # all that a formula of an activation or a loss may use
    "e": math.e,
    "sqrt": math.sqrt,
    "ln": math.log,
    "exp": math.exp,
    "sin": math.sin,
    "cos": math.cos,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "max": max,
    "abs": abs,
    "sign": lambda a: (a > 0) - (a < 0),
    "σ": lambda a: 1 / (1 + math.exp(-a)),
    "Φ": norm.cdf,
    "φ": norm.pdf,
}


def worked_out(numbers):
    """The value of the numbers in a formula, by Python; tanh²(…) is (tanh(…))²."""
    for pattern, replacement in (("−", "-"), ("·", "*"), (r"([A-Za-z]+)²(\((?:[^()]|\([^()]*\))*\))", r"(\1\2)²"),
                                 ("²", "**2"), ("½", "0.5"), (r"\^", "**"),
                                 (r"√(\d[\d.]*(?:e-?\d+)?)", r"sqrt(\1)"), (r"√\(", "sqrt("),
                                 (r"\|([^|]*)\|", r"abs(\1)")):  # fmt: skip
        numbers = re.sub(pattern, replacement, numbers)
    return eval(numbers, {"__builtins__": {}}, FUNCTIONS)


def example(task, activation="tanh", loss="auto", n=1, seed=0, hidden=(4, 3)):
    """(network, X, T) with every kind of target."""
    rng = np.random.default_rng(seed)
    outputs = 1 if task == "binary" else 3
    net = numnet.Network([3, *hidden, outputs], activation, task, loss, dtype="float64", seed=seed)
    net.parameters[:] += rng.normal(0, 0.1, net.parameters.size)
    T = {"regression": rng.normal(0, 1.5, (n, 3)), "binary": rng.integers(0, 2, n), "multiclass": rng.integers(0, 3, n),
         "multilabel": rng.integers(0, 2, (n, 3))}[task]  # fmt: skip
    return net, rng.normal(0, 1, (n, 3)), T

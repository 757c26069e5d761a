"""What of a Korean figure is not Korean.  For the tests."""

import re

import numpy as np
from matplotlib.text import Text

import numnet
from numnet.figures.drawing import fonts

# Of formulas, Matplotlib's numbers and options, and what the runs of fake_runs.py are called, and their classes.
NAMES = {"net", "sin", "max", "min", "mathdefault", "numnet", "schedule", "disc", "blob", "toy", "made"}
NAMES |= {"low", "middle", "high", "yes", "upper", "lower", "arm", "pixel", "progression", "softmax"}
NAMES |= {"Beale", "Rastrigin", "log", "ahead", "times", "multiclass", "wide"}


def known_names():
    """What is the same in every language: names of rules, functions, schedules and data, and what is in formulas."""
    formulas = (numnet.ACTIVATIONS, numnet.LOSSES, numnet.OPTIMIZERS, numnet.SCHEDULES)
    words = [name for registry in (*formulas, numnet.SURFACES, numnet.DATASETS) for name in registry]
    words += [rule.__name__ for rule in numnet.OPTIMIZERS.values()]
    words += [entry.formula for registry in formulas for entry in registry.values()]
    words += [entry.derivative_formula for entry in numnet.ACTIVATIONS.values()]
    return NAMES | set(re.findall(r"[A-Za-z]{3,}", " ".join(words)))


def english_in(axes):
    """The words of Latin letters in a figure that are no names."""
    drawing = np.ravel(np.array(axes, dtype=object))[0].figure
    with fonts.without_warnings():  # there may be no Korean font
        drawing.draw_without_rendering()
    said = [text.get_text() for text in drawing.findobj(Text) if text.get_visible()]
    return set(re.findall(r"[A-Za-z]{3,}", " ".join(said))) - known_names()

"""What all peers share: hyper-parameters, how many ways are tried, what a run or a search returns."""

from dataclasses import dataclass

RATE, BETA1, BETA2, EPS = 1e-3, 0.9, 0.999, 1e-8
NONE, FEW, ALL = range(3)


@dataclass
class Trained:
    """What one run took, and the weights it ended with: [(W, b), …] for each member."""

    seconds: float  # the updates alone: everything is compiled, checked and in its place before
    setup: float  # to get there from networks and arrays in memory
    members: list


@dataclass
class Searched:
    """What one grid search took, and the validation loss that each training ended with, in the search's order."""

    seconds: float  # the whole call, on pools that have started and functions that are compiled
    losses: list
    setup: float = 0.0

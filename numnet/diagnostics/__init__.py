"""What an expert looks at first when a network does not learn: each as a `Finding` with a verdict in plain words.

A threshold stands beside its reason.  Where there is no theory, it is wide: a healthy network must pass, so that
"broken" means something.
"""

import numpy as np

from numnet.diagnostics.data_checks import balance, features, relation, targets
from numnet.diagnostics.initialization_checks import dead, flow, gradients, saturation, start_loss, symmetry
from numnet.diagnostics.training_checks import memory, outcome, proportion, rate

__all__ = ["BROKEN", "DiagnosticCase", "Finding", "chance_loss", "checkup"]


def checkup(case):
    """All findings, data first, then the start, then short trainings, then the run."""
    checks = [
        features, targets, balance, relation, gradients, symmetry, start_loss, flow, saturation, dead, memory, rate,
        proportion,
    ]  # fmt: skip
    with np.errstate(all="ignore"):
        found = [finding for check in checks for finding in [check(case)] if finding is not None]
        return found + ([] if case.history is None else outcome(case, found))

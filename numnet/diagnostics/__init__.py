"""Checks of data, initialization and training: each gives a `Finding` with a verdict and a remedy in plain words.

A threshold stands beside its reason.  Where there is no theory, it is wide: a healthy network must pass, so that
"broken" means something.  A remedy has been tried on the case, by the check and by a training.
"""

from dataclasses import replace

import numpy as np

# Each module registers its checks; they run in this order: data, labels, split, initialization, training, options.
# isort: off
from numnet.diagnostics import data_checks, column_checks, meaning_checks, label_checks, split_checks  # noqa: F401
from numnet.diagnostics import initialization_checks, training_checks, option_checks, run_checks  # noqa: F401
# isort: on
from numnet.diagnostics.case import BROKEN, DiagnosticCase, Finding, Part
from numnet.diagnostics.checks import CHECKS
from numnet.diagnostics.findings import Findings
from numnet.diagnostics.guessing import chance_loss

__all__ = ["BROKEN", "CHECKS", "DiagnosticCase", "Finding", "Findings", "Part", "chance_loss", "checkup"]


def checkup(case, progress=None):
    """The `Findings` of all `CHECKS` that apply to a `DiagnosticCase`, in their order.

    ``progress(done, count, what)`` is called before each check.
    """
    case = replace(case, findings=[], solved={}, variants={})
    with np.errstate(all="ignore"):
        for done, check in enumerate(CHECKS):
            if progress:
                progress(done, len(CHECKS), check.what)
            finding = check(case)
            if finding is not None:
                case.findings.append(finding)
    return Findings(case.findings)

"""Checks of data, initialization and training: each gives a `Finding` with a verdict and a remedy in plain words.

A threshold stands beside its reason.  Where there is no theory, it is wide: a healthy network must pass, so that
"broken" means something.
"""

from dataclasses import replace

import numpy as np

# Each module registers its checks; they run in this order: data, initialization, training.
from numnet.diagnostics import data_checks, initialization_checks, training_checks  # noqa: F401
from numnet.diagnostics.case import BROKEN, DiagnosticCase, Finding, chance_loss
from numnet.diagnostics.checks import CHECKS
from numnet.diagnostics.findings import Findings

__all__ = ["BROKEN", "CHECKS", "DiagnosticCase", "Finding", "Findings", "chance_loss", "checkup"]


def checkup(case, progress=None):
    """The `Findings` of all `CHECKS` that apply to a `DiagnosticCase`, in their order.

    ``progress(done, count, what)`` is called before each check.
    """
    findings = ()
    with np.errstate(all="ignore"):
        for done, check in enumerate(CHECKS):
            if progress:
                progress(done, len(CHECKS), check.what)
            finding = check(replace(case, findings=findings))
            findings += () if finding is None else (finding,)
    return Findings(findings)

"""The check of a run: whether it diverged, stalled or overfitted, and why."""

import numpy as np

from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.checks import check
from numnet.diagnostics.remedies import option, rates
from numnet.diagnostics.training_checks import memory, stronger

OVERFITTED = 1.5  # times its lowest the validation loss ends


@check("the run")
def outcome(case):
    """Whether the run diverged, stalled or overfitted, with the likely cause: the first that is broken, else a note.

    Stalled: the training loss ended above nine tenths of the start's, or of what guessing the shares costs.
    Overfitted, a note: the validation loss ended at `OVERFITTED` times its lowest, while the training loss fell.
    Remedies are tried by the planned training.
    """
    if case.root.history is None:
        return None
    history = case.history or case.planned.history
    cause, remedies = likely_cause(case)
    first, last = history.train_loss[0], history.train_loss[-1]
    if history.status == "diverged":
        return BROKEN, f"diverged in epoch {history.epochs + 1}; {cause}", *remedies
    if not last < 0.9 * min(first, case.chance):
        return BROKEN, f"stalled: training loss {first:.4g} → {last:.4g}; {cause}", *remedies
    held = history.validation_loss
    if np.isfinite(held).all() and held[-1] > OVERFITTED * held.min() and last < history.train_loss[held.argmin()]:
        words = f"overfitted: since epoch {history.best_epoch} the validation loss has risen from {held.min():.4g} to "
        words += f"{held[-1]:.4g} while the training loss fell"
        fewer = [option(l2=0.01), option(l2=0.1), option(dropout=0.2), option(patience=20)]
        return NOTE, words, *fewer
    return OK, f"training loss {first:.4g} → {last:.4g}"


def likely_cause(case):
    """(words, remedies) of the first check before that found something broken, else of the first with a note."""
    others = [finding for finding in case.findings if finding.what != memory.what]
    causes = [one for verdict in (BROKEN, NOTE) for one in others if one.verdict == verdict]
    if not causes:
        return "no single cause found", [*rates(case), *stronger(case), option(epochs=4 * case.epochs)]
    first = causes[0]
    helped = [case.solved[first.what]] if first.what in case.solved else []
    return f"likely cause: {first.what}, {first.found}", [*helped, first.remedy]

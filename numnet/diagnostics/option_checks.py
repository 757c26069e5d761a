"""Checks of the options: whether the training does clearly better without one of them, or with more of something."""

import math

from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.checks import check
from numnet.diagnostics.remedies import CLEARLY, chosen, option, option_words
from numnet.diagnostics.training_checks import stronger


@check("options", repaired=True)
def options(case):
    """Whether the training would end clearly better without one of its options.

    Each that is not the default is left away, alone, then all of them.  It is to blame where the loss that is kept, of
    the validation part if there is one, is then clearly less, see `clearly_better`.  Broken above half of what guessing
    costs, or above a quarter where it is then less than a fifth; a note above a tenth.
    """
    given = chosen(case)
    if not given:
        return None
    each = [option(**{name: case.defaults[name]}) for name in given]
    least = min(kept(case, remedy) for remedy in each)
    best = next(remedy for remedy in each if kept(case, remedy) <= least / CLEARLY)
    every = option(**{name: case.defaults[name] for name in given})
    for remedy in (best, every):
        if clearly_better(case, remedy):
            names = [option_words(name, given[name]) for name in remedy.options]
            error, without = case.planned.error, kept(case, remedy)
            words = f"with {', '.join(names)} the loss is {percent(error)} of the loss of guessing, "
            words += f"{percent(without)} without"
            return BROKEN if error > 0.5 or (error > 0.25 and without < 0.2 * error) else NOTE, words, remedy, every
    return OK, f"without {', '.join(option_words(name, given[name]) for name in given)} the loss is no better"


@check("capacity", repaired=True)
def capacity(case):
    """Whether the network is too small, or trained too briefly: a note where four times as much does clearly better.

    Looked at where the loss, that of the training part too, ends above 0.3 of what guessing costs; with relu as well,
    which bends more sharply.
    """
    if not min(case.planned.error, case.planned.learned) > 0.3 or math.isinf(case.planned.error):
        return None
    words = f"the loss ends at {percent(case.planned.error)} of the loss of guessing"
    wider = option(hidden=tuple(4 * width for width in case.network.sizes[1:-1]) or (16, 16), activation="relu")
    for remedy in (option(epochs=4 * case.epochs), *stronger(case), wider):
        if clearly_better(case, remedy):
            return NOTE, f"{words}; {percent(kept(case, remedy))} with {remedy.words}", remedy
    return OK, f"{words}; four times the epochs or the units help little"


@check("generalisation", repaired=True)
def generalisation(case):
    """Whether the training is worth anything: broken where the loss that is kept is above 0.95 of what guessing costs.

    Of the validation part, if there is one: what is known by heart does not count.  A note where it is above 0.3, that
    of the training part less than half of it, and a penalty does clearly better.  Where a network is so large that a
    check trains it on some of the rows alone, it does not apply.
    """
    planned = case.planned
    if not planned.of_all:
        return None
    words = f"the loss is {percent(planned.error)} of the loss of guessing"
    words += f" on the validation set, {percent(planned.learned)} on the training set" if planned.validated else ""
    explained = any(one.verdict == BROKEN and one.what not in case.solved for one in case.findings)
    penalties = [option(l1=0.01), option(l2=0.1), option(l2=0.01), option(dropout=0.2)]
    if planned.error > 0.95:
        return BROKEN, words, *([] if explained else penalties)
    overfits = planned.error > 0.3 and planned.learned < 0.5 * planned.error
    better = [remedy for remedy in penalties if overfits and clearly_better(case, remedy)]
    return NOTE if better else OK, words, *better


def kept(case, remedy):
    """The loss that is kept with a remedy, as a share of what guessing costs."""
    return remedy.apply(case).planned.error


def clearly_better(case, remedy):
    """Whether the loss that is kept, above a tenth of what guessing costs, is clearly less with a remedy.

    Less than 0.6 of it, or twice as far below what guessing costs, and by 0.15 of that at least; with another seed,
    too: it splits the data in another way.
    """
    errors = [(each.planned.error, kept(each, remedy)) for each in (case, case.changed(seed=case.options["seed"] + 1))]
    return case.planned.error > 0.1 and all(
        after < CLEARLY * before or (1 - after > 2 * (1 - before) and after < min(1.0, before) - 0.15)
        for before, after in errors
    )


def percent(share):
    """``7.3 %``; ``inf %`` where the training diverged."""
    return f"{100 * share:.3g} %"

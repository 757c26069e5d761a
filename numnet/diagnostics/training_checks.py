"""Checks that train: overfit some rows, other rates, the first update; what the training and a run come to."""

import math

import numpy as np

from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.checks import check
from numnet.diagnostics.guessing import chance_loss
from numnet.diagnostics.remedies import OPTIONS_OF_THE_NETWORK, option, rates, undone

MOVED = (1e-6, 0.1, 1.0)  # ‖ΔW‖ / ‖W‖ of an update: below the first, above the second a note; above the third broken


@check("fit to a few rows")
def memory(case):
    """Whether the network learns 20 rows by heart, without penalties; else it won't learn thousands.

    Up to 3000 full-batch updates with its own rule; ok below 20 % of the chance loss, broken above half of it.  A noisy
    curve through 20 points of one feature (noisy_polynomial) takes its time, and reaches 11 %.
    """
    plain = {"l1": 0.0, "l2": 0.0, "dropout": 0.0, "batch_size": "full", "epochs": 3000, "schedule": None}
    X, T, weights = case.sample(20)
    rows, chance = len(X), chance_loss(case.network, T, weights)
    if chance < 1e-6:
        return None
    network = case.after(3000, rows=rows, **plain)
    loss = math.inf if network is None else network.loss(X, T, weights)
    words = (
        f"loss {loss:.3g} on {rows} rows after at most 3000 updates; the loss of guessing is {chance:.3g}"
    )
    verdict = OK if loss < 0.2 * chance else NOTE if loss < 0.5 * chance else BROKEN
    words = "it diverged" if network is None else words
    kind = undone(case, OPTIONS_OF_THE_NETWORK)
    return verdict, words, *kind, *rates(case), *stronger(case)


def stronger(case):
    """Remedies for a network that can't follow its targets: what bends the plane first, then more units."""
    network = case.network
    hidden, linear = network.sizes[1:-1], set(network.activation) <= {"identity"}
    if not hidden:
        return [option(hidden=(16, 16))]
    wider = option(hidden=tuple(max(16, 4 * width) for width in hidden))
    return [option(activation="tanh")] if linear else [wider, option(activation="tanh"), option(hidden=(16, 16))]


@check("learning rate")
def rate(case):
    """The same training at a tenth of the rate, at ten times the rate, and at the rule's default where that is higher.

    Losses are means over the last quarter, since at too large a rate they jump.  Where the loss is below 5 % of the
    chance loss, nothing is wrong.  Too large: it diverges, ends near the chance loss where a tenth does better, or a
    tenth gives less than 0.6 of the loss.  Too small: a higher rate makes the loss fall five times as far, or leaves
    a tenth of one that is still above 0.3 of the chance loss; a note where it leaves less than half.  Of the bundled
    sets, trained by six rules, ten times the default rate more than doubles the loss in 35 cases, of which that finds
    all, and leaves it within a quarter in 57, of which it blames none; a ten-thousandth of the default it finds in
    all 102.
    """
    eta, chance = case.optimizer.learning_rate, max(case.chance, 1e-12)
    default = max(type(case.optimizer)().learning_rate, 10 * eta)
    lower, higher, usual = (
        case.changed(learning_rate=float(f"{each:.6g}")).planned.late for each in (eta / 10, 10 * eta, default)
    )
    given = case.planned.late
    losses = f"{given:.3g} at the rate {eta:g}, {lower:.3g} at {eta / 10:g}, {higher:.3g} at {10 * eta:g}"
    words = f"the training ends with loss {losses}" + (f", {usual:.3g} at {default:g}" if default > 10 * eta else "")
    worse = lower < 0.6 * given or given > 0.9 * chance > 1.25 * lower
    if not math.isfinite(given) or (given > 0.05 * chance and worse):
        return BROKEN, "too large: " + words, *rates(case, -1)
    start, best = case.network.loss(case.X, case.T, case.weights), min(given, higher, usual)
    stands = start - best > max(5 * (start - given), 0.05 * start) or best < 0.1 * given > 0.03 * chance
    if given > 0.05 * chance and (stands or best < 0.5 * given):
        return BROKEN if stands else NOTE, f"{'too' if stands else 'rather'} small: {words}", *rates(case, 1)
    return OK, words


@check("update to weight")
def proportion(case):
    """How far the first update moves each layer's weights, ‖ΔW‖ / ‖W‖.

    About 1e-3 is the usual advice, for long trainings; adam's first step is the rate for every weight, which at the
    default rate is 3e-2 for glorot weights.  So: note above 0.1 or below 1e-6, broken above 1: the start is forgotten.
    """
    rows = min(32, len(case.X))
    options = {"batch_size": "full", "epochs": 1, "schedule": None}
    after = case.after(1, rows=rows, **options)
    if after is None or not any(W.any() for W in case.network.weights):
        return None
    ratios = [
        float(np.linalg.norm(new.astype(np.float64) - old) / max(float(np.linalg.norm(old)), 1e-300))
        for new, old in zip(after.weights, case.network.weights)
    ]
    least, much, most = MOVED
    verdict = OK if max(ratios) <= much and min(ratios) >= least else NOTE if max(ratios) <= most else BROKEN
    words = "‖ΔW‖ / ‖W‖ of the first update: " + ", ".join(f"{r:.1e}" for r in ratios)
    way = -1 if max(ratios) > much else 1
    return verdict, words, *rates(case, way), *undone(case, OPTIONS_OF_THE_NETWORK)

"""Checks that train briefly: overfit some rows, try other rates, look at the first update; and how a run ended."""

import math

import numpy as np

from numnet.diagnostics.case import BROKEN, NOTE, OK, SHORT_UPDATES, chance_loss
from numnet.diagnostics.checks import check


@check("learning by heart")
def memory(case):
    """Whether the network learns 20 rows by heart, without penalties; else it won't learn thousands.

    Up to 3000 full-batch updates with its own rule; ok below 10 % of the chance loss, broken above half of it.
    """
    plain = {"l1": 0.0, "l2": 0.0, "dropout": 0.0, "batch_size": "full", "epochs": 3000, "schedule": None}
    X, T, weights = case.sample(20)
    rows, chance = len(X), chance_loss(case.network, T, weights)
    if chance < 1e-6:
        return None
    network = case.after(3000, rows=rows, **plain)
    loss = math.inf if network is None else network.loss(X, T, weights)
    words = (
        f"loss {loss:.3g} on {rows} rows after up to 3000 updates, {loss / chance:.2g} of the chance loss {chance:.3g}"
    )
    verdict = OK if loss < 0.1 * chance else NOTE if loss < 0.5 * chance else BROKEN
    words = "it diverged" if network is None else words
    return verdict, words, "more hidden units, another --learning-rate; see the other findings"


@check("learning rate")
def rate(case):
    """The same short training at a tenth of the rate and at ten times the rate.

    Losses are means over the last quarter, since at too large a rate they jump.  Too large: it diverges, ends near the
    chance loss where a tenth does better, or a tenth gives less than 0.6 of the loss, while the loss is still above 5 %
    of the chance loss, where such ratios stop to mean anything.  Too small, a note: ten times the rate gives less than
    half.  Of 62 trainings of bundled sets that ten times the default rate harms, by one of six rules, that finds 56.
    """
    lower, given, higher = (case.late_loss(SHORT_UPDATES, factor) for factor in (0.1, 1.0, 10.0))
    eta, chance = case.optimizer.learning_rate, case.chance
    losses = f"{given:.3g} at {eta:g}, {lower:.3g} at {eta / 10:g}, {higher:.3g} at {10 * eta:g}"
    words = f"after a short training loss {losses}"
    worse = lower < 0.6 * given or given > 0.9 * chance > 1.25 * lower
    if not math.isfinite(given) or (given > 0.05 * chance and worse):
        return BROKEN, "too large: " + words, f"--learning-rate {eta / 10:g}"
    if given > 0.05 * chance and higher < 0.5 * given:
        return NOTE, "rather small: " + words, f"--learning-rate {10 * eta:g}"
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
    verdict = OK if max(ratios) <= 0.1 and min(ratios) >= 1e-6 else NOTE if max(ratios) <= 1 else BROKEN
    words = "‖ΔW‖ / ‖W‖ of the first update: " + ", ".join(f"{r:.1e}" for r in ratios)
    remedy = "a smaller --learning-rate" if max(ratios) > 0.1 else "a larger --learning-rate, or a shallower network"
    return verdict, words, remedy


@check("the run")
def outcome(case):
    """Whether the run diverged, stalled or overfitted, with the likely cause: the first that is broken, else a note.

    Stalled: the training loss ended above nine tenths of the start's, or of what guessing the shares costs.
    Overfitted, a note: the validation loss ended 1.5 times above its lowest.
    """
    history = case.history
    if history is None:
        return None
    others = [finding for finding in case.findings if finding.what != memory.what]
    causes = [one for verdict in (BROKEN, NOTE) for one in others if one.verdict == verdict]
    cause = f"likely cause: {causes[0].what}, {causes[0].found}" if causes else "no single cause found"
    remedy = causes[0].remedy if causes else "a smaller or larger --learning-rate, more --epochs, more --hidden units"
    first, last = history.train_loss[0], history.train_loss[-1]
    if history.status == "diverged":
        return BROKEN, f"diverged in epoch {history.epochs + 1}; {cause}", remedy
    if not last < 0.9 * min(first, case.chance):
        return BROKEN, f"stalled: training loss {first:.4g} → {last:.4g}; {cause}", remedy
    held = history.validation_loss
    if np.isfinite(held).all() and held[-1] > 1.5 * held.min():
        words = f"overfitted: validation loss {held.min():.4g} in epoch {history.best_epoch}, {held[-1]:.4g} at the end"
        return NOTE, words, "--patience 20, a larger --l2, --dropout 0.2, or fewer units"
    return OK, f"training loss {first:.4g} → {last:.4g}"

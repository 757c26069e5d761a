"""What may be said of pictures of sweeps, comparisons and experiments.  For the tests."""

import numpy as np

from numnet.studies.comparison import load_comparison
from numnet.studies.effects import effects
from numnet.studies.ranking import standings
from numnet.studies.sweep import load_sweep
from tests.support.claims import says, word


@says("widths-sweep.png", slow=True)
def _(gallery):
    sweep = load_sweep(gallery.trained("widths"))
    medians = {(int(sweep.configurations[score.configuration]["hidden"]),
                float(sweep.configurations[score.configuration]["learning_rate"])): score.median
               for score in standings(sweep)}  # fmt: skip
    widths, rates = (sorted({pair[k] for pair in medians}) for k in (0, 1))
    best = {width: min(rates, key=lambda rate, width=width: medians[width, rate]) for width in widths}
    assert max(best.values()) <= 4 * min(best.values())  # neighbours on the grid
    lowest = [medians[width, best[width]] for width in widths if width >= 16]
    assert max(lowest) < 0.1 * medians[widths[0], best[widths[0]]]
    return [f"{word(len(widths))} widths, {word(len(rates))} rates, {word(sweep.seeds)} trainings each",
            "from 16 units on, width changes little"]  # fmt: skip


@says("rates-sweep.png", slow=True)
def _(gallery):
    sweep = load_sweep(gallery.trained("rates"))
    medians = [(float(sweep.configurations[score.configuration]["learning_rate"]), score.median)
               for score in standings(sweep)]  # fmt: skip
    assert all(np.isfinite(median) == (rate <= 1) for rate, median in medians)
    assert len(medians) == 28
    return [f"Twenty-eight configurations, {word(sweep.seeds)} trainings each", "past 1, everything diverges"]


def _options(gallery):
    sweep = load_sweep(gallery.trained("options"))
    return sweep, standings(sweep)


@says("options-sweep.png", slow=True)
def _(gallery):
    sweep, ranked = _options(gallery)
    assert len(ranked) == 60
    return [f"Sixty configurations drawn at random, {word(sweep.seeds)} trainings each"]


@says("options-parallel.png", slow=True)
def _(gallery):
    sweep, ranked = _options(gallery)
    best = [sweep.configurations[score.configuration] for score in ranked[:10]]
    assert all(0.01 < float(own["learning_rate"]) < 1 and own["hidden"] in ("16", "32,32") for own in best)
    assert len({own["optimizer"] for own in best}) == 3
    assert {int(own["batch_size"]) > 100 for own in best} == {True, False}
    return ["The ten best configurations have rates between 0.01 and 1, and 16 units or more"]


@says("options-effects.png", slow=True)
def _(gallery):
    first, *others = effects(_options(gallery)[0])
    assert first.option == "learning_rate" and 0.45 < first.share < 0.55
    assert {f"{one.share:.0%}" for one in others} <= {"3%", "2%"}
    width = next(one for one in others if one.option == "hidden")
    assert width.levels[0].best > 0.5 and width.levels[3].best < 0.006 and width.levels[3].quartiles[1] > 0.5
    return ["explains half of the variance of the ranks, no other option more than 3 %"]


@says("rules-compare.png", slow=True)
def _(gallery):
    comparison = load_comparison(gallery.trained("rules"))
    return [f"{word(len(comparison.competitors))} rules", f"from {word(comparison.seeds)} shared starts",
            "the middle half"]  # fmt: skip


@says("rates-compare.png", slow=True)
def _(gallery):
    comparison = load_comparison(gallery.trained("one-rate"))
    ends = {(comparison.competitors[score.competitor]["optimizer"],
             comparison.competitors[score.competitor]["learning_rate"]): score.loss[0]
            for score in comparison.standings()}  # fmt: skip
    rules, rates = ({pair[k] for pair in ends} for k in (0, 1))
    finite = {pair: loss for pair, loss in ends.items() if np.isfinite(loss) and pair[1] < 2}
    assert min(ends, key=ends.get) == ("adam", 0.01) and max(finite, key=finite.get) == ("sgd", 0.01)
    assert not np.isfinite(ends["sgd", 2.0])
    return [f"{word(len(rules))} rules at {word(len(rates))} rates", "At 0.01 Adam is the best of all",
            "at 2 plain descent leaves through the ceiling"]  # fmt: skip


@says("optimizers.png", slow=True)
def _(gallery):
    found = gallery.experiment("optimizers")
    adaptive = [run for run in found.runs.values() if np.ptp(np.nan_to_num(run.rate)) > 0]
    for run in adaptive:
        last = np.nanmedian(run.rate[-100:], axis=0)
        assert np.median(last[found.rare]) > np.median(last[~found.rare])
    return [f"with all {word(len(adaptive))}"]


def kept_by_a_layer(stack):
    """The share of δ that a layer hands on: the median of the trainings."""
    return np.median([(norms.delta[0, 0] / norms.delta[0, -2]) ** (1 / (stack.depth - 1)) for norms in stack.norms])


@says("gradients.png", "docs/depth.md", slow=True)
def _(gallery):
    stack = gallery.experiment("gradients").stacks["sigmoid", 10]
    return [f"multiplies it by about {kept_by_a_layer(stack):.2f}"]


@says("gradients.png", slow=True)
def _(gallery):
    found = gallery.experiment("gradients")
    stack = found.stacks["sigmoid", max(found.depths)]
    kept = kept_by_a_layer(stack)
    assert 0.2 < kept < 0.3 and np.median(stack.loss[:, -1]) > 0.99 * np.log(2)
    return ["about three quarters of δ", f"with {word(stack.depth)} of them",
            f"The other {word(len(found.activations) - 1)}"]  # fmt: skip


def escapes_of(gallery):
    return {(escape.loss_name, escape.tuned): escape for escape in gallery.experiment("saturation").escapes}


@says("saturation.png", "docs/binary.md", slow=True)
def _(gallery):
    escapes = escapes_of(gallery)
    mse, entropy = (np.sum(escapes[loss, False].reached >= 0) for loss in ("mse", "cross_entropy"))
    tuned = [escapes[loss, True] for loss in ("mse", "cross_entropy")]
    assert mse == 0 and round(np.median(tuned[0].reached) / np.median(tuned[1].reached)) == 2
    return [f"{word(entropy)} of {word(gallery.experiment('saturation').seeds)} do",
            f"with {word(round(tuned[0].rate / tuned[1].rate))} times the rate of cross-entropy",
            f"in {gallery.experiment('saturation').updates} updates", "after twice as many updates"]  # fmt: skip


@says("saturation.png", slow=True)
def _(gallery):
    escapes = escapes_of(gallery)
    higher = escapes["mse", True].rate / escapes["mse", False].rate
    longer = np.median(escapes["mse", True].reached) / np.median(escapes["cross_entropy", True].reached)
    assert round(higher) == 200 and round(longer) == 2
    return ["a rate two hundred times higher", "twice as many updates"]


@says("capacity.png", slow=True)
def _(gallery):
    found = gallery.experiment("capacity")
    right = np.median(found.widths.validation[:, found.widths.best])
    assert all(np.median(errors.validation[:, errors.best]) <= 1.02 * right for errors in found.remedies.values())
    return [f"All {word(len(found.remedies))} remedies"]

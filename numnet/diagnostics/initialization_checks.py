"""Checks of a network as it starts, and of its units later: gradients, symmetry, loss, δ, saturated and dead units."""

import math

import numpy as np

from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.checks import check
from numnet.diagnostics.gradient_check import central_difference
from numnet.diagnostics.guessing import cost_of_size_one, guess_loss
from numnet.diagnostics.remedies import initialized, option, rates, scaled
from numnet.kernels.activations import ACTIVATIONS
from numnet.kernels.records import MAX_TILE_ROWS
from numnet.model.losses import LOSSES

STARTS = 5  # from which a loss that is too high is judged
MAX_PLACES = 60  # parameters of a layer whose gradients are checked
# From where on there is a note, and something broken: with reasons at the checks; the live page has them, too.
FLOW = (1e-2, 1e-3)  # δ of the first hidden layer against that of the last; above 1 the inverses
FLAT = 0.05  # f′ below this share of its largest is saturated
SATURATED = (0.25, 0.5)  # share of a layer
SURE = (0.1, 0.5)  # share of the samples whose output is sure and wrong
DEAD, DEAD_AT_START = (1 / 3, 0.6), 0.5  # share of a layer; broken at the start


@check("gradient check")
def gradients(case):
    """Back-propagation against central differences, layer by layer, in float64; at most 60 parameters a layer.

    Right is about 1e-9; broken above 1e-3.  Between 1e-6 and that it is a note: inputs of wild scale disturb it.  A
    layer whose gradient is below 1e-3 of the largest is measured by that: its differences are mostly rounding.  The
    parameters are moved by about 0.01, away from the kink at net = 0 where a sample of zeros starts; where a kink, such
    as relu's, still lies between, differences of two widths disagree, and the place is left out.
    """
    network = case.network.copy("float64")
    network.parameters += np.random.default_rng(1).normal(0, 0.01, network.parameters.size)
    X, T, weights = case.sample(20)
    g, at, pairs = network.gradient(X, T, weights), network.offsets, []
    rng = np.random.default_rng(0)
    for first, end in zip(at[0:-1:2], at[2::2]):
        places = np.arange(first, end)
        places = places if len(places) <= MAX_PLACES else rng.choice(places, MAX_PLACES, False)
        estimate, wider = (
            np.array([central_difference(network, X, T, int(i), step, weights) for i in places])
            for step in (1e-5, 2e-5)
        )
        smooth = np.abs(estimate - wider) <= 1e-6 * np.abs(estimate).max()
        estimate, propagated = estimate[smooth], g[places][smooth]
        pairs.append((float(np.linalg.norm(propagated - estimate)), float(np.linalg.norm(estimate))))
    floor = max(1e-3 * max(norm for _, norm in pairs), 1e-6)
    errors = [error / max(norm, floor) for error, norm in pairs]
    worst = max(errors) if all(map(math.isfinite, errors)) else math.inf
    verdict = OK if worst < 1e-6 else NOTE if worst < 1e-3 else BROKEN
    words = "relative error of layers 1, 2, …: " + ", ".join(f"{e:.0e}" for e in errors)
    wild = "inputs of very different scales make the difference inexact"
    wrong = "the gradient is wrong, or the inputs are so large that differences fail"
    return verdict, words, *scaled(case), wild if verdict == NOTE else wrong


@check("symmetry")
def symmetry(case):
    """Units of a hidden layer that start equal get equal gradients, and stay equal: broken."""
    W = case.network.weights
    same = [
        l for l in range(1, len(W))
        if W[l - 1].shape[1] > 1 and (W[l - 1] == W[l - 1][:, :1]).all() and (W[l] == W[l][:1]).all()
    ]  # fmt: skip
    if not same:
        return OK, "the units of each layer start with different weights"
    words = f"all units of hidden layer {', '.join(map(str, same))} start with equal weights" + (
        ", all 0" if not any(w.any() for w in W) else ""
    )
    return BROKEN, words, *initialized(case), "draw the initial weights at random"


@check("loss before training")
def start_loss(case):
    """The loss before training should be about that of guessing: ln K for K classes, ½ of the variance for mse.

    Broken above 10 times that, note above 3: the network starts sure of wrong answers, which takes large weights or
    large inputs.  Where it is above, the median of STARTS starts counts, for a small network may be unlucky.  In a
    regression the outputs' own size, about 1, is added to what guessing costs: it is no fault where targets are small.
    """
    network = case.network
    loss, (chance, formula) = network.loss(case.X, case.T, case.weights), guess_loss(network, case.chance)
    usual = chance + cost_of_size_one(network)
    words = f"{loss:.4g}; the loss of guessing is {chance:.4g}{formula}"
    if not loss <= 3 * usual:
        others = (network.copy().initialize(network.seed + k) for k in range(1, STARTS))
        loss = float(np.median([loss, *(other.loss(case.X, case.T, case.weights) for other in others)]))
        words = f"{loss:.4g}, the median of {STARTS} initialisations; the loss of guessing is {chance:.4g}{formula}"
    verdict = OK if loss <= 3 * usual else NOTE if loss <= 10 * usual else BROKEN  # NaN is broken
    return verdict, words, *initialized(case), *scaled(case), option(hidden=(16, 16))


def traced(case, network):
    """The `Pass` of up to 256 rows."""
    from numnet.cpu.tracing import traced_pass

    return traced_pass(network.layout, network.parameters, *network.samples(*case.sample(MAX_TILE_ROWS)))


@check("flow of δ")
def flow(case):
    """Size of δ from the last hidden layer down to the first.

    A tenth a layer is what sigmoids do at best; below 1/100 in all it is a note, below 1/1000 broken: the first layer
    then learns a thousand times slower than the last (S. Hochreiter, 1991).  Above 100 and 1000: exploding.
    """
    delta = [float(np.sqrt((d.astype(np.float64) ** 2).mean())) for d in traced(case, case.network).delta[:-1]]
    if len(delta) < 2:
        return None
    if not delta[-1] > 0:
        return BROKEN, "no δ reaches the hidden layers", *initialized(case), *scaled(case), "weights other than 0"
    ratio = delta[0] / delta[-1]
    verdict = OK if FLOW[0] <= ratio <= 1 / FLOW[0] else NOTE if FLOW[1] <= ratio <= 1 / FLOW[1] else BROKEN
    word = "" if verdict == OK else "vanishing: " if ratio < 1 else "exploding: "
    words = f"{word}δ of hidden layer 1 is {ratio:.2g} times that of hidden layer {len(delta)}"
    return verdict, words, *initialized(case), *scaled(case), *smoother(case)


def smoother(case):
    """Remedies for a network that lets δ vanish, saturate or explode: another activation, fewer layers."""
    return [option(activation="tanh"), option(activation="relu"), option(hidden=(16, 16))]


def stages(case):
    """[(when, network)]: at the start, and as the run, or the planned training, left it."""
    if case.trained:
        return [("before training", case.network), ("after the run", case.trained)]
    return [("before training", case.network), ("after training", case.planned.network)]


@check("saturated units")
def saturation(case):
    """Share of bounded units (sigmoid, tanh), over samples, with f′ below 5 % of its largest: they pass no error on.

    Note from 25 %, broken from 50 %; a trained network with sharp answers has 10 to 30 %.  At the start alone: there
    saturation has no reason.
    """
    top = {name: entry.largest_slope for name, entry in ACTIVATIONS.items() if entry.largest_slope is not None}
    passed = traced(case, case.network)
    shares = [
        (float((slope < FLAT * top[name]).mean()), l)
        for l, (name, slope) in enumerate(zip(case.network.activation, passed.slope), 1) if name in top
    ]  # fmt: skip
    if not shares:
        return None
    share, l = max(shares)
    verdict = OK if share < SATURATED[0] else NOTE if share < SATURATED[1] else BROKEN
    words = f"{100 * share:.0f} % of hidden layer {l} before training"
    return verdict, words, *scaled(case), *initialized(case), *smoother(case)


@check("saturated outputs")
def sure_and_wrong(case):
    """Share of samples with an output more than ½ from its target where f′ is below 5 % of its largest, ¼.

    An error y − t of classes passes through f′ = y (1 − y), so these samples hardly teach anything; cross-entropy
    cancels f′, and the check does not apply.  Of softmax outputs the one that is too large counts.  Note from 10 %,
    broken from 50 %, at the start and later.
    """
    if case.network.task == "regression" or LOSSES[case.network.loss_name].of_net:
        return None
    worst, T = (-1.0, ""), case.sample(MAX_TILE_ROWS)[1].astype(np.float64)
    for when, network in stages(case):
        Y = traced(case, network).h[-1].astype(np.float64)
        far = Y - T if network.task == "multiclass" else np.abs(Y - T)
        worst = max(worst, (float(((far > 0.5) & (Y * (1 - Y) < FLAT / 4)).any(axis=1).mean()), when))
    share, when = worst
    verdict = OK if share < SURE[0] else NOTE if share < SURE[1] else BROKEN
    words = f"the outputs are sure and wrong for {100 * share:.0f} % of the samples"
    words += f", {when}: the gradient of {case.network.loss_name} is nearly 0 there" if verdict != OK else ""
    return verdict, words, option(loss="auto"), *scaled(case), *initialized(case)


@check("dead relu units")
def dead(case):
    """Share of units that can die (relu) and are 0 for every sample: their gradient is 0, and stays so.

    Note from a third, broken from 60 %, at the start from 50 %: a narrow layer on few samples has a quarter by mere
    luck, and half after training where a problem is easy; beyond, most of the capacity is gone.  In the worst layer, at
    the start and later.
    """
    dying = {name for name, entry in ACTIVATIONS.items() if entry.can_die}
    worst = (-1.0, 0, "")
    for when, network in stages(case) if dying & {*case.network.activation} else []:
        passed = traced(case, network)
        for l, name in enumerate(network.activation, 1):
            if name in dying:
                worst = max(worst, (float((passed.h[l - 1] <= 0).all(axis=0).mean()), l, when))
    share, l, when = worst
    if share < 0:
        return None
    most = DEAD_AT_START if when == "before training" else DEAD[1]
    verdict = OK if share < DEAD[0] else NOTE if share < most else BROKEN
    words = f"{100 * share:.0f} % of the units of hidden layer {l} are 0 for every sample"
    words += f", {when}" if share else ""
    return verdict, words, *scaled(case), *rates(case, -1)[:2], *initialized(case), option(activation="leaky_relu")

"""What an expert looks at first when a network does not learn: each as a `Finding` with a verdict in plain words.

A threshold stands beside its reason.  Where there is no theory, it is wide: a healthy network must pass, so that
"broken" means something.
"""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from numnet.checks import central_difference
from numnet.kernels.records import MOST_ROWS
from numnet.optimizers import Optimizer

OK, NOTE, BROKEN = "ok", "note", "broken"


class Finding(NamedTuple):
    """``what`` was looked at, the ``verdict``, what was ``found``, and the ``remedy`` where something is wrong."""

    what: str
    verdict: str
    found: str
    remedy: str = ""


@dataclass(frozen=True, eq=False)
class Patient:
    """A network as it starts, its training data as it sees them, and how it is trained.

    X (n, inputs), T (n, outputs); ``options`` as for `Training`; ``trained``, ``history``: of a run, else None.
    """

    network: object
    X: np.ndarray
    T: np.ndarray
    optimizer: Optimizer
    options: dict
    trained: object = None
    history: object = None

    @property
    def chance(self):
        """The loss of who knows the shares of the classes or the mean of the targets, and nothing else."""
        return chance_loss(self.network, self.T)

    def sample(self, most):
        """(X, T) of at most so many rows, spread over all."""
        rows = np.linspace(0, len(self.X) - 1, min(most, len(self.X))).astype(int)
        return self.X[rows], self.T[rows]

    def after(self, updates, factor=1.0, rows=None, **changes):
        """A copy of the network after about so many updates at ``factor`` times the rate, or None: it diverged.

        rows: how many of X and T; changes: of ``options``.  A second of training is enough in any case.
        """
        *_, network = self.stations(updates, factor, 1, rows, **changes)
        return network

    def level(self, updates, factor):
        """The mean loss at nine moments of the last quarter of so many updates; infinite where it diverged."""
        late = [
            math.inf if network is None else network.loss(self.X, self.T)
            for network in self.stations(updates, factor, 33)
        ][-9:]
        return float(np.mean(late)) if np.isfinite(late).all() else math.inf

    def stations(self, updates, factor=1.0, count=1, rows=None, **changes):
        """Yields the network at up to ``count`` ends of epochs, evenly spaced, the last at the end; None: it diverged.

        Arguments as for `after`.
        """
        from numnet.kernels.codes import Status
        from numnet.training import Training

        network = self.network.copy()
        X, T = (self.X, self.T) if rows is None else self.sample(rows)
        optimizer = replace(self.optimizer, learning_rate=factor * self.optimizer.learning_rate)
        training = Training(network, X, T, optimizer, evaluate_every=0, threads=1, **{**self.options, **changes})
        epochs = min(training.epochs, max(1, math.ceil(updates / training.updates_per_epoch)))
        for epoch in np.unique(np.linspace(0, epochs, count + 1).round().astype(int))[1:]:
            while training.epochs_done < epoch and training.seconds < SECONDS and training.advance(int(epoch)):
                pass
            yield None if training.status == Status.DIVERGED else network


SECONDS = 1.0  # of a short training, at most: a check is to answer while one waits
UPDATES = 3000  # of a short training: early, a rate ten times too large looks better than the right one


def chance_loss(network, T):
    """The lowest loss of a constant answer, T (n, outputs): entropy of the class shares; the spread of the targets.

    >>> import numnet
    >>> net = numnet.Network([1, 3])
    >>> round(chance_loss(net, np.eye(3)), 6) == round(math.log(3), 6)
    True
    """
    T = T.astype(np.float64)
    if network.task == "regression" or network.loss_name != "cross_entropy":
        middle = np.median(T, axis=0) if network.loss_name == "mae" else T.mean(axis=0)
        e = np.abs(T - middle)
        errors = {"mae": e, "huber": np.where(e > 1, e - 0.5, 0.5 * e**2)}.get(network.loss_name, 0.5 * e**2)
        return float(errors.sum(axis=1).mean())
    p = np.clip(T.mean(axis=0), 1e-12, 1 - 1e-12)
    one_hot = network.task == "multiclass"
    return float(-(p * np.log(p)).sum() if one_hot else -(p * np.log(p) + (1 - p) * np.log(1 - p)).sum())


def checkup(patient):
    """All findings, data first, then the start, then short trainings, then the run."""
    checks = [
        features, targets, balance, relation, gradients, symmetry, start_loss, flow, saturation, dead, memory, rate,
        proportion,
    ]  # fmt: skip
    with np.errstate(all="ignore"):
        found = [finding for check in checks for finding in [check(patient)] if finding is not None]
        return found + ([] if patient.history is None else outcome(patient, found))


# --- the data ---------------------------------------------------------------------------------------------------------


def features(patient):
    """Scale of the inputs as the network sees them.

    Note above a ratio of 10 between two deviations, or a feature of size 10; broken above 100: the condition number of
    a linear layer's error surface is the square of that ratio (Y. LeCun et al., 1998, Efficient BackProp, section 4.3),
    and a net of size 100 saturates every sigmoid.
    """
    size = np.sqrt((patient.X.astype(np.float64) ** 2).mean(axis=0))
    spread = patient.X.astype(np.float64).std(axis=0)
    constant = int((spread == 0).sum())
    varied = spread[spread > 0]
    ratio = float(varied.max() / varied.min()) if len(varied) else 1.0
    worst = max(ratio, float(size.max()))
    names = patient.network.feature_names or [f"feature {k + 1}" for k in range(len(size))]
    words = (
        f"deviations differ by a factor of {ratio:.3g}; the largest feature is {names[int(size.argmax())]}, of size "
    )
    words += f"{size.max():.3g}" + (f"; {constant} constant" if constant else "")
    verdict = BROKEN if worst > 100 else NOTE if worst > 10 else OK
    return Finding(
        "scale of features", verdict, words, "standardise the features: leave --no-scale away" * (verdict != OK)
    )


def targets(patient):
    """Scale of a regression's targets: outputs start near 1, so note outside 0.1 to 10, broken outside 0.01 to 100."""
    if patient.network.task != "regression":
        return None
    spread = patient.T.astype(np.float64).std(axis=0)
    worst = float(max(spread.max(), 1 / max(spread.min(), 1e-300)))
    verdict = BROKEN if worst > 100 else NOTE if worst > 10 else OK
    words = f"deviations {spread.min():.3g} to {spread.max():.3g}"
    return Finding(
        "scale of targets", verdict, words, "standardise the targets: leave --no-scale away" * (verdict != OK)
    )


def balance(patient):
    """Share of the most frequent class: note above 80 %, broken above 95 %, where always answering it looks perfect."""
    if patient.network.task == "regression":
        return None
    share = patient.T.mean(axis=0, dtype=np.float64)
    names = patient.network.target_names or [str(k) for k in range(max(2, len(share)))]
    if patient.network.task == "binary":
        share = np.array([1 - share[0], share[0]])
    if patient.network.task == "multilabel":
        top, k = float(np.maximum(share, 1 - share).max()), int(np.abs(share - 0.5).argmax())
        words = f"the most uneven label, {names[k]}, is the same in {100 * top:.1f} % of rows"
    else:
        top, k = float(share.max()), int(share.argmax())
        words = f"the largest class, {names[k]}, holds {100 * top:.1f} % of rows"
    verdict = BROKEN if top > 0.95 else NOTE if top > 0.8 else OK
    remedy = (
        "judge by precision and recall (numnet evaluate), not by accuracy; collect or repeat rows of the rare class"
    )
    return Finding("class balance", verdict, words, remedy * (verdict != OK))


def relation(patient):
    """Do targets have to do with inputs?  A row's nearest neighbour should have a similar target.

    z: how many standard deviations the agreement with the nearest neighbour lies above that of strangers.  Shuffled
    targets give about N(0, 1), up to √2 wider since neighbours come in pairs; below 3 is broken.  A warning, no proof:
    a signal in few of many features hides from distances.  At least 50 rows; at most 1500 are looked at.
    """
    X, T = (A.astype(np.float64) for A in patient.sample(1500))
    if len(X) < 50:
        return None
    X = (X - X.mean(axis=0)) / np.where(X.std(axis=0) > 0, X.std(axis=0), 1)
    distance = (X**2).sum(axis=1) - 2 * X @ X.T
    np.fill_diagonal(distance, np.inf)
    T = (T - T.mean(axis=0)) / max(1e-300, float(T.std(axis=0).max()))
    power = (T**2).sum(axis=1).mean()
    agreement = float((T * T[distance.argmin(axis=1)]).sum(axis=1).mean() / power)
    gram = (T.T @ T) / len(T)
    z = agreement * math.sqrt(len(T)) * float(power / np.sqrt((gram**2).sum()))
    words = f"targets of nearest neighbours correlate by {agreement:.2f}, {z:.1f} standard deviations above chance"
    remedy = "targets look shuffled or unrelated to the features: compare some rows with where they came from"
    return Finding("features and targets", OK if z >= 3 else BROKEN, words, remedy * (z < 3))


# --- the network as it starts -----------------------------------------------------------------------------------------


def gradients(patient, most=60):
    """Back-propagation against central differences, layer by layer, in float64; at most 60 parameters a layer.

    Right is about 1e-9; broken above 1e-3.  Between 1e-6 and that it is a note: inputs of wild scale disturb it.  A
    layer whose gradient is below 1e-3 of the largest is measured by that: its differences are mostly rounding.  The
    parameters are moved by about 0.01, away from the kink at net = 0 where a sample of zeros starts; where a kink, such
    as relu's, still lies between, differences of two widths disagree, and the place is left out.
    """
    network = patient.network.copy("float64")
    network.parameters += np.random.default_rng(1).normal(0, 0.01, network.parameters.size)
    X, T = (np.ascontiguousarray(A, np.float64) for A in patient.sample(20))
    g, at, pairs = network.gradient(X, T), network._offsets(), []
    rng = np.random.default_rng(0)
    for first, end in zip(at[0:-1:2], at[2::2]):
        places = np.arange(first, end) if end - first <= most else rng.choice(np.arange(first, end), most, False)
        estimate, wider = (
            np.array([central_difference(network, X, T, int(i), step) for i in places]) for step in (1e-5, 2e-5)
        )
        smooth = np.abs(estimate - wider) <= 1e-6 * np.abs(estimate).max()
        estimate, own = estimate[smooth], g[places][smooth]
        pairs.append((float(np.linalg.norm(own - estimate)), float(np.linalg.norm(estimate))))
    floor = max(1e-3 * max(norm for _, norm in pairs), 1e-6)
    errors = [error / max(norm, floor) for error, norm in pairs]
    worst = max(errors) if all(map(math.isfinite, errors)) else math.inf
    verdict = OK if worst < 1e-6 else NOTE if worst < 1e-3 else BROKEN
    words = "relative error " + ", ".join(f"{e:.0e}" for e in errors) + " from layer 1 on"
    remedy = {NOTE: "inputs of wild scale disturb the difference",
              BROKEN: "the gradient is wrong, or the inputs are so large that differences fail"}  # fmt: skip
    return Finding("gradient check", verdict, words, remedy.get(verdict, ""))


def symmetry(patient):
    """Units of a hidden layer that start equal get equal gradients, and stay equal: broken."""
    W = patient.network.weights
    same = [
        l for l in range(1, len(W))
        if W[l - 1].shape[1] > 1 and (W[l - 1] == W[l - 1][:, :1]).all() and (W[l] == W[l][:1]).all()
    ]  # fmt: skip
    if not same:
        return Finding("symmetry", OK, "units of a layer start different")
    words = f"all units of hidden layer {', '.join(map(str, same))} start equal" + (
        ", all weights at 0" if not any(w.any() for w in W) else ""
    )
    return Finding("symmetry", BROKEN, words, "start at random: --init auto")


def start_loss(patient):
    """The loss before training should be about that of guessing, ln K for K classes.

    Broken above 10 times that, note above 3: the network starts sure of wrong answers, which takes large weights or
    large inputs.  In a regression outputs of size 1 cost ½ each, whatever the targets.
    """
    network = patient.network
    loss, chance = network.loss(patient.X, patient.T), guess_loss(network, patient.chance)
    words = f"{loss:.4g}; guessing costs {chance:.4g}"
    if network.loss_name == "cross_entropy":
        words += {"binary": " = ln 2", "multiclass": f" = ln {network.sizes[-1]}"}.get(network.task, "")
    verdict = OK if loss <= 3 * chance else NOTE if loss <= 10 * chance else BROKEN  # NaN is broken
    remedy = "smaller initial weights (--init auto), standardised inputs and targets"
    return Finding("loss before training", verdict, words, remedy * (verdict != OK))


def guess_loss(network, chance):
    """The loss of equal probabilities; of other losses the chance loss, or that of outputs of size 1 where more."""
    if network.loss_name != "cross_entropy":
        return max(chance, 0.5 * network.sizes[-1])
    return math.log(network.sizes[-1]) if network.task == "multiclass" else network.sizes[-1] * math.log(2)


def traced(patient, network):
    """The `Pass` of up to 256 rows."""
    from numnet.cpu.tracing import traced_pass

    X, T = patient.sample(MOST_ROWS)
    return traced_pass(network.layout, network.parameters, network.inputs(X), network.targets(T, len(X)))


def flow(patient):
    """Size of δ from the last hidden layer down to the first.

    A tenth a layer is what sigmoids do at best; below 1/100 in all it is a note, below 1/1000 broken: the first layer
    then learns a thousand times slower than the last (S. Hochreiter, 1991).  Above 100 and 1000: exploding.
    """
    delta = [float(np.sqrt((d.astype(np.float64) ** 2).mean())) for d in traced(patient, patient.network).delta[:-1]]
    if len(delta) < 2:
        return None
    if not delta[-1] > 0:
        return Finding("flow of δ", BROKEN, "no δ reaches the hidden layers", "weights other than 0: --init auto")
    ratio = delta[0] / delta[-1]
    verdict = OK if 1e-2 <= ratio <= 1e2 else NOTE if 1e-3 <= ratio <= 1e3 else BROKEN
    word = "" if verdict == OK else "vanishing: " if ratio < 1 else "exploding: "
    words = f"{word}δ of hidden layer 1 is {ratio:.2g} times that of hidden layer {len(delta)}"
    remedy = "--init auto, --clip-norm 1"
    if ratio < 1:  # a few layers of tanh or relu let δ vanish where they are saturated
        few = len(delta) < 5 and "sigmoid" not in patient.network.activation
        remedy = "standardise the inputs" if few else "fewer layers, tanh or relu in place of sigmoid"
        remedy += ", --init auto"
    return Finding("flow of δ", verdict, words, remedy * (verdict != OK))


def stages(patient):
    """[(when, network)]: at the start, and as the run left it or after a short training."""
    later = patient.trained or patient.after(UPDATES)
    return [("at the start", patient.network)] + (
        [("in the run" if patient.trained else "after a short training", later)] if later is not None else []
    )


def saturation(patient):
    """Share of sigmoid and tanh units, over samples, with f′ below 5 % of its largest: they pass no error on.

    Note from 25 %, broken from 50 %; a trained network with sharp answers has 10 to 30 %.  At the start alone: there
    saturation has no reason.
    """
    top = {"sigmoid": 0.25, "tanh": 1.0}
    passed = traced(patient, patient.network)
    shares = [
        (float((slope < 0.05 * top[name]).mean()), l)
        for l, (name, slope) in enumerate(zip(patient.network.activation, passed.slope), 1) if name in top
    ]  # fmt: skip
    if not shares:
        return None
    share, l = max(shares)
    verdict = OK if share < 0.25 else NOTE if share < 0.5 else BROKEN
    words = f"{100 * share:.0f} % of hidden layer {l} at the start"
    remedy = "standardise the inputs, smaller initial weights (--init auto)"
    return Finding("saturated units", verdict, words, remedy * (verdict != OK))


def dead(patient):
    """Share of relu units that are 0 for every sample: their gradient is 0, and stays so.

    Note from 20 %, broken from 60 %, at the start from 50 %: a narrow layer on few samples has a quarter by mere luck,
    and half after training where a problem is easy; beyond, most of the capacity is gone.  In the worst layer, at the
    start and later.
    """
    worst = (-1.0, 0, "")
    for when, network in stages(patient) if "relu" in patient.network.activation else []:
        passed = traced(patient, network)
        for l, name in enumerate(network.activation, 1):
            if name == "relu":
                worst = max(worst, (float((passed.h[l - 1] <= 0).all(axis=0).mean()), l, when))
    share, l, when = worst
    if share < 0:
        return None
    verdict = OK if share < 0.2 else NOTE if share < (0.5 if when == "at the start" else 0.6) else BROKEN
    words = f"{100 * share:.0f} % of hidden layer {l} are 0 for every sample" + (f", {when}" if share else "")
    remedy = "a smaller --learning-rate, standardised inputs, or --activation leaky_relu"
    return Finding("dead relu units", verdict, words, remedy * (verdict != OK))


# --- short trainings --------------------------------------------------------------------------------------------------


def memory(patient):
    """Can it learn 20 rows by heart, without penalties?  Whoever cannot do that will not learn thousands.

    Up to 3000 full-batch updates with its own rule; ok below 10 % of the chance loss, broken above half of it.
    """
    rows = min(20, len(patient.X))
    plain = {"l1": 0.0, "l2": 0.0, "dropout": 0.0, "batch_size": "full", "epochs": 3000, "schedule": None}
    X, T = patient.sample(rows)
    chance = chance_loss(patient.network, T)
    if chance < 1e-6:
        return None
    network = patient.after(3000, rows=rows, **plain)
    loss = math.inf if network is None else network.loss(X, T)
    words = (
        f"loss {loss:.3g} on {rows} rows after up to 3000 updates, {loss / chance:.2g} of the chance loss {chance:.3g}"
    )
    verdict = OK if loss < 0.1 * chance else NOTE if loss < 0.5 * chance else BROKEN
    words = "it diverged" if network is None else words
    remedy = "more hidden units, another --learning-rate; see the other findings"
    return Finding("learning by heart", verdict, words, remedy * (verdict != OK))


def rate(patient):
    """The same short training at a tenth of the rate and at ten times the rate.

    Losses are means over the last quarter, since at too large a rate they jump.  Too large: it diverges, ends near the
    chance loss where a tenth does better, or a tenth gives less than 0.6 of the loss, while the loss is still above 5 %
    of the chance loss, where such ratios stop to mean anything.  Too small, a note: ten times the rate gives less than
    half.  Of 62 trainings of bundled sets that ten times the default rate harms, by one of six rules, that finds 56.
    """
    less, own, more = (patient.level(UPDATES, factor) for factor in (0.1, 1.0, 10.0))
    eta, chance = patient.optimizer.learning_rate, patient.chance
    words = f"after a short training loss {own:.3g} at {eta:g}, {less:.3g} at {eta / 10:g}, {more:.3g} at {10 * eta:g}"
    if not math.isfinite(own) or (own > 0.05 * chance and (less < 0.6 * own or own > 0.9 * chance > 1.25 * less)):
        return Finding("learning rate", BROKEN, "too large: " + words, f"--learning-rate {eta / 10:g}")
    if own > 0.05 * chance and more < 0.5 * own:
        return Finding("learning rate", NOTE, "rather small: " + words, f"--learning-rate {10 * eta:g}")
    return Finding("learning rate", OK, words)


def proportion(patient):
    """How far the first update moves each layer's weights, ‖ΔW‖ / ‖W‖.

    About 1e-3 is the usual advice, for long trainings; adam's first step is the rate for every weight, which at the
    default rate is 3e-2 for glorot weights.  So: note above 0.1 or below 1e-6, broken above 1: the start is forgotten.
    """
    rows = min(32, len(patient.X))
    options = {"batch_size": "full", "epochs": 1, "schedule": None}
    after = patient.after(1, rows=rows, **options)
    if after is None or not any(W.any() for W in patient.network.weights):
        return None
    ratios = [
        float(np.linalg.norm(new.astype(np.float64) - old) / max(float(np.linalg.norm(old)), 1e-300))
        for new, old in zip(after.weights, patient.network.weights)
    ]
    verdict = OK if max(ratios) <= 0.1 and min(ratios) >= 1e-6 else NOTE if max(ratios) <= 1 else BROKEN
    words = "‖ΔW‖ / ‖W‖ of the first update: " + ", ".join(f"{r:.1e}" for r in ratios)
    remedy = "a smaller --learning-rate" if max(ratios) > 0.1 else "a larger --learning-rate, or a shallower network"
    return Finding("update to weight", verdict, words, remedy * (verdict != OK))


# --- a run ------------------------------------------------------------------------------------------------------------


def outcome(patient, found):
    """Whether the run diverged, stalled or overfitted, with the likely cause: the first that is broken, else a note.

    Stalled: the training loss ended above nine tenths of the start's, or of what guessing the shares costs.
    Overfitted, a note: the validation loss ended 1.5 times above its lowest.
    """
    history = patient.history
    others = [finding for finding in found if finding.what != "learning by heart"]
    causes = [one for verdict in (BROKEN, NOTE) for one in others if one.verdict == verdict]
    cause = f"likely cause: {causes[0].what}, {causes[0].found}" if causes else "no single cause found"
    remedy = causes[0].remedy if causes else "a smaller or larger --learning-rate, more --epochs, more --hidden units"
    first, last = history.train_loss[0], history.train_loss[-1]
    if history.status == "diverged":
        return [Finding("the run", BROKEN, f"diverged in epoch {history.epochs + 1}; {cause}", remedy)]
    if not last < 0.9 * min(first, patient.chance):
        return [Finding("the run", BROKEN, f"stalled: training loss {first:.4g} → {last:.4g}; {cause}", remedy)]
    held = history.validation_loss
    if np.isfinite(held).all() and held[-1] > 1.5 * held.min():
        words = f"overfitted: validation loss {held.min():.4g} in epoch {history.best_epoch}, {held[-1]:.4g} at the end"
        return [Finding("the run", NOTE, words, "--patience 20, a larger --l2, --dropout 0.2, or fewer units")]
    return [Finding("the run", OK, f"training loss {first:.4g} → {last:.4g}")]

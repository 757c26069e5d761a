"""Checks of the data: scale, outliers, balance, weights, and whether targets have to do with inputs."""

import math

import numpy as np

from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.checks import check
from numnet.diagnostics.edits import both, emptied, feature_labels, in_original_units, row_words, without_rows
from numnet.diagnostics.remedies import Remedy, option, scaled
from numnet.utils.wording import listed

FAR = 50  # interquartile ranges from the median: so far lies an outlier; skewed features reach 20
SAMPLED = 10_000  # rows at most that the quartiles are of
RANKED = 1500  # rows at most whose neighbours are looked for


@check("scale of features")
def features(case):
    """Scale of the inputs as the network sees them.

    Note above a ratio of 10 between two deviations, or a feature of size 10; broken above 100: the condition number of
    a linear layer's error surface is the square of that ratio (Y. LeCun et al., 1998, Efficient BackProp, section 4.3),
    and a net of size 100 saturates every sigmoid.
    """
    size = np.sqrt((case.X.astype(np.float64) ** 2).mean(axis=0))
    spread = case.X.astype(np.float64).std(axis=0)
    constant = int((spread == 0).sum())
    varied = spread[spread > 0]
    ratio = float(varied.max() / varied.min()) if len(varied) else 1.0
    worst, name = max(ratio, float(size.max())), feature_labels(case.network)[int(size.argmax())]
    words = f"standard deviations differ by a factor of {ratio:.3g}"
    words += f"; the largest feature is {name}, of size {size.max():.3g}"
    words += f"; {constant} constant" if constant else ""
    verdict = BROKEN if worst > 100 else NOTE if worst > 10 else OK
    return verdict, words, *scaled(case), "standardise the features"


@check("scale of targets")
def targets(case):
    """Scale of a regression's targets: outputs start near 1, so note outside 0.1 to 10, broken outside 0.01 to 100."""
    if case.network.task != "regression":
        return None
    spread = case.T.astype(np.float64).std(axis=0)
    worst = float(max(spread.max(), 1 / max(spread.min(), 1e-300)))
    verdict = BROKEN if worst > 100 else NOTE if worst > 10 else OK
    words = f"standard deviations {spread.min():.3g} to {spread.max():.3g}"
    return verdict, words, *scaled(case), "standardise the targets"


@check("outliers")
def outliers(case):
    """Values of a feature, or of a regression's target, so far out that they make up most of the variance.

    Standardised by that variance, all other values become one.  An outlier lies more than 50 interquartile ranges from
    the median; a note where they make half of the sum of squares about the median, broken where they make nine tenths.
    Columns with half of their values alike have no such range, and are left out.
    """
    regression = case.network.task == "regression"
    X, T, _ = both(case)
    A = (np.hstack([X, T]) if regression else X).astype(np.float64)
    if len(A) < 20:
        return None
    low, middle, high = np.quantile(A[:: -(-len(A) // SAMPLED)], (0.25, 0.5, 0.75), axis=0)
    distance = np.abs(A - middle) / np.where(high > low, high - low, np.inf)
    far, squares = distance > FAR, (A - middle) ** 2
    far[:, far[: len(case.X)].sum(axis=0) * 2 < far.sum(axis=0) - 2] = False  # hardly any trained on: the parts differ
    share = (far * squares).sum(axis=0) / np.maximum(squares.sum(axis=0), 1e-300)
    k = int(share.argmax()) if far.any() else int(distance.max(axis=0).argmax())
    names = [f"feature {name}" for name in feature_labels(case.network)] + [
        f"target {name}" for name in case.network.target_names or range(1, case.T.shape[1] + 1)
    ]
    if not share[k] > 0.5:
        farthest = f"{distance[:, k].max():.1f} interquartile ranges from the median"
        return OK, f"the farthest value lies {farthest}, {names[k]}"
    rows = np.flatnonzero(far[:, k])
    values = in_original_units(case, A[rows, k], k)
    words = f"{100 * share[k]:.1f} % of the variance of {names[k]} comes from {row_words(case, rows)}, with "
    words += listed([f"{value:.4g}" for value in np.unique(values)], 3)
    if len(rows) > 2 and np.ptp(values) < 1e-4 * abs(values[0]) and k < case.X.shape[1]:
        told = f"{values[0]:.6g} seems to stand for a missing value: leave these cells empty, with --missing mean"
        remedy = Remedy(told, lambda case: emptied(case, rows, k))
    else:
        remedy = Remedy(f"correct or delete {row_words(case, rows)}", lambda case: without_rows(case, rows))
    return BROKEN if share[k] > 0.9 else NOTE, words, remedy


@check("row weights")
def row_weights(case):
    """Whether a few rows carry the loss: note where fewer than 30 rows hold half of all weight, broken where under 10.

    The weights of classes count too.
    """
    if case.weights is None or len(case.X) < 60:
        return None
    heaviest = np.sort(case.weights)[::-1].cumsum()
    count = int(np.searchsorted(heaviest, 0.5 * heaviest[-1])) + 1
    verdict = BROKEN if count < 10 else NOTE if count < 30 else OK
    words = f"{count} of {len(case.X)} rows hold half of the weight"
    return verdict, words, option(class_weight=None), option(weights=None), "weights that differ less"


@check("class balance")
def balance(case):
    """Share of the most frequent class: note above 80 %, broken above 95 %, where always answering it looks perfect.

    Rows that count more in the loss count more here.
    """
    if case.network.task == "regression":
        return None
    share = np.average(case.T.astype(np.float64), axis=0, weights=case.weights)
    whole = "rows" if case.weights is None else "the sample weight"
    names = case.network.target_names or [str(k) for k in range(max(2, len(share)))]
    if case.network.task == "binary":
        share = np.array([1 - share[0], share[0]])
    judge = "judge by precision and recall (numnet evaluate), not by accuracy"
    rare = f"{judge}; collect or repeat rows of the rare class"
    if case.network.task == "multilabel":
        top, k = float(np.maximum(share, 1 - share).max()), int(np.abs(share - 0.5).argmax())
        words, remedies = f"the most uneven label, {names[k]}, is the same in {100 * top:.1f} % of {whole}", [rare]
    else:
        top, k = float(share.max()), int(share.argmax())
        words = f"the largest class, {names[k]}, holds {100 * top:.1f} % of {whole}"
        weighted = option(class_weight="balanced")  # no option of the other checks: losses mean something else then
        remedies = [weighted._replace(words=f"{weighted.words}; {judge}", options=None), rare]
    verdict = BROKEN if top > 0.95 else NOTE if top > 0.8 else OK
    return verdict, words, *remedies


@check("features and targets")
def relation(case):
    """Whether targets depend on inputs: a row's nearest neighbour should have a similar target.

    z: how many standard deviations the agreement with the nearest neighbour lies above that of strangers.  Shuffled
    targets give about N(0, 1), up to √2 wider since neighbours come in pairs; below 3 √2 is broken.  A signal in few of
    many features hides from distances: it passes where a training, perhaps with --l1 0.01, leaves less than 0.8 of what
    guessing costs on rows not seen.  Targets of a regression count by their ranks, so that none outweighs the others.
    At least 50 rows; at most 1500 are looked at.
    """
    X, T = (A.astype(np.float64) for A in case.sample(RANKED)[:2])
    if len(X) < 50:
        return None
    T = ranks(T) if case.network.task == "regression" else T
    T = (T - T.mean(axis=0)) / max(1e-300, float(T.std(axis=0).max()))
    power = (T**2).sum(axis=1).mean()
    agreement = float((T * T[distances(X).argmin(axis=1)]).sum(axis=1).mean() / power)
    gram = (T.T @ T) / len(T)
    z = agreement * math.sqrt(len(T)) * float(power / np.sqrt((gram**2).sum()))
    words = f"targets of nearest neighbours correlate by {agreement:.2f}, {z:.1f} standard deviations above chance"
    remedy = "targets look shuffled or unrelated to the features: compare some rows with where they came from"
    if z >= 3 * math.sqrt(2) or case.validation is None:
        return OK if z >= 3 * math.sqrt(2) else BROKEN, words, remedy
    least = min(each.planned.error for each in (case, case.changed(l1=0.01)))
    words += f"; a training leaves {100 * least:.3g} % of the loss of guessing on the validation set"
    return OK if least < 0.8 else BROKEN, words, remedy


def ranks(T):
    """The rank of each value in its column, (n, k); equal values have the mean of theirs."""
    ranked = np.empty_like(T)
    for k, column in enumerate(T.T):
        _, place, count = np.unique(column, return_inverse=True, return_counts=True)
        ranked[:, k] = (count.cumsum() - (count - 1) / 2)[place]
    return ranked


def distances(X):
    """What orders the other rows by their distance from each row of X, standardised, (n, n); infinite for itself."""
    X = (X - X.mean(axis=0)) / np.where(X.std(axis=0) > 0, X.std(axis=0), 1)
    distance = (X**2).sum(axis=1) - 2 * X @ X.T
    np.fill_diagonal(distance, np.inf)
    return distance

"""Checks of the data: scale, balance, and whether targets have to do with inputs."""

import math

import numpy as np

from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.checks import check
from numnet.model.inputs import input_names


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
    worst = max(ratio, float(size.max()))
    names = input_names(case.network) if case.network.feature_names else [f"feature {k + 1}" for k in range(len(size))]
    words = (
        f"deviations differ by a factor of {ratio:.3g}; the largest feature is {names[int(size.argmax())]}, of size "
    )
    words += f"{size.max():.3g}" + (f"; {constant} constant" if constant else "")
    verdict = BROKEN if worst > 100 else NOTE if worst > 10 else OK
    return verdict, words, "standardise the features: leave --no-scale away"


@check("scale of targets")
def targets(case):
    """Scale of a regression's targets: outputs start near 1, so note outside 0.1 to 10, broken outside 0.01 to 100."""
    if case.network.task != "regression":
        return None
    spread = case.T.astype(np.float64).std(axis=0)
    worst = float(max(spread.max(), 1 / max(spread.min(), 1e-300)))
    verdict = BROKEN if worst > 100 else NOTE if worst > 10 else OK
    words = f"deviations {spread.min():.3g} to {spread.max():.3g}"
    return verdict, words, "standardise the targets: leave --no-scale away"


@check("class balance")
def balance(case):
    """Share of the most frequent class: note above 80 %, broken above 95 %, where always answering it looks perfect.

    Rows that count more in the loss count more here.
    """
    if case.network.task == "regression":
        return None
    share = np.average(case.T.astype(np.float64), axis=0, weights=case.weights)
    whole = "rows" if case.weights is None else "the rows' weight"
    names = case.network.target_names or [str(k) for k in range(max(2, len(share)))]
    if case.network.task == "binary":
        share = np.array([1 - share[0], share[0]])
    if case.network.task == "multilabel":
        top, k = float(np.maximum(share, 1 - share).max()), int(np.abs(share - 0.5).argmax())
        words = f"the most uneven label, {names[k]}, is the same in {100 * top:.1f} % of {whole}"
    else:
        top, k = float(share.max()), int(share.argmax())
        words = f"the largest class, {names[k]}, holds {100 * top:.1f} % of {whole}"
    verdict = BROKEN if top > 0.95 else NOTE if top > 0.8 else OK
    remedy = (
        "judge by precision and recall (numnet evaluate), not by accuracy; collect or repeat rows of the rare class"
    )
    return verdict, words, remedy


@check("features and targets")
def relation(case):
    """Whether targets depend on inputs: a row's nearest neighbour should have a similar target.

    z: how many standard deviations the agreement with the nearest neighbour lies above that of strangers.  Shuffled
    targets give about N(0, 1), up to √2 wider since neighbours come in pairs; below 3 √2 is broken.  A warning, no
    proof: a signal in few of many features hides from distances.  At least 50 rows; at most 1500 are looked at.
    """
    X, T = (A.astype(np.float64) for A in case.sample(1500)[:2])
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
    return OK if z >= 3 * math.sqrt(2) else BROKEN, words, remedy

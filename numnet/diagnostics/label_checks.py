"""Checks of what is to be learned: labels that contradict their surroundings, and classes taken for quantities."""

import numpy as np

from numnet.data.columns.targets import CLASS_LIMIT
from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.checks import check
from numnet.diagnostics.data_checks import RANKED, distances
from numnet.diagnostics.edits import in_original_units, relabelled, row_words
from numnet.diagnostics.remedies import Remedy, option
from numnet.model.losses import REGRESSION_LOSSES

NEIGHBOURS, AGREED = 20, 0.7


@check("labels")
def labels(case):
    """Labels that contradict their surroundings where these are clearest: such labels are wrong.

    The 20 nearest rows vote.  Near the border of two classes they are of two minds, so only the quarter of the rows
    counts whose neighbours agree most: there a label is against the vote in at most 1 % of the rows of the bundled sets
    and, where classes overlap, in 2 to 7 %, but as often as everywhere where labels are wrong.  Note above 5 %, broken
    above 10 %.  Judged only where seven tenths agree around half of the rows, and half of the rarest class is voted
    for: else the features say too little of the classes.  At most 1500 rows are looked at.
    """
    if case.network.task not in ("binary", "multiclass") or len(case.X) < 100:
        return None
    rows = np.unique(np.linspace(0, len(case.X) - 1, min(RANKED, len(case.X))).astype(int))
    T, count = class_of(case.T[rows]), min(NEIGHBOURS, max(NEIGHBOURS // 2, len(rows) // 15))
    nearest = np.argpartition(distances(case.X[rows].astype(np.float64)), count, axis=1)[:, :count]
    votes = np.stack([(T[nearest] == k).mean(axis=1) for k in range(T.max() + 1)], axis=1)
    agreed, voted = votes.max(axis=1), votes.argmax(axis=1)
    if (agreed >= AGREED).mean() < 0.5 or min((voted[T == k] == k).mean() for k in np.unique(T)) < 0.5:
        return None
    wrong = voted != T
    share = float(wrong[agreed >= np.quantile(agreed, 0.75)].mean())
    words = f"{100 * share:.1f} % of the rows whose {count} neighbours agree most differ from them in label"
    doubtful = wrong & (agreed >= AGREED)
    correct = Remedy(
        f"correct the labels of {row_words(case, rows[doubtful])}",
        lambda case: relabelled(case, corrected(case, rows[doubtful], voted[doubtful])),
    )
    inputs = [option(inputs=())] if case.options.get("inputs") else []
    return BROKEN if share > 0.1 else NOTE if share > 0.05 else OK, words, *inputs, correct


def class_of(T):
    """Class indices (n,) of the targets T (n, outputs) of a network."""
    return T.argmax(axis=1) if T.shape[1] > 1 else T[:, 0].astype(np.int64)


def corrected(case, rows, classes):
    """The targets of a case, of these rows other classes."""
    T = case.T.copy()
    T[rows] = np.eye(T.shape[1], dtype=T.dtype)[classes] if T.shape[1] > 1 else classes[:, None]
    return T


@check("task")
def task(case):
    """Whether the targets of a regression are the numbers of classes: few integers, of which many rows have the same.

    Then the network is asked to find class 1 between 0 and 2.  Trained as classes it should be right more often: broken
    where it is by 5 % of the rows, else a note; numbers that have an order, counts and marks, may stay a regression,
    and pass where that is right more often.
    """
    if case.network.task != "regression" or case.T.shape[1] > 1 or case.build is None:
        return None
    T = in_original_units(case, case.T[:, 0].astype(np.float64), case.X.shape[1])
    numbers, count = np.unique(np.round(T), return_counts=True)
    if np.abs(T - np.round(T)).max() > 1e-3 or not 2 <= len(numbers) <= CLASS_LIMIT or count.min() < 5:
        return None
    kind = "binary" if len(numbers) == 2 else "multiclass"
    as_classes = option(task=kind, loss="auto")._replace(words=f"--task {kind}")
    numbered, classified = accuracy(case, numbers), accuracy(as_classes.apply(case))
    words = f"a regression on {len(numbers)} whole numbers: the nearest one is right for {100 * numbered:.1f} % of rows"
    words += f", as classes {100 * classified:.1f} %"
    verdict = BROKEN if classified > numbered + 0.05 else NOTE if classified > numbered - 0.05 else OK
    return verdict, words, as_classes


def accuracy(case, numbers=None):
    """The share of right answers of the planned training, of the validation part if there is one.

    numbers: of a regression, the nearest of which is its answer.
    """
    network, part = case.planned.best, case.validation or case
    Y, T = network.forward(part.X), part.T
    if numbers is not None:
        Y, T = (in_original_units(case, A[:, 0].astype(np.float64), case.X.shape[1]) for A in (Y, T))
        return float((numbers[np.abs(Y[:, None] - numbers).argmin(axis=1)] == np.round(T)).mean())
    if Y.shape[1] == 1 or case.network.task == "multilabel":
        return float(((Y > 0.5) == (T > 0.5)).mean())
    return float((class_of(Y) == class_of(T)).mean())


@check("loss")
def loss(case):
    """Whether classes are trained with the error of a regression, such as mse: a note.

    Its gradient has the factor f′ of the output, which is 0 where the network is sure and wrong; that of cross_entropy
    has not (C. Bishop, 1995, Neural Networks for Pattern Recognition, section 6.7).  It passes where it is right more
    often by 5 % of the rows.
    """
    if case.network.task == "regression" or case.network.loss_name not in REGRESSION_LOSSES:
        return None
    name, proper = case.network.loss_name, option(loss="cross_entropy")
    given, other = accuracy(case), accuracy(proper.apply(case))
    words = f"{name} on classes: {100 * given:.1f} % of the predictions right, with cross_entropy {100 * other:.1f} %"
    return OK if given > other + 0.05 else NOTE, words, proper

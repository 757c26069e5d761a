"""The same case with other data: rows left out, cells filled, columns left out, labels corrected; and their names."""

from dataclasses import replace

import numpy as np

from numnet.diagnostics.case import Part
from numnet.model.inputs import input_names
from numnet.utils.wording import label, listed


def edited(case, **fields):
    """The case with other arrays; what was built of its data before is forgotten."""
    return replace(case, trained=None, history=None, build=None, variants={}, **fields)


def without_rows(case, rows):
    """The case without these rows, counted through the training part and then the validation part."""
    keep = np.ones(len(both(case).X), bool)
    keep[rows] = False
    here, there = keep[: len(case.X)], keep[len(case.X) :]
    validation = only(case.validation, there) if there.any() else None
    at = case.rows and (case.rows[0][here], case.rows[1][there])
    return edited(case, **only(Part(case.X, case.T, case.weights), here)._asdict(), validation=validation, rows=at)


def only(part, keep):
    """A `Part` with these rows alone."""
    return Part(*(None if A is None else A[keep] for A in part))


def both(case):
    """X and T of the training part and, below, the validation part, a `Part`."""
    parts = [(case.X, case.T), *([case.validation[:2]] if case.validation else [])]
    return Part(*map(np.vstack, zip(*parts)))


def emptied(case, rows, column):
    """The case with the mean of the other rows in these cells of a column of X, rows as in `without_rows`."""
    X, n = both(case).X.copy(), len(case.X)
    X[rows, column] = np.delete(X[:, column], rows).mean()
    return edited(case, X=X[:n], validation=case.validation and case.validation._replace(X=X[n:]))


def without_columns(case, columns):
    """The case without these columns of X.  Its network is not made anew: for checks of the data alone."""
    keep = [k for k in range(case.X.shape[1]) if k not in columns]
    validation = case.validation and case.validation._replace(X=case.validation.X[:, keep])
    return edited(case, X=case.X[:, keep], validation=validation)


def relabelled(case, T):
    """The case with other targets of its training part."""
    return edited(case, T=T)


# --- how they are called ------------------------------------------------------------------------------------------


def feature_labels(network):
    """The names of the inputs as messages have them; ``feature 1``, … where there are none."""
    if network.feature_names or network.terms:
        return [label(name) for name in input_names(network)]
    return [f"feature {k + 1}" for k in range(network.sizes[0])]


def sources(network):
    """The column of the file that each input comes from; of a text column several do."""
    if network.terms is not None or network.columns is None:
        return list(input_names(network))
    return [feature.name for feature in network.columns.features for _ in feature.names]


def excluding(network, columns):
    """How to leave out inputs: ``--exclude leak --exclude "the answer"``."""
    if network.terms is not None:
        return f"leave {listed([str(input_names(network)[k]) for k in columns])} out of --inputs"
    of = sources(network)
    return " ".join(f"--exclude {_quoted(of[k])}" for k in columns if of.index(of[k]) == k or k == min(columns))


def _quoted(name):
    return label(name) if name.replace("_", "").isalnum() else f'"{label(name)}"'


def row_words(case, rows):
    """``rows 3, 17 and 230`` of the data, the first of them 1; rows as in `without_rows`."""
    at = np.asarray(rows) if case.rows is None else np.concatenate(case.rows)[rows]
    return f"row{'' if len(at) == 1 else 's'} {listed([str(int(k) + 1) for k in np.sort(at)], 20)}"


def in_original_units(case, values, k):
    """Values of column k of X, or of the targets behind them, before they were standardised."""
    scaler, inputs = case.network.scaler, case.X.shape[1]
    if scaler is None or (k >= inputs and scaler.target_mean is None):
        return values
    mean, scale = (scaler.mean, scaler.scale) if k < inputs else (scaler.target_mean, scaler.target_scale)
    k = k if k < inputs else k - inputs
    return values * np.ravel(scale)[k] + np.ravel(mean)[k]

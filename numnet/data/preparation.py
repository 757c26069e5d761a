"""From the features of a row, in original units, to what a network sees of it."""

import numpy as np


def prepared(X, columns, terms, scaler):
    """Rows X (n, d) of features in original units as a network takes them, (n, inputs) float64.

    ``columns`` fill its gaps, ``terms`` compute inputs of it, ``scaler`` standardises these; each may be None.
    """
    X = np.asarray(X, np.float64)
    X = X if columns is None else columns.complete(X)
    X = X if terms is None else terms.of(X)
    return X if scaler is None else scaler.transform(X)

"""`MLPRegressor`: values."""

import numpy as np
from sklearn.base import RegressorMixin

from numnet.sklearn.base import BaseMLP
from numnet.sklearn.checks import column


class MLPRegressor(RegressorMixin, BaseMLP):
    """A network for values, one or several; arguments and attributes of `sklearn.neural_network.MLPRegressor`.

    ``loss``: "squared_error", or another of `numnet.LOSSES` but cross_entropy.  What differs from scikit-learn is told
    at `MLPClassifier`.
    """

    def partial_fit(self, X, y, sample_weight=None):
        """An epoch on X (n, features) and y from where the last call, or `fit`, left the network; returns self.

        The solver keeps its memory, too.
        """
        return self._partial_fit(X, y, sample_weight)

    def _encoded(self, y):
        """(T, outputs, task)."""
        self._flat = np.ndim(y) == 1 or np.shape(y)[1] == 1
        y = np.asarray(column(y) if self._flat else y, dtype=np.float64)
        return y, 1 if self._flat else y.shape[1], "regression"

    def predict(self, X):
        """Values (n,), or (n, k) of several targets."""
        Y = self._outputs(X)
        return Y[:, 0] if self._flat else Y

    def __sklearn_tags__(self):
        """Several targets are taken."""
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags

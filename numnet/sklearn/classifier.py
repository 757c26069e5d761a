"""`MLPClassifier`: classes, or several 0/1 labels."""

import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.utils.multiclass import _check_partial_fit_first_call, check_classification_targets, type_of_target

from numnet.model.decisions import class_probabilities
from numnet.sklearn.base import BaseMLP
from numnet.sklearn.checks import column, dense


class MLPClassifier(ClassifierMixin, BaseMLP):
    """A network that classifies; arguments and attributes of `sklearn.neural_network.MLPClassifier`.

    Differences: ``solver`` is any of numnet's update rules ("sgd" has momentum, as there), whose own defaults stand in
    for a ``beta_1``, ``beta_2``, ``epsilon``, ``momentum`` or ``learning_rate_init`` of None; ``activation`` is any
    of its activations, "logistic" being sigmoid, or one a layer; ``learning_rate`` a schedule such as "cosine";
    ``loss_curve_`` holds the loss after each epoch, without penalty.  ``alpha`` weighs ½ ΣW² / batch size, as there.
    ``dropout``, ``clip_norm`` and ``threads`` are numnet's.  Computes in float32 where X is float32, else in float64.
    ``sample_weight`` is measured against the mean of all rows, not of the mini-batch; rows of weight 0 are left out.
    There is no "lbfgs".

    ``network_`` is the `numnet.Network`.

    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> MLPClassifier(learning_rate_init=0.01, tol=1e-3, random_state=0).fit(X, y).score(X, y) > 0.95
    True
    """

    def partial_fit(self, X, y, sample_weight=None, classes=None):
        """An epoch on X (n, features) and y from where the last call, or `fit`, left the network; returns self.

        The solver keeps its memory, too.  ``classes`` (k,): all that will ever come, needed at the first call.
        """
        _check_partial_fit_first_call(self, classes)
        return self._partial_fit(X, y, sample_weight, classes=self.classes_)

    def _encoded(self, y, classes=None):
        """(T, outputs, task): class indices, or 0/1 columns of several labels; sets ``classes_``, if not known."""
        check_classification_targets(y)
        kind = type_of_target(y, input_name="y")
        if kind == "multilabel-indicator":
            y = dense(y)
            self.classes_, self._multilabel = np.arange(y.shape[1]), True
            return y, y.shape[1], "multilabel"
        if kind == "multiclass-multioutput":
            raise ValueError("y must have one column, or 0/1 columns of several labels")
        self._multilabel = False
        y = column(y)
        self.classes_ = np.unique(y) if classes is None else classes
        if len(self.classes_) < 2:
            raise ValueError(f"y must hold at least 2 classes, got one class, {self.classes_[0]!r}")
        if not np.isin(y, self.classes_).all():
            raise ValueError(f"y has classes that are not among {self.classes_}: {np.setdiff1d(y, self.classes_)}")
        T = np.searchsorted(self.classes_, y)
        return (T, 1, "binary") if len(self.classes_) == 2 else (T, len(self.classes_), "multiclass")

    def predict(self, X):
        """Classes (n,), or 0/1 (n, labels)."""
        Y = self._outputs(X)
        decisions = self.network_.decide(Y)
        return decisions if self._multilabel else self.classes_[decisions]

    def predict_proba(self, X):
        """Probabilities (n, classes), in the order of ``classes_``."""
        Y = self._outputs(X)
        return class_probabilities(self.network_.task, Y)

    def predict_log_proba(self, X):
        """The logarithm of `predict_proba`."""
        with np.errstate(divide="ignore"):
            return np.log(self.predict_proba(X))

    def __sklearn_tags__(self):
        """Several labels are taken, too."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags

"""numnet's networks as scikit-learn estimators, with the arguments and attributes of ``sklearn.neural_network``.

They stand in ``Pipeline``, ``GridSearchCV`` and ``cross_val_score`` like any other, and pass scikit-learn's own
`check_estimator`.  Needs scikit-learn 1.6 or newer: ``pip install 'numnet[sklearn]'``.
"""

import math
import warnings
from numbers import Integral, Real

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import _check_partial_fit_first_call, check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from numnet.kernels.codes import Accumulator, Counter, Status
from numnet.model.decisions import class_probabilities
from numnet.model.network import Network
from numnet.optim import optimizers
from numnet.training.training import Training

ALIASES = {"logistic": "sigmoid"}  # scikit-learn's names of activations


class _MLP(BaseEstimator):
    """What both estimators share: from arguments to a training, epoch by epoch."""

    def __init__(
        self,
        hidden_layer_sizes=(100,),
        activation="relu",
        *,
        solver="adam",
        alpha=0.0001,
        batch_size="auto",
        learning_rate_init=0.001,
        learning_rate="constant",
        max_iter=200,
        shuffle=True,
        random_state=None,
        tol=1e-4,
        verbose=False,
        warm_start=False,
        momentum=0.9,
        nesterovs_momentum=True,
        early_stopping=False,
        validation_fraction=0.1,
        beta_1=0.9,
        beta_2=0.999,
        epsilon=1e-8,
        n_iter_no_change=10,
        loss="auto",
        dropout=0.0,
        clip_norm=None,
        threads=None,
    ):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate_init = learning_rate_init
        self.learning_rate = learning_rate
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.verbose = verbose
        self.warm_start = warm_start
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change
        self.loss = loss
        self.dropout = dropout
        self.clip_norm = clip_norm
        self.threads = threads

    def fit(self, X, y, sample_weight=None):
        """Train on X (n, features), dense or sparse, and y; returns self.

        ``sample_weight`` (n,): how much each row counts in the loss, Σ w E / Σ w.  Nothing is scaled: put a
        StandardScaler before.  Warns ConvergenceWarning where ``max_iter`` epochs were too few; raises ValueError where
        the training diverges.
        """
        X, y, weight = self._checked(X, y, sample_weight, first=True)
        chance = check_random_state(self.random_state)
        seeds = chance.randint(2**31 - 1, size=3).tolist()  # weights, order of samples, held-out part
        T, outputs, task = self._encoded(y)
        held = None
        if self.early_stopping:
            weight = np.ones(len(X)) if weight is None else weight
            stratify = y if task in ("binary", "multiclass") else None
            X, Xv, T, Tv, weight, validation_weight = train_test_split(
                X, T, weight, test_size=self.validation_fraction, random_state=seeds[2], stratify=stratify
            )
            held = Xv, Tv, validation_weight
        earlier = getattr(self, "network_", None) if self.warm_start else None
        network = self._network(X, outputs, task, seeds[0], earlier)
        training = self._training(network, X, T, weight, seeds[1])
        scores = self._run(training, held)
        self._keep(training, seeds[1], scores)
        return self

    def _one_epoch_more(self, X, y, sample_weight, **known):
        """What `partial_fit` does: an epoch on these rows, from where the last call left weights and solver."""
        if self.early_stopping:
            raise ValueError("partial_fit does not support early_stopping=True")
        earlier = getattr(self, "network_", None)
        going_on = earlier is not None
        X, y, weight = self._checked(X, y, sample_weight, first=not going_on)
        T, outputs, task = self._encoded(y, **known)
        seeds = check_random_state(self.random_state).randint(2**31 - 1, size=3).tolist()
        seed = self._stand["seed"] if going_on else seeds[1]
        network = self._network(X, outputs, task, seeds[0], earlier)
        training = self._training(network, X, T, weight, seed, going_on)
        self._epoch(training)
        self._keep(training, seed, going_on=going_on)
        return self

    def _checked(self, X, y, sample_weight, first):
        """X in float32 or float64, y and weights, as scikit-learn checks them; arguments that training does not check.

        ``first``: no earlier call says how many features there are, and how they are called.
        """
        _check_number("max_iter", self.max_iter, Integral, at_least=1)
        _check_number("n_iter_no_change", self.n_iter_no_change, Integral, at_least=1)
        _check_number("tol", self.tol, Real, at_least=0)
        _check_number("alpha", self.alpha, Real, at_least=0)
        X, y = validate_data(
            self, X, y, accept_sparse=["csr", "csc", "coo"], dtype=(np.float64, np.float32), multi_output=True,
            y_numeric=isinstance(self, RegressorMixin), reset=first,
        )  # fmt: skip
        weight = None if sample_weight is None else _check_sample_weight(sample_weight, X, dtype=np.float64)
        return _dense(X), y, weight

    def _network(self, X, outputs, task, seed, earlier):
        """A new network, with the weights of an earlier one where there is one to go on from."""
        widths = self.hidden_layer_sizes
        widths = [widths] if isinstance(widths, Integral) else list(widths)
        sizes = [X.shape[1], *widths, outputs]
        loss = {"squared_error": "mse", "log_loss": "cross_entropy"}.get(self.loss, self.loss)
        activation = ALIASES.get(self.activation, self.activation)
        dtype = X.dtype if earlier is None else earlier.dtype
        network = Network(sizes, activation, task, loss, dtype=dtype, seed=seed)
        if earlier is not None:
            if earlier.sizes != network.sizes:
                raise ValueError(f"to go on needs the layer sizes of the last fit, {list(earlier.sizes)}")
            network.parameters[:] = earlier.parameters
        return network

    def _training(self, network, X, T, weight, seed, going_on=False):
        """The `Training`; ``going_on``: its solver stands where that of the last one did."""
        size = min(200, len(X)) if self.batch_size == "auto" else self.batch_size
        size = size if isinstance(size, str) else min(size, len(X))
        epochs = max(self.max_iter, self._stand["epochs"] + 1) if going_on else self.max_iter
        training = Training.of(
            network, X, T, sample_weight=weight, optimizer=self._optimizer(), batch_size=size, epochs=epochs,
            seed=seed, shuffle=bool(self.shuffle), l2=self.alpha / (len(X) if size == "full" else max(1, size)),
            dropout=self.dropout, clip_norm=self.clip_norm, threads=self.threads,
            schedule="constant" if self.learning_rate == "constant" else self.learning_rate,
        )  # fmt: skip
        if going_on:
            self._stand_again(training)
        return training

    def _stand_again(self, training):
        """Memory, number of updates and epochs of the last training, which may have had other rows."""
        before = self._stand
        if before["solver"] != training.options.optimizer.name:
            raise ValueError(f"to go on needs the solver of the last fit, {before['solver']}; fit begins anew")
        training.run.state[:], training.run.total[Accumulator.MU_PRODUCT] = before["memory"], before["mu_product"]
        training.run.counter[[Counter.UPDATE, Counter.EPOCH]] = before["updates"], before["epochs"]

    def _optimizer(self):
        """The rule that ``solver`` names; "sgd" with momentum as in scikit-learn."""
        rate = self.learning_rate_init
        if self.solver == "sgd":
            if self.momentum == 0:
                return optimizers.SGD(rate)
            return (optimizers.NAG if self.nesterovs_momentum else optimizers.Momentum)(rate, self.momentum)
        if self.solver not in optimizers.OPTIMIZERS:
            raise ValueError(f"solver must be one of {', '.join(optimizers.OPTIMIZERS)}; got {self.solver!r}")
        kind = optimizers.OPTIMIZERS[self.solver]
        own = {"momentum": self.momentum, "beta1": self.beta_1, "beta2": self.beta_2, "eps": self.epsilon}
        return kind(rate, **{name: value for name, value in own.items() if name in kind.__dataclass_fields__})

    def _epoch(self, training):
        """An epoch; returns whether there are more.  Raises ValueError where it diverges."""
        done = training.epochs_done
        while training.advance(done + 1) and training.epochs_done == done:
            pass
        if training.status == Status.DIVERGED:
            raise ValueError(f"Training diverged, try a smaller learning_rate_init, or scale X: {training.diagnosis}")
        if self.verbose:
            print(f"Iteration {training.epochs_done}, loss = {training.losses[0]:.8f}")
        return training.status == Status.RUNNING

    def _run(self, training, held):
        """Epoch by epoch, until neither the training loss nor, held out, the score has improved by ``tol`` for long.

        ``held``: (X, T, weights) or None.  Returns the scores.
        """
        best, waited, scores = -math.inf, 0, []
        kept, running = training.run.theta.copy(), True
        while running and waited <= self.n_iter_no_change:
            running = self._epoch(training)
            scores.append(-training.losses[0] if held is None else _score(training.network, *held))
            waited = 0 if scores[-1] >= best + self.tol else waited + 1
            if scores[-1] > best:
                best = scores[-1]
                kept = training.run.theta.copy() if self.early_stopping else kept
        if self.early_stopping:
            training.network.parameters[:] = kept
        elif waited <= self.n_iter_no_change:
            warnings.warn(
                f"Maximum iterations ({self.max_iter}) reached and the optimization hasn't converged yet.",
                ConvergenceWarning, stacklevel=3,
            )  # fmt: skip
        return scores

    def _keep(self, training, seed, scores=None, going_on=False):
        """The attributes of a fitted estimator, and where its solver stands."""
        network, losses = training.network, training.history.train_loss[1:].tolist()
        seen = len(losses) * len(training.samples.X)
        self.network_ = network
        self.coefs_ = [W.copy() for W in network.weights]
        self.intercepts_ = [b.copy() for b in network.biases]
        self.loss_curve_ = [*self.loss_curve_, *losses] if going_on else losses
        self.loss_, self.n_iter_ = self.loss_curve_[-1], len(losses)
        self.best_loss_ = None if self.early_stopping else min(self.loss_curve_)
        self.validation_scores_ = scores if self.early_stopping else None
        self.best_validation_score_ = max(scores) if self.early_stopping else None
        self.t_ = self.t_ + seen if going_on else seen
        self._stand = {"solver": training.options.optimizer.name, "memory": training.run.state.copy(), "seed": seed,
                       "mu_product": training.run.total[Accumulator.MU_PRODUCT], "updates": training.updates,
                       "epochs": training.epochs_done}  # fmt: skip
        self.n_layers_, self.n_outputs_ = len(network.sizes), network.sizes[-1]
        self.out_activation_ = {"regression": "identity", "multiclass": "softmax"}.get(network.task, "logistic")

    def _outputs(self, X):
        """Outputs (n, k) of the network."""
        check_is_fitted(self)
        X = validate_data(
            self, X, accept_sparse=["csr", "csc", "coo"], dtype=(np.float64, np.float32), reset=False
        )  # fmt: skip
        return self.network_.forward(_dense(X))

    def __sklearn_tags__(self):
        """Sparse X is taken, and made dense."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


class MLPClassifier(ClassifierMixin, _MLP):
    """A network that classifies; arguments and attributes of `sklearn.neural_network.MLPClassifier`.

    Differences: ``solver`` is any of numnet's update rules ("sgd" has momentum, as there); ``activation``
    any of its activations, "logistic" being sigmoid, or one a layer; ``learning_rate`` a schedule such as "cosine";
    ``loss_curve_`` holds the loss after each epoch, without penalty.  ``alpha`` weighs ½ ΣW² / batch size, as there.
    ``dropout``, ``clip_norm`` and ``threads`` are numnet's.  Computes in float32 where X is float32, else in float64.
    ``sample_weight`` is measured against the mean of all rows, not of the mini-batch.  There is no "lbfgs".

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
        return self._one_epoch_more(X, y, sample_weight, classes=self.classes_)

    def _encoded(self, y, classes=None):
        """(T, outputs, task): class indices, or 0/1 columns of several labels; sets ``classes_``, if not known."""
        check_classification_targets(y)
        kind = type_of_target(y, input_name="y")
        if kind == "multilabel-indicator":
            y = _dense(y)
            self.classes_, self._multilabel = np.arange(y.shape[1]), True
            return y, y.shape[1], "multilabel"
        if kind == "multiclass-multioutput":
            raise ValueError("y must have one column, or 0/1 columns of several labels")
        self._multilabel = False
        y = _column(y)
        self.classes_ = np.unique(y) if classes is None else classes
        if len(self.classes_) < 2:
            raise ValueError(f"y must hold at least 2 classes, got one class, {self.classes_[0]!r}")
        if not np.isin(y, self.classes_).all():
            raise ValueError(f"y has classes that are not among {self.classes_}: {np.setdiff1d(y, self.classes_)}")
        T = np.searchsorted(self.classes_, y)
        return (T, 1, "binary") if len(self.classes_) == 2 else (T, len(self.classes_), "multiclass")

    def predict(self, X):
        """Classes (n,), or 0/1 (n, labels)."""
        decisions = self.network_.decide(self._outputs(X))
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


class MLPRegressor(RegressorMixin, _MLP):
    """A network for values, one or several; arguments and attributes of `sklearn.neural_network.MLPRegressor`.

    ``loss``: "squared_error", "mae" or "huber".  What differs is told at `MLPClassifier`.
    """

    def partial_fit(self, X, y, sample_weight=None):
        """An epoch on X (n, features) and y from where the last call, or `fit`, left the network; returns self.

        The solver keeps its memory, too.
        """
        return self._one_epoch_more(X, y, sample_weight)

    def _encoded(self, y):
        """(T, outputs, task)."""
        self._flat = np.ndim(y) == 1 or np.shape(y)[1] == 1
        y = np.asarray(_column(y) if self._flat else y, dtype=np.float64)
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


def _score(network, X, T, weight):
    """Accuracy, or R² of a regression, as scikit-learn has them."""
    score = r2_score if network.task == "regression" else accuracy_score
    return score(T, network.decide(network.forward(X)), sample_weight=weight)


def _dense(X):
    return X.toarray() if hasattr(X, "toarray") else X


def _column(y):
    """y (n,) of (n,) or (n, 1), with the warning that scikit-learn gives of the latter."""
    from sklearn.utils import column_or_1d

    return column_or_1d(y, warn=True)


def _check_number(name, value, kind, at_least):
    if not isinstance(value, kind) or isinstance(value, bool) or not value >= at_least:
        raise ValueError(f"{name} must be a number >= {at_least}, got {value!r}")

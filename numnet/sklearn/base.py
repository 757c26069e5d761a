"""What the estimators share: scikit-learn's arguments as a training of numnet, and its results as attributes."""

import math
import warnings
from numbers import Integral, Real

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from numnet.kernels.codes import Accumulator, Counter, Status
from numnet.model.network import Network
from numnet.optim import optimizers
from numnet.sklearn.checks import check_number, dense, without_zeros
from numnet.training.training import Training

ALIASES = {"logistic": "sigmoid"}  # scikit-learn's names of activations


class BaseMLP(BaseEstimator):
    """From scikit-learn's arguments to a training, epoch by epoch, and to the attributes of a fitted estimator."""

    def __init__(
        self, hidden_layer_sizes=(100,), activation="relu", *, solver="adam", alpha=0.0001, batch_size="auto",
        learning_rate_init=0.001, learning_rate="constant", max_iter=200, shuffle=True, random_state=None, tol=1e-4,
        verbose=False, warm_start=False, momentum=0.9, nesterovs_momentum=True, early_stopping=False,
        validation_fraction=0.1, beta_1=None, beta_2=None, epsilon=None, n_iter_no_change=10, loss="auto",
        dropout=0.0, clip_norm=None, threads=None,
    ):  # fmt: skip
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

        ``sample_weight`` (n,): how much each row counts in the loss, Σ w E / Σ w.  A row of weight 0 is left out; its
        class remains one of ``classes_``.  A weight of 2 is as the row twice, also beside ``alpha``: up to rounding the
        same training, where all rows are one batch.  Nothing is scaled: put a StandardScaler before.  Warns
        ConvergenceWarning where ``max_iter`` epochs were too few; raises ValueError where the training diverges.
        """
        X, y, weight = self._checked(X, y, sample_weight, first=True)
        chance = check_random_state(self.random_state)
        seeds = chance.randint(2**31 - 1, size=3).tolist()  # weights, order of samples, held-out part
        T, outputs, task = self._encoded(y)
        X, T, weight = without_zeros(X, T, weight)
        validation = None
        if self.early_stopping:
            weight = np.ones(len(X)) if weight is None else weight
            stratify = T if task in ("binary", "multiclass") else None
            X, Xv, T, Tv, weight, validation_weight = train_test_split(
                X, T, weight, test_size=self.validation_fraction, random_state=seeds[2], stratify=stratify
            )
            validation = Xv, Tv, validation_weight
        earlier = getattr(self, "network_", None) if self.warm_start else None
        network = self._network(X, outputs, task, seeds[0], earlier)
        training = self._training(network, X, T, weight, seeds[1])
        scores = self._run(training, validation)
        self._keep(training, seeds[1], scores)
        return self

    def _partial_fit(self, X, y, sample_weight, **known):
        """One epoch on these rows, from where the last call left weights and solver."""
        if self.early_stopping:
            raise ValueError("partial_fit does not support early_stopping=True")
        earlier = getattr(self, "network_", None)
        continued = earlier is not None
        X, y, weight = self._checked(X, y, sample_weight, first=not continued)
        T, outputs, task = self._encoded(y, **known)
        X, T, weight = without_zeros(X, T, weight)
        seeds = check_random_state(self.random_state).randint(2**31 - 1, size=3).tolist()
        seed = self._solver_state["seed"] if continued else seeds[1]
        network = self._network(X, outputs, task, seeds[0], earlier)
        training = self._training(network, X, T, weight, seed, continued)
        self._epoch(training)
        self._keep(training, seed, continued=continued)
        return self

    def _checked(self, X, y, sample_weight, first):
        """X in float32 or float64, y and weights, as scikit-learn checks them; arguments that training does not check.

        ``first``: no earlier call says how many features there are, and how they are called.
        """
        check_number("max_iter", self.max_iter, Integral, at_least=1)
        check_number("n_iter_no_change", self.n_iter_no_change, Integral, at_least=1)
        check_number("tol", self.tol, Real, at_least=0)
        check_number("alpha", self.alpha, Real, at_least=0)
        X, y = validate_data(
            self, X, y, accept_sparse=["csr", "csc", "coo"], dtype=(np.float64, np.float32), multi_output=True,
            y_numeric=isinstance(self, RegressorMixin), reset=first,
        )  # fmt: skip
        if sample_weight is not None:
            sample_weight = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
        return dense(X), y, sample_weight

    def _network(self, X, outputs, task, seed, earlier):
        """A new network, with the weights of an earlier one where there is one to go on from."""
        widths = self.hidden_layer_sizes
        widths = [widths] if isinstance(widths, Integral) else list(widths)
        sizes = [X.shape[1], *widths, outputs]
        loss = {"squared_error": "mse", "log_loss": "cross_entropy"}.get(self.loss, self.loss)
        activation = ALIASES.get(self.activation, self.activation)
        dtype = X.dtype if earlier is None else earlier.dtype
        # As scikit-learn begins: he, for relu, is too wild where inputs are not standardised.
        network = Network(sizes, activation, task, loss, init="glorot", dtype=dtype, seed=seed)
        if earlier is not None:
            if earlier.sizes != network.sizes:
                raise ValueError(f"continuing needs the layer sizes of the last fit, {list(earlier.sizes)}")
            network.parameters[:] = earlier.parameters
        return network

    def _training(self, network, X, T, weight, seed, continued=False):
        """The `Training`; ``continued``: its solver stands where that of the last one stood."""
        size = min(200, len(X)) if self.batch_size == "auto" else self.batch_size
        size = size if isinstance(size, str) else min(size, len(X))
        penalty = self._penalty(len(X) if size == "full" else size, weight)
        epochs = max(self.max_iter, self._solver_state["epochs"] + 1) if continued else self.max_iter
        training = Training(
            network, X, T, sample_weight=weight, optimizer=self._optimizer(), batch_size=size, epochs=epochs,
            seed=seed, shuffle=bool(self.shuffle), l2=penalty, dropout=self.dropout, clip_norm=self.clip_norm,
            threads=self.threads,
            schedule="constant" if self.learning_rate == "constant" else self.learning_rate,
        )  # fmt: skip
        if continued:
            self._restore_solver(training)
        return training

    def _penalty(self, size, weight):
        """λ of λ ½ ΣW²: ``alpha`` over the weights of a batch of so many rows, in the mean, 1 each for None."""
        top = 1.0 if weight is None else float(weight.max())
        mean = 1.0 if weight is None else top * float((weight / top).mean())  # the sum might overflow
        penalty = self.alpha / (max(1, size) * mean)
        if penalty == math.inf:
            raise ValueError(f"alpha must be 0 where the mean of sample_weight is {mean:g}; or scale the weights")
        return penalty

    def _restore_solver(self, training):
        """Memory, number of updates and epochs of the last training, which may have had other rows."""
        before = self._solver_state
        if before["solver"] != training.options.optimizer.name:
            raise ValueError(f"continuing needs the solver of the last fit, {before['solver']}; fit starts anew")
        training.run.state[:], training.run.total[Accumulator.MU_PRODUCT] = before["memory"], before["mu_product"]
        training.run.counter[[Counter.UPDATE, Counter.EPOCH]] = before["updates"], before["epochs"]

    def _optimizer(self):
        """The rule that ``solver`` names, "sgd" with momentum as in scikit-learn; its own defaults in place of None."""
        name = self.solver
        if name == "sgd" and self.momentum != 0:
            name = "nag" if self.nesterovs_momentum else "momentum"
        if name not in optimizers.OPTIMIZERS:
            raise ValueError(f"solver must be one of {', '.join(optimizers.OPTIMIZERS)}; got {name!r}")
        kind = optimizers.OPTIMIZERS[name]
        hyper = {"learning_rate": self.learning_rate_init, "momentum": self.momentum, "beta1": self.beta_1,
                 "beta2": self.beta_2, "eps": self.epsilon}  # fmt: skip
        return kind(**{key: value for key, value in hyper.items() if value is not None and key in kind.rule.defaults})

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

    def _run(self, training, validation):
        """Epoch by epoch, until the score has not improved by ``tol`` for long; returns the scores.

        The score is that of ``validation``, (X, T, weights) of the rows held out, or the training loss for None.
        """
        best, waited, scores = -math.inf, 0, []
        kept, running = training.run.theta.copy(), True
        while running and waited <= self.n_iter_no_change:
            running = self._epoch(training)
            scores.append(-training.losses[0] if validation is None else _score(training.network, *validation))
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

    def _keep(self, training, seed, scores=None, continued=False):
        """The attributes of a fitted estimator, and where its solver stands."""
        network, losses = training.network, training.history.train_loss[1:].tolist()
        seen = len(losses) * len(training.samples.X)
        self.network_ = network
        self.coefs_ = [W.copy() for W in network.weights]
        self.intercepts_ = [b.copy() for b in network.biases]
        self.loss_curve_ = [*self.loss_curve_, *losses] if continued else losses
        self.loss_, self.n_iter_ = self.loss_curve_[-1], len(losses)
        self.best_loss_ = None if self.early_stopping else min(self.loss_curve_)
        self.validation_scores_ = scores if self.early_stopping else None
        self.best_validation_score_ = max(scores) if self.early_stopping else None
        self.t_ = self.t_ + seen if continued else seen
        self._solver_state = {
            "solver": training.options.optimizer.name, "memory": training.run.state.copy(), "seed": seed,
            "mu_product": training.run.total[Accumulator.MU_PRODUCT], "updates": training.updates,
            "epochs": training.epochs_done,
        }  # fmt: skip
        self.n_layers_, self.n_outputs_ = len(network.sizes), network.sizes[-1]
        self.out_activation_ = {"regression": "identity", "multiclass": "softmax"}.get(network.task, "logistic")

    def _outputs(self, X):
        """Outputs (n, k) of the network."""
        check_is_fitted(self)
        X = validate_data(
            self, X, accept_sparse=["csr", "csc", "coo"], dtype=(np.float64, np.float32), reset=False
        )  # fmt: skip
        return self.network_.forward(dense(X))

    def __sklearn_tags__(self):
        """Sparse X is accepted, and made dense."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _score(network, X, T, weight):
    """Accuracy, or R² of a regression, as scikit-learn has them."""
    score = r2_score if network.task == "regression" else accuracy_score
    return score(T, network.decide(network.forward(X)), sample_weight=weight)

"""scikit-learn's classifier as a `GridSearch` has it.  It stands at the top of a module for the processes of a pool."""

import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier


class Classifier(MLPClassifier):
    """MLPClassifier with the initial weights of a `GridSearch`; ``random_state`` says which of its seeds."""

    def __init__(self, search, hidden_layer_sizes=1, learning_rate_init=0.001, random_state=0, beta_1=0.9,
                 beta_2=0.999, epsilon=1e-8):  # fmt: skip
        super().__init__(
            hidden_layer_sizes, "relu", alpha=0.0, batch_size=search.batch, max_iter=search.epochs, shuffle=False,
            learning_rate_init=learning_rate_init, random_state=random_state, beta_1=beta_1, beta_2=beta_2,
            epsilon=epsilon, tol=0.0, n_iter_no_change=10**9,
        )  # fmt: skip
        self.search = search

    def fit(self, X, y):
        """Train for all epochs, and say nothing of it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            return super().fit(X, y)

    def _init_coef(self, fan_in, fan_out, dtype):
        """Where MLPClassifier draws W (fan_in, fan_out) and b (fan_out,) of a layer."""
        hidden, output = self.search.weights(self.hidden_layer_sizes, self.random_state)
        return hidden if hidden[0].shape == (fan_in, fan_out) else output

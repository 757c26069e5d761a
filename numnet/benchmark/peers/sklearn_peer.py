"""How scikit-learn trains a workload."""

import time

from numnet.benchmark.peers.protocol import BETA1, BETA2, EPS, FEW, RATE, Trained


def sklearn(workload, trials=FEW):
    """MLPClassifier.fit, without its penalty, its early stopping or its own starting weights; it reports its losses."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    X, t = workload.data()

    def run():
        start = time.perf_counter()
        net = MLPClassifier(
            workload.sizes[1:-1], activation=workload.activation, alpha=0.0, batch_size=workload.batch, shuffle=False,
            learning_rate_init=RATE, beta_1=BETA1, beta_2=BETA2, epsilon=EPS, max_iter=1, tol=0.0, random_state=0,
            n_iter_no_change=10**9, warm_start=True,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            net.fit(X, t)  # makes its arrays; then the common start is written into them
            start_from(net, workload)
            net.set_params(max_iter=workload.epochs)
            begun = time.perf_counter()
            net.fit(X, t)
            seconds = time.perf_counter() - begun
        return Trained(seconds, begun - start, [sklearn_weights(net, workload)])

    return run, "one logistic output" if workload.sizes[-1] == 2 else "as it is"


def start_from(net, workload):
    """Overwrite the fitted weights.  With two classes there is one logistic output, the difference of two nets."""
    weights = workload.weights()
    if workload.sizes[-1] == 2:
        W, b = weights[-1]
        weights[-1] = (W[:, 1:] - W[:, :1], b[1:] - b[:1])
    for W, b, (W0, b0) in zip(net.coefs_, net.intercepts_, weights):
        W[:], b[:] = W0, b0


def sklearn_weights(net, workload):
    """[(W, b), …] of the estimator, with two outputs where it has one."""
    import numpy as np

    weights = [(W.copy(), b.copy()) for W, b in zip(net.coefs_, net.intercepts_)]
    if workload.sizes[-1] == 2:
        W, b = weights[-1]
        weights[-1] = (np.hstack([np.zeros_like(W), W]), np.concatenate([np.zeros_like(b), b]))
    return weights

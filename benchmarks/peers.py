"""How each library trains a workload.  ``prepare(workload)`` returns run() -> (seconds, final loss), compiled and warm.

Every run starts from the same weights and sees the same mini-batches in the same order.
"""

import time

import numpy as np

RATE, BETA1, BETA2, EPS = 1e-3, 0.9, 0.999, 1e-8


def cross_entropy(workload, weights):
    """The mean loss of the final weights on all data, float64: computed here, the same for everybody."""
    X, t = workload.data()
    h = X.astype(np.float64)
    for layer, (W, b) in enumerate(weights, 1):
        net = h @ np.asarray(W, np.float64) + np.asarray(b, np.float64)
        h = net if layer == len(weights) else np.tanh(net) if workload.activation == "tanh" else np.maximum(net, 0)
    top = h.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(h - top).sum(axis=1)) + top[:, 0] - h[np.arange(len(t)), t]))


def numnet(workload):
    """numnet.Training, evaluating nothing."""
    import numnet

    X, t = workload.data()

    def run():
        net = numnet.Network(workload.sizes, activation=workload.activation, task="multiclass")
        for W, b, (W0, b0) in zip(net.weights, net.biases, workload.weights()):
            W[:], b[:] = W0, b0
        training = numnet.Training(
            net, X, t, numnet.Adam(RATE), workload.batch, workload.epochs, shuffle=False, evaluate_every=0
        )
        training.compile()
        start = time.perf_counter()
        while training.advance():
            pass
        seconds = time.perf_counter() - start
        return seconds, cross_entropy(workload, list(zip(net.weights, net.biases)))

    run()
    return run


def jax(workload):
    """The whole run in one jitted lax.scan over the updates."""
    import jax
    import jax.numpy as jnp
    import optax

    X, t = workload.data()
    per_epoch = workload.samples // workload.batch
    Xb = jnp.asarray(X.reshape(per_epoch, workload.batch, -1))
    Tb = jnp.asarray(np.eye(workload.sizes[-1], dtype=np.float32)[t].reshape(per_epoch, workload.batch, -1))
    f = jnp.tanh if workload.activation == "tanh" else jax.nn.relu
    rule = optax.adam(RATE, BETA1, BETA2, EPS)

    def loss(weights, x, target):
        h = x
        for W, b in weights[:-1]:
            h = f(h @ W + b)
        net = h @ weights[-1][0] + weights[-1][1]
        return -jnp.mean(jnp.sum(target * jax.nn.log_softmax(net), axis=1))

    def step(carry, update):
        weights, state = carry
        at = update % per_epoch
        gradient = jax.grad(loss)(weights, Xb[at], Tb[at])
        change, state = rule.update(gradient, state)
        return (optax.apply_updates(weights, change), state), None

    @jax.jit
    def train(weights, state):
        return jax.lax.scan(step, (weights, state), jnp.arange(workload.updates))[0][0]

    def run():
        weights = jax.tree.map(jnp.asarray, workload.weights())
        state = rule.init(weights)
        jax.block_until_ready((weights, state))
        start = time.perf_counter()
        trained = jax.block_until_ready(train(weights, state))
        return time.perf_counter() - start, cross_entropy(workload, trained)

    run()
    return run


def torch(workload):
    """PyTorch eager, on one thread or all, whichever is faster here."""
    import torch

    X, t = workload.data()
    X, t = torch.from_numpy(X), torch.from_numpy(t)
    per_epoch = workload.samples // workload.batch

    def model():
        layers = []
        for W, b in workload.weights():
            layer = torch.nn.Linear(*W.shape)
            with torch.no_grad():
                layer.weight.copy_(torch.from_numpy(W.T))
                layer.bias.copy_(torch.from_numpy(b))
            layers += [layer, torch.nn.Tanh() if workload.activation == "tanh" else torch.nn.ReLU()]
        return torch.nn.Sequential(*layers[:-1])

    def run(updates=workload.updates):
        net = model()
        rule = torch.optim.Adam(net.parameters(), RATE, (BETA1, BETA2), EPS)
        loss = torch.nn.CrossEntropyLoss()
        start = time.perf_counter()
        for update in range(updates):
            at = update % per_epoch * workload.batch
            rule.zero_grad()
            loss(net(X[at : at + workload.batch]), t[at : at + workload.batch]).backward()
            rule.step()
        seconds = time.perf_counter() - start
        layers = [layer for layer in net if isinstance(layer, torch.nn.Linear)]
        weights = [(layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in layers]
        return seconds, cross_entropy(workload, weights)

    trials = {}
    for threads in {1, torch.get_num_threads()}:
        torch.set_num_threads(threads)
        run(20)
        trials[threads] = run(max(20, workload.updates // 20))[0]
    torch.set_num_threads(min(trials, key=trials.get))
    return run


def sklearn(workload):
    """scikit-learn's MLPClassifier.fit, without its penalty, its early stopping or its own starting weights."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    X, t = workload.data()

    def run():
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
            start = time.perf_counter()
            net.fit(X, t)
            seconds = time.perf_counter() - start
        return seconds, cross_entropy(workload, sklearn_weights(net, workload))

    return run


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
    weights = [(W.copy(), b.copy()) for W, b in zip(net.coefs_, net.intercepts_)]
    if workload.sizes[-1] == 2:
        W, b = weights[-1]
        weights[-1] = (np.hstack([np.zeros_like(W), W]), np.concatenate([np.zeros_like(b), b]))
    return weights


PEERS = {"numnet": numnet, "jax": jax, "torch": torch, "sklearn": sklearn}
NAMES = {"jax": "JAX, jitted lax.scan", "torch": "PyTorch eager", "sklearn": "scikit-learn"}

"""How JAX, PyTorch and scikit-learn train a workload: as `numnet.benchmark.own` says, each as well as it can."""

import time

from numnet.benchmark.own import ALL, BETA1, BETA2, EPS, FEW, NONE, RATE, Trained

UNROLL = (1, 4, 8)  # updates that JAX's compiler may merge into one turn of the loop

# --- JAX --------------------------------------------------------------------------------------------------------------


def jax_train(workload, unroll):
    """train(weights, state) → weights: all updates of a run in one lax.scan, not jitted yet."""
    import jax
    import jax.numpy as jnp
    import numpy as np
    import optax

    X, t = workload.data()
    per_epoch = workload.per_epoch
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

    def train(weights, state):
        return jax.lax.scan(step, (weights, state), jnp.arange(workload.updates), unroll=unroll)[0][0]

    return train, rule.init


def jax_run(workload, unroll):
    """The run, compiled.  Several members: vmap over the whole training, the weights stacked, the data shared."""
    import jax
    import jax.numpy as jnp
    import numpy as np

    train, init = jax_train(workload, unroll)
    single = workload.members == 1
    train = jax.jit(train if single else jax.vmap(train))
    host = [workload.weights(r) for r in range(workload.members)]

    def run():
        start = time.perf_counter()
        stacked = host[0] if single else jax.tree.map(lambda *member: np.stack(member), *host)
        weights = jax.tree.map(jnp.asarray, stacked)
        state = init(weights) if single else jax.vmap(init)(weights)
        jax.block_until_ready((weights, state))
        begun = time.perf_counter()
        trained = jax.block_until_ready(train(weights, state))
        seconds = time.perf_counter() - begun
        trained = jax.tree.map(np.asarray, trained)
        members = [trained] if single else [
            [(W[r], b[r]) for W, b in trained] for r in range(workload.members)
        ]  # fmt: skip
        return Trained(seconds, begun - start, members)

    run()
    return run


def jax(workload, trials=FEW):
    """The whole run in one jitted lax.scan over the updates, merged by several into a turn if that is faster."""
    runs = {unroll: jax_run(workload, unroll) for unroll in (UNROLL if trials == ALL else UNROLL[:1])}
    unroll = min(runs, key=lambda k: min(runs[k]().seconds for _ in range(2))) if len(runs) > 1 else UNROLL[0]
    return runs[unroll], f"unroll {unroll}" + (f" of {UNROLL}" if trials == ALL else "")


# --- PyTorch ----------------------------------------------------------------------------------------------------------


def torch(workload, trials=FEW):
    """PyTorch eager, on one thread or all, whichever is faster here."""
    import torch

    X, t = map(torch.from_numpy, workload.data())
    per_epoch, batch = workload.per_epoch, workload.batch

    def run(updates=workload.updates):
        start = time.perf_counter()
        net = torch_model(workload)
        rule = torch.optim.Adam(net.parameters(), RATE, (BETA1, BETA2), EPS)
        loss = torch.nn.CrossEntropyLoss()
        begun = time.perf_counter()
        for update in range(updates):
            at = update % per_epoch * batch
            rule.zero_grad()
            loss(net(X[at : at + batch]), t[at : at + batch]).backward()
            rule.step()
        seconds = time.perf_counter() - begun
        layers = [layer for layer in net if isinstance(layer, torch.nn.Linear)]
        weights = [(layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in layers]
        return Trained(seconds, begun - start, [weights])

    def on(threads, updates):
        torch.set_num_threads(threads)
        run(min(updates, 20))
        return run(updates).seconds

    threads = torch.get_num_threads()
    if trials != NONE:
        few = min(workload.updates, max(20, workload.updates // 20))
        threads = min({1, threads}, key=lambda threads: on(threads, few))
        torch.set_num_threads(threads)
    return run, f"{threads} thread{'s' if threads > 1 else ''}"


def torch_model(workload):
    """A Sequential with the workload's weights."""
    import torch

    layers = []
    for W, b in workload.weights():
        layer = torch.nn.Linear(*W.shape)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(W.T))
            layer.bias.copy_(torch.from_numpy(b))
        layers += [layer, torch.nn.Tanh() if workload.activation == "tanh" else torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


# --- scikit-learn -----------------------------------------------------------------------------------------------------


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

"""How JAX trains a workload; see `numnet.benchmark.peers.numnet_peer` for the protocol."""

import time

from numnet.benchmark.peers.protocol import ALL, BETA1, BETA2, EPS, FEW, RATE, Trained

UNROLL = (1, 4, 8)  # updates that JAX's compiler may merge into one turn of the loop


def jax_loss(weights, x, target, activation):
    """The mean cross-entropy of a network on inputs x (n, inputs) with one-hot targets (n, classes)."""
    import jax
    import jax.numpy as jnp

    f = jnp.tanh if activation == "tanh" else jax.nn.relu
    h = x
    for W, b in weights[:-1]:
        h = f(h @ W + b)
    net = h @ weights[-1][0] + weights[-1][1]
    return -jnp.mean(jnp.sum(target * jax.nn.log_softmax(net), axis=1))


def jax_train(workload, data, unroll):
    """(train, init): train(weights, state, rate) → weights, all updates of a run in one lax.scan, not jitted yet."""
    import jax
    import jax.numpy as jnp
    import numpy as np
    import optax

    X, t = data
    per_epoch = workload.per_epoch
    Xb = jnp.asarray(X.reshape(per_epoch, workload.batch, -1))
    Tb = jnp.asarray(np.eye(workload.sizes[-1], dtype=np.float32)[t].reshape(per_epoch, workload.batch, -1))

    def train(weights, state, rate=RATE):
        rule = optax.adam(rate, BETA1, BETA2, EPS)

        def step(carry, update):
            weights, state = carry
            at = update % per_epoch
            gradient = jax.grad(jax_loss)(weights, Xb[at], Tb[at], workload.activation)
            change, state = rule.update(gradient, state)
            return (optax.apply_updates(weights, change), state), None

        return jax.lax.scan(step, (weights, state), jnp.arange(workload.updates), unroll=unroll)[0][0]

    return train, optax.adam(RATE, BETA1, BETA2, EPS).init


def jax_run(workload, unroll):
    """The run, compiled.  Several members: vmap over the whole training, the weights stacked, the data shared."""
    import jax
    import jax.numpy as jnp
    import numpy as np

    train, init = jax_train(workload, workload.data(), unroll)
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

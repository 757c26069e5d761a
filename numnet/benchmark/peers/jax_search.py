"""How JAX does a grid search."""

import time
from itertools import product

from numnet.benchmark.peers.jax_peer import UNROLL, jax_loss, jax_train
from numnet.benchmark.peers.protocol import FEW, Searched


def jax_search(search, trials=FEW):
    """All trainings of one width at once: vmap over learning rates and seeds, one jitted call a width."""
    import jax
    import jax.numpy as jnp
    import numpy as np

    members = list(product(search.rates, range(search.seeds)))
    train = jax.jit(jax.vmap(whole_training(search)))

    def run():
        start = time.perf_counter()
        rates = jnp.asarray([rate for rate, _ in members], jnp.float32)
        begun = {}
        for width in search.widths:
            host = [search.weights(width, seed) for _, seed in members]
            stacked = jax.tree.map(lambda *several: np.stack(several), *host)
            begun[width] = train(rates, stacked)  # returns at once: the calls may overlap
        losses = {
            (rate, width, seed): float(loss)
            for width, found in begun.items()
            for (rate, seed), loss in zip(members, np.asarray(found))
        }
        return Searched(time.perf_counter() - start, [losses[key] for key in search.trainings])

    run()
    return run, "vmap, one call a width"


def whole_training(search):
    """train(rate, weights) → the loss on the validation rows at the end; not jitted yet, for networks of any width."""
    import jax.numpy as jnp
    import numpy as np

    from numnet.benchmark.workloads import Workload

    (X, t), (X_validation, t_validation) = search.data()
    classes = int(t.max()) + 1
    targets = jnp.asarray(np.eye(classes, dtype=np.float32)[t_validation])

    def train(rate, weights):
        sizes = (X.shape[1], weights[0][1].size, classes)
        workload = Workload(search.name, sizes, search.batch, len(X), search.updates)
        update, init = jax_train(workload, (X, t), UNROLL[0])
        trained = update(weights, init(weights), rate)
        return jax_loss(trained, jnp.asarray(X_validation), targets, workload.activation)

    return train

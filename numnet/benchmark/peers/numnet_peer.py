"""How a library is asked to train a workload, and how numnet does it.

``prepare(workload, trials)``, one function a library, returns (run, choice), compiled and warm.
``run()`` trains once, from the workload's weights, with its mini-batches in its order, and returns :class:`Trained`;
of a `GridSearch`, in the other modules, all its trainings, and returns :class:`Searched`.
``choice`` says which way of several was taken.  ``trials`` says how many are tried first, to find the fastest here:
FEW those that cost little (PyTorch's threads), ALL (how far JAX's loop is unrolled, too), NONE for a first call.
"""

import time

from numnet.benchmark.peers.protocol import BETA1, BETA2, EPS, FEW, RATE, Trained


def network_of(workload, member=0):
    """The `numnet.Network` that a member starts from."""
    import numnet

    net = numnet.Network(workload.sizes, activation=workload.activation, task="multiclass")
    for W, b, (W0, b0) in zip(net.weights, net.biases, workload.weights(member)):
        W[:], b[:] = W0, b0
    return net


def training_of(workload, network, threads=None):
    """The `numnet.Training` of a workload that trains one network, evaluating nothing."""
    import numnet

    return numnet.Training(
        network, *workload.data(), numnet.Adam(RATE, BETA1, BETA2, EPS), batch_size=workload.batch,
        epochs=workload.epochs, shuffle=False, evaluate_every=0, threads=threads,
    )  # fmt: skip


def numnet(workload, trials=FEW, threads=None):
    """numnet.Training, or numnet.train_population; on all cores unless ``threads`` says otherwise."""

    def run():
        network = network_of(workload)
        start = time.perf_counter()
        training = training_of(workload, network, threads)
        training.compile()
        begun = time.perf_counter()
        while training.advance():
            pass
        seconds = time.perf_counter() - begun
        return Trained(seconds, begun - start, [list(zip(network.weights, network.biases))])

    run = run if workload.members == 1 else population(workload, threads)
    run()
    return run, "Training" if workload.members == 1 else "train_population"


def population(workload, threads=None):
    """The run of many networks.  The call's own set-up is timed as a call for 0 epochs; the shortest one so far counts.

    So what is called training is rather too long than too short, and means nothing for runs shorter than the set-up.
    """
    import numnet

    X, t = workload.data()
    rule = numnet.Adam(RATE, BETA1, BETA2, EPS)
    setups = []

    def train(networks, epochs):
        start = time.perf_counter()
        numnet.train_population(
            networks, X, t, rule, batch_size=workload.batch, epochs=epochs, shuffle=False, evaluate_every=0,
            threads=threads,
        )  # fmt: skip
        return time.perf_counter() - start

    def run():
        networks = [network_of(workload, r) for r in range(workload.members)]
        setups.append(train(networks, 0))
        seconds = max(0.0, train(networks, workload.epochs) - min(setups))
        return Trained(seconds, min(setups), [list(zip(net.weights, net.biases)) for net in networks])

    return run

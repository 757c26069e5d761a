"""``make benchmark-parts``: where the time of an update goes, part by part, on one thread.

Each part is the compiled loop that a training calls, on arrays of its sizes, timed alone: the least of many.  What is
left of a whole update is the gathering of samples, the gradient's norm, counters, and the caches that a part shares
with the others.  Prints the table of docs/speed.md.
"""

import time
from itertools import pairwise

import numpy as np

import numnet
from numnet.benchmark.machine import describe, machine
from numnet.benchmark.workloads import WORKLOADS
from numnet.cpu.layers import activate, backward_delta, backward_layer, forward_layer, output, output_delta
from numnet.cpu.updates import apply_rule
from numnet.kernels.activations import OUTPUTS
from numnet.kernels.codes import Step
from numnet.kernels.compiler.jit import jit
from numnet.kernels.losses import CROSS_ENTROPY
from numnet.model.activations import ACTIVATIONS
from numnet.utils.aligned_arrays import aligned

NAMES = ("xor", "spiral", "digits", "mnist-shape", "chains")
TURNS, SECONDS = 25, 2e-3  # so many timings of a part, each so long
SOFTMAX, ENTROPY, ADAM = OUTPUTS["softmax"].code, CROSS_ENTROPY.code, numnet.Adam().code


@jit
def forward_loop(n, x, W, b, net, scratch):
    """net = x W + b, n times."""
    for _ in range(n):
        forward_layer(x, W, b, net, scratch)


@jit
def weights_loop(n, x, delta, dW, db, scratch):
    """dW = xᵀ δ, n times."""
    for _ in range(n):
        backward_layer(x, delta, dW, db, False, scratch)


@jit
def delta_loop(n, delta, W, slope, out, scratch):
    """δ of the layer below, n times."""
    for _ in range(n):
        backward_delta(delta, W, slope, out, scratch)


@jit
def activate_loop(n, code, net, h):
    """h = f(net) and f′(net), n times."""
    for _ in range(n):
        activate(code, net, h)


@jit
def output_loop(n, net, y, t, delta):
    """Softmax and δ of the output layer, n times."""
    for _ in range(n):
        output(SOFTMAX, net, y)
        output_delta(SOFTMAX, ENTROPY, y, t, net.shape[0], delta)


@jit
def rule_loop(n, w, g, m, v, c):
    """A step of Adam, n times."""
    for _ in range(n):
        apply_rule(ADAM, w, g, m, v, v, c)


def least(loop, *arguments):
    """Seconds of one pass of a loop."""
    loop(1, *arguments)
    begun = time.perf_counter()
    loop(1, *arguments)
    n = max(1, int(SECONDS / max(1e-8, time.perf_counter() - begun)))
    found = []
    for _ in range(TURNS):
        begun = time.perf_counter()
        loop(n, *arguments)
        found.append((time.perf_counter() - begun) / n)
    return min(found)


def numbers(*shape):
    """An array like those of a training."""
    array = aligned(int(np.prod(shape)), np.float32).reshape(shape)
    array[:] = np.random.default_rng(0).standard_normal(shape)
    return array


def whole_update(workload):
    """(seconds of an update on one thread, samples that pass through the layers at a time)."""
    X, t = workload.data()
    network = numnet.Network(list(workload.sizes), task="multiclass", activation=workload.activation, dtype="float32")
    training = numnet.Training(
        network, X, t, numnet.Adam(0.001), batch_size=workload.batch, shuffle=False, evaluate_every=0, threads=1,
        epochs=10**9,
    )  # fmt: skip
    found = []
    for _ in range(TURNS):
        before, begun = training.updates, time.perf_counter()
        training.advance()
        found.append((time.perf_counter() - begun) / (training.updates - before))
    return min(found), training.work.tile


def parts(workload):
    """{part: seconds of one update}."""
    update, rows = whole_update(workload)
    tiles, sizes = workload.batch / rows, workload.sizes
    found = dict.fromkeys(("products", "activations", "softmax, loss", "Adam"), 0.0)
    for l, (i, o) in enumerate(pairwise(sizes), 1):
        x, W, b, net, delta = numbers(rows, i), numbers(i, o), numbers(o), numbers(rows, o), numbers(rows, o)
        scratch = numbers(16 * (2 + max(rows, i, o)))
        products = least(forward_loop, x, W, b, net, scratch)
        products += least(weights_loop, x, delta, numbers(i, o), numbers(o), scratch)
        if l > 1:
            products += least(delta_loop, delta, W, numbers(rows, i), numbers(rows, i), scratch)
        found["products"] += tiles * products
        if l < len(sizes) - 1:
            code = ACTIVATIONS[workload.activation].code
            found["activations"] += tiles * least(activate_loop, code, numbers(rows * o), numbers(rows * o))
        else:
            found["softmax, loss"] += tiles * least(output_loop, net, numbers(rows, o), np.abs(net), delta)
    P, c = sum((i + 1) * o for i, o in pairwise(sizes)), np.ones(Step.SIZE, np.float32)
    found["Adam"] = least(rule_loop, numbers(P), numbers(P), numbers(P), np.abs(numbers(P)), c)
    return {**found, "the rest": update - sum(found.values()), "update": update}


def main():
    """Measure and print."""
    print(describe(machine()))
    table = {name: parts(WORKLOADS[name]) for name in NAMES}
    print("| network, batch |", " | ".join(table["xor"]), "|")
    for name, row in table.items():
        print(f"| {WORKLOADS[name].describe()} |", " | ".join(f"{1e6 * value:.3g}" for value in row.values()), "|")


if __name__ == "__main__":
    main()

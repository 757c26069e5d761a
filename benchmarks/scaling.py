"""``make benchmark-scaling``: numnet's time an update against width, depth, batch, samples and threads; and a roofline.

Every point is the median of short runs, long enough to mean something.  The peak is that of a 1024 × 1024 float32
product in NumPy's BLAS, on one thread and on all, measured before, between and after the sweeps: the best of all.
Writes scaling.json and scaling.png.  ``python benchmarks/scaling.py --seconds 0.05`` is quicker and noisier.
"""

import argparse
import json
import statistics
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from draw import scaling_figure
from threadpoolctl import threadpool_limits

import numnet
from numnet.benchmark.machine import describe, machine
from numnet.benchmark.peers import numnet_peer
from numnet.benchmark.workloads import WORKLOADS
from numnet.commands.output.benchmark_report import aligned, number
from numnet.utils.threads import cores

HERE = Path(__file__).parent
PIECES = 3  # timings of a point
SAMPLES = 2048  # unless the batch or the sweep wants more

# sweep → (what varies, in which networks, its values, the network and batch for a value); threads: 1 and all
SWEEPS = {
    "width": (
        "units of each hidden layer",
        "64-k-k-10, batch 64",
        (8, 16, 32, 64, 128, 256, 512),
        lambda k: ((64, k, k, 10), 64),
    ),
    "depth": ("hidden layers", "64-64-…-64-10, batch 64", (1, 2, 4, 8, 16), lambda k: ((64, *[64] * k, 10), 64)),
    "batch": ("samples an update", "64-64-32-10", (1, 4, 16, 64, 256, 1024, 4096), lambda k: ((64, 64, 32, 10), k)),
}
SAMPLE_COUNTS = (256, 1024, 4096, 16384, 65536)
THREADED = {"784-256-128-10 · 128": ((784, 256, 128, 10), 128), "64-512-512-10 · 256": ((64, 512, 512, 10), 256),
            "4-32-16-4 · 10,000": ((4, 32, 16, 4), 10_000)}  # fmt: skip
POPULATION = 64  # networks 2-32-32-3 at once


def flops(sizes, batch):
    """Multiplications and additions of the products of an update: forward, ∂E/∂W, and ∂E/∂h but for the inputs."""
    products = [a * b for a, b in pairwise(sizes)]
    return 2 * batch * (3 * sum(products) - products[0])


def data(sizes, samples):
    """X (samples, inputs), t (samples,)."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((samples, sizes[0]), np.float32)
    return X, rng.integers(0, sizes[-1], samples)


def time_update(sizes, batch, threads, seconds, samples=None, evaluate_every=0):
    """{"us": median µs per update, "min", "max"} of a run; relu, Adam, float32."""
    network = numnet.Network(sizes, activation="relu", task="multiclass")
    training = numnet.Training(
        network, *data(sizes, samples or max(SAMPLES, batch)), optimizer=numnet.Adam(0.001), batch_size=batch,
        epochs=1_000_000, shuffle=evaluate_every > 0, evaluate_every=evaluate_every, threads=threads,
    )  # fmt: skip
    training.compile()
    training.advance()  # warm, and long enough to know how long a piece is to be
    times = []
    for _ in range(PIECES):
        first, start = training.updates, time.perf_counter()
        while time.perf_counter() - start < seconds or training.updates == first:
            if not training.advance():
                raise RuntimeError(f"the training of {sizes} ended: {training.status.name.lower()}")
        times.append(1e6 * (time.perf_counter() - start) / (training.updates - first))
    return {"us": statistics.median(times), "min": min(times), "max": max(times)}


def time_population(threads, seconds):
    """The same of many networks at once, an update of one network."""
    few = replace(WORKLOADS["spiral-256"], members=POPULATION, updates=5 * 46)
    once = numnet_peer.numnet(few, threads=threads)[0]().seconds
    workload = replace(few, updates=46 * max(5, int(5 * seconds / max(once, 1e-3))))
    run, _ = numnet_peer.numnet(workload, threads=threads)
    times = [1e6 * run().seconds / workload.steps for _ in range(PIECES)]
    return {"us": statistics.median(times), "min": min(times), "max": max(times)}


def peak(threads, size=1024, times=5):
    """GFLOP/s of a square float32 product on so many threads, the best of a few."""
    a = np.random.default_rng(0).standard_normal((size, size), np.float32)
    best = np.inf
    with threadpool_limits(threads, user_api="blas"):
        for _ in range(times):
            start = time.perf_counter()
            a @ a
            best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best / 1e9


def measure(seconds, say):
    """All sweeps: {"peak": {threads: GFLOP/s}, "sweeps": {...}, "samples": [...], "threads": [...]}."""
    most = cores()
    counts = sorted({1, most})
    peaks = {threads: [peak(threads)] for threads in counts}
    sweeps = {}
    for name, (what, network, values, shape) in SWEEPS.items():
        say(f"{name} …")
        points = [
            {"value": value, "threads": threads, "flops": flops(*shape(value)),
             **time_update(*shape(value), threads, seconds)}
            for value in values for threads in counts
        ]  # fmt: skip
        sweeps[name] = {"what": what, "network": network, "points": points}
        for threads in counts:
            peaks[threads].append(peak(threads))
    say("samples …")
    samples = [
        {"value": n, "evaluated": bool(every), "updates": n // 64,
         **time_update((64, 64, 32, 10), 64, most, seconds, n, every)}
        for n in SAMPLE_COUNTS for every in (0, 1)
    ]  # fmt: skip
    say("threads …")
    threads = [
        {"network": name, "threads": k, "flops": flops(*shape), **time_update(*shape, k, seconds)}
        for name, shape in THREADED.items() for k in thread_counts(most)
    ]  # fmt: skip
    threads += [
        {"network": f"{POPULATION} × 2-32-32-3 · 32", "threads": k, "flops": flops((2, 32, 32, 3), 32),
         **time_population(k, seconds)}
        for k in thread_counts(most)
    ]  # fmt: skip
    return {"peak": {k: max(v) for k, v in peaks.items()}, "sweeps": sweeps, "samples": samples, "threads": threads}


def thread_counts(most):
    """1, 2, 4, … and all."""
    return sorted({*(1 << k for k in range(most.bit_length()) if 1 << k <= most), most})


def table(measured):
    """Every point with its share of the peak of its threads."""
    rows = [["sweep", "value", "threads", "µs per update", "GFLOP/s", "of sgemm's peak"]]
    for name, sweep in measured["sweeps"].items():
        for point in sweep["points"]:
            rate = point["flops"] / point["us"] / 1e3
            share = rate / measured["peak"][point["threads"]]
            rows.append([name, str(point["value"]), str(point["threads"]), number(point["us"]), f"{rate:.1f}",
                         f"{100 * share:.0f} %"])  # fmt: skip
    return aligned(rows)


def main():
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.15, help="of each of the three timings of a point")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder for scaling.json and scaling.png")
    arguments = parser.parse_args()
    measured = {"machine": machine(), **measure(arguments.seconds, lambda text: print(text, flush=True))}
    print(f"\n{table(measured)}\n")
    print(*(f"sgemm peak, {k} thread{'s' if k > 1 else ''}: {v:.0f} GFLOP/s" for k, v in measured["peak"].items()),
          sep="\n")  # fmt: skip
    print(describe(measured["machine"]))
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "scaling.json").write_text(json.dumps(measured, indent=1) + "\n")
    scaling_figure(measured).savefig(arguments.out / "scaling.png", dpi=110)


if __name__ == "__main__":
    main()

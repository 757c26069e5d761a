"""``make benchmark-cuda``: numnet on one GPU beside PyTorch (eager and CUDA graph) and JAX (lax.scan, vmap).

Everybody trains the workloads of `GPU` from the same weights on the same mini-batches, in float32 without TF32, with
everything compiled and on the card before the clock starts; the clock stops when the card is done.  A round times each
library once, in turn.  numnet is timed twice where a shape can have a kernel of its own: with it, as in long runs, and
without, as in first ones.  Of both also: the first call (compiling or loading the kernels included), and of the one
without how far float32 is from a float64 training on the CPU after 30 updates.  Writes cuda.json and cuda.png; what is
missing is left out.
"""

import argparse
import dataclasses
import json
import statistics
import time
from pathlib import Path

import numpy as np
from draw import cuda_figure

import numnet
from numnet.benchmark.machine import machine
from numnet.benchmark.peers.jax_peer import jax_run
from numnet.benchmark.peers.numnet_peer import network_of
from numnet.benchmark.peers.protocol import BETA1, BETA2, EPS, RATE
from numnet.benchmark.peers.registry import cross_entropy
from numnet.benchmark.peers.torch_peer import torch_model
from numnet.benchmark.workloads import Workload
from numnet.commands.output.benchmark_report import aligned, number
from numnet.cuda import check_device, describe_device
from numnet.kernels.codes import Counter, Status

HERE = Path(__file__).parent
CHECKED = 30  # updates after which float32 is compared with float64
GPU = {workload.name: workload for workload in (
    Workload("xor", (2, 8, 2), 4, 4, 100_000),
    Workload("spiral", (2, 32, 32, 3), 32, 1472, 46_000),
    Workload("digits", (64, 64, 32, 10), 64, 1792, 28_000),
    Workload("mnist-shape", (784, 256, 128, 10), 128, 6400, 10_000),
    Workload("wide", (784, 1024, 1024, 10), 4096, 40_960, 400),
    Workload("xor-16384", (2, 8, 2), 4, 4, 10_000, members=16384),
    Workload("spiral-1024", (2, 32, 32, 3), 32, 1472, 4600, members=1024),
)}  # fmt: skip
TITLES = {
    "numnet": "numnet",
    "general": "numnet, no kernel for the shape",
    "jax": "JAX",
    "graph": "PyTorch, CUDA graph",
    "eager": "PyTorch eager",
}
OURS = ("numnet", "general")


def trainings_of(workload, device, dtype="float32", epochs=None):
    """The `numnet.Training` of every member."""
    from numnet.model.samples import prepare_samples
    from numnet.training.options import TrainOptions

    networks = [network_of(workload, r).copy(dtype) for r in range(workload.members)]
    samples = prepare_samples(networks[0], *workload.data())
    rule = numnet.Adam(RATE, BETA1, BETA2, EPS)
    epochs = workload.epochs if epochs is None else epochs
    options = TrainOptions(rule, workload.batch, epochs, shuffle=False, evaluate_every=0, device=device)
    return [numnet.Training.prepared(network, samples, options) for network in networks]


def own(workload, specialize):
    """(run, seconds of the first call): all updates in launches of as many as one launch takes.

    run is None where there is no kernel for the shape alone.
    """
    from numnet.cuda.session import Session

    def run():
        trainings = trainings_of(workload, "cuda")
        session = Session(trainings, specialize=specialize)
        session.advance(0, everything=False)
        begun = time.perf_counter()
        while (session.host["counter"][:, Counter.STATUS] == Status.RUNNING).any():
            session.advance(workload.updates * workload.batch, everything=False)
        seconds = time.perf_counter() - begun
        session.fetch()
        return seconds, [list(zip(one.network.weights, one.network.biases)) for one in trainings]

    begun = time.perf_counter()
    session = Session(trainings_of(workload, "cuda"), specialize=specialize)
    if session.specialized != specialize:
        return None, 0.0
    session.advance(0)
    return run, time.perf_counter() - begun


def error_of(workload):
    """‖θ − θ64‖ / ‖θ64‖ after some updates, of the first member, in tanh: a ReLU near its kink would decide it."""
    smooth = dataclasses.replace(workload, members=1, activation="tanh")
    ends = []
    for device, dtype in (("cuda", "float32"), ("cpu", "float64")):
        (training,) = trainings_of(smooth, device, dtype, epochs=-(-CHECKED // workload.per_epoch))
        while training.updates < CHECKED and training.advance(updates=CHECKED):
            pass
        ends.append(training.network.parameters.astype(np.float64))
    return float(np.linalg.norm(ends[0] - ends[1]) / np.linalg.norm(ends[1]))


def jax(workload):
    """The whole run in one jitted lax.scan; many members by vmap."""
    import jax

    jax.config.update("jax_default_matmul_precision", "highest")
    if jax.default_backend() != "gpu":
        raise ImportError("JAX sees no GPU")
    run = jax_run(workload, 1)

    def timed():
        trained = run()
        return trained.seconds, trained.members

    return timed


def torch(workload, graph):
    """Eager updates, or one update captured as a CUDA graph and replayed with its mini-batch copied in."""
    import torch

    if not torch.cuda.is_available():
        raise ImportError("PyTorch sees no GPU")
    torch.backends.cuda.matmul.allow_tf32 = False
    X, t = (torch.from_numpy(part).cuda() for part in workload.data())
    loss, batch = torch.nn.CrossEntropyLoss(), workload.batch

    def run():
        net = torch_model(workload.weights(), workload.activation).cuda()
        rule = torch.optim.Adam(net.parameters(), RATE, (BETA1, BETA2), EPS, capturable=graph)
        x, target = X[:batch].clone(), t[:batch].clone()

        def update():
            rule.zero_grad()
            loss(net(x), target).backward()
            rule.step()

        step = captured(torch, net, rule, update, workload) if graph else update
        torch.cuda.synchronize()
        begun = time.perf_counter()
        for k in range(workload.updates):
            at = k % workload.per_epoch * batch
            x.copy_(X[at : at + batch])
            target.copy_(t[at : at + batch])
            step()
        torch.cuda.synchronize()
        seconds = time.perf_counter() - begun
        layers = [layer for layer in net if isinstance(layer, torch.nn.Linear)]
        return seconds, [[(one.weight.detach().cpu().numpy().T, one.bias.detach().cpu().numpy()) for one in layers]]

    return run


def captured(torch, net, rule, update, workload):
    """The replay of a captured update; the weights and Adam's memory are put back to the start."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            update()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        update()
    with torch.no_grad():
        starts = torch_model(workload.weights(), workload.activation).cuda().parameters()
        for own, start in zip(net.parameters(), starts):
            own.copy_(start)
        for memory in rule.state.values():
            for value in memory.values():
                value.zero_()
    return graph.replay


def measure(workload, rounds, peers, say):
    """{library: row} of one workload."""
    ours = {name: own(workload, specialize) for name, specialize in (("general", False), ("numnet", True))}
    if ours["numnet"][0] is None:
        ours = {"numnet": ours["general"]}
    runs, rows = {name: ours[name][0] for name in ("numnet", "general") if name in ours}, {}
    makers = {"jax": lambda: jax(workload)}
    if workload.members == 1:
        makers |= {"graph": lambda: torch(workload, True), "eager": lambda: torch(workload, False)}
    for name in peers:
        if name in makers:
            try:
                runs[name] = makers[name]()
            except ImportError as error:
                say(f"{TITLES[name]} is left out: {error}")
    for run in runs.values():
        run()  # warm
    times, ends = {name: [] for name in runs}, {}
    for _ in range(rounds):
        for name, run in runs.items():
            seconds, ends[name] = run()
            times[name].append(1e6 * seconds / workload.updates)
    for name, found in times.items():
        ratio = statistics.median(a / b for a, b in zip(found, times["numnet"]))
        rows[name] = {"us": statistics.median(found), "min": min(found), "max": max(found), "ratio": ratio,
                      "loss": cross_entropy(workload, ends[name])}  # fmt: skip
    for name, (_, first) in ours.items():
        rows[name]["first_call"] = first
    rows["numnet"]["error"] = error_of(workload)
    return rows


def table(results):
    """The results as text."""
    rows = [["workload", "network · batch", "numnet, µs per update", "first call, s", "without a kernel for the shape",
             "first call, s", "error", "the others, ×"]]  # fmt: skip
    for name, row in results.items():
        mine = row["numnet"]
        us = [f"{number(one['us'])} ({number(one['min'])} – {number(one['max'])})" if one else "the same"
              for one in (mine, row.get("general"))]  # fmt: skip
        first = [number(one["first_call"]) if one else "-" for one in (mine, row.get("general"))]
        others = [f"{TITLES[peer]} {number(own['ratio'])}" for peer, own in row.items() if peer not in OURS]
        error, others = f"{mine['error']:.1e}", ", ".join(others) or "-"
        rows.append([name, GPU[name].describe(), us[0], first[0], us[1], first[1], error, others])
    return aligned(rows)


def main():
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="timings of each library, in turn")
    parser.add_argument("--workload", action="append", choices=GPU, help="only this one; repeatable")
    parser.add_argument("--updates", type=int, help="of a run, in place of the workload's own, rounded up to epochs")
    parser.add_argument("--no-peers", action="store_true", help="numnet alone")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder for cuda.json and cuda.png")
    arguments = parser.parse_args()
    check_device()
    peers = () if arguments.no_peers else tuple(TITLES)[len(OURS) :]
    results = {}
    for name in arguments.workload or GPU:
        print(f"{name} …", flush=True)
        workload = GPU[name]
        if arguments.updates:
            epochs = -(-arguments.updates // workload.per_epoch)
            workload = dataclasses.replace(workload, updates=epochs * workload.per_epoch)
        results[name] = measure(workload, arguments.rounds, peers, print)
    about = {**machine(), "device": describe_device()}
    print(f"\n{table(results)}\n\ndevice    {about['device']}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    measured = {"machine": about, "results": results}
    (arguments.out / "cuda.json").write_text(json.dumps(measured, indent=1) + "\n")
    labels = {name: f"{name}\n{GPU[name].describe()}" for name in results}
    cuda_figure(measured, TITLES, labels).savefig(arguments.out / "cuda.png", dpi=130)


if __name__ == "__main__":
    main()

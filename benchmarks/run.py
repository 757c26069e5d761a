"""``make benchmark``: numnet beside whichever peers are installed, in turn, in one run; table, JSON and figure.

``python benchmarks/run.py --rounds 5 --workload xor --workload spiral``
"""

import argparse
import importlib.metadata
import json
import os
import platform
import statistics
from importlib.util import find_spec
from pathlib import Path

from peers import NAMES, PEERS
from workloads import WORKLOADS

HERE = Path(__file__).parent
COMPARABLE = 0.05  # relative difference of final losses that is still the same training


def measure(workload, rounds):
    """{peer: {"us": median µs an update, "spread": (min, max), "loss": final loss}}, measured A B C A B C …"""
    runs, times, losses = {}, {}, {}
    for name, prepare in PEERS.items():
        if find_spec(name) is not None:
            runs[name] = prepare(workload)
    for _ in range(rounds):
        for name, run in runs.items():
            seconds, losses[name] = run()
            times.setdefault(name, []).append(1e6 * seconds / workload.updates)
    for name, loss in losses.items():
        if abs(loss - losses["numnet"]) > COMPARABLE * losses["numnet"] and not (name == "sklearn" and len(losses) < 2):
            print(f"  note: {name} ends at loss {loss:.4f}, numnet at {losses['numnet']:.4f}")
    return {
        name: {"us": statistics.median(t), "spread": (min(t), max(t)), "loss": losses[name]}
        for name, t in times.items()
    }


def machine():
    """What the figures depend on."""
    import llvmlite.binding

    versions = {}
    for package in ("numnet", "numpy", "scipy", "numba", "jax", "torch", "scikit-learn"):
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return {
        "processor": llvmlite.binding.get_host_cpu_name(), "cores": os.cpu_count(), "system": platform.system(),
        "python": platform.python_version(), "versions": versions,
    }  # fmt: skip


def print_table(results):
    """µs an update, and how many times longer the peers take."""
    peers = [name for name in NAMES if any(name in row for row in results.values())]
    print(f"\n{'µs per update (median)':<24}{'numnet':>10}" + "".join(f"{NAMES[p]:>32}" for p in peers))
    for workload, row in results.items():
        own = row["numnet"]["us"]
        cells = [f"{row[p]['us']:>20.1f}  ({row[p]['us'] / own:6.1f} ×)" if p in row else "-" for p in peers]
        print(f"{workload:<24}{own:>10.2f}" + "".join(f"{cell:>32}" for cell in cells))


def draw(results, about, path):
    """Ratios as bars, on a log axis."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.subplots()
    peers = [name for name in NAMES if any(name in row for row in results.values())]
    for k, peer in enumerate(peers):
        ratios = [row[peer]["us"] / row["numnet"]["us"] for row in results.values()]
        bars = axes.bar([i + 0.27 * (k - 1) for i in range(len(results))], ratios, 0.25, label=NAMES[peer],
                        color=("#0072B2", "#E69F00", "#009E73")[k])  # fmt: skip
        axes.bar_label(bars, fmt="%.3g", fontsize=7)
    axes.axhline(1, color="black", linewidth=0.8)
    axes.set_xticks(range(len(results)), results)
    axes.set(yscale="log", ylabel="time of the peer / time of numnet",
             title=f"One update, float32, {about['processor']}, {about['cores']} cores")  # fmt: skip
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    figure.savefig(path, dpi=150)


def main():
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--workload", action="append", choices=[w.name for w in WORKLOADS])
    arguments = parser.parse_args()
    results = {}
    for workload in WORKLOADS:
        if not arguments.workload or workload.name in arguments.workload:
            print(f"{workload.name} …", flush=True)
            results[workload.name] = measure(workload, arguments.rounds)
    about = machine()
    print_table(results)
    print(f"\n{about}")
    (HERE / "results.json").write_text(json.dumps({"machine": about, "results": results}, indent=2) + "\n")
    draw(results, about, HERE / "results.png")


if __name__ == "__main__":
    main()

"""``make benchmark``: numnet beside whichever peers are installed; table, results.json and results.png.

``python benchmarks/run.py --rounds 5 --workload xor --workload spiral``.  The workloads, the peers and the measuring
are those of ``numnet benchmark`` (numnet/benchmark); here all of them, with more rounds, JAX's loop unrolled as is
fastest, and first calls.
"""

import argparse
import json
from pathlib import Path

from draw import results_figure

from numnet.benchmark.machine import describe, machine
from numnet.benchmark.measure import Crew, installed
from numnet.benchmark.peers.protocol import ALL, FEW
from numnet.benchmark.peers.registry import PEERS
from numnet.benchmark.startup import measure_first_searches, measure_startup
from numnet.benchmark.workloads import WORKLOADS
from numnet.commands.output.benchmark_report import report, searches_in, startup_table

HERE = Path(__file__).parent


def say(text):
    """Progress, at once."""
    print(text, flush=True)


def main():
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="timings of each library, in turn")
    parser.add_argument("--workload", action="append", choices=WORKLOADS, help="only this one; repeatable")
    parser.add_argument("--no-startup", action="store_true", help="leave out the first calls")
    parser.add_argument("--no-tune", action="store_true", help="don't look for the best unrolling of JAX's loop")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder for results.json and results.png")
    arguments = parser.parse_args()
    peers = installed([name for name in PEERS if name != "numnet"], say)
    results, startup = {}, {}
    with Crew(peers, say) as crew:
        for name in arguments.workload or WORKLOADS:
            say(f"{name} …")
            results[name] = crew.measure(WORKLOADS[name], arguments.rounds, FEW if arguments.no_tune else ALL)
    if not arguments.no_startup:
        say("first calls …")
        startup = measure_startup(peers, min(5, arguments.rounds), cold_rounds=min(2, arguments.rounds))
        for name, row in searches_in(results).items():
            for peer, first in measure_first_searches(WORKLOADS[name], list(row), min(2, arguments.rounds)).items():
                row[peer]["first"] = first
    about = machine()
    tables = [report(results), *([startup_table(startup)] if startup else []), describe(about)]
    say("\n" + "\n\n".join(tables))
    arguments.out.mkdir(parents=True, exist_ok=True)
    measured = {"machine": about, "results": results, "startup": startup}
    (arguments.out / "results.json").write_text(json.dumps(measured, indent=1) + "\n")
    results_figure(measured).savefig(arguments.out / "results.png", dpi=130)


if __name__ == "__main__":
    main()

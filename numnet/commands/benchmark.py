"""``numnet benchmark``: this machine's figures beside whichever peers are installed."""

import click

from numnet.benchmark.peers.registry import PEERS
from numnet.benchmark.workloads import SMALL, WORKLOADS
from numnet.commands.base import Command
from numnet.utils.wording import plural

OTHERS = [name for name in PEERS if name != "numnet"]


def say(text):
    """Progress and notices: stderr."""
    click.echo(text, err=True)


@click.command(cls=Command)
@click.option(
    "--workload",
    "workloads",
    multiple=True,
    type=click.Choice(list(WORKLOADS), case_sensitive=False),
    default=SMALL,
    show_default=True,
    help="What to train; repeatable.",
)
@click.option(
    "--peer",
    "peers",
    multiple=True,
    type=click.Choice(["none", *OTHERS], case_sensitive=False),
    help="A library to measure beside numnet; repeatable.  [default: all that are installed]",
)
@click.option(
    "--rounds", type=click.IntRange(1, 1000), default=3, show_default=True, help="Timings of each library, in turns."
)
@click.option("--json", "as_json", is_flag=True, help="Print the results as one JSON object.")
def benchmark(workloads, peers, rounds, as_json):
    """Measure this machine: microseconds per update of small networks, of numnet and of other installed libraries.

    The same training everywhere: float32, Adam, the same initial weights, mini-batches and number of updates. Each
    library has a process of its own, and they are timed in turn.  Close other programs first.

    \b
    Example:
      numnet benchmark
      numnet benchmark --workload xor --peer jax --rounds 5
      numnet benchmark --workload xor-1024 --json
    """
    import json

    from numnet.benchmark.machine import describe, machine
    from numnet.benchmark.measure import Crew, installed
    from numnet.commands.output.benchmark_report import report

    peers = installed([name for name in peers or OTHERS if name != "none"], say)
    say(f"benchmark  {plural(len(workloads), 'workload')} × {plural(rounds, 'round')}, about ten seconds per library")
    compile_kernels(workloads)
    results = {}
    with Crew(peers, say) as crew:
        for name in dict.fromkeys(workloads):
            say(f"measuring  {name}: {WORKLOADS[name].describe()} …")
            results[name] = crew.measure(WORKLOADS[name], rounds)
    about = machine()
    if as_json:
        click.echo(json.dumps({"machine": about, "results": results}))
    else:
        click.echo(f"{report(results)}\n\n{describe(about)}")


def compile_kernels(workloads):
    """Compile the kernels of these workloads, with a notice, before any worker starts."""
    from numnet.api.compile_notice import compiling
    from numnet.benchmark.grid_search import GridSearch
    from numnet.benchmark.peers.numnet_peer import network_of, training_of
    from numnet.benchmark.workloads import FIRST

    for name in workloads:
        one = FIRST if isinstance(WORKLOADS[name], GridSearch) else WORKLOADS[name]  # the same kernels for all shapes
        training = training_of(one, network_of(one))
        with compiling(dtype="float32"):
            training.compile()

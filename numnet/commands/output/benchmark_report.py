"""What is printed of a benchmark: medians with their spread, and how many times longer the peers take."""

from numnet.benchmark.grid_search import GridSearch
from numnet.benchmark.peers.registry import PEERS
from numnet.benchmark.workloads import WORKLOADS
from numnet.commands.output import text

HEAD = "µs per update: median (fastest – slowest) | × times numnet's"


def number(value):
    """Three figures, without an exponent.

    >>> number(0.98765), number(37.21), number(4357.8)
    ('0.988', '37.2', '4358')
    """
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def cell(row, name):
    """``15.2 (14.9 – 16.1) | 1.62 ×``; without the ratio for numnet itself."""
    times = f"{number(row['us'])} ({number(row['min'])} – {number(row['max'])})"
    return times if name == "numnet" else f"{times} | {number(row['ratio'])} ×"


def rows_of(results):
    """[[workload, cell, …], …] with a heading, one column a library that has results."""
    names = [name for name in PEERS if any(name in row for row in results.values())]
    rows = [["workload", "network · batch", *(PEERS[name].title for name in names)]]
    for workload, row in results.items():
        cells = [cell(row[name], name) if name in row else "-" for name in names]
        rows.append([workload, WORKLOADS[workload].describe(), *cells])
    return rows


def aligned(rows):
    """A table whose first row is the header, all columns to the left.

    >>> print(aligned([["a", "bc"], ["long", "d"]]))
    a     bc
    long  d
    """
    return text.table(rows[0], rows[1:], left=range(len(rows[0])))


def table(results):
    """The table of {workload: what `numnet.benchmark.measure.Crew.measure` returns}."""
    return f"{HEAD}\n{aligned(rows_of(results))}"


def searches_in(results):
    """Those results that are of a grid search."""
    return {name: row for name, row in results.items() if isinstance(WORKLOADS[name], GridSearch)}


def search_seconds(name, row):
    """Median seconds of a whole search, from its row."""
    return row["us"] * WORKLOADS[name].steps / 1e6


def search_table(name, results):
    """What the libraries took for the whole of one grid search, and found; the first call where it was measured."""
    rows = [["library", "how", "search, s", "first call, s", "best: rate, width", "losses differ by at most"]]
    for peer, row in results.items():
        first = f"{row['first']['seconds']:.2f}" if "first" in row else "-"
        best = ", ".join(map(str, row["best"]))
        seconds = f"{search_seconds(name, row):.2f}"
        rows.append([PEERS[peer].title, row["choice"], seconds, first, best, f"{100 * row['difference']:.2g} %"])
    return f"{name}: {WORKLOADS[name].describe()}\n{aligned(rows)}"


def report(results):
    """`table`, and the `search_table` of every grid search among them."""
    return "\n\n".join([table(results), *(search_table(*one) for one in searches_in(results).items())])


def startup_table(startup):
    """The table of :func:`numnet.benchmark.startup.measure_startup`."""
    rows = [["first call, fresh process", "s: median (fastest – slowest)"]]
    for title, row in startup.items():
        rows.append([title, f"{row['seconds']:.2f} ({row['min']:.2f} – {row['max']:.2f})"])
    return aligned(rows)

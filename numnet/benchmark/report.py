"""Results as text: medians with their spread, and how many times longer the peers take."""

from numnet.benchmark.peers.registry import PEERS
from numnet.benchmark.workloads import WORKLOADS

HEAD = "µs per update: median (fastest – slowest) | × times numnet's"


def number(value):
    """Three figures, without an exponent.

    >>> number(0.98765), number(37.21), number(4357.8)
    ('0.988', '37.2', '4358')
    """
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def cell(row, name):
    """``15.2 (14.9 – 16.1) | 1.62 ×``; without the ratio for numnet itself."""
    text = f"{number(row['us'])} ({number(row['min'])} – {number(row['max'])})"
    return text if name == "numnet" else f"{text} | {number(row['ratio'])} ×"


def rows_of(results):
    """[[workload, cell, …], …] with a heading, one column a library that has results."""
    names = [name for name in PEERS if any(name in row for row in results.values())]
    rows = [["workload", "network · batch", *(PEERS[name].title for name in names)]]
    for workload, row in results.items():
        cells = [cell(row[name], name) if name in row else "-" for name in names]
        rows.append([workload, WORKLOADS[workload].describe(), *cells])
    return rows


def aligned(rows):
    """Rows of cells as lines, each column as wide as its widest cell.

    >>> print(aligned([["a", "bc"], ["long", "d"]]))
    a     bc
    long  d
    """
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def table(results):
    """The table of {workload: what `numnet.benchmark.measure.Crew.measure` returns}."""
    return f"{HEAD}\n{aligned(rows_of(results))}"


def startup_table(startup):
    """The table of :func:`numnet.benchmark.startup.measure_startup`."""
    rows = [["first call, fresh process", "s: median (fastest – slowest)"]]
    for title, row in startup.items():
        rows.append([title, f"{row['seconds']:.2f} ({row['min']:.2f} – {row['max']:.2f})"])
    return aligned(rows)

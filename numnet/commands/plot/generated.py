"""The command of a kind of figure that has no file of its own here: what the figure needs as argument, and ``-o``."""

import click

from numnet.commands.base import Command
from numnet.commands.plot.shared import OUTPUT, RUN, RUNS, load, run_experiment, write

ARGUMENTS = {"run": RUN, "runs": RUNS}


def command(kind):
    """The command; its help is the docstring of the figure's file."""
    from numnet import figures

    needs = figures.FIGURES[kind][0]

    def draw(output, **argument):
        drawn = inputs(kind, needs, *argument.values())
        home = drawn[0] if len(drawn) == 1 and needs in ARGUMENTS else None
        write(getattr(figures, kind)(*drawn), kind, output, home)

    draw = OUTPUT(draw)
    draw = ARGUMENTS[needs](draw) if needs in ARGUMENTS else draw
    return click.command(kind, cls=Command, help=figures.documentation(kind))(draw)


def inputs(kind, needs, path=None):
    """[what the figure is drawn from]: runs, the result of its experiment, or nothing."""
    if needs in ("run", "runs"):
        return load(path if needs == "runs" else [path])
    if needs == "experiment":
        return [run_experiment(kind, quiet=False)]
    return []

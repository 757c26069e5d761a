"""``numnet plot KIND``: figures as files."""

from pathlib import Path

import click

from numnet.commands import Command, complete
from numnet.commands.race import race

OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; .png, .svg or .pdf.  [default: figures/ of the run, or the current folder]",
)


class PlotGroup(click.Group):
    """Subcommands whose mistakes end in one line."""

    command_class = Command


@click.group(cls=PlotGroup)
def plot():
    """Draw a figure into a file; no display is needed.

    \b
    Example:
      numnet plot boundary runs/spiral-1
      numnet plot activations -o activations.svg
    """


def write(axes, kind, output, run=None):
    """Save the figure of these axes; print its path."""
    import numpy as np

    from numnet.figures import save

    if output is None:
        folder = run.path / "figures" if run is not None else Path(".")
        folder.mkdir(exist_ok=True)
        output = folder / f"{kind}.png"
    save(np.ravel(axes)[0].figure, output)
    click.echo(str(output))


def load(paths):
    """The runs of these folders."""
    from numnet.runs import load_run

    return [load_run(path) for path in paths]


@plot.command()
@click.argument("run", type=click.Path(path_type=Path), shell_complete=complete.runs)
@OUTPUT
def boundary(run, output):
    """What the model of RUN says at every point: class regions with probabilities, or the fitted curve or surface.

    Data of more than two features are drawn in the plane of their first two principal components.

    \b
    Example:
      numnet plot boundary runs/spiral-1
    """
    from numnet import figures

    (run,) = load([run])
    write(figures.boundary(run), "boundary", output, run)


@plot.command()
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path), shell_complete=complete.runs)
@OUTPUT
def convergence(runs, output):
    """Training and validation loss and metric against the epochs, of one or more RUNS.

    \b
    Example:
      numnet plot convergence runs/spiral-1 runs/spiral-2 -o both.png
    """
    from numnet import figures

    runs = load(runs)
    write(figures.convergence(*runs), "convergence", output, runs[0] if len(runs) == 1 else None)


@plot.command()
@click.argument("run", type=click.Path(path_type=Path), shell_complete=complete.runs)
@OUTPUT
def confusion(run, output):
    """Which classes RUN takes for which, on its validation part, with precision, recall and F1 of each.

    Of several labels there is a panel each, and one of their combinations.

    \b
    Example:
      numnet plot confusion runs/digits-1
    """
    from numnet import figures

    (run,) = load([run])
    write(figures.confusion(run), "confusion", output, run)


@plot.command()
@click.argument("folder", type=click.Path(path_type=Path))
@OUTPUT
def sweep(folder, output):
    """Which values of the options did best in the sweep in FOLDER: a line with quartiles, or a heat map.

    \b
    Example:
      numnet plot sweep sweeps/spiral-1 -o rates.svg
    """
    from numnet import figures
    from numnet.sweep import load_sweep

    found = load_sweep(folder)
    write(figures.sweep(found), "sweep", output, found)


@plot.command()
@OUTPUT
def activations(output):
    """Every activation f and its derivative f′.

    \b
    Example:
      numnet plot activations
    """
    from numnet import figures

    write(figures.activations(), "activations", output)


@plot.command()
@OUTPUT
def losses(output):
    """The losses against the error, and why mse stalls where a sigmoid is wrong.

    \b
    Example:
      numnet plot losses
    """
    from numnet import figures

    write(figures.losses(), "losses", output)


@plot.command()
@OUTPUT
@click.option("--updates", type=click.IntRange(min=2), default=1000, show_default=True, help="Length of the run.")
def schedules(output, updates):
    """The factor on the learning rate against the update, for every schedule.

    \b
    Example:
      numnet plot schedules --updates 5000
    """
    from numnet import figures

    write(figures.schedules(updates=updates), "schedules", output)


@plot.command()
@click.argument("names", nargs=-1)
@OUTPUT
def datasets(names, output):
    """A picture of every bundled data set, or of those named.

    \b
    Example:
      numnet plot datasets spiral moons discs
    """
    from numnet import figures

    write(figures.datasets(list(names) or None), "datasets", output)


plot.add_command(race)
# Kinds in files of their own, which take OUTPUT and the like from here.
from numnet.commands import comparison, inside, laboratory, landscape, pitfalls  # noqa: E402, F401

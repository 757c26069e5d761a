"""``numnet plot KIND``: figures as files."""

import click

from numnet.commands.base import Command
from numnet.commands.plot import anatomy, experiments, layers, race, reference, runs, studies
from numnet.commands.plot.layers import RUN, film
from numnet.commands.plot.output import load, write


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


for kind in (
    runs.boundary, runs.convergence, runs.confusion, runs.landscape, layers.network, layers.neurons, layers.hidden,
    layers.weights, layers.training, studies.sweep, studies.compare, reference.activations, reference.losses,
    reference.schedules, reference.datasets, race.race, anatomy.anatomy, experiments.optimizers, experiments.batches,
    experiments.gradients, experiments.saturation, experiments.capacity,
):  # fmt: skip
    plot.add_command(kind)


@plot.command("all")
@RUN
@click.option("--quiet", is_flag=True, help="No progress.")
def everything(run, quiet):
    """Every figure that fits RUN, into its folder figures/, and which are left out and why.

    \b
    Example:
      numnet plot all runs/spiral-1
    """
    from numnet import figures

    (run,) = load([run])
    run.data()  # gone or changed: an error of its own, not of every figure
    folder = run.path / "figures"
    folder.mkdir(exist_ok=True)
    jobs = {kind: getattr(figures, kind) for kind, (needs, _) in figures.FIGURES.items() if of_run(kind, needs)}
    jobs["network-backward"] = lambda run: figures.network(run, backward=True)
    jobs["network-maps"] = lambda run: figures.network(run, maps=True)
    left = {}
    for name, draw in jobs.items():
        try:
            write(draw(run), name, folder / f"{name}.png")
            if name == "training":
                click.echo(str(film(run, folder / "training.gif", quiet=quiet)))
        except ValueError as error:
            left[name] = error
    for name, error in left.items():
        click.echo(f"left out  {name}: {error}")


def of_run(kind, needs):
    """Whether a kind of figure can be drawn of one run: it needs one, or its command takes one if it is given."""
    options = plot.commands[kind].params if kind in plot.commands else []
    return needs in ("run", "runs") or any(option.name == "run" for option in options)

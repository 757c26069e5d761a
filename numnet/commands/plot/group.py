"""``numnet plot KIND``: figures as files."""

import importlib
from pathlib import Path

import click

from numnet import figures
from numnet.api.handouts import is_page
from numnet.commands.base import Group
from numnet.commands.plot import generated
from numnet.commands.plot.shared import QUIET, RUN, SECONDS, destination, load, slides_option, write, write_film
from numnet.options.errors import UserError
from numnet.utils.language import chosen


class PlotGroup(Group):
    """A command for each of `figures.FIGURES`, made when it is asked for; mistakes end in one line.

    It is the function ``<kind>`` of the file ``<kind>.py`` in this folder, or `generated.command` where there is none.
    """

    def invoke(self, context):
        """Draw, unless no font has the letters: that is told before the work, not after it.

        A page has the fonts of whoever opens it.
        """
        try:
            if chosen() != "en" and not any(map(is_page, context.args)):
                from numnet.figures.drawing.fonts import check_language

                check_language()
        except ValueError as error:
            raise UserError(str(error)) from None
        return super().invoke(context)

    def list_commands(self, context):
        """All kinds by name, and ``all``."""
        return sorted({*figures.FIGURES, *self.commands})

    def get_command(self, context, name):
        """The command of that name, made now."""
        if name in figures.FIGURES and name not in self.commands:
            self.add_command(_command(name))
        return self.commands.get(name)

    def add_command(self, command, name=None):
        """Add a command, which gets --slides, and says how long it takes where that is some seconds."""
        command.params.append(slides_option())
        if command.name in SECONDS:
            command.epilog = f"Takes about {SECONDS[command.name]} seconds on two cores, as it is by default."
        super().add_command(command, name)

    def format_commands(self, context, formatter):
        """The help's list, from the lines of help of the kinds: none of them is imported."""
        known = {name: click.Command(name, help=line) for name, (_, line) in figures.FIGURES.items()} | self.commands
        limit = formatter.width - 6 - max(map(len, known))
        with formatter.section("Commands"):
            formatter.write_dl([(name, known[name].get_short_help_str(limit)) for name in self.list_commands(context)])


def _command(kind):
    """The command of a kind, from its file."""
    if (Path(__file__).parent / f"{kind}.py").exists():
        return getattr(importlib.import_module(f"numnet.commands.plot.{kind}"), kind)
    return generated.command(kind)


@click.group(cls=PlotGroup)
def plot():
    """Draw a figure into a file; no display is needed.

    \b
    Example:
      numnet plot boundary runs/spiral-1
      numnet plot activations -o activations.svg
    """


@plot.command("all")
@RUN
@QUIET
def everything(run, quiet):
    """Every figure that fits RUN, into its folder figures/, and which are left out and why.

    \b
    Example:
      numnet plot all runs/spiral-1
    """
    from numnet.commands.output.progress import announce

    (run,) = load([run])
    run.data()  # gone or changed: an error of its own, not of every figure
    jobs = {kind: getattr(figures, kind) for kind, (needs, _) in figures.FIGURES.items() if of_run(kind, needs)}
    jobs["network-backward"] = lambda run: figures.network(run, backward=True)
    jobs["network-maps"] = lambda run: figures.network(run, maps=True)
    announce("drawing", f"up to {len(jobs)} figures and a film, about a second each", quiet)
    left = {}
    for name, draw in jobs.items():
        try:
            write(draw(run), name, None, run)
            if name == "training":
                film = destination("training.gif", run)
                click.echo(str(write_film(figures.training_film(run), film, quiet, fps=4)))
        except ValueError as error:
            left[name] = error
    for name, error in left.items():
        click.echo(f"left out  {name}: {error}")


def of_run(kind, needs):
    """Whether a kind of figure can be drawn of one run: it needs one, or its command takes one if it is given."""
    if needs in ("run", "runs"):
        return True
    return needs == "experiment" and any(option.name == "run" for option in plot.get_command(None, kind).params)

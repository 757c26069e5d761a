"""``numnet demo``: four trainings and their figures."""

import os
from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.options.errors import UserError
from numnet.utils.system import typed

RUNS = {  # data set: (options of train, kinds of figures)
    "spiral": ((), ("boundary", "convergence")),
    "digits": (("--hidden", "32"), ("confusion",)),
    "sine": ((), ("boundary",)),
    "discs": ((), ("boundary",)),
}


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), default="demo")
@click.option("--quiet", is_flag=True, help="No progress, no notices.")
@click.pass_context
def demo(context, folder, quiet):
    """Train on four data sets and draw the results, in a new FOLDER, by default demo.

    The commands are shown as they are run: any of them can be run again, and changed.

    \b
    Example:
      numnet demo
      numnet demo elsewhere
    """
    if os.path.lexists(folder):
        raise UserError(f"{folder} exists; name another folder, nothing is ever overwritten")
    from numnet.commands.output.progress import announce

    announce("demo", f"{len(RUNS)} trainings and their figures, about 20 seconds; the first compiles kernels", quiet)
    for name, (options, kinds) in RUNS.items():
        run = str(folder / name)
        call(context, "train", name, *options, "--out", run, *["--quiet"] * quiet)
        for kind in kinds:
            call(context, "plot", kind, run)
    click.echo(f"\nlook at   {folder / '*' / 'figures'}")


def call(context, *words):
    """Show a command, then run it."""
    root = context.find_root()
    click.echo(f"$ {typed([root.info_name, *words])}")
    command = root.command.get_command(root, words[0])
    with command.make_context(words[0], list(words[1:]), parent=root) as inner:
        command.invoke(inner)

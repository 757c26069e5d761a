"""``numnet playground``: the live page, with a run in it or without."""

from pathlib import Path

import click

from numnet.commands.base import Command
from numnet.files.output import is_stdout
from numnet.options import shell_completion
from numnet.options.errors import UserError


@click.command(cls=Command)
@click.argument("run", required=False, type=click.Path(path_type=Path), shell_complete=shell_completion.runs)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write the page to this file, - for stdout; open nothing."
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
def playground(run, output, force):
    """Open the live page: the same kernels, training in a browser; with RUN, what that run has learned.

    The page is a file and needs no server and no network. That of a run is playground.html in its folder.

    \b
    Example:
      numnet playground
      numnet playground runs/spiral-1
      numnet playground runs/spiral-1 -o page.html
    """
    from numnet.api.playground import shown

    if force and output is None:
        raise UserError("--force needs the file that it replaces, -o FILE")
    if output is not None and not is_stdout(output) and output.is_file() and not force:
        raise UserError(f"{output} exists; --force replaces it, -o names another file")
    page = shown(run, output)
    if page.path is None:  # in a notebook, by %numnet
        from IPython.display import display

        display(page)
    if page.path is None or is_stdout(output):
        return
    click.echo(page.path)
    if output is None and not page.opened:
        click.echo("no browser could be opened; open this file in one", err=True)

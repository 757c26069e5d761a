"""Where figures are written, and the options for it."""

from pathlib import Path

import click

from numnet.commands.options.types import WHOLE

SEED = click.option("--seed", type=WHOLE, default=0, show_default=True, help="Of data and order.")
QUIET = click.option("--quiet", is_flag=True, help="No progress.")


def check(output):
    """ValueError for a file that can't be written as a figure: before the work, not after it."""
    from numnet.figures.drawing.style import check_format

    if output is not None:
        check_format(output)


OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; .png, .svg or .pdf.  [default: figures/ of the run, or the current folder]",
)


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
    from numnet.runs.loading import load_run

    return [load_run(path) for path in paths]

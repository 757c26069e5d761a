"""``numnet plot compare``."""

from pathlib import Path

import click

from numnet.commands.plot import OUTPUT, plot, write

AXIS = click.option(
    "--x",
    "x",
    type=click.Choice(["epochs", "updates", "seconds"]),
    default="epochs",
    show_default=True,
    help="What the curves are drawn against.",
)
PART = click.option(
    "--part", type=click.Choice(["train", "validation"]), help="Whose loss is compared.  [default: train]"
)


@plot.command()
@click.argument("folder", type=click.Path(path_type=Path))
@AXIS
@PART
@OUTPUT
def compare(folder, x, part, output):
    """The race of the comparison in FOLDER: the median loss of each competitor over the seeds, and the quartiles.

    \b
    Example:
      numnet plot compare comparisons/spiral-1 --x updates
    """
    from numnet import figures
    from numnet.comparison import load_comparison

    found = load_comparison(folder)
    write(figures.compare(found, x=x, part=part), "compare", output, found)

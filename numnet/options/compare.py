"""Options that ``numnet compare`` and ``numnet plot compare`` share."""

import click

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

"""The options of ``numnet trace``."""

from pathlib import Path

import click

from numnet.options import shell_completion
from numnet.options.data_or_run import NETWORK_OPTIONS, RULE_OPTIONS, of_train
from numnet.options.types import Choice, Parsed, Rows

STYLES = ("text", "csv", "latex", "html", "json")
MOST_DECIMALS = 17
DEFAULTS = {"hidden": "2", "activation": "sigmoid", "dtype": "float64", "optimizer": "sgd", "l2": 0.0}


def decimals(text):
    """A number of decimals, or "none": no rounding.  Raises ValueError for anything else."""
    if str(text).strip().lower() == "none":
        return "none"
    try:
        count = int(text)
    except ValueError:
        count = -1
    if not 0 <= count <= MOST_DECIMALS:
        raise ValueError(f"takes 0 to {MOST_DECIMALS} decimals, or none for all of them; got {text!r}")
    return count


@of_train(*NETWORK_OPTIONS, *RULE_OPTIONS, **DEFAULTS)
@click.command("trace")
@click.argument("source", metavar="DATA|RUN", shell_complete=shell_completion.data_or_run)
@click.option(
    "--sample", type=click.IntRange(min=0),
    help="Row of the data, from 0.  [default: the first with the fewest inputs that are 0]",
)  # fmt: skip
@click.option(
    "--model", metavar="FILE", type=click.Path(),
    help="A network with its weights, a model.safetensors of a run or of the live page, in place of a new one.",
)  # fmt: skip
@click.option("--batch", type=Rows(), help="Several rows, in one update.")
@click.option(
    "--update", type=click.IntRange(1, 1_000_000), default=1, show_default=True,
    help="Which update on these rows to show; the ones before it come first.",
)  # fmt: skip
@click.option("--layer", type=click.IntRange(min=0), help="This layer alone; 0 is the input.  [default: all]")
@click.option("--unit", type=click.IntRange(min=1), help="This unit of each layer alone, from 1.  [default: all]")
@click.option("--check", is_flag=True, help="The central difference beside each gradient.")
@click.option(
    "--blank", is_flag=True,
    help="A work sheet: gaps for what is to be worked out, of --layer or --unit alone; the rest is given.",
)  # fmt: skip
@click.option(
    "--grade", metavar="FILE", type=click.Path(path_type=Path),
    help="Mark the CSV file of a sheet, with its column value filled in; needs the options that the sheet had.",
)  # fmt: skip
@click.option(
    "--digits", type=click.IntRange(1, 17), default=6, show_default=True,
    help="Significant digits of text and formulas; the values of csv and json have all.",
)  # fmt: skip
@click.option(
    "--decimals", type=Parsed("DECIMALS", decimals), default=2, show_default=True,
    help="Decimals that the initial weights are rounded to, so that they can be typed, or none; those of a RUN stay.",
)  # fmt: skip
@click.option(
    "--format", "style", type=Choice(STYLES), default="text", show_default=True,
    help="text, latex and html show the first of many units; csv and json have all.",
)  # fmt: skip
@click.option(
    "--figure", type=click.Path(path_type=Path), metavar="FILE",
    help="Draw the numbers of the backward pass, too: δ in circles, ∂E/∂w on lines; .png, .svg or .pdf.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default="-",
    help="File to write; .html without --format: a page, to read and to fill in.  [default: stdout]",
)  # fmt: skip
def TRACE(**options):
    """The options of ``numnet trace``, to read a call without tracing."""

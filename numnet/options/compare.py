"""The options of ``numnet compare``, and those that ``numnet plot compare`` has too."""

from pathlib import Path

import click

from numnet.options import shell_completion
from numnet.options.dask import DASK, SCHEDULER_FILE
from numnet.options.swept import LEFT_OUT_COMPARED, compared
from numnet.options.train import TRAIN
from numnet.options.types import POSITIVE, Choice

TUNING_RATES, TUNING_SEEDS = "0.0001:10:log:11", 3
AXIS = click.option(
    "--x",
    "x",
    type=Choice(["epochs", "updates", "seconds"]),
    default="epochs",
    show_default=True,
    help="Horizontal axis of the curves.",
)
PART = click.option(
    "--part", type=Choice(["train", "validation"]), help="The loss that is compared.  [default: train]"
)


@click.command("compare")
@click.argument("data", required=False, shell_complete=shell_completion.data)
@click.option("--seeds", type=click.IntRange(1, 1000), default=10, show_default=True, help="Number of seeds: 0, 1, …")
@click.option(
    "--tune",
    is_flag=True,
    help=f"Give each competitor its best rate of --learning-rate (by default {TUNING_RATES}), found with other seeds.",
)
@PART
@click.option(
    "--target-loss",
    type=POSITIVE,
    help="Measure the time to this loss.  [default: the lowest that every competitor's median reaches]",
)
@AXIS
@click.option(
    "--out", type=click.Path(path_type=Path), help="The folder, never overwritten.  [default: comparisons/<data>-<n>]"
)
@DASK
@SCHEDULER_FILE
@click.option("--quiet", is_flag=True, help="No progress, no notices.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def COMPARE(**options):
    """The options of ``numnet compare``, to read a call without training."""


COMPARE.params += [compared(option) for option in TRAIN.params if option.name not in LEFT_OUT_COMPARED]
DEFAULT_RULE = next(option.default for option in TRAIN.params if option.name == "optimizer")

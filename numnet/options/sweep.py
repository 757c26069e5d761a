"""The options of ``numnet sweep``."""

from pathlib import Path

import click

from numnet.options import shell_completion
from numnet.options.dask import DASK, SCHEDULER_FILE
from numnet.options.swept import LEFT_OUT, swept
from numnet.options.train import TRAIN
from numnet.options.types import WHOLE, Parsed
from numnet.studies.parts import parse_part
from numnet.studies.search_space import MAX_TRAININGS, METHODS

TRAININGS = click.IntRange(1, MAX_TRAININGS)


@click.command("sweep")
@click.argument("data", required=False, shell_complete=shell_completion.data)
@click.option("--seeds", type=TRAININGS, default=3, show_default=True, help="Number of seeds: 0, 1, …")
@click.option("--search", type=click.Choice(METHODS), help="All combinations (grid), N drawn at random, or by what "
              "did well so far (tpe); halving stops the worst early.  [default: grid]")
@click.option("--trials", type=TRAININGS, metavar="N", help="How many configurations random, tpe and halving try.")
@click.option("--random", type=TRAININGS, metavar="N", help="The same as --search random --trials N.")
@click.option("--seed", type=WHOLE, default=0, show_default=True, help="Seed of the draw.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The folder, never overwritten.  [default: sweeps/<data>-<n>]"
)
@click.option("--plan", is_flag=True, help="Write the folder and train nothing yet.")
@click.option("--resume", metavar="FOLDER", type=click.Path(path_type=Path), help="Continue a sweep, given alone.")
@click.option(
    "--part",
    type=Parsed("k/n", parse_part),
    help="The k-th of n parts of that sweep alone; slurm, slurm/n or pbs/n in a job array.",
)
@DASK
@SCHEDULER_FILE
@click.option("--quiet", is_flag=True, help="No progress, no notices.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def SWEEP(**options):
    """The options of ``numnet sweep``, to read a call without training."""


SWEEP.params += [swept(option) for option in TRAIN.params if option.name not in LEFT_OUT]

"""The options of ``numnet check``."""

import click

from numnet.options import shell_completion
from numnet.options.data_or_run import of_train
from numnet.options.train import TRAIN

LEFT_OUT_CHECKED = ("data", "out", "resume", "checkpoint_every", "on_divergence", "as_json", "evaluate_every",
                    "patience", "threads", "device", "specialize")  # fmt: skip


@of_train(*(option.name for option in TRAIN.params if option.name not in LEFT_OUT_CHECKED))
@click.command("check")
@click.argument("source", metavar="DATA|RUN", shell_complete=shell_completion.data_or_run)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def CHECK(**options):
    """The options of ``numnet check``, to read a call without checking."""

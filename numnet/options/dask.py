"""The options that name a Dask cluster."""

from pathlib import Path

import click

LOCAL = "local"
DASK = click.option(
    "--dask",
    metavar=f"{LOCAL}|ADDRESS",
    help=f"Train on a Dask cluster: {LOCAL}, processes of this machine, or a scheduler such as tcp://10.0.0.7:8786.",
)
SCHEDULER_FILE = click.option(
    "--dask-scheduler-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The same, the scheduler's address in a file that dask scheduler wrote.",
)
NAMES = ("dask", "dask_scheduler_file")


def threads_of_training(options):
    """The value of --threads, if it is not that of how many processes ``--dask local`` begins."""
    return None if options["dask"] == LOCAL else options["threads"]

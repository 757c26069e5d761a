"""config.json of a run: its shape, what is written into it, versions."""

import importlib.metadata
import platform

from numnet.data.record_schema import DATA_SHAPE
from numnet.files.json_files import read_config
from numnet.files.schema import NUMBER, PATH, POSITIVE, SHARE, TEXT, one_of, optional, whole
from numnet.model.tasks import TASKS
from numnet.runs.data_record import about_data

RUN_FORMAT = "numnet-run-2"
RUN_SHAPE = {
    "task": one_of(TASKS), "validation": SHARE, "command": PATH, "options": {"seed": whole()},
    "optimizer": {"name": TEXT, "learning_rate": POSITIVE}, "data": DATA_SHAPE, "network": {"sizes": [whole(1)]},
    "result": {"epochs": whole(), "updates": whole(), "best_epoch": whole(), "status": TEXT,
               "compile_seconds": NUMBER, "diagnosis": optional(TEXT)},
}  # fmt: skip


def versions():
    """The versions of whatever could change a result."""
    packages = {name: version(name) for name in ("numnet", "numpy", "numba", "safetensors")}
    return {"python": platform.python_version(), **packages}


def describe_run(dataset, source, network, config):
    """The record of a run in config.json, without its result: ``config``, data, network, versions.

    ``source``: what the command line called the data.
    """
    return {
        "format": RUN_FORMAT, "task": dataset.task, "reason": dataset.reason, **config,
        "data": about_data(dataset, source),
        "network": {"sizes": network.sizes, "activation": network.activation, "loss": network.loss_name,
                    "parameters": int(network.parameters.size), "scaled": network.scaler is not None},
        "versions": versions(),
    }  # fmt: skip


def version(package):
    """The installed version of a package; numnet's own also where it runs from a clone."""
    if package == "numnet":
        from numnet import __version__

        return __version__
    return importlib.metadata.version(package)


def read_run_config(path):
    """The config.json of a run folder.  Raises ValueError, in one line, unless all that numnet reads is there."""
    return read_config(path, "run", RUN_FORMAT, RUN_SHAPE)

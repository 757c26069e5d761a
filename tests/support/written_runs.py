"""A run with a history made by hand, written to a folder.  For the tests."""

import contextlib

import numpy as np

from numnet.data import read_csv
from numnet.data.split_dataset import SplitDataset, fit_scaler
from numnet.files.atomic import write_whole
from numnet.files.json_files import write_json
from numnet.files.new_folder import NewFolder
from numnet.kernels.codes import Column
from numnet.runs.config import describe_run
from numnet.runs.metrics_file import metrics_text
from numnet.runs.run import Run, network_for
from numnet.training.history import History


def history(rows=3, metric="r2", **changes):
    """A history of made-up numbers, none of which a decimal of few digits could hold."""
    table = np.random.default_rng(1).normal(size=(rows, Column.SIZE))
    table[:, Column.EPOCH], table[:, Column.STEP] = range(rows), range(0, 7 * rows, 7)
    table[0, Column.GRADIENT_NORM] = np.nan
    about = {"epochs": rows - 1, "updates": 14, "best_epoch": 1, "status": "finished", "compile_seconds": 0.5}
    return History(table, metric, **{**about, **changes})


def write(folder, data=None, **changes):
    """A run of an untrained network on a CSV file, written into a new folder."""
    source = folder.parent / "numbers.csv"
    if data is None:
        lines = [f"{i + 0.5},{i * i % 7},{i / 3}" for i in range(20)]
        source.write_text("\n".join(["a,b,t", *lines]))
        data = read_csv(source)
    network = network_for(data, {"hidden": (4,), "seed": 2})
    parts = SplitDataset.of(data, 0.25, 6)
    network.scaler = fit_scaler(parts)
    config = {"command": "numnet train ...", "validation": 0.25, "options": {"seed": 6},
              "optimizer": {"name": "adam", "learning_rate": 0.01}}
    made = history(**changes)
    names = ("epochs", "updates", "best_epoch", "status", "compile_seconds", "diagnosis")

    def fill(new):
        network.save(new / "model.safetensors")
        write_whole(new / "metrics.csv", metrics_text(made))
        write_json(new / "config.json", config)

    with contextlib.chdir(folder.parent):
        config = describe_run(data, source.name, network, config)
        config["result"] = {name: getattr(made, name) for name in names}
        return Run(NewFolder(folder, data.name).fill(fill), network, made, config), parts

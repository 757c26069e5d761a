"""Lists of run folders: their results and differences.

Reads config.json and metrics.csv alone, so that a list of hundreds is there at once.
"""

import math
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from numnet.files.plain_files import reason
from numnet.kernels.codes import Column
from numnet.model.tasks import TASKS
from numnet.runs.config import read_run_config
from numnet.runs.file_names import CONFIG
from numnet.runs.metrics_file import read_metrics
from numnet.training.history import metric_columns
from numnet.utils.frames import frame
from numnet.utils.number_words import format_cell
from numnet.utils.wording import plural

SILENT = ("out", "quiet", "as_json", "resume", "threads")  # options that change nothing of what is learned


@dataclass(frozen=True, eq=False)
class Entry:
    """A run folder: its config.json, losses and metrics of the weights that it keeps, and when it was written."""

    path: Path
    config: dict
    figures: dict  # {"train_loss", "validation_loss", "train_<metric>", "validation_<metric>"}; None where unknown
    when: float  # seconds since 1970

    @property
    def rule(self):
        """Name and learning rate of the optimizer: ``adam 0.01``."""
        return f"{self.config['optimizer']['name']} {self.config['optimizer']['learning_rate']:g}"

    @property
    def network(self):
        """Layer sizes and activations: ``4-16-16-3 tanh``."""
        about = self.config["network"]
        names = dict.fromkeys(map(str, about.get("activation", ())))
        return " ".join(["-".join(map(str, about["sizes"])), *([",".join(names)] if names else [])])

    @property
    def metric(self):
        """(name, value or None): the validation part's where there is one."""
        name = TASKS[self.config["task"]].metric
        value = self.figures[f"validation_{name}"]
        return name, self.figures[f"train_{name}"] if value is None else value

    @property
    def options(self):
        """{name: value} of everything that decides what is learned, hyper-parameters with their defaults."""
        config = self.config
        kept = {name: value for name, value in config["options"].items() if name not in SILENT}
        rule = {("optimizer" if name == "name" else name): value for name, value in config["optimizer"].items()}
        data = {"data": config["data"]["source"], "fingerprint": config["data"]["fingerprint"]}
        return {**data, **kept, "validation": config["validation"], **rule}

    def record(self):
        """A row of the list, for JSON."""
        result = self.config["result"]
        return {"run": str(self.path), "data": self.config["data"]["name"], "task": self.config["task"],
                "network": list(self.config["network"]["sizes"]), "optimizer": self.config["optimizer"]["name"],
                "learning_rate": self.config["optimizer"]["learning_rate"], **self.figures,
                "epochs": result["epochs"], "status": result["status"], "when": self.when}  # fmt: skip


def read_entry(path):
    """The `Entry` of a run folder.  Raises ValueError, in one line, for any other or a damaged one."""
    path = Path(path)
    config = read_run_config(path)
    table, names = read_metrics(path, config["task"]), metric_columns(TASKS[config["task"]].metric)[Column.TRAIN_LOSS :]
    if config["result"]["status"] == "running" and len(table):
        config["result"] |= _result_so_far(table)
    values = _kept(table, config["result"]["best_epoch"])[Column.TRAIN_LOSS :].tolist() if len(table) else []
    figures = dict.fromkeys(names) | {name: value for name, value in zip(names, values) if not math.isnan(value)}
    return Entry(path, config, figures, os.lstat(path / CONFIG).st_mtime)


def _result_so_far(table):
    """What metrics.csv says of a run that config.json, as it was at the start, calls running."""
    losses, last = table[:, Column.VALIDATION_LOSS], table[-1]
    best = table[np.nanargmin(losses)] if not np.isnan(losses).all() else last
    return {"epochs": int(last[Column.EPOCH]), "updates": int(last[Column.STEP]), "best_epoch": int(best[Column.EPOCH])}


def _kept(table, best_epoch):
    """The row of the weights that are kept: of the best epoch where there is a validation part, else the last."""
    best = table[table[:, Column.EPOCH] == best_epoch][:1]
    return best[0] if len(best) and not math.isnan(best[0, Column.VALIDATION_LOSS]) else table[-1]


def find_runs(folder):
    """([`Entry`], oldest first, [message of each damaged one]) of the run folders at or below ``folder``.

    Links are not followed; a folder that can't be read is among the messages.  Raises FileNotFoundError where there is
    no such folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(2, "there is no such folder", str(folder))
    entries, damaged = [], []

    def unread(error):
        damaged.append(f"{error.filename}: {reason(error)}")

    for place, inner, files in os.walk(folder, onerror=unread):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        if CONFIG in {*inner, *files}:
            try:
                entries.append(read_entry(place))
                inner.clear()
            except ValueError as error:
                damaged.append(str(error))
            except OSError as error:
                unread(error)
    return sorted(entries, key=lambda entry: (entry.when, str(entry.path))), damaged


class RunList(list):
    """Run folders, each an `Entry`, oldest first; ``left_out``: a message for each that is damaged."""

    left_out = ()

    def columns(self):
        """{name: list}: what ``numnet runs list --json`` says of each run, a row a run."""
        rows = [entry.record() for entry in self]
        names = dict.fromkeys(name for row in rows for name in row)
        return {name: [row.get(name) for row in rows] for name in names}

    def frame(self):
        """`columns` as a pandas frame.  Raises ImportError without pandas."""
        return frame(self.columns())

    def _repr_html_(self):
        from numnet.displays.html import block, table

        names = ("run", "data", "optimizer", "learning_rate", "epochs", "status", "train_loss", "validation_loss")
        rows = [[format_cell(entry.record().get(name)) for name in names] for entry in self]
        return block(plural(len(self), "run"), table([name.replace("_", " ") for name in names], rows))


def list_runs(folder="runs"):
    """The `RunList` of the run folders at or below ``folder``; empty before the first run.  Raises FileNotFoundError.

    >>> import tempfile
    >>> list_runs(tempfile.mkdtemp()).columns()
    {}
    """
    runs = RunList()
    if str(folder) != "runs" or Path(folder).exists():
        entries, runs.left_out = find_runs(folder)
        runs.extend(entries)
    return runs


def differences(entries):
    """{option: [its value in each run]} of those that are not the same in all."""
    names = dict.fromkeys(name for entry in entries for name in entry.options)
    values = {name: [entry.options.get(name) for entry in entries] for name in names}
    return {name: row for name, row in values.items() if any(value != row[0] for value in row)}

"""Lists of run folders: their results and differences; and deleting a run folder.

Reads config.json and metrics.csv alone, so that a list of hundreds is there at once.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from numnet.export import FORMATS
from numnet.files.atomic import clear_leftovers, temporary_prefix
from numnet.files.csv_files import read_csv_text
from numnet.files.lock import LOCK_FILE, Lock
from numnet.model.tasks import TASKS
from numnet.runs.config import read_run_config
from numnet.runs.file_names import CHECKPOINT, CONFIG, METRICS, MODEL, SNAPSHOTS
from numnet.runs.metrics_file import metric_columns

FILES = {CONFIG, METRICS, MODEL, CHECKPOINT, SNAPSHOTS, LOCK_FILE, *(entry.file for entry in FORMATS.values())}
FOLDERS = {"figures": lambda file: file.suffix in (".png", ".svg", ".pdf", ".gif", ".mp4"),
           "tensorboard": lambda file: file.name.startswith("events.out.tfevents")}  # fmt: skip
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
    try:
        header, *rows = read_csv_text(path / METRICS) or [[]]
        if header != metric_columns(TASKS[config["task"]].metric) or any(len(row) != len(header) for row in rows):
            raise ValueError("it has other columns than those of a run")
        figures = [[float(cell) if cell else None for cell in row] for row in rows]
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} is damaged: metrics.csv: {error}") from None
    names = header[header.index("train_loss") :]
    values = _kept(figures, config["result"]["best_epoch"], header)[header.index("train_loss") :] if figures else []
    return Entry(path, config, dict(zip(names, values or [None] * len(names))), (path / CONFIG).stat().st_mtime)


def _kept(rows, best_epoch, header):
    """The row of the weights that are kept: of the best epoch where there is a validation part, else the last."""
    last, epoch, held = rows[-1], header.index("epoch"), header.index("validation_loss")
    best = next((row for row in rows if row[epoch] == best_epoch), last)
    return best if best[held] is not None else last


def find_runs(folder):
    """([`Entry`], oldest first, [message of each damaged one]) of the run folders at or below ``folder``.

    Links are not followed.  Raises FileNotFoundError where there is no such folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(2, "there is no such folder", str(folder))
    entries, damaged = [], []
    for place, inner, files in os.walk(folder):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        if CONFIG in files:
            try:
                entries.append(read_entry(place))
                inner.clear()
            except ValueError as error:
                damaged.append(str(error))
    return sorted(entries, key=lambda entry: (entry.when, str(entry.path))), damaged


def differences(entries):
    """{option: [its value in each run]} of those that are not the same in all."""
    names = dict.fromkeys(name for entry in entries for name in entry.options)
    values = {name: [entry.options.get(name) for entry in entries] for name in names}
    return {name: row for name, row in values.items() if any(value != row[0] for value in row)}


def foreign(path):
    """Names of what is in a run folder and not numnet's own; such a folder is not deleted."""
    names = []
    for item in sorted(Path(path).iterdir()):
        if item.name in FOLDERS and item.is_dir() and not item.is_symlink():
            written_here = FOLDERS[item.name]
            files = [file for file in sorted(item.rglob("*")) if file.is_file()]
            names += [str(file.relative_to(path)) for file in files if not written_here(file)]
        elif item.name not in FILES:
            names.append(item.name)
    return names


def delete_run(path):
    """Delete a run folder: first it loses its name, so that no half of a run is ever there under it.

    Raises ValueError for what is no run folder, a link to one, one that holds anything else, or is being written.
    """
    path = Path(path)
    if path.is_symlink():
        raise ValueError(f"{path} is a link; delete it by hand")
    read_run_config(path)
    lock = Lock(path)
    try:
        clear_leftovers(path)
        others = foreign(path)
        if others:
            raise ValueError(f"{path} holds {', '.join(others)}, which numnet did not write; delete it by hand")
        doomed = path.with_name(f"{temporary_prefix()}{path.name}")
        path.rename(doomed)
        shutil.rmtree(doomed)
    finally:
        lock.release()

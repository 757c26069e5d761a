"""A run folder while its training goes on: there from the start, valid at any moment, resumable.

checkpoint.safetensors commits where a run stands.  While config.json calls the run ``running``, it alone counts: the
other files are written before it, so they know at least as much, and readers cut them to it.  At the end it comes
first and config.json, with the result, last; then all files are of one moment.
"""

import errno
import os
from dataclasses import replace

import numpy as np

from numnet.files.atomic import clear_leftovers, write_whole
from numnet.files.csv_files import MAX_ROWS
from numnet.files.json_files import write_json
from numnet.files.lock import Lock
from numnet.files.new_folder import NewFolder
from numnet.files.plain_files import FOLDER, kind, own_path
from numnet.model.model_file import save_model
from numnet.runs.ending import ended
from numnet.runs.file_names import CHECKPOINT, CONFIG, FIGURES, METRICS, MODEL, SNAPSHOTS
from numnet.runs.metrics_file import lines, metrics_text
from numnet.runs.saving import save_data, write_end
from numnet.training.checkpoint import Checkpoint, save_checkpoint


class RunFolder:
    """Writes the folder of a `Trial`: ``checkpoint()`` now and then, ``finish(figures)``, ``close()``.

    ``config`` is what config.json holds, without the result.  Raises OSError where a file can't be written; the old
    one stays then.
    """

    def __init__(self, path, lock, trial, recovery, config):
        self.path, self._lock = path, lock
        self.trial, self.recovery, self.config = trial, recovery, config
        self._lines, self._own_config = [], None
        epochs, every = trial.training.epochs, trial.training.options.evaluate_every
        if epochs // every + 2 > MAX_ROWS:
            least = epochs // (MAX_ROWS - 2) + 1
            raise ValueError(f"evaluate_every must be at least {least} for {epochs} epochs: metrics.csv has at most "
                             f"{MAX_ROWS} rows; got {every}")  # fmt: skip

    @classmethod
    def create(cls, new_folder, trial, recovery, config):
        """A new one in this `NewFolder`, whole at once."""
        folder = cls(None, None, trial, recovery, config)
        folder.path = new_folder.fill(folder._write_all)
        folder._lock = Lock(folder.path)
        return folder

    @classmethod
    def reopen(cls, path, lock, trial, recovery, config):
        """The folder of a run that is resumed; its status is "running" again."""
        folder = cls(path, lock, trial, recovery, config)
        clear_leftovers(path)
        if kind(path / FIGURES) == FOLDER:
            clear_leftovers(path / FIGURES)
        for name in (CHECKPOINT, SNAPSHOTS, METRICS, MODEL, CONFIG):  # now, not when they are to be written
            own_path(path, name)
        folder._write_config(path)
        return folder

    def checkpoint(self):
        """Write the state of the training, unless it has overflowed; a folder that has vanished is written again."""
        training = self.trial.training
        if np.isfinite(training.run.theta).all() and not training.diagnosis and not self._come_back():
            self._write_state(self.path)

    def _come_back(self):
        """Make the folder again if it has vanished; whether it had.  FileExistsError if another has taken its place."""
        if self._lock.held:
            return False
        vanished = not self.path.exists()
        if vanished:
            NewFolder(self.path, self.path.name).fill(self._write_all)
        elif self._config_file() != self._own_config:
            raise FileExistsError(errno.EEXIST, "this is not the run's own folder any more, it was replaced", self.path)
        self._lock.release()
        self._lock = Lock(self.path)
        return vanished

    def finish(self, status=None):
        """Write the checkpoint, let the `Trial` keep its weights, then write all files as of this moment.

        ``status``: where it is not the training's own.  Returns the `Run`.
        """
        self.checkpoint()
        self._come_back()
        run = replace(ended(self.trial, self.recovery, self.config, status), path=self.path)
        write_end(run, self.path, self._metrics(run.history))
        self._write_config(self.path, run.config["result"])
        if run.history.status == "diverged":  # where it broke; nobody goes on from there
            self._save_checkpoint(self.path, run.last.checkpoint)
        return run

    def close(self):
        """Release the lock."""
        self._lock.release()

    def _write_all(self, folder):
        save_data(self.config, self.trial.parts.dataset, folder)
        self._write_state(folder)
        self._write_config(folder)

    def _write_state(self, folder):
        training, recovery = self.trial.training, self.recovery
        snapshots = recovery.recorder.snapshots(final=False)
        if snapshots is not None:
            snapshots.save(folder / SNAPSHOTS)
        write_whole(folder / METRICS, self._metrics(training.history))
        model = self.trial.network.copy()
        model.parameters[:] = training.best
        save_model(folder / MODEL, model)
        self._save_checkpoint(folder, Checkpoint.of(training, copy=False))

    def _save_checkpoint(self, folder, checkpoint):
        save_checkpoint(folder / CHECKPOINT, checkpoint, self.recovery.anchor, recovery=self.recovery.events)

    def _write_config(self, folder, result=None):
        running = {"status": "running", "epochs": 0, "updates": 0, "best_epoch": 0, "diagnosis": None,
                   "compile_seconds": self.trial.training.compile_seconds or 0.0}  # fmt: skip
        write_json(folder / CONFIG, {**self.config, "result": result or running})
        self._own_config = os.lstat(folder / CONFIG).st_ino

    def _config_file(self):
        return os.lstat(self.path / CONFIG).st_ino if kind(self.path / CONFIG) else None

    def _metrics(self, history):
        """metrics.csv of a `History`; each row is put into words once."""
        while self._lines and self._lines[-1] != next(lines(history, len(self._lines) - 1), None):
            self._lines.pop()  # the training went back
        self._lines += lines(history, len(self._lines))
        return metrics_text(history, self._lines)

"""`History`: losses, metrics, learning rates and gradient norms of a run, by epoch."""

import numpy as np

from numnet.displays.html import block, table
from numnet.displays.loss_curves import sparkline
from numnet.kernels.codes import Column
from numnet.utils.frames import frame
from numnet.utils.habits import Remedies
from numnet.utils.lookup import did_you_mean, suggest
from numnet.utils.number_words import format_metric
from numnet.utils.wording import plural

COLUMNS = [column.name.lower() for column in Column if column < Column.TRAIN_METRIC]  # that every task has


def metric_columns(metric_name):
    """Names of a history's columns, the header of metrics.csv; the metric is called by its name."""
    return [*COLUMNS, f"train_{metric_name}", f"validation_{metric_name}"]


def meant(name, columns):
    """The remedy for an unknown column: Keras calls train_loss ``loss``, and validation_accuracy ``val_acc``."""
    part, what = ("validation", name.removeprefix("val_")) if name.startswith("val_") else ("train", name)
    own = f"{part}_{'accuracy' if what == 'acc' else what}"
    return did_you_mean([repr(own)]) if own in columns else suggest(name, columns)


class History(Remedies):
    """The course of a run.  Arrays have one entry a row; index 0 is before training.

    ``epoch``, ``step`` (updates so far), ``seconds`` of training (compiling not counted; read about every 50 ms and
    shared out in between), ``learning_rate`` of the last update, ``gradient_norm`` (mean over the epoch's updates of
    the gradient's 2-norm, NaN in row 0), ``train_loss``, ``validation_loss`` (NaN without validation data),
    ``train_metric`` and ``validation_metric``: what ``metric_name`` says ("accuracy", "r2" or "label_accuracy").
    All losses belong to end-of-epoch weights.

    ``epochs``, ``updates``: done so far.  ``best_epoch``: of the lowest validation loss (training loss where there is
    none).  ``status``: "running", "finished", "stopped" (patience ran out) or "diverged"; then ``diagnosis`` tells
    where.  ``compile_seconds``: time of the first call into the kernels.  ``checkpoint``: what `train` needs to go on
    (``resume=history``), None but in what `train` returns.

    The same by the names that metrics.csv has: ``history["validation_accuracy"]``, ``columns()``, ``frame()``.
    """

    def __init__(self, table, metric_name, *, epochs, updates, best_epoch, status, compile_seconds=0.0, diagnosis=None):
        for column in Column:
            if column != Column.SIZE:
                setattr(self, column.name.lower(), table[:, column].copy())
        self.epoch, self.step = self.epoch.astype(np.int64), self.step.astype(np.int64)
        self.metric_name, self.status = metric_name, status
        self.epochs, self.updates, self.best_epoch = epochs, updates, best_epoch
        self.compile_seconds, self.diagnosis = compile_seconds, diagnosis
        self.checkpoint = None

    def __len__(self):
        return len(self.epoch)

    def columns(self):
        """{name: array (rows,)}, in the order of metrics.csv."""
        arrays = (getattr(self, column.name.lower()) for column in Column if column != Column.SIZE)
        return dict(zip(metric_columns(self.metric_name), arrays))

    def frame(self):
        """The columns as a pandas.DataFrame, a row for each that was recorded.  Raises ImportError without pandas."""
        return frame(self.columns())

    def __getitem__(self, name):
        """A column, (rows,).  Raises KeyError naming the nearest."""
        columns = self.columns()
        if isinstance(name, str) and name in columns:
            return columns[name]
        if not isinstance(name, str):
            raise KeyError(f"the history has columns by name, not {name!r}; history.frame() is a data frame of pandas")
        raise KeyError(f"the history has no column {name!r}; {meant(name, columns)}")

    def __iter__(self):
        """The names of the columns, as of a frame."""
        return iter(self.columns())

    def plot(self, **options):
        """The figure of its convergence: `numnet.figures.convergence`, which takes the options; returns its axes."""
        import numnet

        return numnet.figures.convergence(self, **options)

    def __repr__(self):
        last = f", train_loss {self.train_loss[-1]:.4g}" if len(self) else ""
        return f"<History: {self._words()}{last}>"

    def _words(self):
        return f"{self.status}, {plural(self.epochs, 'epoch')}, {plural(self.updates, 'update')}"

    def _repr_html_(self):
        title = f"History: {self._words()}" + (f", {self.seconds[-1]:.3g} s" if len(self) else "")
        return block(title, sparkline(self), self._rows_html())

    def _rows_html(self):
        """A table of losses and metrics before training, of the best epoch and of the last."""
        if not len(self):
            return ""
        rows = dict.fromkeys([0, int((self.epoch == self.best_epoch).argmax()), len(self) - 1])
        epochs = self.epoch[list(rows)].tolist()
        header = ["", *(f"epoch {k}{' (best)' if k == self.best_epoch else ''}" for k in epochs)]
        names = metric_columns(self.metric_name)[Column.TRAIN_LOSS :]
        lines = [[name.replace("_", " "), *(format_metric(name, float(self[name][row])) for row in rows)]
                 for name in names if not np.isnan(self[name]).all()]  # fmt: skip
        return table(header, lines)

"""`History`: losses, metrics, learning rates and gradient norms of a run, by epoch."""

import numpy as np

from numnet.kernels.codes import Column


class History:
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

    def __repr__(self):
        last = f", train_loss {self.train_loss[-1]:.4g}" if len(self) else ""
        return f"<History: {self.status}, {self.epochs} epochs, {self.updates} updates{last}>"

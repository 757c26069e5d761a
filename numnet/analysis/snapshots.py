"""A run at its snapshots: the weights at earlier epochs, their losses and metric."""

from dataclasses import dataclass, replace

import numpy as np

from numnet.data.split_dataset import scaled
from numnet.model.tasks import TASKS
from numnet.utils.arguments import integer


def with_parameters(run, parameters):
    """The run with other weights (P,), a new `Run` of the same folder."""
    network = run.network.copy()
    network.parameters[:] = parameters
    return replace(run, network=network)


def at_epoch(run, epoch=None):
    """(`Run`, epoch): the run with the weights of its snapshot nearest to ``epoch``; as it is, and None, for None.

    Raises ValueError where there are no snapshots.
    """
    if epoch is None:
        return run, None
    taken = run.snapshots
    k = int(np.abs(taken.epochs - integer("epoch", epoch, at_least=0)).argmin())
    return with_parameters(run, taken.parameters[k]), int(taken.epochs[k])


@dataclass(frozen=True, eq=False)
class SnapshotScore:
    """A run with the weights of one of its snapshots, their losses and metric."""

    run: object  # `Run` with these weights
    epoch: int
    train_loss: float
    validation_loss: float  # NaN where there is no validation part
    metric: float  # the task's, of the validation part, or of the training part where there is no other


def snapshot_scores(run, epochs=None):
    """A `SnapshotScore` for every snapshot, or for those nearest to ``epochs``.

    Raises ValueError where there are no snapshots.
    """
    taken, parts = run.snapshots, run.data()
    training, validation = scaled(parts, run.scaler)
    name, last = TASKS[run.network.task].metric, (run.inputs(parts.X), parts.T)
    if validation is not None:
        last = run.inputs(parts.X_validation), parts.T_validation
    chosen = range(len(taken.epochs))
    if epochs is not None:
        chosen = np.unique([np.abs(taken.epochs - epoch).argmin() for epoch in epochs])
    scores = []
    for k in chosen:
        then = with_parameters(run, taken.parameters[k])
        loss = float("nan") if validation is None else then.network.loss(*validation)
        metric = then.measure(*last)[name]
        scores.append(SnapshotScore(then, int(taken.epochs[k]), then.network.loss(*training), loss, metric))
    return scores

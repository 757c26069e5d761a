"""The `Run` that a training leaves when it ends."""

import json

from numnet.files.json_files import json_bytes
from numnet.runs.run import LastState, Run
from numnet.training.checkpoint import Checkpoint


def ended(trial, recovery, config, status=None):
    """The `Run`, in memory, of a `Trial` that is over: its network gets the weights that are kept.

    ``recovery``: the `Recovery` that advanced it; ``config``: what config.json holds, without the result; ``status``:
    where it is not the training's own.
    """
    last = LastState(Checkpoint.of(trial.training), recovery.anchor, recovery.events)
    snapshots = recovery.recorder.snapshots(final=status != "interrupted")
    trial.keep(status)
    figures, history = trial.figures(), trial.history
    result = {**figures, "kept_epoch": figures["best_epoch"], "best_epoch": history.best_epoch,
              "status": history.status, "diagnosis": history.diagnosis, "recovery": recovery.events}  # fmt: skip
    config = json.loads(json_bytes({**config, "result": result}))  # lists and all, as a folder gives them back
    return Run(None, trial.network, history, config, trial.parts, snapshots, last)

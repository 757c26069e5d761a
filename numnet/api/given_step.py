"""A step by hand as a page that is handed out takes it; the object is described in `numnet.api.playground`."""

import base64
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from numnet.api.given_run import ALL, base64_of, csv_text
from numnet.options.configuration import FORMAT

MOST_PARAMETERS = 2000  # of a network that one works out by hand


def given_step(derivation, layer=None, unit=None, fill=False):
    """The object of what `numnet.trace` returns; of one layer or unit alone; ``fill``: begun as a sheet to fill in.

    Raises ValueError or `DataError`, in one line, for a step that a page can't take.
    """
    trace, network, dataset = derivation.trace, derivation.network, derivation.trace.dataset
    if dataset is None:
        raise ValueError("a page shows a step on a row of a data set; make it by numnet.trace")
    if len(trace.rows) > 1:
        raise ValueError(f"a page shows a step on one sample, got {len(trace.rows)}; name one by --sample")
    if derivation.estimate is not None:
        raise ValueError("a page has no central differences; leave out --check")
    if network.parameters.size > MOST_PARAMETERS:
        raise ValueError(f"the network has {network.parameters.size} parameters, and a page shows by hand at most "
                         f"{MOST_PARAMETERS}; trace one with fewer units, --hidden")  # fmt: skip
    if not derivation.narrowed(layer, unit):
        raise ValueError(f"there is no layer or unit of that number; the sizes are {'-'.join(map(str, network.sizes))}")
    penalties = {"l1": trace.l1, "l2": trace.l2, "clip_norm": trace.clip_norm}
    X = dataset.X if network.columns is None else network.columns.complete(dataset.X)
    data = {"data": {"csv": csv_text(dataset.name, replace(dataset, X=X))}, "target": list(dataset.targets)}
    return {
        "model": model_text(network),
        "config": {"format": FORMAT, **data, "task": dataset.task, "columns": list(ALL), "validation": 0.0, "test": 0.0,
                   "optimizer": trace.optimizer.name, **asdict(trace.optimizer), **penalties},
        "step": {"row": int(trace.rows[0]), "update": trace.update, "memory": base64_of(trace.memory), "layer": layer,
                 "unit": unit, "digits": derivation.digits, "fill": fill},
    }  # fmt: skip


def model_text(network):
    """The model's file, base64."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.safetensors")
        network.save(path)
        return base64.b64encode(path.read_bytes()).decode()

"""NumPy's .npz: W1, b1, W2, … and what else prediction takes, arrays of numbers and of text alone."""

import io
import json

from numnet.export.format import Format
from numnet.files.output import write_output


def arrays(run):
    """{name: array}: W1, b1, …; mean, scale, target_mean, target_scale where data are scaled; names as text.

    Columns, and inputs that are computed, as in JSON.
    """
    import numpy as np

    from numnet.export.description import describe, scaling

    network, model = run.network, describe(run)
    named = {f"{kind}{l}": a for l, pair in enumerate(zip(network.weights, network.biases), 1)
             for kind, a in zip("Wb", pair)}  # fmt: skip
    for name, values in (scaling(run.scaler) if run.scaler else {}).items():
        named |= {} if values is None else {name: np.array(values)}
    named["activations"] = np.array([layer["activation"] for layer in model["layers"]])
    for name in ("columns", "inputs") if model["inputs"] else ("columns",):
        named[name] = np.array(json.dumps(model[name], ensure_ascii=False))
    for name in ("features", "targets", "labels", "task", "format"):
        named[name] = np.array(model[name], dtype=np.str_)
    return named


def write(run, path):
    """Write model.npz."""
    import numpy as np

    file = io.BytesIO()
    np.savez(file, **arrays(run))
    write_output(path, file.getvalue())


FORMAT = Format("npz", "model.npz", "the same as NumPy arrays", write, "numnet-export-")

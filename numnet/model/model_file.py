"""What a model file may hold: limits, and checks of metadata, tensors and scaler."""

from itertools import pairwise

from numnet.files.schema import NAMES, check, one_of, optional, shown, whole
from numnet.model.activations import ACTIVATIONS
from numnet.model.initializers import INITIALIZERS
from numnet.model.losses import LOSSES
from numnet.model.tasks import TASKS

MOST_LAYERS = 1000
MOST_PARAMETERS = 2**31


def check_sizes(sizes):
    """ValueError for more layers or parameters than a network may have."""
    if len(sizes) - 1 > MOST_LAYERS:
        raise ValueError(f"sizes must name at most {MOST_LAYERS} layers, got {len(sizes) - 1}")
    count = sum(a * b + b for a, b in pairwise(sizes))
    if count > MOST_PARAMETERS:
        raise ValueError(f"sizes must give at most {MOST_PARAMETERS} parameters, got {shown(count)}")


def check_model(about, tensors):
    """ValueError unless the metadata describe a network, and the arrays are its weights: names, shapes, dtype, finite.

    Only then is a network made of them; its size is that of the arrays in the file.
    """
    import numpy as np

    check(about, {"sizes": [whole(1)], "activation": [one_of(ACTIVATIONS)], "task": one_of(TASKS),
                  "loss": one_of(LOSSES), "init": one_of(("auto", *INITIALIZERS)), "seed": whole(),
                  "target_names": optional(NAMES), "feature_names": optional(NAMES)})  # fmt: skip
    sizes = about["sizes"]
    check_sizes(sizes)
    expected = {}
    for l, (a, b) in enumerate(pairwise(sizes), 1):
        expected |= {f"W{l}": (a, b), f"b{l}": (b,)}
    if {name: tensor.shape for name, tensor in tensors.items()} != expected:
        raise ValueError(f"the tensors do not fit the layer sizes {shown(sizes)}")
    kinds = {tensor.dtype.name for tensor in tensors.values()}
    if len(kinds) != 1 or not kinds <= {"float32", "float64"}:
        raise ValueError(f"the weights must all be float32 or all float64, got {', '.join(sorted(kinds)) or 'none'}")
    for name, tensor in tensors.items():
        if not np.isfinite(tensor).all():
            raise ValueError(f"{name} must be finite, of shape {tensor.shape}")
    features = about["feature_names"]
    if features is not None and (len(features) != sizes[0] or len(set(features)) != sizes[0]):
        raise ValueError(f"feature_names must be {sizes[0]} different names, got {shown(features)}")


def check_scaler(scaler, inputs, outputs):
    """ValueError unless a `Scaler` fits a network of so many inputs and outputs, and turns finite into finite."""
    import numpy as np

    parts = {"mean": inputs, "scale": inputs, "target_mean": outputs, "target_scale": outputs}
    for name, size in parts.items():
        values = getattr(scaler, name)
        if values is None and name.startswith("target"):
            continue
        if values is None or values.shape != (size,) or not np.isfinite(values).all():
            raise ValueError(f"the scaler's {name} must be {size} finite numbers")
        if name.endswith("scale") and not (values > 0).all():
            raise ValueError(f"the scaler's {name} must be > 0")
    if (scaler.target_mean is None) != (scaler.target_scale is None):
        raise ValueError("the scaler needs both target_mean and target_scale, or neither")

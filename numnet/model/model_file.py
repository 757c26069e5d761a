"""The file of a network: weights, architecture, names and scaler in safetensors, checked before they are used."""

import os
from itertools import pairwise

import numpy as np

from numnet.data.record_schema import COLUMNS_SHAPE
from numnet.files.schema import NAMES, check, one_of, optional, shown, whole
from numnet.files.tensor_files import read_tensors, write_tensors
from numnet.model.activations import ACTIVATIONS
from numnet.model.initializers import INITIALIZERS
from numnet.model.losses import LOSSES
from numnet.model.tasks import TASKS

MODEL_FORMAT = "numnet-model-1"
MAX_LAYERS = 1000
MAX_PARAMETERS = 2**31


def save_model(path, network, links=False):
    """Write the file of a `Network`, whole or not at all; ``links``: also that to which a link at ``path`` leads."""
    from numnet import __version__

    about = {
        "format": MODEL_FORMAT, "version": __version__, "sizes": network.sizes, "activation": network.activation,
        "task": network.task, "loss": network.loss_name, "init": network.init, "seed": network.seed,
        "target_names": network.target_names, "feature_names": network.feature_names,
        "scaler": network.scaler and network.scaler.to_dict(),
        "columns": network.columns and network.columns.to_dict(),
        "inputs": network.terms and network.terms.texts,
    }  # fmt: skip
    layers = enumerate(zip(network.weights, network.biases), 1)
    tensors = {f"{kind}{l}": np.ascontiguousarray(a) for l, pair in layers for kind, a in zip("Wb", pair)}
    write_tensors(os.path.realpath(path) if links else path, tensors, about)


def load_model(path, kind, links=False):
    """The network of a file, made by the class ``kind``; ``links``: also of that to which a link at ``path`` leads.

    Raises FileNotFoundError, or ValueError in one line.
    """
    about, tensors = read_tensors(os.path.realpath(path) if links else path, "model", MODEL_FORMAT, _most_bytes)
    try:
        return _network(kind, about, tensors)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{path} is damaged: {error}") from None


def _most_bytes(about):
    return 8 * check_sizes(about["sizes"])


def _network(kind, about, tensors):
    """The network that checked metadata and arrays describe.  Raises ValueError or LookupError."""
    from numnet.data import Columns, InputTerms, Scaler

    check_model(about, tensors)
    shape, names = (about[name] for name in ("sizes", "activation", "task", "loss")), about["target_names"]
    network = kind(*shape, init="zeros", dtype=tensors["W1"].dtype, seed=about["seed"], target_names=names)
    network.init = about["init"]
    for letter, views in (("W", network.weights), ("b", network.biases)):
        for l, view in enumerate(views, 1):
            view[:] = tensors[f"{letter}{l}"]
    network.feature_names = about["feature_names"] and tuple(about["feature_names"])
    network.terms = InputTerms.parse(about.get("inputs") or (), network.feature_names or ())
    if about["scaler"] is not None:
        network.scaler = Scaler.from_dict(about["scaler"])
        check_scaler(network.scaler, network.sizes[0], network.sizes[-1])
    if about.get("columns") is not None:
        check(about["columns"], COLUMNS_SHAPE)
        network.columns = Columns.from_dict(about["columns"])
        if network.columns.names != network.feature_names:
            raise ValueError("its columns do not give its features")
    return network


def check_sizes(sizes):
    """How many parameters a network of these sizes has.  ValueError for more layers or parameters than it may have."""
    check(list(sizes), [whole(1)], "sizes")
    if len(sizes) - 1 > MAX_LAYERS:
        raise ValueError(f"sizes must name at most {MAX_LAYERS} layers, got {len(sizes) - 1}")
    count = sum(a * b + b for a, b in pairwise(sizes))
    if count > MAX_PARAMETERS:
        raise ValueError(f"sizes must give at most {MAX_PARAMETERS} parameters, got {shown(count)}")
    return count


def check_model(about, tensors):
    """ValueError unless the metadata describe a network, and the arrays are its weights: names, shapes, dtype, finite.

    Only then is a network made of them; its size is that of the arrays in the file.
    """
    check(about, {"sizes": [whole(1)], "activation": [one_of(ACTIVATIONS)], "task": one_of(TASKS),
                  "loss": one_of(LOSSES), "init": one_of(("auto", *INITIALIZERS)), "seed": whole(),
                  "target_names": optional(NAMES), "feature_names": optional(NAMES),
                  "inputs?": optional(NAMES)})  # fmt: skip
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
    features, inputs = about["feature_names"], about.get("inputs")
    if inputs and len(inputs) != sizes[0]:
        raise ValueError(f"inputs must be {sizes[0]} terms, got {shown(inputs)}")
    count = len(features or ()) if inputs else sizes[0]
    if features is not None and (len(features) != count or len(set(features)) != count):
        raise ValueError(f"feature_names must be {count} different names, got {shown(features)}")


def check_scaler(scaler, inputs, outputs):
    """ValueError unless a `Scaler` fits a network of so many inputs and outputs, and turns finite into finite."""
    parts = {"mean": inputs, "scale": inputs, "target_mean": outputs, "target_scale": outputs}
    for name, size in parts.items():
        values = getattr(scaler, name)
        if values is None and name.startswith("target"):
            continue
        if values is None or values.shape != (size,) or not np.isfinite(values).all():
            raise ValueError(f"the scaler's {name} must be {size} finite numbers")
        if name.endswith("scale") and not (values > 0).all():
            raise ValueError(f"the scaler's {name} must be > 0")
    with np.errstate(over="ignore"):
        if not np.isfinite(scaler.mean / scaler.scale).all():
            raise ValueError("the scaler's means are too large beside its scales")
    if (scaler.target_mean is None) != (scaler.target_scale is None):
        raise ValueError("the scaler needs both target_mean and target_scale, or neither")

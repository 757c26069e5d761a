"""A model as plain data, from which JSON, arrays and the script are made."""

import numpy as np

from numnet import __version__
from numnet.data import Columns
from numnet.kernels.codes import InputTerm
from numnet.model.inputs import feature_names
from numnet.model.tasks import TASKS

EXPORT_FORMAT = "numnet-export-1"


def describe(run):
    """A dictionary of text, numbers and lists that says all that prediction takes; the last layer's activation too.

    The columns of a table become a row x of numbers (texts one-hot), missing ones ``fill``; where there are ``inputs``,
    x becomes these terms of itself; then (x − mean) / scale, then h = f(h W + b) layer by layer, W (fan_in, fan_out); a
    regression answers y · target scale + target mean.
    """
    network, scaler = run.network, run.scaler
    names = [*network.activation, TASKS[network.task].output]
    layers = zip(network.weights, network.biases, names)
    return {
        "format": EXPORT_FORMAT,
        "numnet": __version__,
        "task": network.task,
        "dtype": network.dtype.name,
        "features": list(feature_names(network)),
        "columns": columns_of(network).to_dict(),
        "targets": list(run.config["data"]["targets"]),
        "labels": list(network.target_names or ()),
        "inputs": network.terms and described(network.terms),
        "scaling": scaler and scaling(scaler),
        "layers": [{"weights": exact(W), "biases": exact(b), "activation": name} for W, b, name in layers],
    }


def columns_of(network):
    """The `Columns` that turn a table into the network's inputs."""
    return network.columns or Columns.numbers(feature_names(network))


def described(terms):
    """[{"term": "x1*x2", "kind": "product", "of": [0, 1]}, …]: "column", "product", "sine" or "cosine" of features."""
    return [{"term": text, "kind": kind.name.lower(), "of": [i, j] if kind == InputTerm.PRODUCT else [i]}
            for text, (kind, i, j) in zip(terms.texts, terms.terms)]  # fmt: skip


def scaling(scaler):
    """{"mean", "scale", "target_mean", "target_scale"}: lists, the last two None where targets are not scaled."""
    return scaler.to_dict()


def exact(array):
    """Nested lists of floats that give the same array back in its dtype; short ones where that is possible."""
    short = np.array([float(str(value)) for value in array.ravel()]).reshape(array.shape)
    return (short if (short.astype(array.dtype) == array).all() else array).tolist()

"""numnet: every equation of a course on neural networks as a short compiled kernel.

Names are imported on first use, so that ``import numnet`` costs nothing.
"""

import importlib

__version__ = "0.1.0"

_HOME = {
    "numnet.network": ("Network",),
    "numnet.training": ("train", "Training", "DivergenceWarning"),
    "numnet.history": ("History",),
    "numnet.checks": ("gradient_check",),
    "numnet.runs": ("load_run",),
    "numnet.data": ("load_dataset", "read_csv", "DATASETS", "DataError"),
    "numnet.registry": ("ACTIVATIONS", "LOSSES", "INITIALIZERS"),
    "numnet.schedules": ("SCHEDULES",),
    "numnet.optimizers": (
        "OPTIMIZERS",
        "SGD",
        "Momentum",
        "NAG",
        "Adagrad",
        "Adadelta",
        "RMSProp",
        "Adam",
        "AdamW",
        "AMSGrad",
        "Nadam",
        "Adamax",
        "RAdam",
        "Lion",
    ),
    "numnet.planned": ("train_population", "descend", "SURFACES"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}
__all__ = [*_MODULE, "figures", "__version__"]


def __getattr__(name):
    if name == "figures":
        return importlib.import_module("numnet.figures")
    if name not in _MODULE:
        raise AttributeError(f"module 'numnet' has no attribute {name!r}")
    value = getattr(importlib.import_module(_MODULE[name]), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted([*globals(), *__all__])

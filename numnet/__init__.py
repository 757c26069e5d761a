"""numnet: every equation of a course on neural networks as a short compiled kernel.

Names are imported on first use, so that ``import numnet`` costs nothing.
"""

import importlib

from numnet.lazy import lazy_names

__version__ = "0.1.0"

_HOME = {
    "numnet.network": ("Network",),
    "numnet.training": ("train", "Training", "DivergenceWarning"),
    "numnet.history": ("History",),
    "numnet.checks": ("gradient_check",),
    "numnet.runs": ("load_run",),
    "numnet.sweep": ("load_sweep",),
    "numnet.comparison": ("load_comparison",),
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
    "numnet.population": ("train_population",),
    "numnet.surfaces": ("SURFACES", "Surface", "parse_surface"),
    "numnet.cuda": ("DeviceError",),
    "numnet.descent": ("descend", "descend_many", "Descents"),
    "numnet.tuning": ("tune",),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}
__all__ = [*_MODULE, "figures", "__version__"]
_getattr, __dir__ = lazy_names(__name__, _MODULE)


def __getattr__(name):
    return importlib.import_module(f"numnet.{name}") if name in ("figures", "sklearn") else _getattr(name)

"""numnet: every equation of a course on neural networks as a short compiled kernel.

Names are imported on first use, so that ``import numnet`` costs nothing.
"""

import importlib

from numnet.utils.lazy_names import lazy_names

__version__ = "0.1.0"
_HOME = {
    "numnet.model.network": ("Network",),
    "numnet.training.train": ("train",),
    "numnet.training.training": ("Training",),
    "numnet.utils.errors": ("DivergenceWarning",),
    "numnet.training.history": ("History",),
    "numnet.diagnostics.gradient_check": ("gradient_check",),
    "numnet.runs.loading": ("load_run",),
    "numnet.studies.sweep": ("load_sweep",),
    "numnet.studies.comparison": ("load_comparison",),
    "numnet.data": ("load_dataset", "read_csv", "DATASETS", "DataError"),
    "numnet.model.activations": ("ACTIVATIONS",),
    "numnet.model.losses": ("LOSSES",),
    "numnet.model.initializers": ("INITIALIZERS",),
    "numnet.optim.schedules": ("SCHEDULES",),
    "numnet.optim.optimizers": (
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
    "numnet.training.population": ("train_population",),
    "numnet.surfaces.catalogue": ("SURFACES", "Surface", "parse_surface"),
    "numnet.cuda.errors": ("DeviceError",),
    "numnet.surfaces.descent": ("descend", "descend_many", "Descents"),
    "numnet.surfaces.rate_tuning": ("tune",),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}
__all__ = [*_MODULE, "figures", "__version__"]
_getattr, __dir__ = lazy_names(__name__, _MODULE)


def __getattr__(name):
    return importlib.import_module(f"numnet.{name}") if name in ("figures", "sklearn") else _getattr(name)

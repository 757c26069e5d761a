"""numnet: every equation of a course on neural networks as a short compiled kernel.

Names are imported on first use, so that ``import numnet`` costs nothing.
"""

import importlib

from numnet.utils.lazy_names import lazy_names

__version__ = "0.1.0"
_HOME = {
    "numnet.model.network": ("Network",),
    "numnet.api.fit": ("fit",),
    "numnet.api.sweep": ("sweep",),
    "numnet.api.objective": ("objective",),
    "numnet.api.compare": ("compare",),
    "numnet.api.check": ("check",),
    "numnet.api.evaluate": ("evaluate",),
    "numnet.api.playground": ("playground",),
    "numnet.api.race": ("race",),
    "numnet.api.trace": ("trace",),
    "numnet.training.train": ("train",),
    "numnet.training.training": ("Training",),
    "numnet.utils.errors": ("DivergenceWarning",),
    "numnet.training.history": ("History",),
    "numnet.diagnostics.gradient_check": ("gradient_check",),
    "numnet.runs.loading": ("load_run",),
    "numnet.runs.listing": ("list_runs",),
    "numnet.studies.sweep": ("load_sweep",),
    "numnet.studies.comparison": ("load_comparison",),
    "numnet.api.read_csv": ("read_csv",),
    "numnet.data": ("load_dataset", "DATASETS", "DataError"),
    "numnet.model.activations": ("ACTIVATIONS",),
    "numnet.model.losses": ("LOSSES",),
    "numnet.model.initializers": ("INITIALIZERS",),
    "numnet.optim.schedules": ("SCHEDULES",),
    "numnet.optim.optimizers": ("OPTIMIZERS",),  # and its classes, see _optimizers()
    "numnet.training.population": ("train_population",),
    "numnet.surfaces.catalogue": ("SURFACES", "Surface", "parse_surface"),
    "numnet.cuda.errors": ("DeviceError",),
    "numnet.surfaces.descent": ("descend", "descend_many", "Descents"),
    "numnet.surfaces.rate_tuning": ("tune",),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}
_NOTEBOOK = {"load_ipython_extension": "numnet.commands.magic"}  # what ``%load_ext numnet`` looks for
_getattr, _dir = lazy_names(__name__, _MODULE | _NOTEBOOK)


def _optimizers():
    """The names of the optimizers' classes, one for each file of ``numnet/kernels/rules``."""
    from numnet.kernels.rules import RULES

    return [rule.kind for rule in RULES.values()]


def __getattr__(name):
    if name in ("figures", "sklearn"):
        return importlib.import_module(f"numnet.{name}")
    if name == "__all__":
        return [*_MODULE, *_optimizers(), "figures", "__version__"]
    if name[:1].isupper() and name not in _MODULE and name in _optimizers():
        return getattr(importlib.import_module(_MODULE["OPTIMIZERS"]), name)
    return _getattr(name)


def __dir__():
    return sorted({*_dir(), *_optimizers(), "__all__"})

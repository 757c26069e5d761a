"""Optimizers and learning-rate schedules: hyper-parameters, defaults, sources."""

from numnet.utils.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__, {})  # for the remedy where a name is missing

"""Data: bundled sets and generators, CSV in and out, scaling and splitting.

Names are imported on first use: the catalogue of sets and `DataError` need no NumPy, so that command-line help
stays instant; everything else does.
"""

import importlib

_HOME = {
    "DATASETS": "catalogue",
    "DatasetInfo": "catalogue",
    "DataError": "catalogue",
    "TASKS": "catalogue",
    "load_dataset": "bundled",
    "read_data": "resolve",
    "is_bundled": "resolve",
    "check_name": "resolve",
    "read_csv": "csv_files",
    "read_features": "csv_files",
    "write_csv": "csv_files",
    "Dataset": "dataset",
    "fingerprint": "dataset",
    "split": "dataset",
    "Scaler": "scaler",
}

__all__ = list(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted([*globals(), *__all__])

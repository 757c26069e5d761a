"""Data: bundled sets and generators, CSV in and out, scaling and splitting.

Names are imported on first use: the catalogue of sets and `DataError` need no NumPy, so that command-line help
stays instant; everything else does.
"""

from numnet.lazy import lazy_names

_HOME = {
    "DATASETS": ".catalogue",
    "DatasetInfo": ".catalogue",
    "DataError": ".catalogue",
    "TASKS": ".catalogue",
    "load_dataset": ".bundled",
    "read_data": ".resolve",
    "is_bundled": ".resolve",
    "check_name": ".resolve",
    "read_csv": ".csv_files",
    "read_features": ".csv_files",
    "write_csv": ".csv_files",
    "Dataset": ".dataset",
    "fingerprint": ".dataset",
    "class_factors": ".targets",
    "divide": ".division",
    "split": ".division",
    "Reading": ".roles",
    "Understanding": ".understanding",
    "Columns": ".columns",
    "Scaler": ".scaler",
}

__all__ = list(_HOME)
__getattr__, __dir__ = lazy_names(__name__, _HOME)

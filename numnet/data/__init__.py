"""Data: bundled sets and generators, CSV in and out, scaling and splitting.

Names are imported on first use: the catalogue of sets and `DataError` need no NumPy, so that command-line help
stays instant; everything else does.
"""

from numnet.utils.lazy_names import lazy_names

_HOME = {
    "DATASETS": "numnet.data.bundled.catalogue",
    "DatasetInfo": "numnet.data.bundled.dataset_info",
    "DataError": "numnet.data.errors",
    "TASKS": "numnet.kernels.codes",
    "load_dataset": "numnet.data.bundled.loading",
    "read_data": "numnet.data.sources",
    "read_source": "numnet.data.sources",
    "index_of": "numnet.data.tables.frames",
    "is_bundled": "numnet.data.sources",
    "is_truth_table": "numnet.data.sources",
    "check_name": "numnet.data.sources",
    "read_csv": "numnet.data.data_files",
    "read_features": "numnet.data.data_files",
    "write_csv": "numnet.data.data_files",
    "Dataset": "numnet.data.dataset",
    "fingerprint": "numnet.data.dataset",
    "save_dataset": "numnet.data.dataset_file",
    "open_dataset": "numnet.data.dataset_file",
    "class_factors": "numnet.data.columns.targets",
    "divide": "numnet.data.splitting",
    "split": "numnet.data.splitting",
    "ReadOptions": "numnet.data.read_options",
    "InputTerms": "numnet.data.input_terms",
    "FileInspection": "numnet.data.file_inspection",
    "Columns": "numnet.data.columns.features",
    "Scaler": "numnet.data.scaler",
}
__all__ = list(_HOME)
__getattr__, __dir__ = lazy_names(__name__, _HOME)

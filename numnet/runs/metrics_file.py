"""metrics.csv: the lines of a `History`, and the table read back."""

import math
from array import array

import numpy as np

from numnet.files.csv_files import read_csv_text
from numnet.files.plain_files import reason
from numnet.kernels.codes import Column
from numnet.model.tasks import TASKS
from numnet.runs.file_names import METRICS
from numnet.training.history import metric_columns


def metrics_text(history, known=None):
    """metrics.csv of a `History`; ``known``: its lines, where they are at hand."""
    header = ",".join(metric_columns(history.metric_name)) + "\n"
    return header + "".join(lines(history) if known is None else known)


def lines(history, first=0):
    """The lines of metrics.csv from row ``first`` on: numbers that give the same numbers back, nothing for NaN."""
    columns = [column[first:].tolist() for column in history.columns().values()]
    return (",".join("" if math.isnan(value) else repr(value) for value in row) + "\n" for row in zip(*columns))


def read_metrics(path, task):
    """The table (rows, Column.SIZE) of a metrics.csv, NaN where a cell is empty.  Raises ValueError in one line."""
    try:
        table = _table(read_csv_text(path / METRICS), metric_columns(TASKS[task].metric))
        counts = table[:, [Column.EPOCH, Column.STEP]]
        if not ((counts >= 0) & (counts < 2**53) & (counts == np.floor(counts))).all():
            raise ValueError("epoch and step must be whole numbers")
        if not (np.diff(table[:, Column.EPOCH]) > 0).all():
            raise ValueError("epochs must increase")
        return table
    except FileNotFoundError:
        raise ValueError(f"{path} is damaged: it has no metrics.csv") from None
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} is damaged: metrics.csv: {reason(error)}") from None


def _table(rows, columns):
    """Rows of text as an array, row by row: their text takes many times as much memory.  Raises ValueError."""
    if next(rows, None) != columns:
        raise ValueError(f"it must have the columns {','.join(columns)}")
    numbers = array("d")
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"every row must have {len(columns)} cells")
        numbers.extend([float(cell) if cell else math.nan for cell in row])
    return np.array(numbers).reshape(-1, len(columns))

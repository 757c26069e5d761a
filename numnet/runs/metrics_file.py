"""metrics.csv: the lines of a `History`, and the table read back."""

import math

import numpy as np

from numnet.files.csv_files import read_csv_text
from numnet.kernels.codes import Column
from numnet.model.tasks import TASKS
from numnet.runs.file_names import METRICS


def metrics_text(history, known=None):
    """metrics.csv of a `History`; ``known``: its lines, where they are at hand."""
    header = ",".join(metric_columns(history.metric_name)) + "\n"
    return header + "".join(lines(history) if known is None else known)


def lines(history, first=0):
    """The lines of metrics.csv from row ``first`` on: numbers that give the same numbers back, nothing for NaN."""
    names = [column.name.lower() for column in Column if column != Column.SIZE]
    columns = [getattr(history, name)[first:].tolist() for name in names]
    return (",".join("" if math.isnan(value) else repr(value) for value in row) + "\n" for row in zip(*columns))


def metric_columns(metric_name):
    """Header of metrics.csv."""
    names = [column.name.lower() for column in Column if column < Column.TRAIN_METRIC]
    return [*names, f"train_{metric_name}", f"validation_{metric_name}"]


def read_metrics(path, task):
    """The table (rows, Column.SIZE) of a metrics.csv.  Raises ValueError in one line."""
    try:
        rows, columns = read_csv_text(path / METRICS), metric_columns(TASKS[task].metric)
        if not rows or rows[0] != columns:
            raise ValueError(f"it must have the columns {','.join(columns)}")
        if any(len(row) != Column.SIZE for row in rows):
            raise ValueError(f"every row must have {len(columns)} cells")
        table = np.array([[float(cell) if cell else math.nan for cell in row] for row in rows[1:]])
        table = table.reshape(len(rows) - 1, Column.SIZE)
        counts = table[:, [Column.EPOCH, Column.STEP]]
        if not ((counts >= 0) & (counts < 2**53) & (counts == np.floor(counts))).all():
            raise ValueError("epoch and step must be whole numbers")
        return table
    except FileNotFoundError:
        raise ValueError(f"{path} is damaged: it has no metrics.csv") from None
    except ValueError as error:
        raise ValueError(f"{path} is damaged: metrics.csv: {error}") from None

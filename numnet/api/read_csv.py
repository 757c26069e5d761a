"""`read_csv` as Python knows it: its errors speak of arguments, not of options of the command line."""

import functools

from numnet.data import data_files
from numnet.options.arguments import python_errors
from numnet.options.train import TRAIN


@functools.wraps(data_files.read_csv)
def read_csv(*arguments, **named):
    """See `numnet.data.read_csv`."""
    with python_errors(TRAIN):
        return data_files.read_csv(*arguments, **named)

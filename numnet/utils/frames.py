"""Columns as a frame of pandas, and rows of text as columns."""

from numnet.utils.lazy_names import LazyModule

np = LazyModule("numpy")  # commands that need none of it import this


def frame(columns):
    """A pandas.DataFrame of {name: array}.  Raises ImportError, in one sentence, where pandas is missing."""
    try:
        import pandas
    except ImportError:
        raise ImportError(
            "frame() needs pandas: pip install pandas; columns() gives a dict of arrays without it"
        ) from None
    return pandas.DataFrame(columns)


def text_column(texts):
    """Texts as an array (n,) of objects: as long as each is."""
    column = np.empty(len(texts), object)
    column[:] = texts
    return column


def number_column(texts):
    """Numbers as text (n,): int64 where all are whole numbers, else float64 with NaN for none.

    >>> number_column(["1", "2"]), number_column(["0.5", ""])
    (array([1, 2]), array([0.5, nan]))
    """
    try:
        return np.array([int(text) for text in texts], np.int64)
    except (ValueError, OverflowError):
        return np.array([float(text or "nan") for text in texts], np.float64)


def option_column(texts):
    """Values of an option as they were typed: a `number_column` where all are numbers, else texts.

    >>> option_column(["0.1", "1"]), option_column(["16", "16,16"])
    (array([0.1, 1. ]), array(['16', '16,16'], dtype=object))
    """
    try:
        return number_column(texts)
    except ValueError:
        return text_column(texts)

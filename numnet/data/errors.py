"""The error of everything about data."""


class DataError(ValueError):
    """Bad data, or a bad request for data: one line that names file, row, column and remedy."""

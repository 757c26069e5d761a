"""Warnings that several packages share."""


class DivergenceWarning(RuntimeWarning):
    """The error or the gradient overflowed; the last finite weights were kept."""

"""Losses and metrics as people read them."""

import math


def format_number(value):
    """A loss in four digits; nothing for None."""
    return "" if value is None else f"{value:.4g}"


def format_cell(value):
    """A cell of a table: numbers with a point in four digits, nothing for None, all else as it is.

    >>> format_cell(0.123456), format_cell(7), format_cell(None)
    ('0.1235', 7, '')
    """
    return format_number(value) if value is None or isinstance(value, float) else value


def format_metric(name, value):
    """Accuracies in percent, the rest in four digits."""
    if math.isnan(value):
        return "undefined"
    return f"{100 * value:.1f} %" if "accuracy" in name else format_number(value)


def named_metric(name, value):
    """``accuracy 97.3 %``; nothing for None."""
    return "" if value is None else f"{name.replace('_', ' ')} {format_metric(name, value)}"


def format_result(name, value):
    """A loss or metric of a training, infinite where it diverged, in a few digits or in words."""
    return "diverged" if math.isinf(value) else format_metric(name, value)

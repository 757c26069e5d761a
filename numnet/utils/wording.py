"""Counts, lists and quotations in messages."""


def shown(cell):
    """A cell as a message quotes it: in quotes, on one line, not too long."""
    return repr(shortened(cell))


def shortened(cell, most=40):
    """A cell, not too long."""
    return cell if len(cell) <= most else cell[: most - 3] + "..."


def listed(names, most=5):
    """``a, b, c and 7 more``."""
    names = list(names)
    rest = len(names) - most
    return ", ".join(names if rest <= 1 else [*names[:most]]) + (f" and {rest} more" if rest > 1 else "")


def plural(count, noun):
    """``1 row``, ``2 rows``."""
    return f"{count} {noun}" + ("" if count == 1 else "s")

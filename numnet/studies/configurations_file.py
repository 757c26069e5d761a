"""configurations.csv in a sweep's folder: what is to be trained, a line for each configuration."""

from numnet.files.atomic import write_whole
from numnet.files.csv_files import csv_text, original, read_csv_text
from numnet.files.plain_files import reason

CONFIGURATIONS = "configurations.csv"


def write_configurations(folder, configurations):
    """Write {option: value as typed} of each, whole; at least one."""
    text = csv_text([*configurations[0]], (one.values() for one in configurations))
    write_whole(folder / CONFIGURATIONS, text)


def read_configurations(folder, names):
    """List of {option: value as typed}, with the options ``names``.  Raises ValueError, in one line, if damaged."""
    path, texts = folder / CONFIGURATIONS, {}
    try:
        lines = read_csv_text(path)
        if next(lines, None) != names:
            raise ValueError(f"it must have the columns {','.join(names)}")
        # Equal values are one text in memory.
        rows = [[texts.setdefault(cell, cell) for cell in map(original, cells)] for cells in lines]
        if not rows or any(len(row) != len(names) for row in rows):
            raise ValueError(f"every line, at least one, must have {len(names)} cells")
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} is damaged: {reason(error)}") from None
    return [dict(zip(names, row)) for row in rows]

"""What one should know of a column as it was read, a line each."""

from numnet.data.columns.column_errors import as_words, counted
from numnet.data.tables.number_formats import plain

FEW_WORDS = 5  # different ones among numbers: so few may be slips


def column_remarks(column):
    """Remarks on a `ColumnType`: words that count as missing, or for which numbers became texts."""
    if column.asked not in (None, "text") and len(column.wrong):
        return [f"column {column.name!r}: {counted(column.words)} count as missing"]
    if column.kind == "text" and column.asked is None and column.mostly is not None:
        words = [level for level in column.levels if plain(level) is None]
        if 0 < len(words) <= FEW_WORDS:
            cells = {word: int((column.index == column.levels.index(word)).sum()) for word in words}
            return [f"column {column.name!r}: {100 * column.mostly:.0f} % of the cells are numbers, taken as texts "
                    f"because of {counted(cells)}; {as_words(column.name, 'number')} counts these as missing"]
    return []

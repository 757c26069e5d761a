"""How a text file writes its table: the separator, whether there is a header, where the table begins."""

import contextlib
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace

from numnet.data.tables.number_formats import MISSING_NUMBER, NUMERIC_SHARE, looks_numeric
from numnet.utils.wording import listed

SEPARATORS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", " ": "spaces"}
SAMPLE_ROWS = 200
_QUOTED = {False: re.compile(r'"((?:[^"]|"")*)"'), True: re.compile(r'"((?:[^"\\]|""|\\.)*)"', re.DOTALL)}
_INNER = {False: re.compile('"(")'), True: re.compile(r'["\\](["\\])')}  # in quotes, what stands for a quote
STEADY_SHARE = 0.95  # of the rows have as many cells as the others: then it is the separator


@dataclass(frozen=True)
class Dialect:
    """``header``: whether the first record of the table holds names; ``skip``: lines before the table, of which records
    ``titles`` say something; ``width``: cells of most records.

    ``index``: the header lacks a name for the first column, which numbers the rows; ``escape``: in quotes, a backslash
    takes a quote its meaning.
    """

    separator: str = ","
    header: bool = True
    skip: int = 0
    titles: int = 0
    width: int = 1
    index: bool = False
    escape: bool = False

    def header_cells(self, record):
        """One cell for each column: the texts of a record that is the header, or tells how many columns there are."""
        cells = [*[""] * (self.header and self.index), *record]
        while self.header and len(cells) > self.width > 1 and not cells[-1].strip():
            cells.pop()
        return cells

    def text_of(self, cell):
        r"""What a cell, bytes of UTF-8, says: without its quotes; text behind them is part of it.

        >>> Dialect().text_of(b'"a ""b"" c"d'), Dialect(escape=True).text_of(rb'"a \"b\" c"')
        ('a "b" cd', 'a "b" c')
        """
        text = cell.decode().lstrip(" ")
        quoted = text[:1] == '"' and _QUOTED[self.escape].match(text)
        return _INNER[self.escape].sub(r"\1", quoted[1]) + text[quoted.end() :] if quoted else text


def sniff(text, known=()):
    """The `Dialect` of a file that begins with ``text``; ``known``: names that its header has if it has one."""
    stated = re.match(r"sep=([\t !#-~])\r?\n", text, re.IGNORECASE)
    text = text[stated.end() :] if stated else text
    candidates = [_shape(text, separator) for separator in (stated[1] if stated else SEPARATORS)]
    shapes = [shape for shape in candidates if shape is not None]
    if not shapes:
        return Dialect(skip=1 if stated else 0)
    steady = [shape for shape in shapes if shape[1] >= STEADY_SHARE]
    dialect, _, records = steady[0] if steady else max(shapes, key=lambda shape: (shape[1], shape[0].width))
    if _escapes(text, dialect.separator):
        dialect, _, records = _shape(text, dialect.separator, "\\") or (dialect, None, records)
    header, width = has_header(records, known), dialect.width
    while width > 1 and not any(record[width - 1].strip() for record in records if len(record) >= width):
        width -= 1  # separators at the ends of the lines
    index = header and len(records) > 1 and len(records[0]) == width - 1
    skip = dialect.skip + (1 if stated else 0)
    return replace(dialect, header=header, width=width, skip=skip, index=index)


def _shape(text, separator, escape=None):
    """(Dialect, share of rows that are as wide as most, records of the table), or None: it separates nothing."""
    reader, records, ends = _reader(text, separator, escape), [], [0]
    with contextlib.suppress(csv.Error):
        for record in reader:
            records.append(record)
            ends.append(reader.line_num)
            if len(records) > SAMPLE_ROWS:
                break
    widths = [len(record) for record in records if any(map(str.strip, record))]
    if not widths:
        return None
    width = Counter(widths[1:] or widths).most_common(1)[0][0]
    skip = _preamble(records, width)
    if width < 2:
        return None
    table = [record for record in records[skip:] if any(map(str.strip, record))]
    if not table or abs(len(table[0]) - width) > 1:
        return None
    share = sum(len(record) == width for record in table) / len(table)
    if separator == " ":  # which texts are full of
        rows = table[1:]
        if len(rows) < 2 or any(len(row) != width for row in rows) or not any(map(looks_numeric, rows[0])):
            return None
    titles = sum(any(map(str.strip, record)) for record in records[:skip])
    return Dialect(separator, True, ends[skip], titles, width, escape=escape is not None), share, table


def _reader(text, separator, escape, **more):
    lines = io.StringIO(text, newline="")
    return csv.reader(lines, delimiter=separator, skipinitialspace=True, escapechar=escape, **more)


def _escapes(text, separator):
    """Whether a text has backslashes before quotes that are part of a cell: only so it reads as RFC 4180 has it."""
    reach = []
    for escape in (None, "\\") if '\\"' in text else ():
        reader = _reader(text, separator, escape, strict=True)
        with contextlib.suppress(csv.Error):
            for _ in reader:
                pass
        reach.append(reader.line_num)
    return reach[1:] > reach[:1]


def _preamble(records, width):
    """How many records stand before the table: a title or comments, one cell wide, above a table that is wider."""
    for k, record in enumerate(records):
        filled = [cell for cell in record if cell.strip()]
        comment = bool(record) and record[0].startswith("#")
        if not comment and not (width > 1 and len(filled) <= 1 and len(record) < width):
            return k
    return 0


def has_header(records, known=()):
    """Whether the first record names the columns: it doesn't look like what stands below it."""
    first, rest = [cell.strip() for cell in records[0]], records[1:]
    if known and set(first) & set(known):
        return True
    like, numbers = 0, []
    for j, cell in enumerate(first):
        below = [record[j].strip() for record in rest if j < len(record)]
        below = [other for other in below if other.lower() not in MISSING_NUMBER]
        numeric = sum(map(looks_numeric, below)) >= NUMERIC_SHARE * len(below) and (below or not rest)
        if cell.lower() in MISSING_NUMBER or not numeric:
            continue
        if not looks_numeric(cell):
            return True
        like += 1
        if cell.isdecimal() and len(cell) <= 18:  # ³ is a digit, too, but no number
            numbers.append(int(cell))
    if not like:
        return not _repeated(first, rest)
    counted = len(numbers) == like > 2 and numbers == list(range(numbers[0], numbers[0] + like))
    return counted and (numbers[0] == 0 or numbers[0] >= 1900)  # as programs number columns; years


def _repeated(first, rest):
    """Whether every cell of the first record stands below itself again: a table of categories without header."""
    below = [{record[j].strip() for record in rest if j < len(record)} for j in range(len(first))]
    return len(rest) > 3 and all(cell in others for cell, others in zip(first, below))


def column_names(cells, width):
    """(names, remarks): stripped; what has no name is called after its place, what has another's gets a number."""
    names, renamed, numbers = {}, [], {}  # numbers: {name: what the next of this name gets}
    for j in range(width):
        base = name = cells[j].strip() if j < len(cells) else ""
        if not name:
            base = name = f"column{j + 1}"
        elif name in names:
            renamed.append(name)
        while name in names:
            numbers[base] = numbers.get(base, 0) + 1
            name = f"{base}.{numbers[base]}"
        names[name] = None
    remarks = [f"several columns are called {listed(map(repr, dict.fromkeys(renamed)), 8)}: "
               "the later ones got a number"] if renamed else []  # fmt: skip
    return tuple(names), remarks

"""Tables and files of data, and the columns read from them.  For the tests."""

import numpy as np

from numnet.data.tables.read_table import open_table


def read_table(path, columns=None, forms=None, **options):
    """The `Table` of a file, or of some of its columns."""
    with open_table(path, forms) as reader:
        return reader.table(columns, **options)


def columns(path, **options):
    """{name: [the cells, numbers as numbers]}"""
    table = read_table(path, **options)
    found = {}
    for name in table.header:
        cells = table.cells(name)
        found[name] = [cells.texts[code] if code >= 0 else value for value, code in zip(cells.values, cells.codes)]
    return found


def digits(n, seed=0):
    """(images (n, 5, 4) uint8, which of three strokes is in them (n,))."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n)
    x = rng.integers(0, 60, (n, 5, 4), dtype=np.uint8)
    x[np.arange(n), y + 1] += 150
    return x, y


def table(n, seed=0, separator=",", header=True, **columns):
    """CSV text: columns are functions of (i, a random generator)."""
    rng = np.random.default_rng(seed)
    rows = [[str(column(i, rng)) for column in columns.values()] for i in range(n)]
    return "\n".join(separator.join(row) for row in [*([list(columns)] if header else []), *rows]) + "\n"


def number(i, rng):
    return f"{rng.normal():.3f}"


def passengers(n=300):
    """Like the lists of the Titanic: names, tickets, cabins, ages that nobody knows; women are saved."""
    rng = np.random.default_rng(1)
    rows = ["PassengerId,Survived,Pclass,Name,Sex,Age,Ticket,Fare,Cabin,Embarked"]
    for i in range(n):
        sex = ("male", "female")[int(rng.integers(2))]
        age = "" if rng.random() < 0.2 else int(rng.integers(1, 80))
        cabin, port = f"C{i}" if i % 5 == 0 else "", "SCQ"[int(rng.integers(3))]
        rows.append(f'{i + 1},{int(sex == "female")},{rng.integers(1, 4)},"Braund, Owen {i}",{sex},{age},A/5 {2 * i},'
                    f"{rng.gamma(2, 10):.4f},{cabin},{port}")  # fmt: skip
    return "\n".join(rows) + "\n"

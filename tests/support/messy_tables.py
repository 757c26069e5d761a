"""Tables as people and programs write them, drawn at random.  For the tests."""

import random
from datetime import datetime, timedelta

MISSING = ("", "NA", "?", "-", "n/a", "null", "unknown", "nan")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%SZ",
         "%d.%m.%y",
         "%H:%M", "%Y년 %m월 %d일", "%m/%d/%Y %I:%M %p")  # fmt: skip
TEXTS = ("red", "green", "blue", "Red", "a b", "x;y", "x,y", 'q"q', "일", "été", "<b>", "=1+1", "1", "2.0", "007",
         "z|z", "ж",
         "𝔸", "ﬀ")  # fmt: skip
NUMBERS_AS_LABELS = ("1", "01", "1.0", "2", "-3", "0.5", "1e-5", "1e22", "x")
YES_AND_NO = (("yes", "no"), ("True", "False"), ("t", "f"), ("on", "off"))
NAMES = ("x", "y", "age", "Price", "color", "id", "row id", "userId", "index", "t", "column1", "2019", "2020", "a b",
         "",
         "a;b", "x", "naïve", "#n", "5 km", "<i>", "day", "sep=,", "BZh")  # fmt: skip
FORMS = {  # of a number, given as Python writes it
    "plain": lambda value: repr(value),
    "comma": lambda value: repr(value).replace(".", ","),
    "grouped": lambda value: f"{value:,.2f}",
    "grouped by dots": lambda value: f"{value:,.2f}".translate(str.maketrans(",.", ".,")),
    "unit": lambda value: f"{value!r} km",
    "money": lambda value: f"${value!r}",
    "percent": lambda value: f"{value!r}%",
    "exponent": lambda value: f"{value:e}",
}


def number(r):
    value = r.choice([r.uniform(-5, 5), r.gauss(0, 1000), r.randint(0, 9), r.randint(-3, 100)])
    return round(value, r.randint(0, 6)) if isinstance(value, float) else value


def cell_maker(r, n):
    """A function of the row's number that gives the cells of one column."""
    few, start, words, form = r.choice([1, 3, 30]), r.choice([0, 1, 5]), r.choice(YES_AND_NO), r.choice(DATES)
    kinds = [r.choice(TEXTS) + r.choice(["", "", "1"]) for _ in range(r.randint(1, 6))]
    makers = [
        lambda i: str(r.randint(0, few)),
        lambda i: str(i + start),
        lambda i: str(2**53 + i),
        lambda i: str(i * 7 % n),
        lambda i: "".join(r.choice("abcdef gh") for _ in range(8)),
        lambda i: r.choice(kinds),
        lambda i: r.choice(NUMBERS_AS_LABELS),
        lambda i: r.choice(words),
        lambda i: (datetime(1999, 1, 1) + timedelta(hours=r.randint(0, 90_000))).strftime(form),
        lambda i: "7",
        lambda i: "",
        lambda i: repr(number(r)) if r.random() < 0.97 else "oops",
        *((lambda i, write=write: write(number(r))) for write in FORMS.values()),
    ]
    return r.choice(makers)


def column(r, n):
    """The cells of a column, some missing."""
    share, word, make = r.choice([0, 0, 0, 0.03, 0.3]), r.choice(MISSING), cell_maker(r, n)
    return [word if r.random() < share else make(i) for i in range(n)]


def lines_of(r, separator, names, rows):
    """The table's lines, with what people put above and between."""

    def written(cell):
        if any(odd in cell for odd in (separator, '"', "\n")) or r.random() < 0.03:
            cell = '"' + cell.replace('"', '""') + '"'
        return cell if separator == " " else r.choice(["", "", " "]) + cell

    if r.random() < 0.1:
        yield r.choice(["A title", "# comment", "", f"sep={separator}"])
    if r.random() < 0.85:
        yield separator.join(map(written, names))
    for row in rows:
        if r.random() < 0.01:
            yield ""
        extra = ["extra"] if r.random() < 0.004 else []
        yield separator.join(map(written, [*row, *extra])) + (separator if r.random() < 0.003 else "")


def messy_table(seed):
    """(text, options of reading) drawn with a seed: numnet may read it or have a reason not to."""
    r = random.Random(seed)
    n, d = r.choice([2, 3, 5, 8, 20, 25, 60, 150, 150]), r.randint(1, 6)
    columns = [column(r, n) for _ in range(d + 1)]
    if r.random() < 0.5:
        letters = "abc"[: r.choice([2, 3])]
        columns[-1] = [r.choice(letters) for _ in range(n)]
    names, separator = [r.choice(NAMES) for _ in columns], r.choice([",", ";", "\t", "|", " ", ","])
    rows = [[cell.replace(separator, "") if separator == "\t" else cell for cell in row] for row in zip(*columns)]
    end = r.choice(["\n", "\n", "\r\n", "\r"])
    text = end.join(lines_of(r, separator, names, rows)) + r.choice([end, end, end, ""])
    options = {"missing": r.choice(["drop", "drop", "error"])}
    if r.random() < 0.2:
        options["task"] = r.choice(["regression", "binary", "multiclass", "multilabel"])
    for key, value in (("columns", "*"), ("target", names[0]), ("exclude", names[0])):
        if r.random() < 0.1:
            options[key] = [value]
    return text, options

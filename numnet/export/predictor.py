"""Predictions of a trained network; this file needs NumPy, and nothing else.

    python predict.py data.csv            the predictions for every row, as CSV; - reads standard input
    import predict; predict.predict(X)    labels or values for an array (n, features); or for {column: cells},
                                          such as a pandas DataFrame, with the columns of the training data
"""

import csv
import json
import math
import os
import signal
import sys

import numpy as np

from numnet.data.tables.number_formats import MISSING, MISSING_NUMBER, NumberFormat, canonical, plain
from numnet.model.decisions import class_probabilities, decide

MODEL = json.loads("null")  # written here by numnet export
ACTIVATIONS = {}  # written here by numnet export
TERMS = {"column": lambda x: x, "product": np.multiply, "sine": np.sin, "cosine": np.cos}  # of features
TRUE, FALSE = ("true", "yes", "y", "t", "on"), ("false", "no", "n", "f", "off")


def number(text, form, lenient):
    """The number that a cell spells; NaN where it is missing.  ValueError for whatever else it says, unless lenient."""
    value = form.parse(text)
    if value is None and text.lower() not in MISSING_NUMBER and not lenient:
        raise ValueError(f"{text!r} is no number")
    return math.nan if value is None else value


def yes(text):
    """1 for yes, true, on; 0 for no, false, off; NaN where it is missing."""
    word = text.lower() if plain(text) is None else {1: "yes", 0: "no"}.get(plain(text), text)
    if word not in (*TRUE, *FALSE, *MISSING):
        raise ValueError(f"{text!r} is neither yes nor no")
    return math.nan if word in MISSING else float(word in TRUE)


def one_hot(text, column):
    """0/1: a place for each level of a column of texts, then for all others and for a missing one, if it has them."""
    levels, other = column["levels"], len(column["levels"])
    label = text if plain(text) is None else canonical(plain(text))
    if text.lower() in MISSING:
        place = other + column["other"] if column["missing"] else other if column["other"] else -1
    else:
        place = levels.index(label) if label in levels else other if column["other"] else -1
    return [float(place == k) for k in range(other + column["other"] + column["missing"])]


def encode(table):
    """X (n, features) of {column: cells}: numbers, text that spells them, yes and no, texts one-hot."""
    parts = []
    for column in MODEL["columns"]["features"]:
        form = NumberFormat(*column["form"]) if column["form"] else None
        read = {"number": lambda text, form=form, column=column: [number(text, form, column["lenient"])],
                "boolean": lambda text: [yes(text)],
                "text": lambda text, column=column: one_hot(text, column)}[column["kind"]]  # fmt: skip
        part = []
        for n, cell in enumerate(table[column["name"]], 1):
            try:
                part.append(read("" if cell is None else str(cell).strip()))
            except ValueError as error:
                raise ValueError(f"row {n}, column {column['name']!r}: {error}") from None
        parts.append(np.array(part).reshape(len(part), -1))
    return np.hstack(parts)


def finite(h, names, wrong):
    """The array.  ValueError, with row, name and what is wrong, for a number in it that is not finite."""
    if not np.isfinite(h).all():
        row, column = np.argwhere(~np.isfinite(h))[0]
        raise ValueError(f"row {row + 1}, {names[column]!r}: the number is {wrong}")
    return h


def outputs(X):
    """Outputs (n, k) for X in original units, see `predict`: probabilities, or values in original units."""
    dtype, scaling, fill = MODEL["dtype"], MODEL["scaling"], MODEL["columns"]["fill"]
    h = encode(X) if hasattr(X, "keys") else np.asarray(X, dtype=np.float64).reshape(-1, len(MODEL["features"]))
    h = finite(h if fill is None else np.where(np.isnan(h), fill, h), MODEL["features"], "missing or not finite")
    if MODEL["inputs"]:
        with np.errstate(over="ignore"):
            h = np.column_stack([TERMS[term["kind"]](*h[:, term["of"]].T) for term in MODEL["inputs"]])
        h = finite(h, [term["term"] for term in MODEL["inputs"]], "too large")
    if scaling:
        h = (h - scaling["mean"]) / scaling["scale"]
    h = h.astype(dtype)
    for layer in MODEL["layers"]:
        net = h @ np.array(layer["weights"], dtype) + np.array(layer["biases"], dtype)
        h = np.asarray(ACTIVATIONS[layer["activation"]](net), dtype)
    if MODEL["task"] == "regression" and scaling and scaling["target_mean"] is not None:
        return h * np.array(scaling["target_scale"]) + scaling["target_mean"]
    return h


def predictions(Y):
    """Predictions from outputs: labels (n,), 0/1 (n, k) of a multi-label model, values (n,) or (n, k)."""
    decisions = decide(MODEL["task"], Y)
    named = MODEL["labels"] and MODEL["task"] in ("binary", "multiclass")
    return np.array(MODEL["labels"])[decisions] if named else decisions


def predict(X):
    """Labels (n,), 0/1 (n, k) of a multi-label model, or values, for X: (n, features), or {column: cells}."""
    return predictions(outputs(X))


def read_table(file):
    """{column: cells} of an open CSV file with a header, for `predict`: columns are found by name, others ignored."""
    text = file.read()
    separator = max(",;\t", key=text.partition("\n")[0].count)
    header, *rows = [row for row in csv.reader(text.splitlines(keepends=True), delimiter=separator) if row] or [[]]
    header, names = [name.strip() for name in header], [column["name"] for column in MODEL["columns"]["features"]]
    missing = [name for name in names if name not in header]
    if missing:
        raise ValueError(f"no column {', '.join(map(repr, missing))}; found {', '.join(map(repr, header))}")
    short = next((n for n, row in enumerate(rows, 1) if len(row) != len(header)), None)
    if short:
        raise ValueError(f"row {short} has {len(rows[short - 1])} cells, the header {len(header)}")
    return {name: [row[header.index(name)] for row in rows] for name in names}


def harmless(cell):
    """Text that a spreadsheet would run as a formula, with an apostrophe in front; everything else as it is."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        try:
            float(cell)
        except ValueError:
            return "'" + cell
    return cell


def table(X):
    """Header and rows: the prediction, or prediction_<target> for each; then p(<label>) for each label."""
    targets, Y = MODEL["targets"], outputs(X)
    rows = predictions(Y).reshape(len(Y), -1).tolist()
    header = ["prediction"] if len(targets) == 1 else [f"prediction_{target}" for target in targets]
    if MODEL["task"] == "regression":
        return [header, *rows]
    P = class_probabilities(MODEL["task"], Y.astype(float))
    header += [f"p({label})" for label in MODEL["labels"]]
    return [header, *([*row, *map(float, y)] for row, y in zip(rows, P))]


def main(words):
    """The program; returns its exit code."""
    if len(words) != 1:
        print("usage: python predict.py data.csv   (- for standard input)", file=sys.stderr)
        return 2
    try:
        if words[0] == "-":
            rows = read_table(sys.stdin)
        else:
            with open(words[0], newline="", encoding="utf-8-sig") as file:
                rows = read_table(file)
        rows = table(rows)
    except (OSError, ValueError, csv.Error) as error:
        print(f"Error: {words[0]}: {error}", file=sys.stderr)
        return 2
    csv.writer(sys.stdout, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in rows)
    return 0


if __name__ == "__main__":
    said = os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8")
    for stream, encoding in ((sys.stdin, "utf-8-sig"), (sys.stdout, "utf-8")):
        if stream is not None and not said:
            stream.reconfigure(encoding=encoding, newline="\n")
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it without a word
    sys.exit(main(sys.argv[1:]))

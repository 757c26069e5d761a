"""Predictions of a trained network; this file needs NumPy, and nothing else.

    python predict.py data.csv            the predictions for every row, as CSV; - reads standard input
    import predict; predict.predict(X)    the same for an array (n, features), or a list of rows
"""

import csv
import json
import math
import signal
import sys

import numpy as np

MODEL = json.loads("null")  # written here by numnet export

ACTIVATIONS = {
    "identity": lambda net: net,
    "sigmoid": lambda net: np.where(net >= 0, 1, np.exp(-np.abs(net))) / (1 + np.exp(-np.abs(net))),
    "tanh": np.tanh,
    "relu": lambda net: np.maximum(net, 0),
    "leaky_relu": lambda net: np.where(net < 0, 0.01 * net, net),
    "elu": lambda net: np.where(net > 0, net, np.expm1(np.minimum(net, 0))),
    "gelu": lambda net: net * 0.5 * np.vectorize(math.erfc, otypes=[float])(-net / math.sqrt(2)),
    "silu": lambda net: net * ACTIVATIONS["sigmoid"](net),
    "softplus": lambda net: np.maximum(net, 0) + np.log1p(np.exp(-np.abs(net))),
    "softmax": lambda net: (e := np.exp(net - net.max(axis=1, keepdims=True))) / e.sum(axis=1, keepdims=True),
}


def outputs(X):
    """Outputs (n, k) for X (n, features) in original units: probabilities, or values in original units."""
    dtype, scaling = MODEL["dtype"], MODEL["scaling"]
    h = np.asarray(X, dtype=np.float64).reshape(-1, len(MODEL["features"]))
    if not np.isfinite(h).all():
        raise ValueError("X must be finite")
    if scaling:
        h = (h - scaling["mean"]) / scaling["scale"]
    h = h.astype(dtype)
    for layer in MODEL["layers"]:
        net = h @ np.array(layer["weights"], dtype) + np.array(layer["biases"], dtype)
        h = np.asarray(ACTIVATIONS[layer["activation"]](net), dtype)
    if MODEL["task"] == "regression" and scaling and scaling["target_mean"] is not None:
        return h * np.array(scaling["target_scale"]) + scaling["target_mean"]
    return h


def decide(Y):
    """Predictions from outputs: labels (n,), 0/1 (n, k) of a multi-label model, values (n,) or (n, k)."""
    if MODEL["task"] == "regression":
        return Y[:, 0] if Y.shape[1] == 1 else Y
    if MODEL["task"] == "multilabel":
        return (Y > 0.5).astype(int)
    classes = (Y[:, 0] > 0.5).astype(int) if MODEL["task"] == "binary" else Y.argmax(axis=1)
    return np.array(MODEL["labels"])[classes] if MODEL["labels"] else classes


def predict(X):
    """Labels (n,), 0/1 (n, k) of a multi-label model, or values, for X (n, features) in original units."""
    return decide(outputs(X))


def read_rows(file):
    """X (n, features) of an open CSV file with a header: columns are found by name, others ignored."""
    names = MODEL["features"]
    header, *rows = [row for row in csv.reader(file, skipinitialspace=True) if row] or [[]]
    header = [name.strip() for name in header]
    missing = [name for name in names if name not in header]
    if missing:
        raise ValueError(f"no column {', '.join(map(repr, missing))}; found {', '.join(map(repr, header))}")
    places = [header.index(name) for name in names]
    X = np.empty((len(rows), len(names)))
    for n, row in enumerate(rows):
        for i, place in enumerate(places):
            try:
                X[n, i] = float(row[place])
            except (ValueError, IndexError):
                raise ValueError(f"row {n + 1}, column {names[i]!r}: no number") from None
    return X


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
    decisions = decide(Y).reshape(len(Y), -1).tolist()
    header = ["prediction"] if len(targets) == 1 else [f"prediction_{target}" for target in targets]
    if MODEL["task"] == "regression":
        return [header, *decisions]
    Y = np.hstack([1 - Y.astype(float), Y]) if MODEL["task"] == "binary" else Y
    header += [f"p({label})" for label in MODEL["labels"]]
    return [header, *([*row, *map(float, y)] for row, y in zip(decisions, Y))]


def main(words):
    """The program; returns its exit code."""
    if len(words) != 1:
        print("usage: python predict.py data.csv   (- for standard input)", file=sys.stderr)
        return 2
    try:
        if words[0] == "-":
            X = read_rows(sys.stdin)
        else:
            with open(words[0], newline="", encoding="utf-8-sig") as file:
                X = read_rows(file)
        rows = table(X)
    except (OSError, ValueError, csv.Error) as error:
        print(f"Error: {words[0]}: {error}", file=sys.stderr)
        return 2
    csv.writer(sys.stdout, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in rows)
    return 0


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it without a word
    sys.exit(main(sys.argv[1:]))

"""A data set in a notebook: its first rows under the kinds of its columns."""

import numpy as np

from numnet.displays.html import block, note, table
from numnet.utils.wording import label, plural, series

ROWS, COLUMNS = 5, 12  # that are shown, targets and weight not counted
KINDS = {"number": "number", "boolean": "0 or 1", "text": "0 or 1 each"}  # of a feature, by its column's


def dataset_words(dataset):
    """``Dataset iris: multiclass, 150 rows, 4 features, 3 classes``."""
    return f"Dataset {_about(dataset, plural(len(dataset.X), 'row'))}"


def split_words(parts):
    """``SplitDataset iris: multiclass, 120 training and 30 validation rows, 4 features, 3 classes``."""
    counts = [f"{len(getattr(parts, name))} {name}" for name in ("training", "validation", "test")]
    return f"SplitDataset {_about(parts.dataset, series(c for c in counts if c[0] != '0') + ' rows')}"


def _about(dataset, rows):
    outputs = {"regression": "target", "multilabel": "label"}.get(dataset.task, "class")
    count = plural(len(dataset.target_names), outputs) if outputs != "class" else f"{len(dataset.target_names)} classes"
    name = label(dataset.name)
    return f"{name}: {dataset.task}, {rows}, {plural(dataset.X.shape[1], 'feature')}, {count}"


def dataset_html(dataset):
    """The first rows."""
    rows = np.arange(min(ROWS, len(dataset.X)))
    return block(dataset_words(dataset), _head(dataset, rows), note(_more(dataset)), *map(note, dataset.remarks[:5]))


def split_html(parts):
    """The first rows of the training part, as the network gets them before they are standardised."""
    rows = parts.training[:ROWS]
    return block(split_words(parts), _head(parts.dataset, rows, parts.columns), note(_more(parts.dataset)))


def _head(dataset, rows, columns=None):
    """A table of these rows: features, targets, weight; their kinds are a second header."""
    shown, cut = _first_and_last(dataset.X.shape[1])
    X = dataset.X[rows] if columns is None else columns.complete(dataset.X[rows])
    names, kinds = dataset.feature_names, _kinds(dataset)
    drawn = [("row", "", map(str, rows)), *((names[k], kinds[k], map(_number, X[:, k])) for k in shown)]
    if cut:
        drawn.insert(len(shown) - 1, ("…", "", ["…"] * len(rows)))
    drawn += _targets(dataset, rows)[:COLUMNS]
    if dataset.weights is not None:
        drawn.append(("weight", "", map(_number, dataset.weights[rows])))
    header, under, values = zip(*drawn)
    return table(header, zip(*values), under=under)


def _first_and_last(d):
    """(the features that are shown, whether some are left out before the last two)."""
    return (range(d), False) if d <= COLUMNS else ([*range(COLUMNS - 2), d - 2, d - 1], True)


def _kinds(dataset):
    """The kind of each feature: "number", or what a column of a table has become."""
    if dataset.columns is None:
        return ["number"] * dataset.X.shape[1]
    return [KINDS[feature.kind] for feature in dataset.columns.features for _ in feature.names]


def _targets(dataset, rows):
    """[(name, kind, texts)] of the target columns."""
    T = dataset.T[rows]
    if dataset.task in ("binary", "multiclass"):
        return [(", ".join(dataset.targets), "class", [str(dataset.target_names[t]) for t in T])]
    kind = "target, number" if dataset.task == "regression" else "label, 0 or 1"
    return [(name, kind, map(_number, t)) for name, t in zip(dataset.target_names, T.reshape(len(T), -1).T)]


def _number(value):
    return "missing" if value != value else f"{value:.4g}"


def _more(dataset):
    """How its rows go on, and what the classes are."""
    rest = len(dataset.X) - ROWS
    words = [f"… {rest} more rows"] if rest > 0 else []
    if dataset.task in ("binary", "multiclass"):
        words.append("classes: " + series(map(str, dataset.target_names), 8))
    return "; ".join(words)

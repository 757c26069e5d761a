"""Pairs (X, T) of arrays, lists or frames as a `Frame`: the columns of X, then the targets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.arrays import is_one_hot, one_hot_classes, part_of
from numnet.data.tables.frame_reader import column_array, objects
from numnet.data.tables.frames import Frame, is_frame
from numnet.utils.wording import listed, plural

PAIR = "(X, T)"  # as messages call it


@dataclass(frozen=True)
class KnownNames:
    """Names that an earlier training has settled; ``columns``: of the table, ``features``: of what became of them."""

    columns: tuple
    features: tuple
    targets: tuple = ()
    classes: tuple = ()

    def of_columns(self, part):
        """Names of the columns of a `Part` X by their places.  Raises `DataError` for another number of them."""
        for names in (self.features, self.columns) if part.holds_numbers else (self.columns,):
            if len(names) == len(part.cells):
                return names
        width, wanted = plural(len(part.cells), "column"), f"{len(self.columns)}: {listed(self.columns, 20)}"
        raise DataError(f"X has {width}, the model takes {wanted}")


def is_pair(source):
    """Whether ``source`` is a pair (X, T), or a set of scikit-learn's with data and target."""
    if is_bunch(source):
        return True
    two = isinstance(source, tuple) and len(source) == 2 and not any(isinstance(part, str) for part in source)
    return two and any(map(_holds_rows, source))


def is_bunch(source):
    """Whether ``source`` is a set of scikit-learn's: a dictionary of data, target, and names."""
    if not isinstance(source, Mapping):
        return False
    names = set(source)
    return {"data", "target"} <= names and bool({"DESCR", "feature_names", "target_names"} & names)


def _holds_rows(source):
    return is_frame(source) or isinstance(source, list) or hasattr(source, "__array__") or hasattr(source, "toarray")


def frame_of_pair(pair, task, known=None):
    """The `Frame` of a pair (X, T).

    X (n, d), (n,) or images (n, rows, columns): its columns are x1, x2, … or what X calls them; T (n,) or (n, k): y, or
    y1, y2, …, or what T calls them.  task: for "multiclass" T (n, k) of 0 and 1 has a class in each row, for "auto"
    too where each row has one 1.  known: `KnownNames`, for data that are to be read as others were.  Raises
    `DataError`, in one line that names X or T.
    """
    X, T = map(part_of, (pair["data"], pair["target"]) if is_bunch(pair) else pair, "XT")
    if X.rows != T.rows:
        raise DataError(f"X has {plural(X.rows, 'row')}, T has {T.rows}; they must have as many")
    if is_bunch(pair):
        X, T = _named(X, pair.get("feature_names")), _with_labels(T, pair.get("target_names"))
    if len(T.cells) > 1 and (task == "multiclass" or (task == "auto" and known is None and is_one_hot(T))):
        T = replace(T, cells=[one_hot_classes(T, known.classes if known else ())], names=None, shape=())
    if known is not None:
        X = replace(X, names=X.names or known.of_columns(X))
        T = _named(T, known.targets, always=True)
    columns = X.called("x")
    targets = T.called("target" if is_bunch(pair) or set(columns) & set(T.called("y")) else "y")
    both = [name for name in targets if name in columns]
    if both:
        raise DataError(f"a column of X and one of T are called {both[0]!r}; rename one, or take it out of X")
    cells = dict(zip([*columns, *targets], [*X.cells, *T.cells]))
    return Frame(PAIR, cells, X.rows, T.labels if X.labels is None else X.labels, targets)


def _named(part, names, always=False):
    """The `Part` with these names, if they are as many as its columns and it has no others."""
    fits = names is not None and len(names) == len(part.cells) and (always or part.names is None)
    return replace(part, names=tuple(map(str, names))) if fits else part


def _with_labels(T, names):
    """T of scikit-learn's set with the names of its targets, or of its classes in the place of their numbers."""
    if names is None or len(T.cells) == len(names):
        return _named(T, names)
    index = column_array(T.cells[0])
    if len(T.cells) > 1 or index.dtype.kind not in "iu" or not np.isin(index, range(len(names))).all():
        return T
    return replace(T, cells=[objects(list(map(str, names)))[index]])

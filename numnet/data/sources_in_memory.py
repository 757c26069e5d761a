"""Data that are no files: what can be data at all, pairs (X, T) as `FileInspection` takes them, words for messages."""

from dataclasses import replace

from numnet.data.columns.features import Columns
from numnet.data.errors import DataError
from numnet.data.tables.frames import FRAME, frame_of, is_file, is_frame
from numnet.data.tables.pairs import PAIR, KnownNames, frame_of_pair, is_pair
from numnet.utils.wording import plural


def arranged(source, options, like):
    """(what `open_table` takes, `ReadOptions`) of a file, a frame or a pair; of a pair all columns of X are features.

    like: the network whose columns it must have, or None.  Raises TypeError for what can't be data, `DataError`.
    """
    if not is_pair(source):
        check_source(source)
        return source, options
    known = None
    if like is not None:
        columns = Columns.of(like)
        known = KnownNames(columns.sources, columns.names, options.targets, tuple(like.target_names or ()))
    frame = frame_of_pair(source, options.task, known)
    if options.targets not in ((), frame.targets):
        raise DataError(f"the target of {PAIR} is T, {', '.join(frame.targets)}, not {', '.join(options.targets)}; "
                        "name no other")  # fmt: skip
    return frame, replace(options, targets=frame.targets, columns=options.columns or ("*",))


def check_source(source):
    """TypeError for what no data are read from."""
    if is_file(source) or is_frame(source) or is_pair(source):
        return
    kind = "None" if source is None else type(source).__name__
    if isinstance(source, (tuple, list)):
        kind += f" of {', '.join(type(item).__name__ for item in source[:3])}{', …' if len(source) > 3 else ''}"
    elif hasattr(source, "shape"):
        kind += f" of shape {source.shape}"
    raise TypeError(
        f"data must be a bundled set's name, a file's path, a data frame, a pair (X, T) or a Dataset, got {kind}"
    )


def source_name(source):
    """A source as messages call it."""
    if is_file(source):
        return "standard input" if str(source) == "-" else str(source)
    return PAIR if is_pair(source) else FRAME


def described(source, dataset):
    """A source that is no file in a few words, for people: ``data frame, 150 rows × 5 columns``."""
    if is_file(source):
        return str(source)
    if is_pair(source):
        return f"{PAIR}, {plural(len(dataset.X), 'row')} × {plural(dataset.X.shape[1], 'feature')}"
    if not is_frame(source):
        return f"Dataset {dataset.name}, {plural(len(dataset.X), 'row')} × {plural(dataset.X.shape[1], 'feature')}"
    frame = frame_of(source)
    return f"{FRAME}, {plural(frame.rows, 'row')} × {plural(len(frame.columns), 'column')}"

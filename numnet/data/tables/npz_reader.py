"""NumPy's .npz files as a `Table`."""

import math
import re
import zipfile
import zlib

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.number_formats import PLAIN, NumberFormat
from numnet.data.tables.record_feed import check_columns
from numnet.data.tables.table import StringTable, Table, TableReader, boxed
from numnet.utils.free_memory import check_memory

NAME_ARRAYS = ("feature_names", "columns", "names", "target_names")  # arrays that name others, no data
PART_NAME = re.compile(r"(.+)_(train|test)", re.IGNORECASE)


class NpzReader(TableReader):
    """Reads an .npz file: a column an array (n,), d columns an array (n, d); never unpickled.

    The columns of an array X are X1, X2, …, those of images (n, rows, columns) X_0_0, X_0_1, …, or what an array
    ``feature_names`` calls them.  Targets called y, t or target come last, so that they are the target unless another
    is named.  Of x_train, y_train, x_test, y_test the last two are the test part.
    """

    def __init__(self, source, forms=None):
        super().__init__(source, forms)
        arrays = _arrays(source)
        names = next((list(map(str, arrays[key])) for key in NAME_ARRAYS[:3] if key in arrays), [])
        data = {key: array for key, array in arrays.items() if key not in NAME_ARRAYS}
        if not data:
            raise DataError(f"{source.name} holds no arrays; save X and y with numpy.savez")
        data, self.tested = _paired(source, data)
        data = dict(sorted(data.items(), key=lambda item: item[0].lower() in ("y", "t", "target", "targets", "label")))
        check_columns(source.name, sum(math.prod(array.shape[1:]) for array in data.values()))
        self.columns = {}
        for key, array in data.items():
            flat = array.reshape(len(array), math.prod(array.shape[1:]))
            called = names if len(names) == flat.shape[1] else column_names(key, array.shape[1:])
            self.columns.update(dict(zip(called, flat.T)))
        self.header = tuple(self.columns)

    def table(self, columns=None, exact=(), progress=None):
        """The `Table` of these columns, see `TableReader`."""
        keep = self.kept(columns)
        texts = [StringTable() for _ in keep]
        block = np.empty((len(next(iter(self.columns.values()))), len(keep)))
        for j, (name, strings) in enumerate(zip(keep, texts)):
            block[:, j] = array_cells(self.source, name, self.columns[name], strings)
        dated = [self.columns[name].dtype.kind == "M" for name in keep]
        table = table_of_blocks(self.source, keep, [block], texts, dated, {"kind": "npz"})
        if self.tested:
            table.tested = self.tested
            table.remarks.append(f"the last {self.tested} rows are the test set, as the names of the arrays say")
        return table


def _paired(source, data):
    """({name: array}, rows at the end that are for the test): x_train and x_test become one array x."""
    matches = {key: PART_NAME.fullmatch(key) for key in data}
    if not any(matches.values()):
        _check_rows(source, data)
        return data, 0
    parts = {"train": {}, "test": {}}
    for key, match in matches.items():
        if match is None:
            raise DataError(f"{source.name}: array {key!r} is beside arrays called …_train and …_test; take it out, or "
                            f"save {key}_train and {key}_test")  # fmt: skip
        parts[match[2].lower()][match[1]] = data[key]
    train, test = parts.values()
    for name in train.keys() ^ test.keys() if train and test else ():
        have, lacks = ("train", "test") if name in train else ("test", "train")
        raise DataError(f"{source.name} holds {name}_{have} but no {name}_{lacks}; save both")
    for part, arrays in parts.items():
        _check_rows(source, {f"{name}_{part}": array for name, array in arrays.items()})
    if not train or not test:
        return train or test, 0
    for name, array in train.items():
        if array.shape[1:] != test[name].shape[1:]:
            raise DataError(f"{source.name}: {name}_train has shape {array.shape}, {name}_test has {test[name].shape}; "
                            "their rows must be alike")  # fmt: skip
    return {name: np.concatenate([train[name], test[name]]) for name in train}, len(next(iter(test.values())))


def _check_rows(source, arrays):
    for first in list(arrays)[:1]:
        for key, array in arrays.items():
            if array.ndim < 1 or len(array) != len(arrays[first]):
                raise DataError(
                    f"{source.name}: array {key!r} has shape {array.shape}, {first!r} has {arrays[first].shape}; all "
                    "arrays must have as many rows, but for pairs such as x_train and x_test"
                )


def column_names(key, shape):
    """Names of the columns of an array whose rows have this shape."""
    if math.prod(shape) == 1:
        return [key]
    if len(shape) == 2:
        return [f"{key}_{i}_{j}" for i in range(shape[0]) for j in range(shape[1])]
    return [f"{key}{j + 1}" for j in range(math.prod(shape))]


def _arrays(source):
    try:
        with source.seekable_copy() as whole, np.load(whole, allow_pickle=False) as file:
            size = sum(member.file_size for member in file.zip.infolist())
            check_memory(size, f"the arrays of {source.name}", "save fewer of them")
            return {key: file[key] for key in file.files}
    except ValueError as error:
        if "pickle" in str(error):
            raise DataError(
                f"{source.name} holds an array of Python objects, which numnet never opens; save numbers or texts, "
                "such as array.astype(str)"
            ) from None
        raise DataError(f"{source.name} is damaged: {error}") from None
    except (OSError, EOFError, KeyError, SyntaxError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(f"{source.name} is damaged: {error}") from None


def table_of_blocks(source, keep, blocks, texts, dated, about):
    """The `Table`; ``texts``: the `StringTable` of each column; ``dated``: which columns are dates."""
    if not any(map(len, blocks)):
        raise DataError(f"{source.name} has no data rows; add rows")
    forms = [NumberFormat("date", "ymd") if date else PLAIN for date in dated]
    return Table(source.name, tuple(keep), blocks, [strings.listed() for strings in texts], forms, None, about)


def array_cells(source, name, array, texts):
    """An array (n,) as cells (n,) float64: NaN is missing, True and False are texts."""
    if array.dtype.kind in "iuf":
        values = array.astype(np.float64)
        gaps = ~np.isfinite(values)
        if gaps.any():
            values[gaps] = boxed([texts["" if np.isnan(value) else str(value)] for value in values[gaps]])
        return values
    if array.dtype.kind == "b":
        return boxed([texts[text] for text in np.where(array, "true", "false").tolist()])
    if array.dtype.kind in "US":
        decoded = array if array.dtype.kind == "U" else np.char.decode(array, "utf-8", "replace")
        return boxed([texts[text.strip()] for text in decoded.tolist()])
    if array.dtype.kind == "M" or (array.dtype.kind == "m" and np.can_cast(array.dtype, "timedelta64[s]", "same_kind")):
        days = _days(array.astype(f"{array.dtype.kind}8[s]"))
        days[np.isnat(array)] = boxed([texts[""]])[0]
        return days
    raise DataError(
        f"{source.name}: {name!r} is of type {array.dtype}; it must be numbers, true/false, texts, dates or durations"
    )


def _days(array):
    """Dates since 1970-01-01, or durations, in seconds (n,), as days (n,) float64; dates as `NumberFormat` has them."""
    seconds = array.astype(np.int64)
    if array.dtype.kind == "m":
        return seconds / 86400
    days, seconds = np.divmod(seconds, 86400)
    minutes, seconds = np.divmod(seconds, 60)
    hours, minutes = np.divmod(minutes, 60)
    return days + (hours + minutes / 60 + seconds / 3600) / 24

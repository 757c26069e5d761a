"""Data files that are no text: NumPy's .npz and, with the extra ``parquet``, Parquet."""

import zipfile

import numpy as np

from numnet.data.catalogue import DataError
from numnet.data.cells import PLAIN, Form
from numnet.data.table import Table, Texts, boxed

NAMES = ("feature_names", "columns", "names", "target_names")  # arrays that name others, no data


def read_npz(source, wanted, progress):
    """The `Table` of an .npz file: a column an array (n,), d columns an array (n, d); never unpickled.

    The columns of an array X are X1, X2, … or what an array ``feature_names`` calls them.  Targets called y, t or
    target come last, so that they are the target unless another is named.
    """
    arrays = _arrays(source)
    names = next((list(map(str, arrays[key])) for key in NAMES[:3] if key in arrays), [])
    data = {key: array for key, array in arrays.items() if key not in NAMES}
    if not data:
        raise DataError(f"{source.name} holds no arrays; save X and y with numpy.savez")
    data = dict(sorted(data.items(), key=lambda item: item[0].lower() in ("y", "t", "target", "targets", "label")))
    first = next(iter(data))
    columns = {}
    for key, array in data.items():
        if array.ndim < 1 or len(array) != len(data[first]):
            raise DataError(
                f"{source.name}: array {key!r} has shape {array.shape}, {first!r} has {data[first].shape}; all arrays "
                "must have as many rows"
            )
        flat = array.reshape(len(array), -1)
        own = names if len(names) == flat.shape[1] else [f"{key}{j + 1}" for j in range(flat.shape[1])]
        columns.update({key: array} if array.ndim == 1 else dict(zip(own, flat.T)))
    return _table(source, columns, wanted, {"kind": "npz"})


def _arrays(source):
    try:
        with source.seekable_copy() as whole, np.load(whole, allow_pickle=False) as file:
            return {key: file[key] for key in file.files}
    except ValueError as error:
        if "pickle" in str(error):
            raise DataError(
                f"{source.name} holds an array of Python objects, which numnet never opens; save numbers or texts, "
                "such as array.astype(str)"
            ) from None
        raise DataError(f"{source.name} is damaged: {error}") from None
    except (OSError, EOFError, KeyError, SyntaxError, zipfile.BadZipFile) as error:
        raise DataError(f"{source.name} is damaged: {error}") from None


def _table(source, columns, wanted, about):
    header = tuple(columns)
    keep = [name for name in header if wanted is None or name in wanted(header)]
    texts = [Texts() for _ in keep]
    block = np.column_stack([_converted(source, name, columns[name], own) for name, own in zip(keep, texts)])
    return _finished(source, keep, [block], texts, [columns[name].dtype.kind == "M" for name in keep], about)


def _finished(source, keep, blocks, texts, dated, about):
    """The `Table`; ``dated``: which columns are dates."""
    if not any(map(len, blocks)):
        raise DataError(f"{source.name} has no data rows; add rows")
    forms = [Form("date", "ymd") if date else PLAIN for date in dated]
    return Table(source.name, tuple(keep), blocks, [own.listed() for own in texts], forms, None, about)


def _converted(source, name, array, texts):
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
    if array.dtype.kind == "M":
        days = array.astype("datetime64[s]").astype(np.int64) / 86400
        days[np.isnat(array)] = boxed([texts[""]])[0]
        return days
    raise DataError(f"{source.name}: {name!r} is of type {array.dtype}; it must be numbers, true/false, texts or dates")


def read_parquet(source, wanted, progress):
    """The `Table` of a Parquet file, batch by batch."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise DataError(f"{source.name}: Parquet needs pyarrow; pip install 'numnet[parquet]', or write CSV") from None
    try:
        with source.seekable_copy() as whole:
            return _parquet_table(source, parquet.ParquetFile(whole), wanted, progress)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowNotImplementedError, OSError) as error:
        raise DataError(f"{source.name} is damaged, or no Parquet that can be read: {error}") from None


def _parquet_table(source, file, wanted, progress):
    header = tuple(file.schema_arrow.names)
    keep = [name for name in header if wanted is None or name in wanted(header)]
    texts, blocks, dated = [Texts() for _ in keep], [], []
    for batch in file.iter_batches(columns=keep):
        columns = [_of_arrow(source, name, batch.column(name), own) for name, own in zip(keep, texts)]
        blocks.append(np.column_stack([cells for cells, _ in columns]))
        dated = [date for _, date in columns]
        if progress is not None:
            share = sum(map(len, blocks)) / file.metadata.num_rows
            progress(int(share * (source.total or source.done)), source.total)
    return _finished(source, keep, blocks, texts, dated or [False] * len(keep), {"kind": "parquet"})


def _of_arrow(source, name, array, texts):
    """(cells (n,) float64, whether they are dates) of a column of a batch."""
    from pyarrow import float64, timestamp, types

    array = array.dictionary_decode() if types.is_dictionary(array.type) else array
    kind = array.type
    if types.is_null(kind):
        return boxed([texts[""]] * len(array)), False
    if types.is_boolean(kind):
        words = {True: "true", False: "false", None: ""}
        return boxed([texts[words[value]] for value in array.to_pylist()]), False
    if types.is_string(kind) or types.is_large_string(kind):
        return boxed([texts["" if value is None else value.strip()] for value in array.to_pylist()]), False
    date = types.is_date(kind) or types.is_timestamp(kind)
    if date:
        array = array.cast(timestamp("s"), safe=False)
    elif types.is_decimal(kind):
        array = array.cast(float64())
    elif not (types.is_integer(kind) or types.is_floating(kind)):
        raise DataError(f"{source.name}: column {name!r} is of type {kind}; leave it out with --exclude {name}")
    gaps = np.asarray(array.is_null())
    values = _converted(source, name, array.fill_null(0).to_numpy(zero_copy_only=False), texts)
    if gaps.any():
        values[gaps] = boxed([texts[""]])[0]
    return values, date

"""Parquet files, with the extra ``parquet``."""

import numpy as np

from numnet.data.errors import DataError
from numnet.data.tables.npz_reader import _converted, _finished
from numnet.data.tables.table import StringTable, boxed


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
    texts, blocks, dated = [StringTable() for _ in keep], [], []
    for batch in file.iter_batches(columns=keep):
        columns = [_of_arrow(source, name, batch.column(name), strings) for name, strings in zip(keep, texts)]
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

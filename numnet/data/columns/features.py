"""Encoding of a table's columns as features, and the record of it that a model keeps."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from numnet.data.columns.column_types import boolean_levels, canonical_text, not_a_number, number_levels
from numnet.data.errors import DataError
from numnet.data.tables.number_formats import MISSING, PLAIN, STYLES, NumberFormat, canonical
from numnet.data.tables.table import codes_of
from numnet.utils.wording import listed, plural, shown

ROWS_AT_A_TIME = 2**12  # encoded at a time: few enough to stay near the processor, through all columns


@dataclass(frozen=True)
class Feature:
    """One column as features: numbers as they are; yes and no as 1 and 0; texts one-hot, a column a level.

    ``levels``: the texts with a column of their own; ``other``: whether a column gathers all the others; ``missing``:
    whether a missing text has one.  ``lenient``: whether what is no number counts as missing.
    """

    name: str
    kind: str
    form: NumberFormat | None = PLAIN
    levels: tuple = ()
    other: bool = False
    missing: bool = False
    lenient: bool = False

    @property
    def names(self):
        """Names of its features."""
        if self.kind != "text":
            return (self.name,)
        extra = ["(other)"] * self.other + ["(missing)"] * self.missing
        return tuple(f"{self.name}={level}" for level in [*self.levels, *extra])

    def to_dict(self):
        """A dictionary for JSON."""
        form = self.form and [self.form.kind, self.form.style, self.form.unit]
        return {"name": self.name, "kind": self.kind, "form": form, "levels": self.levels, "other": self.other,
                "missing": self.missing, "lenient": self.lenient}  # fmt: skip

    @classmethod
    def from_dict(cls, record):
        """The inverse of `to_dict`.  Raises ValueError, KeyError or TypeError for anything else."""
        if record["kind"] not in ("number", "boolean", "text"):
            raise ValueError(f"column {record['name']!r} is of unknown kind {record['kind']!r}")
        form = None if record["form"] is None else NumberFormat(*map(str, record["form"]))
        if form and form.style not in STYLES.get(form.kind, ()):
            raise ValueError(f"column {record['name']!r} is of unknown form {record['form']!r}")
        levels = tuple(map(str, record["levels"]))
        flags = (bool(record.get(name, False)) for name in ("other", "missing", "lenient"))
        return cls(str(record["name"]), record["kind"], form, levels, *flags)


class Encoder:
    """Encodes the cells of one column, piece by piece, as its `Feature` says; counts texts that the feature lacks.

    ``wrong``: (row of its piece, text) of the first cell out of place, or None.
    """

    def __init__(self, feature, texts):
        self.feature, self.texts, self.wrong = feature, texts, None
        self.seen, self.numbers = np.zeros(len(texts), np.int64), Counter()  # cells: of texts, of numbers
        if feature.kind == "text":
            self.places = np.array([*map(self._place, texts), -1], dtype=np.int64)
        else:
            of = boolean_levels(texts) if feature.kind == "boolean" else number_levels(texts, feature.form)
            self.values, self.right = of

    def _place(self, text):
        """The index of a text's feature, -1 if it has none."""
        levels, other = self.feature.levels, len(self.feature.levels)
        if text.lower() in MISSING:
            return other + self.feature.other if self.feature.missing else other if self.feature.other else -1
        label = canonical_text(text)
        return levels.index(label) if label in levels else other if self.feature.other else -1

    def __call__(self, values, out):
        """Write the features of cells (m,) into out (m, k), where there are zeros."""
        strange = np.isnan(values)
        if self.feature.kind == "text":
            self._encode_texts(values, strange, out)
            return
        wrong = ~strange & (values != 0) & (values != 1) if self.feature.kind == "boolean" else np.zeros_like(strange)
        out[:, 0] = values
        if strange.any():
            codes = codes_of(values[strange])
            out[strange, 0], wrong[strange] = self.values[codes], ~self.right[codes]
        if self.feature.lenient:
            self.seen += np.bincount(codes_of(values[wrong]), minlength=len(self.seen))
        elif self.wrong is None and wrong.any():
            k = int(np.flatnonzero(wrong)[0])
            self.wrong = k, self.texts[codes_of(values)[k]] if strange[k] else canonical(values[k])

    def _encode_texts(self, values, strange, out):
        codes = codes_of(values)
        places = self.places[codes]  # -1, the last, for numbers
        self.seen += np.bincount(codes[strange], minlength=len(self.seen))
        if not strange.all():
            numbers, inverse, counts = np.unique(values[~strange], return_inverse=True, return_counts=True)
            labels = list(map(canonical, numbers))
            places[~strange] = np.array(list(map(self._place, labels)), dtype=np.int64)[inverse]
            self.numbers.update(dict(zip(labels, counts.tolist())))
        known = np.flatnonzero(places >= 0)
        out[known, places[known]] = 1

    def unknown(self):
        """{text: cells} of the cells that are none of the feature's levels, or no numbers and taken for missing."""
        cells, levels = [*zip(self.texts, self.seen.tolist()), *self.numbers.items()], self.feature.levels
        found = Counter()
        for text, count in cells:
            if count and canonical_text(text) not in levels:
                found[text] += count
        return found


@dataclass(frozen=True, eq=False)
class Columns:
    """How the columns of a table become X (n, d).

    ``features``: the `Feature` of each column, in order; ``fill`` (d,) float64: what stands for a missing number, or
    None where no number may be missing.
    """

    features: tuple
    fill: np.ndarray | None = None

    @property
    def names(self):
        """Names of all features, in the order of X's columns."""
        return tuple(name for feature in self.features for name in feature.names)

    @property
    def sources(self):
        """Names of the columns of the table."""
        return tuple(feature.name for feature in self.features)

    @property
    def forms(self):
        """{column: the `NumberFormat` of its numbers, None for texts}."""
        return {feature.name: feature.form for feature in self.features}

    @property
    def plain(self):
        """Whether all are plain numbers without ``fill``: names and order then say all."""
        return self.fill is None and all(f == Feature(f.name, "number") for f in self.features)

    @classmethod
    def numbers(cls, names):
        """Columns of plain numbers."""
        return cls(tuple(Feature(str(name), "number") for name in names))

    @classmethod
    def of(cls, network):
        """The columns that a network was trained on: plain numbers, named as its features, if from Python."""
        return network.columns or cls.numbers(network.feature_names)

    def found_in(self, header, file):
        """Names of the columns that are needed.  Raises `DataError` if the header of a file lacks one."""
        sources, there = self.sources, set(header)
        lacking = [name for name in sources if name not in there]
        if lacking:
            raise DataError(
                f"{file}: no column {listed(map(repr, lacking), 20)}; found {listed(map(repr, header), 20)}; "
                "rename or add columns"
            )
        return sources

    def suited(self, header):
        """These columns; plain numbers, the features themselves, for a header that has them in the columns' place."""
        there = set(header)
        if there.issuperset(self.sources) or not there.issuperset(self.names):
            return self
        return replace(self.numbers(self.names), fill=self.fill)

    def matrix(self, table, keep=None, known=True):
        """(X (m, d) float64, remarks): the rows of a table where ``keep`` (n,) is True; NaN where a number is missing.

        The table's blocks are gone afterwards.  ``known``: the columns are those of an earlier training, so that
        texts that it did not know are remarked on.  Raises `DataError` for a cell that is no number.
        """
        count = len(table) if keep is None else int(keep.sum())
        X, at, row = np.zeros((count, len(self.names))), 0, 0
        encoders = [Encoder(feature, table.texts[table.places[feature.name]]) for feature in self.features]
        starts = np.cumsum([0, *(len(feature.names) for feature in self.features)])
        while table.blocks:
            block = table.blocks.pop(0)
            for piece in np.split(block, range(ROWS_AT_A_TIME, len(block), ROWS_AT_A_TIME)):
                rows = np.arange(len(piece)) if keep is None else np.flatnonzero(keep[row : row + len(piece)])
                for encoder, start, end in zip(encoders, starts, starts[1:]):
                    cells = piece[:, table.places[encoder.feature.name]]
                    encoder(cells if keep is None else cells[rows], X[at : at + len(rows), start:end])
                    if encoder.wrong is not None:
                        raise _out_of_place(table, encoder, row + int(rows[encoder.wrong[0]]))
                at, row = at + len(rows), row + len(piece)
        return X, [remark for encoder in encoders if (remark := _unseen_texts(encoder))] if known else []

    def filled(self, X, by):
        """These columns with a ``fill`` measured on X (m, d), the training part: its "mean" or "median"."""
        fill = np.zeros(X.shape[1])
        for j in range(X.shape[1]):
            present = X[:, j][~np.isnan(X[:, j])]
            fill[j] = (np.mean if by == "mean" else np.median)(present) if len(present) else 0.0
        return replace(self, fill=fill)

    def complete(self, X, columns=slice(None)):
        """X with ``fill`` where it is NaN: a copy, or X itself where nothing is missing; columns: which ones X has."""
        if self.fill is None:
            return X
        gaps = np.isnan(X)
        return np.where(gaps, self.fill[columns], X) if gaps.any() else X

    def to_dict(self):
        """A dictionary for JSON."""
        fill = None if self.fill is None else self.fill.tolist()
        return {"features": [feature.to_dict() for feature in self.features], "fill": fill}

    @classmethod
    def from_dict(cls, record):
        """The inverse of `to_dict`.  Raises ValueError, KeyError or TypeError for anything else."""
        columns = cls(tuple(map(Feature.from_dict, record["features"])))
        if record["fill"] is None:
            return columns
        fill = np.array(record["fill"], dtype=float)
        if fill.shape != (len(columns.names),) or not np.isfinite(fill).all():
            raise ValueError(f"fill must be {len(columns.names)} finite numbers")
        return replace(columns, fill=fill)


def _out_of_place(table, encoder, row):
    """The `DataError` of the first cell of a column that does not fit."""
    feature, text = encoder.feature, encoder.wrong[1]
    problem = not_a_number(text, feature.form) if feature.kind == "number" else _not_a_boolean(text)
    return table.error_at(row, feature.name, f"{problem}; correct it or remove the row")


def _not_a_boolean(text):
    return f"{shown(text)} is neither yes nor no, as the column was in training"


def _unseen_texts(encoder):
    """A remark about texts that training has not seen, or None."""
    feature = encoder.feature
    unseen = {text: n for text, n in encoder.unknown().items() if not (feature.missing and text.lower() in MISSING)}
    if not unseen:
        return None
    how = "taken as (other)" if feature.other else "taken as none of the known ones"
    how = "taken as missing" if feature.lenient else how
    some = listed([f"{shown(text)} {n}" for text, n in unseen.items()], 3)
    return f"column {feature.name!r}: {some} in {plural(sum(unseen.values()), 'row')} {how}"

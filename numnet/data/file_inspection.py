"""Inspection of a table before training: types and roles of its columns, errors, and the `Dataset` it gives."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from numnet.data.columns.column_errors import not_as_asked, stray_words
from numnet.data.columns.column_remarks import column_remarks
from numnet.data.columns.column_types import asked_format, column_type
from numnet.data.columns.doubts import doubts
from numnet.data.columns.feature_choice import feature_of
from numnet.data.columns.features import Columns
from numnet.data.columns.leading_zeros import padded, padded_columns
from numnet.data.columns.roles import Roles
from numnet.data.columns.targets import encode
from numnet.data.dataset import Dataset
from numnet.data.errors import DataError
from numnet.data.read_options import ReadOptions
from numnet.data.sample_weights import row_weights
from numnet.data.sources_in_memory import arranged
from numnet.data.splitting import SplitPlan
from numnet.data.tables.byte_source import PACKED
from numnet.data.tables.frames import is_file
from numnet.data.tables.pairs import is_pair
from numnet.data.tables.read_table import open_table
from numnet.utils.wording import listed, plural

FEW_ROWS = 5  # rows from which little can be learned
LEFT_OUT = {
    "empty": "empty",
    "constant": "the same in all rows",
    "identifier": "identifiers (name them among the columns to keep them)",
    "varied": "texts that are all rare (--as COLUMN=text keeps the most frequent)",
}


class FileInspection:
    """The table of a data file, a frame or a pair (X, T), the `Roles` of its columns, and their types.

    ``column_types``: {name: `ColumnType`} of targets, group and weights; ``features``: {column: `Feature`};
    ``left_out``: {column: "empty", "constant", "identifier" or "varied"}; ``answered`` (n,) bool: rows with all
    targets; ``missing``: {column, no target: missing cells in them}; ``complete`` (n,) bool: rows without any.
    ``like``: a trained network, whose columns the file must have.  Raises `DataError`.
    """

    def __init__(self, path, options=None, like=None, progress=None):
        self.like, self.known = like, None if like is None else Columns.of(like)
        self.of_pair = is_pair(path)
        self.path, self.options = arranged(path, options or ReadOptions(), like)
        self.header, self.roles, self.table = self._read(progress)
        features = set(self.roles.features)
        apart = [name for name in self.table.header if name not in features]
        self.wrong, self.said = None, []  # the first `DataError` about cells; remarks on columns
        self.column_types = {name: self._type(name) for name in apart}
        self.missing, self.features, self.left_out = {}, {}, {}
        self.answered = ~self._gaps(self.roles.targets)
        self.complete = self.answered.copy()
        for name, column in self.column_types.items():
            self._look_at(name, column)
        if like is None:
            self._look_at_features()

    def _read(self, progress):
        """(names of all columns, their `Roles`, the `Table` of those that are needed)."""
        options = self.options
        if self.known is not None:  # what features are was settled in training
            options = replace(options, as_=[f"{name}={kind}" for name, kind in options.kinds
                                            if name in options.targets])  # fmt: skip
        forms = {name: asked_format(kind) for names, kind in options.kinds if kind not in ("number", "drop")
                 for name in (names, *map(str.strip, names.split(",")))}  # fmt: skip
        forms = {**(self.known.forms if self.known else {}), **forms}
        with open_table(self.path, forms or None, options.encoding) as reader:
            header, file = reader.header, reader.source.name
            if self.known is not None:
                self.known = self.known.suited(header)
                options = replace(options, columns=self.known.found_in(header, file), exclude=(), split="random")
            roles = Roles(file, header, options)
            self.padded = padded_columns(reader)
            return header, roles, reader.table(roles.wanted, roles.exact, progress)

    def _type(self, name):
        column = column_type(self.table.cells(name), self.roles.kinds.get(name))
        if column.kind == "empty" and column.asked and self.wrong is None:
            self.wrong = not_as_asked(self.table, column)
        if column.kind == "number" and any(map(padded, self.table.texts[self.table.places[name]])):  # of a frame
            self.padded.add(name)
        return column

    def _gaps(self, names):
        """Rows (n,) bool in which one of these columns, no features, is missing."""
        gaps = np.zeros(len(self.table), dtype=bool)
        for name in names:
            gaps |= self.column_types[name].missing
        return gaps

    def _look_at(self, name, column):
        """Count the missing cells of a column that is used; what should be said of it, or is wrong with it."""
        self.said += column_remarks(column)
        if len(column.wrong) and not column.asked and self.wrong is None:
            fill = self.options.missing == "error" and name not in self.roles.targets
            self.wrong = stray_words(self.table, column, fill)
        gaps = column.missing
        if name not in self.roles.targets and (gaps & self.answered).any():
            self.missing[name] = int((gaps & self.answered).sum())
            self.complete &= ~gaps

    def _look_at_features(self):
        keep_missing = self.options.missing in ("mean", "median")
        for name in self.roles.features:
            column = self._type(name)
            forced = self.roles.forced or name in self.roles.kinds
            feature, why = feature_of(column, keep_missing, forced, name == self.header[0])
            if feature is None:
                self.left_out[name] = why
                continue
            self.features[name] = feature
            self._look_at(name, column)
        if not self.features and "identifier" in self.left_out.values():
            self._keep_identifiers()

    def _keep_identifiers(self):
        """Take the identifiers as features: the file has nothing else."""
        self.roles.features, self.roles.forced = tuple(self._left_out("identifier")), True
        self.left_out = {name: why for name, why in self.left_out.items() if why != "identifier"}
        self._look_at_features()

    def _left_out(self, why):
        return [name for name, reason in self.left_out.items() if reason == why]

    # --- errors -----------------------------------------------------------------------------------------------------

    def check(self):
        """Raise `DataError` for the first reason why the file is not ready to train on."""
        if len(self.table) < 2:
            raise DataError(f"{self.table.file} has 1 data row; training needs at least 2")
        if self.wrong:
            raise self.wrong
        for name, column in self.column_types.items():
            if column.kind == "empty":
                raise DataError(f"{self.table.file}: column {name!r} is empty in all rows; name another column")
        if self.of_pair and self.left_out:
            name, why = next(iter(self.left_out.items()))
            raise DataError(f"{self.table.file}: column {name!r} of X is of no use, {LEFT_OUT[why]}; take it out of X")
        if not self.features:
            some = list(self.left_out.items())[:5]
            why = "; ".join(f"{name!r} is left out ({LEFT_OUT[reason].partition(' (')[0]})" for name, reason in some)
            keep = ", or keep one with --as COLUMN=text" if "varied" in self.left_out.values() else ""
            raise DataError(f"{self.table.file}: no columns left for features: {why}; add some{keep}")
        if self.missing and self.options.missing == "error":
            raise self.missing_error()
        if self.answered.sum() < 2:
            raise DataError(f"{self.table.file}: only {plural(int(self.answered.sum()), 'row')} with a target, "
                            f"{listed(map(repr, self.roles.targets))}; training needs at least 2")  # fmt: skip
        if len(self.rows()) < 2:
            raise DataError(
                f"{self.table.file}: only {plural(len(self.rows()), 'row')} without missing cells "
                f"({self._counted()}); take --missing median, or leave columns out with --exclude"
            )

    def _counted(self):
        order = sorted(self.missing, key=lambda name: -self.missing[name])
        return listed([f"{name} {self.missing[name]}" for name in order], 8)

    def missing_error(self):
        """The `DataError` that counts the missing cells, in rows with a target, and names their columns."""
        total, first = sum(self.missing.values()), int(np.flatnonzero(self.answered & ~self.complete)[0])
        whole = f"{int(self.complete.sum())} of {plural(len(self.table), 'row')} are complete"
        return DataError(
            f"{self.table.file}: {plural(total, 'missing cell')}, the first in {self.table.where(first)}, by column: "
            f"{self._counted()}; choose --missing median or mean to fill them, --missing drop to leave such rows out "
            f"({whole}), or --exclude columns"
        )

    # --- the data ---------------------------------------------------------------------------------------------------

    def rows(self):
        """Indices of the rows that are used."""
        return np.flatnonzero(self.complete if self.options.missing == "drop" else ~self._gaps(self.column_types))

    def described(self, most=None):
        """[column, role, kind, missing cells, what is in it] of the file's columns, or the first of them, as text."""
        return [self._description(name) for name in self.header[:most]]

    def _description(self, name):
        roles = self.roles
        role = {**dict.fromkeys(roles.targets, "target"), roles.group: "groups", roles.weights: "weights"}.get(name)
        if role is None:
            role = "feature" if name in self.features else "left out"
        if name not in self.table.places:
            return [name, "left out", "", "", ""]
        column = self._type(name)
        kind = column.form.kind if column.kind == "number" else column.kind
        why = f" ({LEFT_OUT[self.left_out[name]].partition(' (')[0]})" if name in self.left_out else ""
        return [name, role + why, kind, str(int(column.missing.sum()) or ""), column.contents()]

    def remarks(self):
        """Remarks on how the file was read, a line each."""
        remarks = list(self.table.remarks)
        for why, words in LEFT_OUT.items():
            if names := self._left_out(why):
                remarks.append(f"left out, {words}: {listed(names, 8)}")
        forms = [feature for feature in self.features.values() if feature.form is not None]
        commas = [feature.name for feature in forms if feature.form.kind == "number" and feature.form.style == ","]
        dates = [f"{feature.name} ({'hours' if feature.form.kind == 'time' else 'days, ' + feature.form.style})"
                 for feature in forms if feature.form.kind != "number"]  # fmt: skip
        texts = [f"{f.name} ({len(f.names)})" for f in self.features.values() if f.kind == "text"]
        for what, names in (("decimal commas", commas), ("dates and times as numbers", dates), ("one-hot", texts)):
            if names:
                remarks.append(f"{what}: {listed(names, 8)}")
        remarks += self.said
        unanswered, dropped = int((~self.answered).sum()), int(self.answered.sum()) - len(self.rows())
        if unanswered:
            remarks.append(f"{plural(unanswered, 'row')} without a target left out "
                           f"({listed(map(repr, self.roles.targets), 8)})")  # fmt: skip
        if dropped:
            remarks.append(f"{plural(dropped, 'row')} with missing cells left out ({self._counted()})")
        if self.missing and self.options.missing in ("mean", "median"):
            remarks.append(f"missing numbers become the {self.options.missing} of the training set, missing texts a "
                           f"level of their own ({self._counted()})")  # fmt: skip
        return remarks

    def dataset(self, target_names=None, strict=True):
        """The `Dataset`; frees the table.  target_names: labels that an earlier training has settled, or None.

        strict: a class that is none of them is an error; else its rows have −1 in T, and a remark counts them.
        """
        if self.like is None:
            self.check()
        columns = self.known or Columns(tuple(self.features.values()))
        rows, remarks = self.rows(), self.remarks()
        if not len(rows):
            raise DataError(f"{self.table.file}: no row has a value in {', '.join(map(repr, self.roles.targets))}")
        keep = None if len(rows) == len(self.table) else np.isin(np.arange(len(self.table)), rows)
        column_types = [self.column_types[name] for name in self.roles.targets]
        T, task, names, reason, strange = encode(
            self.table, column_types, rows, self.options.task, target_names, strict
        )
        remarks += strange
        if task in ("binary", "multiclass") and self.like is None:
            counts = np.bincount(T, minlength=len(names))
            rare = [f"{name} {count}" for name, count in zip(names, counts) if count < FEW_ROWS]
            remarks += [f"classes of fewer than {FEW_ROWS} rows: {listed(rare, 8)}"] if rare else []
        weights, plan = self._weights(rows), self._split_plan(rows)
        X, unseen = columns.matrix(self.table, keep, known=self.like is not None)
        fills = self.like is None and self.options.missing in ("mean", "median")  # at prediction, too
        dataset = Dataset(
            self._name(), X, T, task, columns.names, names, self.roles.targets, reason, scale=True, columns=columns,
            missing=self.options.missing if fills else None, weights=weights,
            class_weight=self.options.class_weight, split_plan=plan, remarks=(*remarks, *unseen),
            reading=self.options.changed(), padded=tuple(sorted(self.padded)),
            from_memory=not is_file(self.path) or self.options.in_memory,
        )  # fmt: skip
        found = [f"{doubt.found}; {doubt.remedy}" for doubt in doubts(dataset)] if self.like is None else []
        return replace(dataset, remarks=(*dataset.remarks, *found))

    def _name(self):
        if not is_file(self.path):
            return "data"
        path = Path(str(self.path))
        return "stdin" if str(path) == "-" else path.with_suffix("").stem if path.suffix in PACKED else path.stem

    def _weights(self, rows):
        """(m,) float64 of --weights, or None."""
        if self.roles.weights is None:
            given = self.options.weights
            return None if given is None else row_weights(given, len(self.table), self.table.file)[rows]
        column = self.column_types[self.roles.weights]
        if column.kind not in ("number", "boolean"):
            raise DataError(
                f"{self.table.file}: column {column.name!r} of weights holds text; weights are numbers >= 0"
            )
        values = column.values[rows]
        if (values < 0).any():
            row = int(rows[np.flatnonzero(values < 0)[0]])
            raise self.table.error_at(row, column.name, f"the weight {values.min():g} is negative; weights are >= 0")
        if not values.any():
            raise DataError(f"{self.table.file}: all weights in column {column.name!r} are 0; name another column")
        return values

    def _split_plan(self, rows):
        options, groups = self.options, None
        if self.roles.group is not None:
            column = self.column_types[self.roles.group]
            values = column.index if column.kind == "text" else column.values
            groups = np.unique(values[rows], return_inverse=True)[1]
        tested = int((rows >= len(self.table) - self.table.tested).sum())
        if tested and options.test:
            raise DataError(f"{self.table.file} has a test set of its own, {plural(tested, 'row')}; leave out --test")
        return SplitPlan(options.split.partition(":")[0], options.test, groups, tested=tested)

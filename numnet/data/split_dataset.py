"""A data set split into training, validation and test part, in original units or standardised."""

from dataclasses import dataclass

import numpy as np

from numnet.data.columns.features import Columns
from numnet.data.columns.targets import class_factors
from numnet.data.dataset import Dataset
from numnet.data.dataset_display import split_html, split_words
from numnet.data.errors import DataError
from numnet.data.input_terms import InputTerms
from numnet.data.preparation import prepared
from numnet.data.scaler import Scaler
from numnet.data.splitting import divide
from numnet.utils.scaled_weights import scaled_weights

ROWS_AT_A_TIME = 65536  # rows that are standardised at a time


@dataclass(frozen=True, eq=False)
class SplitDataset:
    """A data set split into training, validation and test part, in original units; arrays as in `Dataset`.

    ``training``, ``validation`` and ``test`` (m,) int64 are indices of rows; arrays of a part are made when asked for.
    ``columns`` of a file fill its gaps, as measured on the training part; ``terms`` compute a network's inputs from the
    features, None where these are the inputs.
    """

    dataset: Dataset
    training: np.ndarray
    validation: np.ndarray  # of `validated`; no rows where there is no validation part
    test: np.ndarray
    columns: Columns | None
    terms: InputTerms | None = None

    def __repr__(self):
        return f"<{split_words(self)}>"

    _repr_html_ = split_html

    @classmethod
    def of(cls, dataset, validation, seed, terms=None):
        """Split a `Dataset` as its ``split_plan`` says; ``validation``: the share held out, 0 for none."""
        classes = dataset.T if dataset.task in ("binary", "multiclass") else None
        training, validated, test = divide(len(dataset.X), validation, seed, dataset.split_plan, classes)
        if dataset.split_plan.validation is not None:
            validated = np.arange(len(dataset.split_plan.validation.X))
        if classes is not None and len(np.unique(classes[training])) < 2:
            raise DataError(
                f"{dataset.name}: the training set of {len(training)} rows has only one class; "
                "add rows, take another --seed, --split stratified, or a smaller --validation"
            )
        if dataset.class_weight is not None:
            if classes is None:
                raise DataError(f"{dataset.name}: --class-weight is for classes, not for task {dataset.task}")
            class_factors(dataset.class_weight, classes[training], dataset.target_names)  # for what it raises
        columns = dataset.columns
        if dataset.missing is not None:
            columns = columns.filled(dataset.X[training], dataset.missing)
        return cls(dataset, training, validated, test, columns, terms)

    name = property(lambda self: self.dataset.name)
    task = property(lambda self: self.dataset.task)
    feature_names = property(lambda self: self.dataset.feature_names)
    target_names = property(lambda self: self.dataset.target_names)
    targets = property(lambda self: self.dataset.targets)

    def weights(self, part):
        """Weights of the "training", "validation" or "test" rows in the loss, (m,) float64; None if all are equal."""
        dataset, rows = self.validated if part == "validation" else self.dataset, getattr(self, part)
        weights = None if dataset.weights is None else scaled_weights(dataset.weights[rows])
        if self.dataset.class_weight is None:
            return weights
        factors = class_factors(self.dataset.class_weight, self.dataset.T[self.training], self.target_names)
        factors = scaled_weights(factors)[dataset.T[rows]]
        return scaled_weights(factors if weights is None else factors * weights)

    @property
    def validated(self):
        """The `Dataset` that the validation part is taken from: this one, or a file of its own."""
        return self.dataset.split_plan.validation or self.dataset

    def _inputs(self, dataset, rows, columns=slice(None)):
        X = dataset.X[:, columns] if len(rows) == len(dataset.X) else dataset.X[rows, columns]
        return X if self.columns is None else self.columns.complete(X, columns)

    X = property(lambda self: self._inputs(self.dataset, self.training))
    X_validation = property(lambda self: self._inputs(self.validated, self.validation))
    X_test = property(lambda self: self._inputs(self.dataset, self.test))
    T = property(lambda self: self.dataset.T[self.training])
    T_validation = property(lambda self: self.validated.T[self.validation])
    T_test = property(lambda self: self.dataset.T[self.test])

    def training_columns(self, columns):
        """X of the training part, the columns of a slice alone."""
        return self._inputs(self.dataset, self.training, columns)

    def standardised(self, part, scaler, dtype):
        """X of the "training", "validation" or "test" rows as a network of this dtype sees it; piece by piece."""
        dataset, rows = self.validated if part == "validation" else self.dataset, getattr(self, part)
        X = np.empty((len(rows), len(self.terms or self.feature_names)), dtype)
        with np.errstate(over="ignore"):  # whoever takes X looks for infinities
            for at in range(0, len(rows), ROWS_AT_A_TIME):
                piece = dataset.X[rows[at : at + ROWS_AT_A_TIME]]
                X[at : at + ROWS_AT_A_TIME] = prepared(piece, self.columns, self.terms, scaler)
        return X


def scaled(parts, scaler, dtype=np.float64):
    """(training, validation), each (X, T, weights) as `Network.loss` and `train` take them; validation may be None.

    X and T are standardised where there is a scaler; weights are None where all rows count alike.
    """

    def part(name, T):
        T = T if scaler is None else scaler.transform_targets(T)
        return parts.standardised(name, scaler, dtype), T, parts.weights(name)

    return part("training", parts.T), part("validation", parts.T_validation) if len(parts.validation) else None


def fit_scaler(parts):
    """A `Scaler` of the training part: inputs, and targets of a regression.  Raises `DataError`."""
    T, names = parts.T if parts.task == "regression" else None, parts.feature_names
    width = max(1, 2**25 // max(1, len(parts.training)))  # columns at a time, of a large table not all
    try:
        if parts.terms is not None:
            return Scaler.fit(parts.standardised("training", None, np.float64), T, parts.terms.texts, parts.targets)
        scalers = [
            Scaler.fit(parts.training_columns(slice(at, at + width)), T, names[at : at + width], parts.targets)
            for at in range(0, len(names), width)
        ]
    except DataError as error:
        raise DataError(f"{parts.name}: {error}") from None
    return Scaler.joined(scalers)

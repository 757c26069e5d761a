"""The parts of a data set, and how a network sees them."""

from dataclasses import replace

import numpy as np
import pytest

from numnet.data import DataError, Dataset, load_dataset
from numnet.data.split_dataset import SplitDataset, fit_scaler, scaled
from numnet.runs.run import network_for

pytestmark = pytest.mark.filterwarnings("error")


def dataset(T, task, names=("no", "yes"), n=20):
    """A data set of two features."""
    X = np.random.default_rng(0).normal(3, 2, size=(n, 2))
    return Dataset("made", X, np.asarray(T), task, ("a", "b"), names, ("t",), "made so", True)


def test_the_parts_share_no_row_and_miss_none():
    data = load_dataset("iris")
    parts = SplitDataset.of(data, 0.2, seed=3)
    assert len(parts.X) == len(parts.T) == 120 and len(parts.X_validation) == len(parts.T_validation) == 30
    whole = np.vstack([parts.X, parts.X_validation])
    assert sorted(map(tuple, whole)) == sorted(map(tuple, data.X))
    again, other = (SplitDataset.of(data, 0.2, seed) for seed in (3, 4))
    assert (again.X == parts.X).all() and not (other.X == parts.X).all()
    assert (parts.task, parts.targets, parts.target_names) == (data.task, data.targets, data.target_names)


def test_without_validation_all_rows_train():
    data = load_dataset("xor")
    parts = SplitDataset.of(data, 0, seed=0)
    assert (parts.X == data.X).all() and (parts.T == data.T).all()
    assert parts.X_validation.shape == (0, 2) and len(parts.T_validation) == 0


def test_a_training_part_of_one_class_is_refused():
    data = dataset([0] * 19 + [1], "binary")
    refused = 0
    for seed in range(40):
        try:
            assert set(SplitDataset.of(data, 0.5, seed).T) == {0, 1}
        except DataError as error:
            refused += 1
            assert "one class" in str(error) and "\n" not in str(error)
    assert 0 < refused < 40


def test_the_scaler_sees_the_training_part_only():
    data = dataset(np.arange(20.0), "regression", ("t",))
    parts = SplitDataset.of(data, 0.4, seed=1)
    scaler = fit_scaler(parts)
    np.testing.assert_allclose(scaler.mean, parts.X.mean(axis=0))
    np.testing.assert_allclose(scaler.target_mean, parts.T.mean())
    (X, T, _), (X_held, T_held, _) = scaled(parts, scaler)
    np.testing.assert_allclose([X.mean(), X.std(), T.mean(), T.std()], [0, 1, 0, 1], atol=1e-12)
    np.testing.assert_allclose(X_held * scaler.scale + scaler.mean, parts.X_validation)
    np.testing.assert_allclose(T_held * scaler.target_scale + scaler.target_mean, parts.T_validation)


@pytest.mark.parametrize("scale", [False, True])
def test_without_a_validation_part_there_is_none_to_pass_on(scale):
    parts = SplitDataset.of(dataset([0, 1] * 10, "binary"), 0, seed=0)
    (X, T, _), validation = scaled(parts, fit_scaler(parts) if scale else None)
    assert validation is None and (T == parts.T).all() and X.shape == parts.X.shape
    assert fit_scaler(parts).target_mean is None


@pytest.mark.parametrize(("T", "task", "names", "outputs"), [
    ([0, 1] * 10, "binary", ("no", "yes"), 1), ([0, 1, 2, 0] * 5, "multiclass", ("p", "q", "r"), 3),
    (np.ones((20, 2), int), "multilabel", ("p", "q"), 2), (np.arange(20.0), "regression", ("t",), 1),
    (np.ones((20, 3)), "regression", ("s", "t", "u"), 3),
])
def test_the_network_has_the_shape_and_the_names_of_the_data(T, task, names, outputs):
    network = network_for(dataset(T, task, names), {"hidden": (5, 4), "activation": "relu"})
    assert network.sizes == (2, 5, 4, outputs) and network.task == task
    assert network.feature_names == ("a", "b") and network.target_names == names


@pytest.mark.parametrize(("T", "task", "names"), [
    (np.arange(20.0), "regression", ("t",)), (np.ones((20, 2), int), "multilabel", ("p", "q")),
])  # fmt: skip
def test_weights_of_classes_are_for_classes(T, task, names):
    data = replace(dataset(T, task, names), class_weight="balanced")
    with pytest.raises(DataError, match=f"^made: --class-weight is for classes, not for task {task}$"):
        SplitDataset.of(data, 0, seed=0)
    assert len(SplitDataset.of(replace(data, class_weight=None), 0, seed=0).T) == 20

"""Bundled sets: what each promises, where it comes from, bad requests."""

import shutil

import numpy as np
import pytest

from numnet.data import (
    DATASETS,
    TASKS,
    DataError,
    fingerprint,
    load_dataset,
    read_csv,
    write_csv,
)
from tests.support.cli import REPOSITORY, python

pytestmark = pytest.mark.filterwarnings("error")

GENERATED = [name for name, info in DATASETS.items() if info.kind == "generated"]
TABLES = [name for name, info in DATASETS.items() if info.kind == "truth table"]
REAL = [name for name, info in DATASETS.items() if info.kind == "real"]


def same_data(a, b):
    return a.X.tobytes() == b.X.tobytes() and a.T.tobytes() == b.T.tobytes()


@pytest.mark.parametrize("name", DATASETS)
def test_every_set_keeps_the_promises_of_dataset(name):
    info, data = DATASETS[name], load_dataset(name)
    n, k = info.default_n, len(data.target_names)
    assert (data.name, data.task) == (name, info.task)
    assert data.X.shape == (n, info.features) and data.X.dtype == np.float64 and data.X.flags.c_contiguous
    assert len(data.feature_names) == info.features and np.isfinite(data.X).all()
    assert data.scale == (info.kind == "real") and data.truth_table == (info.kind == "truth table")
    assert all(isinstance(label, str) and label for label in (*data.target_names, *data.feature_names, data.reason))
    if info.task == "regression":
        assert data.T.shape == (n,) and data.T.dtype == np.float64 and data.target_names == data.targets
    elif info.task == "multilabel":
        assert data.T.shape == (n, k) and data.T.dtype == np.int64 and data.target_names == data.targets
        assert set(np.unique(data.T)) == {0, 1}
    else:
        assert data.T.shape == (n,) and data.T.dtype == np.int64 and len(data.targets) == 1
        assert np.array_equal(np.unique(data.T), np.arange(k)) and (k == 2) == (info.task == "binary")
    assert info.description and "\n" not in info.description and len(info.description) < 90
    assert info.source and info.licence and info.task in TASKS


@pytest.mark.parametrize("name", DATASETS)
def test_an_exported_set_reads_back_bit_for_bit(name, tmp_path):
    data = load_dataset(name, **({"n": 50} if name in GENERATED else {}))
    write_csv(data, tmp_path / "set.csv")
    back = read_csv(tmp_path / "set.csv", targets=data.targets, columns="*")  # digits has columns of zeros
    assert same_data(data, back)
    assert (back.task, back.target_names, back.feature_names) == (data.task, data.target_names, data.feature_names)
    assert back.scale and fingerprint(back) == fingerprint(data)


@pytest.mark.parametrize("name", GENERATED)
def test_the_seed_decides_the_rows(name):
    once, again, other = (load_dataset(name, n=40, seed=seed) for seed in (3, 3, 4))
    assert same_data(once, again)
    assert not np.array_equal(once.X, other.X)
    assert same_data(load_dataset(name, n=40), load_dataset(name, n=40, seed=0))


OUTPUTS = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0]}


@pytest.mark.parametrize("name", TABLES)
def test_truth_tables(name):
    data = load_dataset(name)
    assert data.X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]] and data.T.tolist() == OUTPUTS[name]
    assert data.target_names == ("0", "1")


@pytest.mark.parametrize("name", REAL)
def test_real_sets_are_those_of_scikit_learn(name):
    sets = pytest.importorskip("sklearn.datasets")
    theirs = sets.load_diabetes(scaled=False) if name == "diabetes" else getattr(sets, f"load_{name}")()
    ours = load_dataset(name)
    assert np.array_equal(ours.X, theirs.data)
    if name == "diabetes":
        assert np.array_equal(ours.T, theirs.target)
    else:
        labels = np.array(ours.target_names)[ours.T]
        assert np.array_equal(labels, theirs.target_names[theirs.target].astype(str))


def test_real_sets_say_why_they_have_their_task():
    assert load_dataset("iris").reason == "3 distinct text labels in column species"
    assert load_dataset("digits").reason == "10 distinct integers in column digit"
    assert load_dataset("diabetes").reason == "214 distinct integers in column progression, more than 20"


def test_the_readme_of_the_data_describes_every_file():
    readme = (REPOSITORY / "datasets" / "README.md").read_text(encoding="utf-8")
    for name in REAL:
        assert f"## {name}.csv" in readme and f"| `{name}.csv` | {DATASETS[name].default_n} |" in readme


def test_real_sets_are_found_in_an_installed_package_and_in_a_clone(tmp_path, monkeypatch):
    monkeypatch.setattr("numnet.files.package_data.PACKAGE", tmp_path / "numnet")
    with pytest.raises(DataError, match=r"iris\.csv is missing from .*reinstall"):
        load_dataset("iris")
    for folder in (tmp_path / "datasets", tmp_path / "numnet" / "datasets"):  # the second one wins
        folder.mkdir(parents=True)
        shutil.copy(REPOSITORY / "datasets" / "iris.csv", folder)
        assert len(load_dataset("iris").X) == 150
    (tmp_path / "datasets" / "iris.csv").write_text("rubbish")
    assert len(load_dataset("iris").X) == 150


def test_names_and_errors_need_no_numpy():
    code = "import sys; sys.modules['numpy'] = None; from numnet.data import DATASETS, DataError; print(len(DATASETS))"
    done = python("-c", code)
    assert int(done.stdout) == len(DATASETS)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"name": "spirla"}, "unknown data set 'spirla': did you mean 'spiral'"),
        ({"name": "zzz"}, "unknown data set 'zzz': there are: iris, wine"),
        ({"name": "iris", "n": 50}, r"'iris' \(real\) takes no n, got n=50; arguments it takes: none"),
        ({"name": "iris", "noise": 0.0}, "takes no noise, got noise=0.0"),
        ({"name": "xor", "noise": 0.1}, r"'xor' \(truth table\) takes no noise"),
        ({"name": "and", "n": 8}, "takes no n, got n=8"),
        ({"name": "moons", "arms": 3}, "takes no arms, got arms=3; arguments it takes: n, noise, seed"),
        ({"name": "spiral", "centres": 3}, "takes no centres, .*n, noise, seed, arms"),
        ({"name": "spiral", "arms": 1}, "arms must be an integer >= 2, got 1"),
        ({"name": "spiral", "arms": 3, "n": 2}, "n must be an integer >= 3, got 2"),
        ({"name": "spiral", "n": 10.5}, "n must be an integer >= 3, got 10.5"),
        ({"name": "moons", "n": True}, "n must be an integer >= 2, got True"),
        ({"name": "moons", "noise": -0.1}, "noise must be a finite number >= 0, got -0.1"),
        ({"name": "moons", "noise": float("nan")}, "noise must be a finite number >= 0, got nan"),
        ({"name": "moons", "noise": "much"}, "noise must be a finite number >= 0, got 'much'"),
        ({"name": "moons", "seed": -1}, "seed must be an integer >= 0, got -1"),
        ({"name": "moons", "seed": 2**63}, r"seed must be below 2\*\*63, got 9223372036854775808"),
    ],
)
def test_bad_requests_for_data(call, message):
    with pytest.raises(DataError, match=message) as caught:
        load_dataset(**call)
    assert "\n" not in str(caught.value)

"""NumPy's .npz as data."""

import gzip

import numpy as np
import pytest

from numnet.analysis.layers import image_shape
from numnet.data import DataError, fingerprint, read_csv
from numnet.data.split_dataset import SplitDataset
from tests.support.tables import digits

pytestmark = pytest.mark.filterwarnings("error")


def test_npz(tmp_path):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(40, 3)), np.where(rng.random(40) > 0.5, "yes, sir", "no")
    flag, when = rng.random(40) > 0.5, np.arange("2020-01", "2023-05", dtype="M8[M]")
    np.savez(tmp_path / "a.npz", y=y, X=X, flag=flag, when=when)
    data = read_csv(tmp_path / "a.npz")
    assert data.feature_names == ("X1", "X2", "X3", "flag", "when") and data.targets == ("y",)
    assert np.array_equal(data.X[:, :3], X) and data.target_names == ("no", "yes, sir") and data.X[0, 4] == 18262
    np.savez(tmp_path / "b.npz", X=X, t=X[:, 0], feature_names=np.array(["a", "b", "c"]))
    assert read_csv(tmp_path / "b.npz").feature_names == ("a", "b", "c")
    X[3, 1] = np.nan
    np.savez(tmp_path / "b.npz", X=X, t=X[:, 0])
    with pytest.raises(DataError, match="1 missing cell, the first in row 4, by column: X2 1"):
        read_csv(tmp_path / "b.npz")


@pytest.mark.parametrize("unit", ["W", "D", "h", "s", "ms", "ns"])
def test_dates_and_durations_become_days(tmp_path, unit):
    day = np.timedelta64(7, "D").astype(f"m8[{unit}]")
    when, since = np.datetime64("2020-01-02").astype(f"M8[{unit}]") + np.arange(40) * day, np.arange(40) * day
    when[3], since[4] = "NaT", "NaT"
    np.savez(tmp_path / "a.npz", when=when, since=since, y=np.arange(40) % 2)
    with pytest.raises(DataError, match="2 missing cells, the first in row 4, by column: when 1, since 1"):
        read_csv(tmp_path / "a.npz")
    X = read_csv(tmp_path / "a.npz", missing="drop").X
    assert np.array_equal(np.diff(X[5:], axis=0), np.full((32, 2), 7.0)) and X[0, 1] == 0
    assert X[0, 0] == np.datetime64("2020-01-02").astype(f"M8[{unit}]").astype("M8[D]").astype(int)


@pytest.mark.parametrize(("array", "kind"), [
    (np.ones(9, complex), "complex128"), (np.arange(9).astype("m8[M]"), r"timedelta64\[M\]"),
    (np.zeros(9, [("a", "f8"), ("b", "i4")]), r"\[\('a'"), (np.zeros(9, "V3"), r"\|V3"),
])  # fmt: skip
def test_arrays_of_other_kinds_are_refused_by_name(tmp_path, array, kind):
    np.savez(tmp_path / "a.npz", odd=array, y=np.arange(9) % 2)
    with pytest.raises(DataError, match=rf"^\S+a.npz: 'odd' is of type {kind}.*must be numbers") as caught:
        read_csv(tmp_path / "a.npz")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kept", [3, 50, 200, 700, -1, -25])
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_a_truncated_file_is_refused(tmp_path, kept, save):
    path = tmp_path / "a.npz"
    save(path, X=np.arange(300.0).reshape(100, 3), y=np.arange(100) % 2)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(DataError) as caught:
        read_csv(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_npz_with_a_test_part_of_its_own(tmp_path):
    (x, y), (xt, yt) = digits(80), digits(20, seed=1)
    np.savez(tmp_path / "a.npz", x_test=xt, x_train=x, y_train=y[:, None], y_test=yt[:, None])
    data = read_csv(tmp_path / "a.npz")
    assert data.feature_names == tuple(f"x_{i}_{j}" for i in range(5) for j in range(4)) and data.targets == ("y",)
    assert image_shape(data.feature_names) == (5, 4) and data.task == "multiclass"
    parts = SplitDataset.of(data, 0.25, seed=3)
    assert np.array_equal(parts.X_test, xt.reshape(20, 20)) and np.array_equal(parts.T_test, yt)
    assert len(parts.training) == 60 and len(parts.validation) == 20
    both = np.sort(np.r_[parts.training, parts.validation])
    assert np.array_equal(both, np.arange(80)) and np.array_equal(data.X[:80], x.reshape(80, 20))
    other = {"x_train": x[:79], "y_train": y[:79], "x_test": np.r_[x[79:], xt], "y_test": np.r_[y[79:], yt]}
    np.savez(tmp_path / "b.npz", **other)
    again = read_csv(tmp_path / "b.npz")
    assert np.array_equal(again.X, data.X) and fingerprint(again) != fingerprint(data)
    np.savez(tmp_path / "b.npz", x_train=x, y_train=y)
    assert SplitDataset.of(read_csv(tmp_path / "b.npz"), 0, seed=0).test.size == 0


@pytest.mark.parametrize("split", ["random", "stratified", "ordered", "group:house"])
def test_the_test_part_of_a_file_stays_whole(tmp_path, split):
    (x, y), (xt, yt) = digits(90), digits(30, seed=1)
    house, far = np.arange(90) // 10, np.arange(30) // 3 + 100
    x = x.astype(float)
    x[::9, 2, 2] = np.nan
    np.savez(tmp_path / "a.npz", x_train=x, y_train=y, x_test=xt, y_test=yt, house_train=house, house_test=far)
    for missing, rows in (("median", 90), ("drop", 80)):
        parts = SplitDataset.of(read_csv(tmp_path / "a.npz", targets=("y",), split=split, missing=missing), 0.3, seed=0)
        assert parts.test.tolist() == list(range(rows, rows + 30))
        assert len(parts.training) + len(parts.validation) == rows
        assert 15 < len(parts.validation) < 35
        if split == "group:house":
            groups = parts.dataset.split_plan.groups
            assert not set(groups[parts.training]) & set(groups[parts.validation])


@pytest.mark.parametrize(("change", "said"), [
    ({"y_test": None}, "holds y_train but no y_test"), ({"x_train": None}, "holds x_test but no x_train"),
    ({"x_test": np.ones((6, 4, 4))}, r"x_train has shape \(9, 5, 4\), x_test has \(6, 4, 4\); their rows"),
    ({"y_train": np.arange(8)}, r"array 'y_train' has shape \(8,\), 'x_train' has \(9, 5, 4\)"),
    ({"y_test": np.arange(7)}, r"array 'y_test' has shape \(7,\), 'x_test' has"),
    ({"house": np.arange(9)}, "array 'house' is beside arrays called …_train and …_test"),
    ({"y_test": np.float64(1)}, r"array 'y_test' has shape \(\)"),
])  # fmt: skip
def test_npz_parts_that_do_not_fit(tmp_path, change, said):
    (x, y), (xt, yt) = digits(9), digits(6)
    arrays = {"x_train": x, "y_train": y, "x_test": xt, "y_test": yt, **change}
    np.savez(tmp_path / "a.npz", **{name: array for name, array in arrays.items() if array is not None})
    with pytest.raises(DataError, match=said):
        read_csv(tmp_path / "a.npz")


def test_npz_never_unpickles(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (exit, (9,))

    np.savez(tmp_path / "a.npz", X=np.ones((2, 2)), y=np.array([Bomb(), Bomb()], dtype=object))
    with pytest.raises(DataError, match="Python objects, which numnet never opens"):
        read_csv(tmp_path / "a.npz")
    np.savez(tmp_path / "b.npz", X=np.ones((4, 2)), y=np.ones(3))
    with pytest.raises(DataError, match=r"array 'y' has shape \(3,\), 'X' has \(4, 2\)"):
        read_csv(tmp_path / "b.npz")
    (tmp_path / "b.npz").write_bytes((tmp_path / "b.npz").read_bytes()[:300])
    with pytest.raises(DataError, match="damaged"):
        read_csv(tmp_path / "b.npz")


def test_a_damaged_member_is_refused(tmp_path):
    """Bytes that zlib, zipfile and numpy complain about, each in its own way."""
    path = tmp_path / "a.npz"
    np.savez_compressed(path, X=np.arange(300.0).reshape(100, 3), y=np.arange(100) % 2)
    good, refused = path.read_bytes(), 0
    for place in range(0, len(good), 7):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0x5B]) + good[place + 1 :])
        try:
            read_csv(path)
        except DataError as error:
            assert str(path) in str(error) and "\n" not in str(error)
            refused += 1
        except MemoryError as error:  # a length that was damaged
            assert "a.npz" in str(error)
    assert refused > 50


def test_arrays_that_do_not_fit_are_said_before_they_are_taken(tmp_path, monkeypatch):
    np.savez_compressed(tmp_path / "a.npz", X=np.zeros((20_000_000, 1)), y=np.zeros(1))
    monkeypatch.setattr("numnet.utils.free_memory.available", lambda: 150_000_000)
    with pytest.raises(MemoryError, match=r"the arrays of \S+a.npz would take 160 MB of memory, 150 MB are free"):
        read_csv(tmp_path / "a.npz")


def test_a_packed_file_that_does_not_fit_is_left(tmp_path, monkeypatch):
    (tmp_path / "a.npz.gz").write_bytes(gzip.compress(b"PK\x03\x04" + bytes(26) + b"a.npy" + bytes(2**28), 1))
    monkeypatch.setattr("numnet.utils.free_memory.available", lambda: 110_000_000)
    with pytest.raises(MemoryError, match=r"a.npz.gz would take 1\d\d MB of memory"):
        read_csv(tmp_path / "a.npz.gz")

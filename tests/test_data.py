"""Data: bundled sets, generators, scaling, splitting, fingerprints. Bad CSV files are the second half."""

import io
import json
import shutil
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from program import REPOSITORY, python

from numnet.data import (
    DATASETS,
    TASKS,
    DataError,
    Dataset,
    Scaler,
    fingerprint,
    load_dataset,
    read_csv,
    read_features,
    split,
    write_csv,
)
from numnet.data.bundled import generators

pytestmark = pytest.mark.filterwarnings("error")

GENERATED = [name for name, info in DATASETS.items() if info.kind == "generated"]
TABLES = [name for name, info in DATASETS.items() if info.kind == "truth table"]
REAL = [name for name, info in DATASETS.items() if info.kind == "real"]
CLASS_SETS = [name for name in GENERATED if DATASETS[name].task in ("binary", "multiclass")]


def same_data(a, b):
    return a.X.tobytes() == b.X.tobytes() and a.T.tobytes() == b.T.tobytes()


# --- every bundled set ---


def test_the_catalogue_and_the_generators_name_the_same_sets():
    assert set(GENERATED) == set(generators.GENERATORS)
    assert set(TABLES) == set(generators.TRUTH_TABLES) == {"and", "or", "xor"}
    assert REAL == ["iris", "wine", "breast_cancer", "digits", "diabetes"]
    assert all(name == info.name for name, info in DATASETS.items())


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


@pytest.mark.parametrize("name", CLASS_SETS)
def test_classes_are_balanced_and_shuffled(name):
    data = load_dataset(name, n=101)
    sizes = np.bincount(data.T)
    assert sizes.max() - sizes.min() == (1 if 101 % len(sizes) else 0)
    assert (np.diff(data.T) < 0).any() and len(set(data.T[:20])) == len(sizes)


@pytest.mark.parametrize("name", GENERATED)
def test_inputs_have_roughly_unit_scale_and_noise_is_a_standard_deviation(name):
    clean, noisy = (load_dataset(name, n=4000, noise=noise) for noise in (0, 0.25))
    assert ((clean.X.std(axis=0) > 0.45) & (clean.X.std(axis=0) < 1.3)).all()
    assert (np.abs(clean.X.mean(axis=0)) < 0.1).all()
    changed = "T" if DATASETS[name].task == "regression" else "X"
    difference = getattr(noisy, changed) - getattr(clean, changed)
    assert difference.std() == pytest.approx(0.25, rel=0.05) and abs(difference.mean()) < 0.02
    for field in {"X", "T"} - {changed}:
        assert np.array_equal(getattr(noisy, field), getattr(clean, field))


def polar(X):
    return np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0])


def exact(name, **options):
    data = load_dataset(name, n=600, noise=0, **options)
    return data, data.X, data.T


def test_circles_without_noise_are_two_rings():
    data, X, T = exact("circles")
    assert polar(X)[0] == pytest.approx(np.array([0.75, 1.5])[T]) and data.target_names == ("inner", "outer")


def test_moons_without_noise_are_half_circles_that_reach_into_each_other():
    data, X, T = exact("moons")
    centre = np.array([[0.5, 0.25], [-0.5, -0.25]])[T]
    assert np.hypot(*(X - centre).T) == pytest.approx(1.0)
    up = (X - centre)[:, 1] > -1e-12
    assert (up == (T == 1)).mean() > 0.99 and data.target_names == ("lower", "upper")
    assert X[T == 0][:, 1].min() < X[T == 1][:, 1].min() and X[T == 1][:, 0].max() > X[T == 0][:, 0].min()


@pytest.mark.parametrize("arms", [2, 3, 12])
def test_spiral_without_noise_lies_on_its_arms(arms):
    data, X, T = exact("spiral", arms=arms)
    radius, angle = polar(X)
    assert radius.min() >= 0.25 and radius.max() <= 2.25
    turns = (angle / (2 * np.pi) - (radius - 0.25) / 2 - T / arms) % 1
    assert np.minimum(turns, 1 - turns) == pytest.approx(0, abs=1e-9)
    assert len(data.target_names) == arms and list(data.target_names) == sorted(data.target_names)
    assert data.task == ("binary" if arms == 2 else "multiclass")


def test_blobs_without_noise_are_their_centres():
    data, X, T = exact("blobs", centres=5)
    assert len(np.unique(X.round(9), axis=0)) == 5 and polar(X)[0] == pytest.approx(1.5)
    assert data.target_names[0] == "blob 1" and X[T == 0][0] == pytest.approx([1.5, 0.0])


def test_xor_cloud_without_noise_is_xor():
    data, X, T = exact("xor_cloud")
    assert set(np.abs(X).ravel()) == {1.0} and len(np.unique(X, axis=0)) == 4
    assert np.array_equal(T, (X[:, 0] != X[:, 1]).astype(int)) and data.target_names == ("equal", "opposite")


def test_checkerboard_without_noise_alternates():
    _, X, T = exact("checkerboard")
    squares = np.floor(X).astype(int)
    assert np.array_equal(T, squares.sum(axis=1) % 2)
    assert len(np.unique(squares, axis=0)) == 16 and np.abs(X).max() <= 2


def test_discs_without_noise_hold_their_points_and_overlap():
    _, X, T = exact("discs")
    half = 0.75 * np.sqrt(0.75)
    for k, centre in enumerate([(0, 0.75), (-half, -0.375), (half, -0.375)]):
        assert np.array_equal(T[:, k], (np.hypot(*(X - centre).T) < 1.2).astype(int))
    assert len(np.unique(T, axis=0)) == 8


@pytest.mark.parametrize(
    ("name", "f"),
    [
        ("line", lambda x: 0.75 * x - 0.25),
        ("plane", lambda x1, x2: 0.75 * x1 - 0.5 * x2 + 0.25),
        ("sine", lambda x: np.sin(2 * x)),
        ("noisy_polynomial", lambda x: x**3 / 2 - x),
    ],
)
def test_curves_without_noise_are_their_formulas(name, f):
    _, X, T = exact(name)
    assert f(*X.T) == pytest.approx(T)


def test_bumps_has_hills_and_a_hollow():
    _, X, T = exact("bumps")
    assert X[T.argmax()] == pytest.approx([0.9, 0.8], abs=0.3) and 0.9 < T.max() < 1.1
    assert X[T.argmin()] == pytest.approx([-0.8, 0.6], abs=0.3) and -0.9 < T.min() < -0.6


@pytest.mark.parametrize("name", [name for name in CLASS_SETS if name != "checkerboard"])
def test_default_noise_leaves_the_classes_apart(name):
    """Each point's nearest noise-free neighbour tells its class for at least 98.5 % of the points."""
    clean, noisy = load_dataset(name, n=1000, noise=0, seed=1), load_dataset(name, n=600)
    distance = ((noisy.X[:, None] - clean.X) ** 2).sum(axis=2)
    assert (clean.T[distance.argmin(axis=1)] == noisy.T).mean() >= 0.985


def test_default_noise_leaves_discs_and_sine_learnable():
    discs = load_dataset("discs", n=20000)
    centres = 0.75 * np.array([[np.cos(a), np.sin(a)] for a in np.radians([90, 210, 330])])
    inside = np.linalg.norm(discs.X[:, None] - centres, axis=2) < 1.2
    assert (inside == discs.T).mean() > 0.97
    sine = load_dataset("sine", n=20000)
    assert 1 - 0.1**2 / sine.T.var() > 0.97


@pytest.mark.parametrize(("name", "outputs"), [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("xor", [0, 1, 1, 0])])
def test_truth_tables(name, outputs):
    data = load_dataset(name)
    assert data.X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]] and data.T.tolist() == outputs
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
    ],
)
def test_bad_requests_for_data(call, message):
    with pytest.raises(DataError, match=message) as caught:
        load_dataset(**call)
    assert "\n" not in str(caught.value)


# --- scaling, splitting, fingerprint ---


def test_scaler_gives_mean_0_and_deviation_1_and_goes_back():
    rng = np.random.default_rng(5)
    X, T = rng.normal([3.0, -2e6], [0.5, 1e3], (200, 2)), rng.normal(50, 8, (200, 3))
    scaler = Scaler.fit(X, T)
    assert scaler.transform(X).mean(axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert scaler.transform(X).std(axis=0) == pytest.approx([1, 1])
    assert scaler.transform(X[:1]) == pytest.approx((X[:1] - X.mean(axis=0)) / X.std(axis=0))
    assert scaler.transform_targets(T).std(axis=0) == pytest.approx([1, 1, 1])
    assert scaler.inverse_targets(scaler.transform_targets(T)) == pytest.approx(T, rel=1e-12)


def test_scaler_of_one_target_takes_both_shapes():
    T = np.array([1.0, 2.0, 6.0])
    scaler = Scaler.fit(np.eye(3), T)
    assert scaler.target_mean.tolist() == [3.0] and scaler.transform_targets(T).shape == (3,)
    assert scaler.inverse_targets(np.zeros((3, 1))).tolist() == [[3.0]] * 3
    assert scaler.inverse_targets(np.zeros(3)).tolist() == [3.0] * 3


def test_scaler_without_targets_leaves_them_alone():
    scaler = Scaler.fit(np.eye(3))
    T = np.array([0.0, 1.0])
    assert scaler.target_mean is None and scaler.transform_targets(T).tolist() == [0, 1]
    assert scaler.inverse_targets(T).tolist() == [0, 1] and scaler.inverse_targets(T) is not T


def test_constant_columns_get_scale_1():
    X = np.full((7, 3), 0.1)  # the mean of seven 0.1 is not 0.1, so the plain deviation is not 0
    X[:, 1] *= 1e9
    X[:, 2] = np.arange(7)
    scaler = Scaler.fit(X)
    assert scaler.scale.tolist() == [1.0, 1.0, 2.0] and scaler.transform(X)[:, :2].tolist() == [[0, 0]] * 7
    assert np.isfinite(Scaler.fit(np.array([[1e-200], [2e-200]])).transform(np.ones((1, 1)))).all()


def test_scaler_survives_json():
    X, T = np.random.default_rng(0).normal(size=(9, 4)), np.arange(9.0)
    for scaler in (Scaler.fit(X, T), Scaler.fit(X)):
        back = Scaler.from_dict(json.loads(json.dumps(scaler.to_dict())))
        assert back.transform(X).tobytes() == scaler.transform(X).tobytes()
        assert back.transform_targets(T).tobytes() == scaler.transform_targets(T).tobytes()
        assert back.mean.dtype == np.float64


def test_scaler_refuses_what_it_cannot_scale():
    with pytest.raises(DataError, match=r"shape \(n, 3\) .* got \(2, 4\)"):
        Scaler.fit(np.eye(3)).transform(np.zeros((2, 4)))
    with pytest.raises(DataError, match="feature column 2: values are not finite, or too large"):
        Scaler.fit(np.array([[0.0, 1e300], [1.0, -1e300]]))
    with pytest.raises(DataError, match="without rows"):
        Scaler.fit(np.empty((0, 2)))


@pytest.mark.parametrize(
    ("n", "fraction", "held_out"), [(150, 0.2, 30), (10, 0.25, 2), (4, 0.01, 1), (4, 0.99, 3), (2, 0.5, 1)]
)
def test_split_covers_every_row_once(n, fraction, held_out):
    training, validation = split(n, fraction, seed=0)
    assert len(validation) == held_out and training.dtype == validation.dtype == np.int64
    assert sorted([*training, *validation]) == list(range(n))
    assert (np.diff(training) > 0).all() and (np.diff(validation) > 0).all()


def test_split_follows_the_seed():
    assert np.array_equal(split(100, 0.2, 1)[1], split(100, 0.2, 1)[1])
    assert not np.array_equal(split(100, 0.2, 1)[1], split(100, 0.2, 2)[1])
    assert np.array_equal(split(100, 0.2, 7)[1], np.sort(np.random.default_rng(7).permutation(100)[:20]))


@pytest.mark.parametrize("fraction", [0, 1, -0.1, 1.5, float("nan")])
def test_split_refuses_impossible_fractions(fraction):
    with pytest.raises(DataError, match="fraction must be > 0 and < 1, got"):
        split(10, fraction, 0)


def test_split_needs_two_rows():
    with pytest.raises(DataError, match="at least 2 rows, got 1"):
        split(1, 0.5, 0)


def test_fingerprint_sees_values_names_and_shape_but_not_the_file():
    base = load_dataset("moons", n=10)

    def changed(**fields):
        return fingerprint(Dataset(**{**vars(base), **fields}))

    assert len(fingerprint(base)) == 16 and int(fingerprint(base), 16) >= 0
    assert fingerprint(base) == changed(name="other", reason="other", scale=True)
    nudged = base.X.copy()
    nudged[3, 1] = np.nextafter(nudged[3, 1], 9)
    others = [
        changed(X=nudged), changed(T=1 - base.T), changed(feature_names=("a", "b")), changed(task="multiclass"),
        changed(X=base.X.reshape(5, 4)), changed(target_names=("a", "b")),
    ]  # fmt: skip
    assert len({fingerprint(base), *others}) == 7


# --- CSV ---


@pytest.fixture
def csv_file(tmp_path):
    def write(content):
        path = tmp_path / "data.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


TEN = [f"{i}.5,{i * i},{'ab'[i % 2]}" for i in range(10)]  # columns x, z and a class


def ten(line=None, cells=None):
    rows = list(TEN)
    if line is not None:
        rows[line - 2] = cells
    return "\n".join(["x,z,kind", *rows]) + "\n"


def test_a_plain_file(csv_file):
    data = read_csv(csv_file(ten()))
    assert data.name == "data" and data.feature_names == ("x", "z") and data.targets == ("kind",)
    assert data.X[3].tolist() == [3.5, 9.0] and data.T[:4].tolist() == [0, 1, 0, 1]
    assert data.target_names == ("a", "b") and data.task == "binary" and data.scale and not data.truth_table


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffx,y\n1,0.5\n2,1.5\n",
        "x,y\r\n1,0.5\r\n2,1.5\r\n",
        "x,y\r1,0.5\r2,1.5",
        "\nx,y\n\n1,0.5\n\n2,1.5\n\n\n",
        ' x , y \n 1 , 0.5\n "2", "1.5"\n',
        "x,y\n1e0,5e-1\n+2,1.5",
    ],
)
def test_ways_to_write_the_same_file(csv_file, content):
    data = read_csv(csv_file(content))
    assert data.feature_names == ("x",) and data.targets == ("y",)
    assert data.X.tolist() == [[1.0], [2.0]] and data.T.tolist() == [0.5, 1.5]


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x,y\n1,0.5\n2,oops\n")))
    with pytest.raises(DataError, match="standard input: no target column 'z'; there are: x, y"):
        read_csv("-", targets="z")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x,y\n1,0.5\n2,1.5\n")))
    assert read_csv("-").name == "stdin"


@pytest.mark.parametrize(
    ("cells", "task", "names", "T", "reason"),
    [
        ("no yes yes", "binary", ("no", "yes"), [0, 1, 1], "2 values no/yes in column y"),
        ("True FALSE true", "binary", ("false", "true"), [1, 0, 1], "2 values false/true in column y"),
        ("b a c", "multiclass", ("a", "b", "c"), [1, 0, 2], "3 distinct text labels in column y"),
        ("3 -1 3", "binary", ("-1", "3"), [1, 0, 1], "2 distinct integers in column y"),
        ("10 9.0 2", "multiclass", ("2", "9", "10"), [2, 1, 0], "3 distinct integers in column y"),
        ("0.5 1 2", "regression", ("y",), [0.5, 1, 2], "numbers with fractions in column y"),
    ],
)
def test_the_task_follows_from_the_target(csv_file, cells, task, names, T, reason):
    data = read_csv(csv_file("x,y\n" + "".join(f"{i},{cell}\n" for i, cell in enumerate(cells.split()))))
    assert (data.task, data.target_names, data.T.tolist(), data.reason) == (task, names, T, reason)
    assert data.T.dtype == (np.float64 if task == "regression" else np.int64)


@pytest.mark.parametrize(("distinct", "task"), [(20, "multiclass"), (21, "regression")])
def test_up_to_20_integers_are_classes(csv_file, distinct, task):
    path = csv_file("x,y\n" + "".join(f"{i},{i % distinct}\n" for i in range(60)))
    assert read_csv(path).task == task
    assert read_csv(path, task="multiclass").T.tolist() == [i % distinct for i in range(60)]
    assert read_csv(path, task="regression").T.dtype == np.float64


SEVERAL = "p,x,q,r\n0,1.5,1,7.5\n1,2.5,1,8.5\n"


def test_several_targets(csv_file):
    path = csv_file(SEVERAL)
    labels = read_csv(path, targets=["p", "q"])
    assert labels.task == "multilabel" and labels.T.tolist() == [[0, 1], [1, 1]] and labels.T.dtype == np.int64
    assert labels.target_names == labels.targets == ("p", "q") and labels.feature_names == ("x", "r")
    assert labels.reason == "2 target columns of 0/1"
    values = read_csv(path, targets=("r", "p"))
    assert values.task == "regression" and values.T.tolist() == [[7.5, 0], [8.5, 1]] and values.targets == ("r", "p")
    assert read_csv(path, targets=["p"], task="multilabel").T.shape == (2, 1)
    assert read_csv(path, targets="p", task="multiclass").task == "multiclass"
    assert read_csv(path, targets="p").reason == "2 distinct integers in column p"
    assert read_csv(path, targets="p", task="binary").reason == "it was asked for"


def test_a_file_for_an_earlier_training(csv_file):
    path = csv_file("extra,z,kind,x\nhello,4,b,1\n")
    model = SimpleNamespace(columns=None, feature_names=("x", "z"), target_names=("a", "b", "c"))
    data = read_csv(path, "kind", "multiclass", like=model)
    assert data.X.tolist() == [[1.0, 4.0]] and data.T.tolist() == [1] and data.target_names == ("a", "b", "c")
    with pytest.raises(DataError, match="line 2, column 'kind': 'b' is no class of the model; there are: x, y"):
        model.target_names = ("x", "y")
        read_csv(path, "kind", "binary", like=model)


def test_features_for_a_prediction(csv_file):
    def read(*names):
        return read_features(path, SimpleNamespace(columns=None, feature_names=names))

    path = csv_file("name,z,x\nfirst,1,2\nsecond,3,4\n")
    X, remarks = read("x", "z")
    assert X.tolist() == [[2, 1], [4, 3]] and X.dtype == np.float64 and X.flags.c_contiguous and remarks == []
    with pytest.raises(DataError, match=r"data\.csv: no column 'w', 'Z'; found 'name', 'z', 'x'; rename or add"):
        read("x", "w", "Z")
    with pytest.raises(DataError, match=r"data\.csv, line 2, column 'name': 'first' is not a number"):
        read("name")


def test_labels_and_names_with_commas_and_quotes_survive(tmp_path):
    names = ('a "quoted", label', "plain")
    data = Dataset("d", np.array([[0.1], [-0.0]]), np.array([0, 1]), "binary", ("x, in m",), names, ("y",), "", True)
    write_csv(data, tmp_path / "d.csv")
    back = read_csv(tmp_path / "d.csv")
    assert back.target_names == names and same_data(back, data) and back.feature_names == ("x, in m",)


def test_write_csv_takes_an_open_file_and_refuses_a_bad_path(tmp_path):
    stream = io.StringIO()
    write_csv(load_dataset("xor"), stream)
    assert stream.getvalue() == "x1,x2,class\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"
    with pytest.raises(DataError, match=r"cannot write .*nowhere.*: No such file or directory; choose another"):
        write_csv(load_dataset("xor"), tmp_path / "nowhere" / "xor.csv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"data\.csv is empty; expected a header row"),
        ("\n\n", r"data\.csv is empty"),
        ("x,y\n", r"data\.csv has a header but no data rows"),
        ("x,y\n1,2.5\n", r"data\.csv has 1 data row; training needs at least 2"),
        ("y\n1\n2\n", r"data\.csv: no columns left for features beside 'y'"),
        ("x,y\n1,2\n3\n", r"data\.csv, line 3: 1 cells, but the header has 2 columns; add or remove"),
        ("x,y\n\n1,2\n3,4,5\n", r"data\.csv, line 4: 3 cells, but the header has 2"),
        ('x,y\n"1\n",2\n3,4,5\n', r"data\.csv, line 4: 3 cells"),
        ('x,y\n1,2\n3,"4\n\n', r"data\.csv, line 3: not valid CSV .*; check the quotes"),
        (ten(5, "3.5,,a"), r"data\.csv: 1 missing cell, the first in line 5, by column: z 1; choose --missing"),
        (ten(5, "3.5,nan,a"), r"data\.csv: 1 missing cell, the first in line 5, by column: z 1; choose --missing"),
        (ten(11, "-Inf,81,a"), r"data\.csv, line 11, column 'x': '-Inf' is not a finite number"),
        (ten(2, "1e999,81,a"), r"data\.csv, line 2, column 'x': '1e999' is not a finite number"),
        (ten(4, "NA,81,a"), r"data\.csv: 1 missing cell, the first in line 4, by column: x 1; .*9 of 10 rows"),
        (ten(4, "2.5,about 4,a"), r"data\.csv, line 4, column 'z': 'about 4' is not a number, as the rest .* is"),
        (ten(4, "2.5,1_000,a"), r"data\.csv, line 4, column 'z': '1_000' is not a number"),
        (ten(4, "2.5,4,"), r"data\.csv: 1 missing cell, the first in line 4, by column: kind 1; choose"),
        ("colour,y\nred,2.5\n3,3.5\n", r"data\.csv: no columns left for features: 'colour' is left out \(texts that"),
        ("x,y\n1,a\n2,a\n", r"data\.csv: column 'y' holds one class only, 'a', in all rows"),
        ("x,y\n1,4\n2,4\n", r"data\.csv: column 'y' holds one class only, '4'"),
        ("x,y\n1,true\n2,true\n", r"data\.csv: column 'y' holds one class only, 'true'"),
        ("x,y\n1,4.5\n2,4.5\n", r"data\.csv: column 'y' is 4.5 in all rows; there is nothing to learn"),
        ("x,y\n" + "".join(f"{i},name{i}\n" for i in range(30)), r"column 'y' has 30 text labels in 30 rows, too many"),
    ],
)
def test_bad_files(csv_file, content, message):
    with pytest.raises(DataError, match=message) as caught:
        read_csv(csv_file(content))
    assert "\n" not in str(caught.value)


def test_stray_text_in_a_numeric_target_is_not_a_label(csv_file):
    rows = [f"{i},{i}.5" for i in range(9)]
    with pytest.raises(DataError, match=r"line 11, column 'y': 'n\\nx' is not a number") as caught:
        read_csv(csv_file("x,y\n" + "\n".join(rows) + '\n9,"n\nx"\n'))
    assert "\n" not in str(caught.value)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(DataError, match=r"no such file: .*absent\.csv; check the path"):
        read_csv(tmp_path / "absent.csv")
    with pytest.raises(DataError, match="is a folder; give a CSV file"):
        read_csv(tmp_path)
    with pytest.raises(DataError, match="cannot read"):
        read_csv("bad\0name")


@pytest.mark.parametrize(
    ("content", "targets", "task", "message"),
    [
        (ten(), "kin", "auto", r"data\.csv: no target column 'kin'; did you mean 'kind'\?"),
        (ten(), ["z", "z"], "auto", "target 'z' is named 2 times"),
        (ten(), ["x", "z", "kind"], "auto", "no columns left for features"),
        (ten(), "kind", "clusters", r"unknown task 'clusters': "),
        (ten(), "kind", "regression", "column 'kind' holds text, such as 'a'; task regression needs numbers"),
        (ten(), "kind", "multilabel", "column 'kind' holds 'a'; task multilabel needs columns of 0/1"),
        ("k,x\n1,1\n2,2\n3,3\n", "k", "binary", r"'k' has 3 classes \('1', '2', '3'\), task binary needs 2: use"),
        ("k,x\n1.5,1\n2,2\n", "k", "multiclass", r"'k' holds numbers with fractions, such as 1.5; .*: use task reg"),
        ("k,x\n0,1\n2,2\n", "k", "multilabel", "'k' holds '2'; task multilabel"),
        (SEVERAL, ["p", "q"], "binary", "task binary takes one target column, got 2"),
        (SEVERAL, ["p", "r"], "multilabel", "column 'r' holds '7.5'; task multilabel"),
        ("t,x,u\na,1,1\nb,2,0\n", ["t", "u"], "auto", "column 't' holds text; several targets must all be"),
    ],
)
def test_targets_and_tasks_that_do_not_fit(csv_file, content, targets, task, message):
    with pytest.raises(DataError, match=message) as caught:
        read_csv(csv_file(content), targets=targets, task=task)
    assert "\n" not in str(caught.value)

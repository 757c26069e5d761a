"""Generated sets: their shapes without noise, and how the noise spreads them."""

import numpy as np
import pytest

from numnet.data import (
    DATASETS,
    load_dataset,
)

pytestmark = pytest.mark.filterwarnings("error")

GENERATED = [name for name, info in DATASETS.items() if info.kind == "generated"]
CLASS_SETS = [name for name in GENERATED if DATASETS[name].task in ("binary", "multiclass")]


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


def hill(u, v, width):
    return np.exp(-(u * u + v * v) / width)


@pytest.mark.parametrize(
    ("name", "f"),
    [
        ("line", lambda x: 0.75 * x - 0.25),
        ("plane", lambda x1, x2: 0.75 * x1 - 0.5 * x2 + 0.25),
        ("sine", lambda x: np.sin(2 * x)),
        ("noisy_polynomial", lambda x: x**3 / 2 - x),
        ("bumps", lambda x1, x2: hill(x1 - 0.9, x2 - 0.8, 0.6) - 0.8 * hill(x1 + 0.8, x2 - 0.6, 0.7)
         + 0.7 * hill(x1 + 0.2, x2 + 1, 0.8)),
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

"""Weights of any size, and arrays that are no plain numbers: the same result, or one line that says what is wrong."""

import numpy as np
import pytest

import numnet
from numnet.utils.scaled_weights import scaled_weights
from tests.support.cli import call

pytestmark = pytest.mark.filterwarnings("error")

X = np.random.default_rng(0).normal(size=(40, 3))
T = (X[:, 0] > 0).astype(int)
W = np.arange(40) % 3 + 1.0


def trained(weights, dtype="float32", X=X, T=T):
    network = numnet.Network([3, 4, 1], task="binary", dtype=dtype, seed=1)
    history = numnet.train(network, X, T, epochs=5, batch_size=8, sample_weight=weights)
    return network.parameters.tobytes(), history.train_loss.tolist()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("factor", [2.0**1020, 2.0**-1060, 2.0**500])
def test_only_the_ratios_of_weights_matter(dtype, factor):
    assert trained(W * factor, dtype) == trained(W, dtype)


def test_weights_beyond_all_others_are_those_that_count():
    mixed = np.where(np.arange(40) % 2, 1e308, 1e-320)
    assert trained(mixed) == trained(np.arange(40) % 2)
    alone = np.eye(40)[3]
    assert trained(alone * 5e-324) == trained(alone)


def test_weights_of_ordinary_size_stay_as_they_are():
    assert scaled_weights(W) is W
    assert not scaled_weights(np.zeros(3)).any() and scaled_weights(np.empty(0)).shape == (0,)


@pytest.mark.parametrize("balanced", [[], ["--class-weight", "balanced"], ["--class-weight", "u=1e308,v=1e307"]])
def test_weights_in_a_file(tmp_path, monkeypatch, balanced):
    monkeypatch.chdir(tmp_path)
    said = {}
    for name, factor in (("plain", 1), ("huge", 2.0**1020), ("tiny", 2.0**-1060)):
        rows = [f"{i % 7},{i * 3 % 11},{(1 + i % 3) * factor!r},{'uv'[i % 7 > 3]}\n" for i in range(60)]
        (tmp_path / "data.csv").write_text("a,b,w,y\n" + "".join(rows))
        run = f"{name}-weights"
        call("train", "data.csv", "--weights", "w", *balanced, "--epochs", 4, "--quiet", "--out", run)
        said[name] = [call(word, run, code=None).stdout.replace(run, "run") for word in ("evaluate", "check")]
        assert "nan" not in "".join(said[name])
    assert said["plain"] == said["huge"] == said["tiny"]


DAYS = np.array(["2020-01-01", "2020-02-01"] * 20, "datetime64[D]")


@pytest.mark.parametrize(("column", "words"), [
    (DAYS, r"datetime64\[D\] has no unit as a number; divide"), (DAYS - DAYS[0], r"timedelta64\[D\] has no unit"),
    (np.ones(40, complex), "complex numbers have no order"), (np.array([None] * 40), "must be finite"),
    (np.array([DAYS[0].item()] * 40), "must be an array of numbers"), (DAYS.astype(object), "an array of numbers"),
    (np.array(["x"] * 40), "must be an array of numbers"), (np.array([1 + 2j] * 40, object), "an array of numbers"),
    (np.ma.array(np.ones(40), mask=np.arange(40) == 1), "is a masked array"),
], ids=["M8", "m8", "complex", "None", "datetime", "M8 as objects", "texts", "complex as objects", "masked"])
def test_what_is_no_number_is_named_in_one_line(column, words):
    network = numnet.Network([1, 1], task="regression", loss="mse")
    plain = np.ones((40, 1))
    for name, arguments in (("X", (column.reshape(40, 1), plain)), ("T", (plain, column))):
        with pytest.raises(ValueError, match=f"^{name} .*{words}") as caught:
            numnet.train(network, *arguments, epochs=1)
        assert "\n" not in str(caught.value)
    if column.dtype.kind in "mMc":
        with pytest.raises(ValueError, match=f"^class indices .*{words}"):
            numnet.train(numnet.Network([1, 2]), plain, column, epochs=1)
    with pytest.raises(ValueError, match=f"^sample_weight .*{words}"):
        numnet.train(network, plain, plain, epochs=1, sample_weight=column)
    with pytest.raises(ValueError, match=words):
        network.predict(column.reshape(40, 1))


def test_numbers_as_objects_are_numbers():
    assert trained(W.astype(object), X=X.astype(object), T=T.astype(object)) == trained(W)

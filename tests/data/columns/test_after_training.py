"""What a model does with gaps and classes that its training did not have."""

import numpy as np
import pytest

import numnet
from numnet.data import DataError, read_csv
from tests.data.columns.test_features import numbers

pytestmark = pytest.mark.filterwarnings("error")


def test_gaps_are_filled_at_prediction_though_training_had_none(file, tmp_path):
    a, b = numbers(60), numbers(60, 1)
    path = file({"a": a, "b": b, "y": numbers(60, 2)})
    data = read_csv(path, missing="median")
    assert data.missing == "median" and not np.isnan(data.X).any()
    run = numnet.fit(path, missing="median", epochs=2, seed=3)
    training = run.data().training
    assert run.network.columns.fill.tolist() == [np.median(np.array(c)[training]) for c in (a, b)]
    X, _ = run.read_features({"a": [None, 1.0], "b": [2.0, None]})
    assert X.tolist() == [[run.network.columns.fill[0], 2], [1, run.network.columns.fill[1]]]
    assert np.isfinite(run.predict({"a": [None], "b": [None]})).all()
    plain = numnet.fit(path, epochs=2)
    assert plain.network.columns.fill is None
    with pytest.raises(DataError, match="the model was trained without"):
        plain.predict({"a": [None], "b": [1.0]})


def test_rows_without_a_target_are_left_out_and_nothing_is_said_of_medians(file):
    data = read_csv(file({"x": numbers(40), "y": [0.5, "", 1.5, "NA"]}))
    assert len(data.X) == 20 and data.T.tolist() == [0.5, 1.5] * 10
    assert data.remarks == ("20 rows without a target left out ('y')",)
    with pytest.raises(DataError, match=r"10 missing cells, the first in line 4, by column: x 10; choose"):
        read_csv(file({"x": [1, 2, ""] * 10, "y": [0.5, "", 1.5] * 10}), missing="error")
    with pytest.raises(DataError, match=r"column 'y' is empty in all rows"):
        read_csv(file({"x": numbers(4), "y": [""]}), "y")


def test_a_class_that_the_model_does_not_know_is_wrong_in_an_evaluation(file):
    x = numbers(90)
    path = file({"x": x, "y": ["a" if value < -0.5 else "b" if value < 0.5 else "c" for value in x]})
    run = numnet.fit(path, epochs=60, seed=0)
    known = run.evaluate(path)
    labels = ["a" if value < -0.5 else "b" if value < 0.5 else "c" for value in x]
    strange = [*labels[:80], *["z"] * 10]
    new = file({"x": x, "y": strange}, "new.csv")
    data = run.read(str(new))
    assert (data.T < 0).sum() == 10
    assert data.remarks == ("column 'y': 'z' 10 in 10 rows no class of the model, counted as wrong, left out of the "
                            "loss",)  # fmt: skip
    found, part = run.evaluate(new), run.evaluate(file({"x": x[:80], "y": labels[:80]}, "part.csv"))
    assert found["accuracy"] == pytest.approx(part["accuracy"] * 80 / 90) and found["loss"] == part["loss"]
    assert found["confusion"] == part["confusion"] and known["accuracy"] > 0.9
    predicted = run.predict(new)
    for name in "abc":
        precision = (predicted[:80] == name)[[label == name for label in labels[:80]]].sum() / (predicted == name).sum()
        assert found["classes"][name]["precision"] == pytest.approx(precision)
    with pytest.raises(DataError, match="'z' is no class of the model"):
        run.evaluate(file({"x": x, "y": ["z"]}, "new.csv"))

"""`sweep` and `compare` as functions: the same results as their commands."""

import pytest

import numnet
from tests.support.cli import call

TIMED = ("seconds", "machine")


def without_times(rows):
    """Rows of results without what a clock has measured, and the machine."""
    return {key: {name: text for name, text in row.items() if name not in TIMED} for key, row in rows.items()}


def test_a_sweep_has_the_results_of_the_command(tmp_path):
    study = numnet.sweep("iris", {"learning_rate": [1e-3, 1e-2], "hidden": [(4,), (4, 4)]}, seeds=2, epochs=3)
    words = ["--learning-rate", "0.001", "--learning-rate", "0.01", "--hidden", "4", "--hidden", "4,4"]
    call("sweep", "iris", *words, "--seeds", 2, "--epochs", 3, "--quiet", "--out", tmp_path / "sweep")
    other = numnet.load_sweep(tmp_path / "sweep")
    assert study.path is None and study.configurations == other.configurations
    assert without_times(study.rows) == without_times(other.rows) and len(study.rows) == 8
    call(*study.config["command"].split()[1:], "--quiet", "--out", tmp_path / "again")
    assert without_times(numnet.load_sweep(tmp_path / "again").rows) == without_times(study.rows)


def test_a_sweep_in_a_folder_is_resumed_and_keeps_data_that_no_file_has(tmp_path):
    X = [[x / 10, -x / 7] for x in range(40)]
    y = ["low" if x[0] < 2 else "high" for x in X]
    study = numnet.sweep((X, y), {"hidden": [(2,), (3,)]}, epochs=2, seeds=1, out=tmp_path / "sweep")
    results = tmp_path / "sweep" / "results.csv"
    results.write_text(results.read_text().split("\n")[0] + "\n")
    again = numnet.sweep(resume=tmp_path / "sweep")
    assert without_times(again.rows) == without_times(study.rows)
    assert again.config["command"] == "numnet.sweep(data, {'hidden': ['2', '3'], 'epochs': ['2']}, seeds=1)"


def test_a_range_and_a_draw():
    study = numnet.sweep("xor", {"learning_rate": "0.001:1:log"}, random=3, seed=4, seeds=1, epochs=1, hidden=(2,))
    assert len(study.configurations) == 3
    assert all(0.001 <= float(one["learning_rate"]) <= 1 for one in study.configurations)


def test_a_comparison_has_the_results_of_the_command(tmp_path):
    result = numnet.compare("moons", optimizer=["sgd", "adam"], hidden=(4,), seeds=2, epochs=3)
    call("compare", "moons", "--optimizer", "sgd,adam", "--hidden", 4, "--seeds", 2, "--epochs", 3, "--quiet",
         "--out", tmp_path / "race")  # fmt: skip
    other = numnet.load_comparison(tmp_path / "race")
    assert without_times(result.results) == without_times(other.results)
    assert [c["name"] for c in result.competitors] == ["sgd", "adam"] == [c["name"] for c in other.competitors]
    assert all((result.curves[key][:, 3:] == other.curves[key][:, 3:]).all() for key in other.curves)


def test_a_tuple_is_one_value_and_a_list_several():
    result = numnet.compare("xor", hidden=[(2,), (3, 3)], activation="relu", seeds=1, epochs=1)
    assert [c["name"] for c in result.competitors] == ["hidden 2", "hidden 3,3"]
    tuned = numnet.compare("xor", optimizer=["sgd", "adam"], tune=True, learning_rate=[0.01, 0.1], seeds=1, epochs=1)
    assert {c["options"]["learning_rate"] for c in tuned.competitors} <= {"0.01", "0.1"}


@pytest.mark.parametrize(("function", "arguments", "kind", "words"), [
    (numnet.sweep, {"values": {}}, TypeError, "sweep needs values of an option to try"),
    (numnet.sweep, {"values": {"lr": [1]}}, TypeError, "sweep has no argument 'lr'; did you mean learning_rate?"),
    (numnet.sweep, {"values": {"threads": [1]}}, TypeError, "threads takes one value for all trainings"),
    (numnet.sweep, {"values": {"learning_rate": ["a"]}}, ValueError, "'a' is not a"),
    (numnet.sweep, {"values": {"learning_rate": [0.1]}, "seed": 3}, ValueError, "seed is for the draw of random"),
    (numnet.compare, {"optimizer": "adam", "seeds": 1}, ValueError, "one training is no comparison"),
    (numnet.compare, {"optimizer": ["sgd", "adm"]}, ValueError, "adm"),
    (numnet.compare, {"epochs": [1, 2]}, TypeError, "epochs takes one value for all trainings"),
    (numnet.compare, {"n_epochs": 3}, TypeError, "compare has no argument 'n_epochs'; did you mean epochs?"),
])  # fmt: skip
def test_what_is_wrong_is_told_in_one_line_of_pythons_words(function, arguments, kind, words):
    with pytest.raises(kind) as caught:
        function("xor", **arguments)
    assert words in str(caught.value) and "--" not in str(caught.value) and "\n" not in str(caught.value)

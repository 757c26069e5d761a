"""The options of the data, through every command."""

import json
import re
import shlex

import numpy as np
import pytest

import numnet
from tests.support.shell import Shell, rows_of, strict_json
from tests.support.tables import digits, number, passengers, table

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("own"))
    shell.write("p.csv", passengers())
    shell("train", "p.csv", "--target", "Survived", "--missing", "median", "--exclude", "Cabin",
          "--split", "stratified", "--test", "0.1", "--epochs", "8", "--hidden", "4", "--out", "run", "--quiet")
    return shell


def test_a_test_part_is_evaluated_once_at_the_end_and_by_evaluate(trained):
    words = ["train", "p.csv", "--target", "Survived", "--missing", "median", "--test", "0.1", "--epochs", "3"]
    result = trained(*words)
    assert re.search(r"^test +loss [\d.]+, accuracy [\d.]+ %$", result.stdout, re.M) and "30 to test" in result.stderr
    found = strict_json(trained(*words, "--json").stdout)
    parts = strict_json(trained("evaluate", found["run"], "--json").stdout)
    assert list(parts) == ["training", "validation", "test"] and parts["test"]["rows"] == 30
    assert parts["test"]["loss"] == pytest.approx(found["test_loss"], rel=1e-5)
    assert parts["test"]["accuracy"] == found["metrics"]["test_accuracy"]
    assert "test" not in (trained.folder / found["run"] / "metrics.csv").read_text()


def test_the_command_in_config_json_gives_the_same_weights(trained):
    config = json.loads((trained.folder / "run/config.json").read_text())
    assert "--missing median" in config["command"] and "--split stratified" in config["command"]
    assert config["data"]["reading"] == {"targets": ["Survived"], "exclude": ["Cabin"], "missing": "median",
                                         "split": "stratified", "test": 0.1}  # fmt: skip
    trained(*shlex.split(config["command"])[1:], "--out", "again")
    first, second = (numnet.load_run(trained.folder / name) for name in ("run", "again"))
    assert first.network.parameters.tobytes() == second.network.parameters.tobytes()


@pytest.mark.parametrize("words", [
    ["evaluate", "run"], ["predict", "run", "p.csv"], ["check", "run"], ["trace", "run", "--sample", "3"],
    ["summary", "run"], ["plot", "boundary", "run"], ["plot", "confusion", "run"], ["evaluate", "run", "p.csv"],
    ["check", "p.csv", "--target", "Survived", "--missing", "mean", "--split", "ordered"],
    ["trace", "p.csv", "--target", "Survived", "--missing", "median", "--exclude", "Cabin,Name"],
    ["summary", "p.csv", "--target", "Survived", "--missing", "drop", "--columns", "Age,Sex,Fare"],
    ["sweep", "p.csv", "--target", "Survived", "--missing", "median", "--epochs", "2", "--learning-rate", "0.1",
     "--learning-rate", "0.01", "--seeds", "2"],
    ["compare", "p.csv", "--target", "Survived", "--missing", "median", "--split", "stratified", "--epochs", "2",
     "--optimizer", "sgd,adam", "--seeds", "2"],
], ids=lambda words: " ".join(words[:2]))  # fmt: skip
def test_every_command_takes_such_data(trained, words):
    result = trained(*words, code=None)
    assert result.exit_code in ((0, 1) if words[0] == "check" else (0,)), result.output  # 1: it has found something
    assert result.stdout


def test_images_with_a_test_part_of_their_own(shell):
    (x, y), (xt, yt) = digits(200), digits(50, seed=1)
    np.savez(shell.folder / "strokes.npz", x_train=x, y_train=y, x_test=xt, y_test=yt)
    said = shell("train", "strokes.npz", "--epochs", "30", "--hidden", "8", "--out", "run").stderr
    assert "160 rows to train on, 40 to validate, 50 to test, 20 features" in said
    found = strict_json(shell("evaluate", "run", "--json").stdout)
    assert found["test"]["rows"] == 50 and found["test"]["accuracy"] > 0.9
    assert "the last 50 rows are the test set" in shell("datasets", "show", "strokes.npz").stdout
    shell("train", "--resume", "run", "--epochs", "32", "--quiet")
    assert "has a test set of its own, 50 rows" in shell.refused("train", "strokes.npz", "--test", "0.1")


def test_a_sweep_resumes_on_such_data(trained):
    found = trained("sweep", "p.csv", "--target", "Survived", "--missing", "median", "--epochs", "2", "--seeds", "2",
                    "--out", "sweep", "--quiet").stdout  # fmt: skip
    assert "best " in found
    assert trained("sweep", "--resume", "sweep", "--quiet").stdout == found


def test_predictions_report_what_is_unknown(trained):
    trained.write("new.csv", "Sex,Age,Pclass,Fare,Embarked\nfemale,,1,50,X\nmale,40,3,8,S\n")
    result = trained("predict", "run", "new.csv")
    header, rows = rows_of(result.stdout)
    assert header == ["prediction", "p(0)", "p(1)"] and [row[0] for row in rows] == ["1", "0"]
    assert "column 'Embarked': 'X' 1 in 1 row taken as none of the known ones" in result.stderr
    trained.write("new.csv", "Sex,Age,Pclass,Fare\nfemale,,1,50\n")
    assert "no column 'Embarked'" in trained.refused("predict", "run", "new.csv")


def test_changed_validation_data_are_noticed(shell):
    shell.write("a.csv", table(40, x=number, y=number))
    path = shell.write("b.csv", table(10, seed=1, x=number, y=number))
    shell("train", "a.csv", "--validation-data", "b.csv", "--epochs", "2", "--out", "run")
    assert strict_json(shell("evaluate", "run", "--json").stdout)["validation"]["rows"] == 10
    path.write_text(table(10, seed=2, x=number, y=number))
    assert "has changed since run was trained" in shell.refused("evaluate", "run")


@pytest.mark.parametrize(("words", "message"), [
    (["--validation", "0.1", "--validation-data", "a.csv"], "--validation and --validation-data exclude each other"),
    (["--split", "stratified"], "--split stratified needs classes"), (["--split", "odd"], "takes random, stratified"),
    (["--split", "group:"], "takes random"), (["--split", "group:who"], "no column 'who'"),
    (["--test", "1"], "--test"), (["--missing", "ignore"], "drop"), (["--class-weight", "a"], "takes balanced, or lab"),
    (["--validation", "0.6", "--test", "0.5"], "leave nothing to train on"), (["--columns", "no"], "no column 'no'"),
    (["--task", "regression", "--class-weight", "balanced"], "--class-weight is for classes"),
    (["--validation-data", "nosuch.csv"], "no such file: nosuch.csv"),
])  # fmt: skip
def test_bad_options_of_the_data_are_refused(shell, words, message):
    shell.write("a.csv", table(40, x=number, y=number))
    assert re.search(message, shell.refused("train", "a.csv", *words))

"""`numnet train`: what it says, writes and refuses."""

import json
import os
import re
import shlex
import shutil

import numpy as np
import pytest

import numnet
import numnet.optim.schedules
from numnet.data import fingerprint, load_dataset
from numnet.options.train import TRAIN
from tests.support.shell import rows_of, strict_json, table_text

pytestmark = pytest.mark.filterwarnings("error")

FILES = {"config.json", "metrics.csv", "model.safetensors", "snapshots.safetensors", "checkpoint.safetensors"}
RESULT_KEYS = ["run", "task", "epochs", "updates", "seconds", "compile_seconds", "train_loss", "validation_loss",
               "metrics", "best_epoch"]
COLUMNS = ["epoch", "step", "seconds", "learning_rate", "gradient_norm", "train_loss", "validation_loss"]


def test_train_says_what_it_does_on_stderr_and_the_result_on_stdout(shell):
    result = shell("train", "iris", "--epochs", "3", "--hidden", "5")
    for part in ("120 rows to train on", "30 to validate", "multiclass", "3 distinct text labels", "4-5-3", "adam",
                 "epoch 3/3"):
        assert part in result.stderr
    assert "epoch 3/3" not in result.stdout and "accuracy" not in result.stderr
    assert re.search(r"^train +loss [\d.]+, accuracy [\d.]+ %$", result.stdout, re.M)
    assert re.search(r"^validation +loss [\d.]+, accuracy [\d.]+ %$", result.stdout, re.M)
    assert "runs/iris-1" in result.stdout
    offered = re.findall(r"numnet \w+.*", result.stdout)
    assert 2 <= len(offered) <= 3
    for command in offered:
        shell(*shlex.split(command)[1:])
    assert {path.name for path in (shell.folder / "runs/iris-1").iterdir()} == FILES | {"figures"}


def test_quiet_is_silent_on_stderr_only(shell):
    result = shell("train", "xor", "--epochs", "2", "--quiet")
    assert result.stderr == "" and "runs/xor-1" in result.stdout


@pytest.mark.parametrize(("words", "task", "metrics", "held"), [
    (["xor", "--epochs", "2"], "binary", ["accuracy"], False),
    (["spiral:n=90", "--epochs", "2"], "multiclass", ["accuracy"], True),
    (["discs:n=40", "--epochs", "2"], "multilabel", ["label_accuracy", "subset_accuracy"], True),
    (["sine:n=40", "--epochs", "2"], "regression", ["r2", "rmse", "mae"], True),
    (["sine:n=40", "--epochs", "2", "--validation", "0"], "regression", ["r2", "rmse", "mae"], False),
], ids=["binary", "multiclass", "multilabel", "regression", "nothing held out"])
def test_json_prints_one_object_and_metrics_csv_has_its_columns(shell, words, task, metrics, held):
    result = shell("train", *words, "--json", "--quiet")
    found = strict_json(result.stdout)
    assert result.stderr == ""
    assert list(found) == RESULT_KEYS
    assert (found["task"], found["epochs"]) == (task, 2)
    parts = ["train", "validation"] if held else ["train"]
    assert list(found["metrics"]) == [f"{part}_{name}" for part in parts for name in metrics]
    assert (found["validation_loss"] is not None) == held
    assert found["seconds"] > 0 and found["compile_seconds"] > 0 and 0 <= found["best_epoch"] <= 2
    folder = shell.folder / found["run"]
    assert {path.name for path in folder.iterdir()} == FILES
    header, rows = rows_of((folder / "metrics.csv").read_text())
    assert header == [*COLUMNS, f"train_{metrics[0]}", f"validation_{metrics[0]}"]
    assert [row[0] for row in rows] == ["0", "1", "2"]
    table = [dict(zip(header, row)) for row in rows]
    assert table[0]["gradient_norm"] == "" and all(float(row["gradient_norm"]) > 0 for row in table[1:])
    assert all((row["validation_loss"] != "") == held for row in table)
    assert int(table[2]["step"]) == found["updates"] and float(table[0]["seconds"]) == 0
    kept = table[found["best_epoch"]]
    for part in parts:
        assert found[f"{part}_loss"] == pytest.approx(float(kept[f"{part}_loss"]), rel=1e-4)
        name = f"{part}_{metrics[0]}"
        assert found["metrics"][name] == pytest.approx(float(kept[name]), rel=1e-4, abs=1e-6)


def test_the_kept_weights_are_those_of_the_lowest_validation_loss(trained):
    header, rows = rows_of((trained.folder / "iris/metrics.csv").read_text())
    losses = [float(row[header.index("validation_loss")]) for row in rows]
    config = json.loads((trained.folder / "iris/config.json").read_text())
    assert config["result"]["best_epoch"] == int(np.argmin(losses))
    found = strict_json(trained("evaluate", "iris", "--json").stdout)
    assert found["validation"]["loss"] == pytest.approx(min(losses), rel=1e-4)


def test_json_alone_keeps_stdout_clean(shell):
    strict_json(shell("train", "xor", "--epochs", "2", "--json").stdout)


def test_truth_tables_hold_nothing_out_unless_asked(shell):
    assert strict_json(shell("train", "xor", "--epochs", "1", "--json").stdout)["validation_loss"] is None
    asked = strict_json(shell("train", "and", "--epochs", "1", "--validation", "0.25", "--json").stdout)
    assert asked["validation_loss"] is not None


def test_runs_are_numbered_and_none_is_overwritten(shell):
    for n in (1, 2):
        assert f"runs/xor-{n}" in shell("train", "xor", "--epochs", "1", "--quiet").stdout
    first = (shell.folder / "runs/xor-1/config.json").read_bytes()
    shutil.rmtree(shell.folder / "runs/xor-2")
    shell.write("runs/xor-2", "a file of that name")
    assert "runs/xor-3" in shell("train", "xor", "--epochs", "1", "--quiet").stdout
    assert (shell.folder / "runs/xor-1/config.json").read_bytes() == first


@pytest.mark.parametrize("out", ["new", "deep/er/new"])
def test_out_names_the_folder(shell, out):
    assert strict_json(shell("train", "xor", "--epochs", "1", "--out", out, "--json").stdout)["run"] == out
    assert {path.name for path in (shell.folder / out).iterdir()} == FILES
    assert not (shell.folder / "runs").exists()


def test_out_that_exists_is_refused(shell):
    (shell.folder / "mine").mkdir()
    message = shell.refused("train", "xor", "--epochs", "1", "--out", "mine")
    assert "mine exists; name another folder" in message


@pytest.mark.parametrize("out", ["file", "file/run"])
def test_out_that_cannot_be_written_is_refused(shell, out):
    shell.write("file", "in the way")
    assert "file" in shell.refused("train", "xor", "--epochs", "1", "--out", out)


def test_a_folder_runs_that_cannot_be_made_is_refused(shell):
    shell.write("runs", "in the way")
    assert "runs" in shell.refused("train", "xor", "--epochs", "1")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission_is_refused(shell):
    (shell.folder / "locked").mkdir(mode=0o500)
    assert "locked" in shell.refused("train", "xor", "--epochs", "1", "--out", "locked/run")


def test_a_refused_call_leaves_no_folders_on_the_way(shell):
    shell.write("huge.csv", "a,b\n" + "\n".join(f"1e60,{i % 2}" for i in range(8)))
    shell.refused("train", "huge.csv", "--no-scale", "--out", "on/the/way")
    shell.refused("train", "huge.csv", "--no-scale")
    shell.refused("train", "xor", "--threads", "100000")


RERUNS = {
    "plain": ["xor", "--epochs", "3"],
    "many options": ["spiral:n=90,noise=0.2,arms=4,seed=3", "--hidden", "6,4", "--activation", "relu,tanh",
                     "--optimizer", "lion", "--learning-rate", "0.00123456789", "--beta1", "0.8",
                     "--weight-decay", "0.02", "--schedule", "cosine:floor=0.123456789,warmup=3",
                     "--batch-size", "full", "--no-shuffle", "--epochs", "4", "--validation", "0.3",
                     "--evaluate-every", "2", "--l1", "1e-5", "--l2", "0", "--dropout", "0.25", "--clip-norm", "1.5",
                     "--init", "lecun", "--seed", "7", "--patience", "3", "--loss", "mse", "--threads", "1", "--quiet"],
    "csv": ["my data.csv", "--target", "the sum", "--target", "-z", "--no-scale", "--hidden", "", "--epochs", "3",
            "--batch-size", "7", "--json"],
}


@pytest.mark.parametrize("words", RERUNS.values(), ids=RERUNS)
def test_the_command_in_config_json_does_the_same_again(shell, words):
    shell.write("my data.csv", table_text(columns="u,v,w,z").replace("u,v,w,z", "u,v,the sum,-z"))
    shell("train", *words)
    (first,) = (shell.folder / "runs").iterdir()
    config = json.loads((first / "config.json").read_text())
    call = shlex.split(config["command"])
    assert call[:3] == ["numnet", "train", words[0]]
    shell(*call[1:])
    second = first.with_name(first.name.removesuffix("-1") + "-2")
    tables = [rows_of((folder / "metrics.csv").read_text()) for folder in (first, second)]
    for header, rows in tables:
        for row in rows:
            row[header.index("seconds")] = ""
    assert tables[0] == tables[1]
    models = [numnet.Network.load(folder / "model.safetensors") for folder in (first, second)]
    assert models[0].parameters.tobytes() == models[1].parameters.tobytes()
    assert shlex.split(json.loads((second / "config.json").read_text())["command"]) == call


def test_config_json_holds_every_option_the_data_and_the_versions(shell):
    shell("train", "iris", "--epochs", "2", "--learning-rate", "0.02", "--schedule", "cosine:floor=0.123456789",
          "--seed", "5", "--quiet")
    config = json.loads((shell.folder / "runs/iris-1/config.json").read_text())
    data = load_dataset("iris")
    assert config["task"] == "multiclass" and config["data"]["fingerprint"] == fingerprint(data)
    assert config["data"]["rows"] == 150 and config["data"]["target_names"] == list(data.target_names)
    options = {param.name for param in TRAIN.params} - {"data"}
    assert set(config["options"]) == options
    assert config["options"]["seed"] == 5 and config["options"]["learning_rate"] == 0.02
    assert config["optimizer"]["name"] == "adam" and config["optimizer"]["learning_rate"] == 0.02
    assert numnet.optim.schedules.parse_schedule(config["options"]["schedule"]).floor == 0.123456789
    assert {"numnet", "python", "numpy", "numba"} <= set(config["versions"])
    assert config["versions"]["numnet"] == numnet.__version__


def test_a_period_of_millions_of_updates_is_a_period(shell):
    shell("train", "xor", "--epochs", "2", "--schedule", "step:period=1234567")
    assert "period=1234567" in json.loads((shell.folder / "runs/xor-1/config.json").read_text())["command"]


def test_train_reads_standard_input(shell):
    text = table_text(columns="u,v,kind")
    found = strict_json(shell("train", "-", "--epochs", "2", "--json", input=text).stdout)
    assert (found["run"], found["task"]) == ("runs/stdin-1", "binary")
    message = shell.refused("evaluate", "runs/stdin-1")
    assert "standard input" in message
    shell.write("later.csv", text)
    assert "40 rows" in shell("evaluate", "runs/stdin-1", "later.csv").stdout


def test_task_auto_says_what_it_chose_and_why(shell):
    shell.write("kinds.csv", table_text(columns="u,v,kind"))
    shell.write("sums.csv", table_text())
    assert re.search(r"binary \(2 distinct text labels in column kind\)",
                     shell("train", "kinds.csv", "--epochs", "1").stderr)
    assert re.search(r"regression \(numbers with fractions in column w\)",
                     shell("train", "sums.csv", "--epochs", "1").stderr)


def test_scaling_is_fitted_on_the_training_part_and_kept(trained, shell):
    run = numnet.load_run(trained.folder / "sums")
    parts = run.data()
    np.testing.assert_allclose(run.scaler.mean, parts.X.mean(axis=0))
    np.testing.assert_allclose(run.scaler.target_scale, parts.T.std(axis=0))
    shell.write("sums.csv", table_text())
    shell("train", "sums.csv", "--epochs", "1", "--no-scale", "--out", "raw")
    assert numnet.load_run(shell.folder / "raw").scaler is None


def test_patience_stops_early_and_says_so(shell):
    result = shell("train", "iris", "--epochs", "400", "--patience", "3", "--learning-rate", "0.1")
    config = json.loads((shell.folder / "runs/iris-1/config.json").read_text())
    assert "stopped early" in result.stdout and config["result"]["status"] == "stopped"
    assert config["result"]["epochs"] == config["result"]["best_epoch"] + 3 < 400

"""Every command, good and bad, as somebody at a terminal meets it; in-process, in temporary folders."""

import contextlib
import csv
import io
import json
import os
import re
import shlex
import shutil
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
from program import call, comes, finish, running

import numnet
import numnet.optim.schedules
from numnet.commands import main
from numnet.data import DATASETS, fingerprint, load_dataset, read_csv

pytestmark = pytest.mark.filterwarnings("error")

FILES = {"config.json", "metrics.csv", "model.safetensors", "snapshots.safetensors", "checkpoint.safetensors"}
RESULT_KEYS = ["run", "task", "epochs", "updates", "seconds", "compile_seconds", "train_loss", "validation_loss",
               "metrics", "best_epoch"]
COLUMNS = ["epoch", "step", "seconds", "learning_rate", "gradient_norm", "train_loss", "validation_loss"]


class Shell:
    """``shell("train", "xor")`` runs numnet in a folder; the result has stdout, stderr and exit_code."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def __call__(self, *words, code=0, input=None):
        with contextlib.chdir(self.folder):
            return call(*words, code=code, input=input)

    def refused(self, *words, input=None):
        """The message of a call that must end with exit code 2 and one line, and leave nothing behind."""
        before = self.everything()
        result = self(*words, code=2, input=input)
        assert self.everything() == before, "something was left behind"
        assert result.stdout == ""
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        if lines[0].startswith("Usage: "):
            assert re.fullmatch(r"Try 'numnet[\w ]* --help' for help\.", lines[1])
            lines = lines[2:]
        assert len(lines) == 1, result.stderr
        assert re.match(r"Error: \S", lines[0])
        return lines[0]

    def everything(self):
        """{path: content} of all files and folders."""
        return {path: path.read_bytes() if path.is_file() else None for path in self.folder.rglob("*")}

    def write(self, name, text):
        """A file; str or bytes."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path)


def rows_of(text):
    """(header, rows) of CSV text."""
    header, *rows = list(csv.reader(io.StringIO(text)))
    return header, rows


def strict_json(text):
    """The object of one line of JSON, without the NaN and Infinity that JSON does not have."""
    assert text.count("\n") == 1 and text.endswith("\n")
    return json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def table_text(n=40, columns="u,v,w", seed=0):
    """A CSV file of numbers: w = u + v, rounded; then columns computed from these by name."""
    rng = np.random.default_rng(seed)
    lines = [columns]
    for u, v in rng.normal(size=(n, 2)).round(3).tolist():
        known = {"u": u, "v": v, "w": round(u + v, 3), "z": round(u - 2 * v, 3), "pos": int(u > 0), "up": int(v > 0),
                 "kind": "left" if u < 0 else "right", "note": "same"}
        lines.append(",".join(str(known[name]) for name in columns.split(",")))
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with a trained run of each task: iris, xor, sums (two targets), signs (two labels), discs."""
    shell = Shell(tmp_path_factory.mktemp("trained"))
    shell.write("sums.csv", table_text(columns="u,v,w,z"))
    shell.write("signs.csv", table_text(columns="pos,u,up,v"))
    for name, data, *options in (
        ("iris", "iris", "--epochs", "12"),
        ("xor", "xor", "--hidden", "4", "--epochs", "30"),
        ("sums", "sums.csv", "--target", "w", "--target", "z", "--hidden", "6", "--epochs", "12"),
        ("signs", "signs.csv", "--target", "up", "--target", "pos", "--hidden", "", "--epochs", "5"),
        ("sine", "sine:n=60", "--hidden", "5", "--epochs", "8"),
        ("discs", "discs:n=60", "--hidden", "5", "--epochs", "4"),
    ):
        shell("train", data, *options, "--out", name, "--quiet")
    return shell


@pytest.fixture
def own(trained, tmp_path):
    """A copy of the trained folder that a test may damage."""
    shutil.copytree(trained.folder, tmp_path / "own")
    return Shell(tmp_path / "own")


# --- train ---


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
    assert "mine" in message and "exist" in message and "--out" in message


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
    options = {param.name for param in main.get_command(None, "train").params} - {"data"}
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


# --- divergence and Ctrl-C ---


@pytest.mark.parametrize("words", [["spiral:n=90", "--learning-rate", "1e30"], ["diabetes", "--learning-rate", "1e30"],
                                   ["spiral:n=90", "--activation", "relu", "--learning-rate", "1e5"]],
                         ids=["spiral", "diabetes", "relu"])
def test_divergence_exits_3_and_keeps_finite_weights(shell, words):
    words = ["train", *words, "--optimizer", "sgd", "--epochs", "20", "--quiet"]
    result = shell(*words, "--json", code=3)
    found = strict_json(result.stdout)
    assert list(found) == RESULT_KEYS
    lines = result.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("Error: ")
    assert re.search(r"diverged.*layer \d of 3.*learning rate", lines[0])
    folder = shell.folder / found["run"]
    assert {path.name for path in folder.iterdir()} == FILES
    assert np.isfinite(numnet.Network.load(folder / "model.safetensors").parameters).all()
    assert json.loads((folder / "config.json").read_text())["result"]["status"] == "diverged"
    text = shell(*words, code=3)
    assert "diverged" in text.stdout and "trained" not in text.stdout
    shell("evaluate", found["run"])


def interrupt_after(monkeypatch, calls):
    """Ctrl-C in the call of Training.advance after so many."""
    advance, counted = numnet.Training.advance, [0]

    def interrupted(self, *arguments):
        counted[0] += 1
        if counted[0] > calls:
            raise KeyboardInterrupt
        return advance(self, *arguments)

    monkeypatch.setattr(numnet.Training, "advance", interrupted)


@pytest.mark.parametrize("words", [[], ["--json"], ["--quiet"]], ids=" ".join)
def test_ctrl_c_keeps_what_was_learned_and_exits_130(shell, monkeypatch, words):
    with monkeypatch.context() as patch:
        interrupt_after(patch, 2)
        result = shell("train", "spiral", "--epochs", "100000", *words, code=130)
    (folder,) = (shell.folder / "runs").iterdir()
    assert {path.name for path in folder.iterdir()} == FILES
    config = json.loads((folder / "config.json").read_text())
    assert config["result"]["status"] == "interrupted" and 0 < config["result"]["updates"]
    assert config["result"]["epochs"] < 100000
    if words == ["--json"]:
        assert strict_json(result.stdout)["epochs"] == config["result"]["epochs"]
    else:
        assert "interrupted" in result.stdout and "trained after" not in result.stdout
    assert "rows" in shell("evaluate", folder).stdout


@pytest.mark.parametrize("where", ["numnet.training.training.Training.compile", "numnet.runs.trial.Trial",
                                   "numnet.data.sources.load_dataset"])
def test_ctrl_c_before_anything_was_learned_exits_130_and_leaves_nothing(shell, monkeypatch, where):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(where, interrupted)
    shell("train", "spiral", "--out", "mine", "--quiet", code=130)
    assert not (shell.folder / "mine").exists()


@pytest.mark.parametrize(("name", "error"), [("metrics.csv", OSError(28, "No space left on device")),
                                             ("config.json", OSError(28, "No space left on device")),
                                             ("config.json", KeyboardInterrupt())],
                         ids=["full disk", "full disk at the end", "Ctrl-C"])
def test_no_half_made_run_folder_stays_when_writing_fails(shell, monkeypatch, name, error):
    from numnet.files import atomic as files
    from numnet.runs import writing as run_folder

    write = files.write_whole

    def failing(path, data):
        if Path(path).name == name:
            raise error
        write(path, data)

    monkeypatch.setattr("numnet.files.json_files.write_whole", failing)
    monkeypatch.setattr(run_folder, "write_whole", failing)
    shell("train", "xor", "--epochs", "1", "--quiet", "--out", "mine", code=2 if isinstance(error, OSError) else 130)
    assert not (shell.folder / "mine").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_real_interrupt_in_a_process_of_its_own(shell):
    words = "train", "spiral", "--epochs", 3000000, "--evaluate-every", 1000
    with running(*words, folder=shell.folder) as process:
        comes(process, "epoch ")
        process.send_signal(signal.SIGINT)
        assert "interrupted" in finish(process, code=130).stdout
    assert {path.name for path in (shell.folder / "runs/spiral-1").iterdir()} == FILES


def test_a_terminal_gets_a_live_bar(monkeypatch):
    from numnet.commands.output.progress import LiveProgress, PlainProgress, describe, progress

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    assert isinstance(progress(10, quiet=False), LiveProgress)
    assert not isinstance(progress(10, quiet=True), LiveProgress)
    with progress(10, quiet=False) as bar:
        bar.update(10, describe((0.25, float("nan"))), True)
    text = sys.stderr.getvalue()
    assert "epoch 10/10" in text and "loss 0.25" in text and "nan" not in text
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress(10, quiet=False) as lines:
        assert isinstance(lines, PlainProgress)
        lines.update(3, describe((0.5, 0.75)), False)
        lines.update(10, describe((0.25, 0.5)), True)
    assert sys.stderr.getvalue() == "epoch 10/10  loss 0.25  validation 0.5\n"


def test_warmup_shows_what_it_does(monkeypatch):
    from numnet.commands.output.progress import LiveSteps, steps

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for stream, kind in ((Terminal(), "LiveSteps"), (io.StringIO(), "PlainSteps")):
        monkeypatch.setattr(sys, "stderr", stream)
        with steps(2) as display:
            assert type(display).__name__ == kind
            for name in ("training", "gradients"):
                display.doing(name)
                display.done(f"{name}: there already")
        assert "gradients: there already" in stream.getvalue()
        assert ("2/2" if isinstance(display, LiveSteps) else " 2 of 2  ") in stream.getvalue()


# --- bad data ---

GOOD_ROWS = "".join(f"{i},{i % 7}.5,{i % 2}\n" for i in range(30))
BAD_FILES = {
    "empty": ("", "empty"),
    "blank": ("\n\n", "empty"),
    "header only": ("a,b,c\n", "no data rows"),
    "ragged, short": ("a,b,c\n1,2,0\n3,4\n5,6,1\n", "line 3"),
    "ragged, long": ("a,b,c\n1,2,0\n3,4,1,9\n", "line 3"),
    "stray text": ("a,b,c\n" + GOOD_ROWS + "7,hello,1\n", "line 32, column 'b'.*'hello'"),
    "stray text in the target": ("a,b,c\n" + GOOD_ROWS + "7,1.5,oops\n", "line 32, column 'c'.*'oops'"),
    "NaN": ("a,b,c\n" + GOOD_ROWS + "NaN,1,0\n", "line 32, by column: a 1; choose --missing"),
    "Inf": ("a,b,c\n" + GOOD_ROWS + "1,-inf,0\n", "line 32, column 'b'.*finite"),
    "NaN in the target": ("a,b,c\n" + GOOD_ROWS + "1,2,nan\n", "line 32, by column: c 1; choose --missing"),
    "empty cell": ("a,b,c\n" + GOOD_ROWS + "1,,0\n", "line 32, by column: b 1; choose --missing"),
    "one class": ("a,b,c\n1,2,x\n2,3,x\n3,4,x\n", "one class"),
    "one row": ("a,b,c\n1,2,0\n", "row"),
    "two rows of two classes": ("a,b,c\n1,2,0\n3,4,1\n", "one class.*(rows|--validation)"),
    "constant numbers": ("a,b\n1,2.5\n2,2.5\n3,2.5\n", "'b'"),
    "one column": ("a\n1\n2\n", "feature"),
    "too large to square": ("a,b\n" + "".join(f"{i}e300,{i % 2}\n" for i in range(9)), "'a'"),
}


@pytest.mark.parametrize(("content", "expected"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_files_are_refused_in_one_line(shell, content, expected):
    shell.write("bad.csv", content)
    message = shell.refused("train", "bad.csv")
    assert re.search(rf"\bbad\b.*{expected}", message)


@pytest.mark.parametrize("command", [["train"], ["summary"], ["datasets", "show"], ["datasets", "export"]],
                         ids=" ".join)
@pytest.mark.parametrize(("data", "expected"), [
    ("sprial", "spiral"), ("moon", "moons"), ("sprial:n=9,noise=0.2", "spiral"), ("nosuch.csv", "nosuch.csv"),
    ("no/such.csv", "no/such.csv"), ("spiral:n=x", "n must"), ("spiral:color=3", "noise"), ("spiral:n=0", "n must"),
    ("spiral:n", "n"), ("iris:n=20", "n"), ("spiral:seed=-1", r"\bseed must"), ("spiral:noise=-1", "noise"),
    ("spiral:noise=nan", "noise"), (".", "folder"),
])
def test_unknown_and_impossible_data_are_refused(shell, command, data, expected):
    message = shell.refused(*command, data)
    assert re.search(expected, message) and "--seed" not in message


@pytest.mark.parametrize(("columns", "words", "expected"), [
    ("u,v,w", ["--target", "wx"], "'wx'.*'w'"),
    ("u,v,w", ["--target", "w", "--target", "w"], "'w'"),
    ("u,v,kind,w", ["--target", "w", "--target", "kind"], "'kind'.*text"),
    ("u,v,kind", ["--task", "regression"], "'kind'.*text.*regression"),
    ("u,v,kind", ["--task", "multilabel"], "'kind'.*multilabel"),
    ("u,v,w", ["--task", "binary"], "fractions.*binary"),
    ("u,v,note", [], "'note' holds one class"),
    ("u,v,pos,up", ["--target", "pos", "--target", "up", "--task", "multiclass"], "multiclass takes one"),
])
def test_targets_that_do_not_fit_are_refused(shell, columns, words, expected):
    shell.write("mixed.csv", table_text(columns=columns))
    message = shell.refused("train", "mixed.csv", *words)
    assert "mixed.csv" in message and re.search(expected, message)


def test_bundled_sets_have_their_own_target_and_task(shell):
    assert "species" in shell.refused("train", "iris", "--target", "colour")
    assert "binary" in shell.refused("train", "xor", "--task", "regression")


# --- bad options ---

BAD_OPTIONS = {
    "optimizer": [("adm", "adam"), ("", "adam")],
    "activation": [("rleu", "relu"), ("relu,,tanh", "relu"), ("relu,tanh,relu", "--hidden")],
    "loss": [("mes", "mse")],
    "init": [("xavier", "glorot")],
    "task": [("classes", "multiclass")],
    "dtype": [("float16", "float32")],
    "device": [("gpu", "cpu")],
    "schedule": [("cosin", "cosine"), ("cosine:bottom=1", "floor"), ("cosine:floor=2", "floor"),
                 ("step:period=x", "period"), ("step:period=-1", "period"), ("step:factor=0", "factor")],
    "learning-rate": [("0", "0"), ("-1", "-1"), ("nan", "nan"), ("inf", "finite"), ("fast", "fast")],
    "hidden": [("-1", "-1"), ("0", "0"), ("16,0", "0"), ("0,16", "0"), ("16,x", "x"), ("1.5", "1.5")],
    "batch-size": [("0", "0"), ("-5", "-5"), ("half", "full"), ("1.5", "1.5")],
    "epochs": [("0", "0"), ("-1", "-1"), ("1.5", "1.5"), ("1" + 19 * "0", "1000")],
    "validation": [("1", "1"), ("-0.1", "-0.1"), ("nan", "nan")],
    "patience": [("0", "0"), ("1" + 19 * "0", "1000")],
    "evaluate-every": [("0", "0"), ("1" + 19 * "0", "1000")],
    "seed": [("-1", "-1"), ("x", "x"), ("1" + 19 * "0", "1000")],
    "momentum": [("1", "1"), ("0.5", "adam")],
    "rho": [("0.5", "adam")],
    "beta1": [("1", "1")],
    "eps": [("0", "0")],
    "weight-decay": [("-1", "-1"), ("nan", "nan")],
    "clip-norm": [("0", "0"), ("nan", "nan")],
    "l1": [("-1", "-1"), ("inf", "inf")],
    "l2": [("-1", "-1"), ("nan", "nan")],
    "dropout": [("1", "1"), ("nan", "nan")],
    "threads": [("0", "0"), ("100000", "at most")],
    "resume": [("runs/xor-1", "no folder"), (".", "not a run folder")],
    "checkpoint-every": [("-1", "-1"), ("nan", "nan")],
    "on-divergence": [("pray", "pray")],
}


@pytest.mark.parametrize(("option", "value", "expected"),
                         [(name, value, hint) for name, values in BAD_OPTIONS.items() for value, hint in values])
def test_bad_options_are_refused_by_name(shell, option, value, expected):
    message = shell.refused("train", "xor", f"--{option}={value}")
    assert f"--{option}" in message and expected in message


@pytest.mark.parametrize("words", [[], ["--nosuch"], ["xor", "16"], ["xor", "--epochs"]], ids=" ".join)
def test_bad_calls_are_refused(shell, words):
    shell.refused("train", *words)


def test_cross_entropy_is_refused_for_regression(shell):
    assert "--loss" in shell.refused("train", "sine", "--loss", "cross_entropy")


@pytest.mark.parametrize("words", [["nosuch"], ["plot", "nosuch"], ["plot", "convergence"], ["datasets", "nosuch"],
                                   ["predict", "x"], ["evaluate"], ["summary"], ["info", "x"], ["warmup", "x"],
                                   ["summary", "xor", "--hidden", "x"], ["plot", "schedules", "--updates", "1"]],
                         ids=" ".join)
def test_usage_errors_of_the_other_commands(shell, words):
    shell.refused(*words)


def test_numnet_traceback_shows_where_an_error_came_from(shell, monkeypatch):
    monkeypatch.setenv("NUMNET_TRACEBACK", "1")
    with pytest.raises(numnet.DataError):
        shell("train", "sprial")


# --- predict ---

HEADERS = {
    "iris": ("iris", "prediction,p(setosa),p(versicolor),p(virginica)"),
    "xor": ("xor", None),
    "sums": ("sums.csv", "prediction_w,prediction_z"),
    "signs": ("signs.csv", "prediction_up,prediction_pos,p(up),p(pos)"),
    "sine": ("sine", "prediction"),
    "discs": ("discs", None),
}


@pytest.mark.parametrize(("run", "data", "header"), [(run, *rest) for run, rest in HEADERS.items()], ids=HEADERS)
def test_predictions_have_a_header_and_a_row_a_sample(trained, run, data, header):
    result = trained("predict", run, data)
    assert result.stderr == ""
    found, rows = rows_of(result.stdout)
    loaded = numnet.load_run(trained.folder / run)
    labels, targets = loaded.network.target_names, loaded.config["data"]["targets"]
    if header is None:
        names = ["prediction"] if len(targets) == 1 else [f"prediction_{target}" for target in targets]
        header = ",".join([*names, *(f"p({label})" for label in labels)])
    assert ",".join(found) == header
    X = load_dataset(data).X if data in DATASETS else loaded.data().X
    decided, numbers = [row[:len(targets)] for row in rows], [list(map(float, row[len(targets):])) for row in rows]
    if data in DATASETS:
        assert len(rows) == len(X)
        expected = loaded.predict(X).reshape(len(X), -1)
        if loaded.network.task == "regression":
            np.testing.assert_allclose(np.array(decided, dtype=float), expected, rtol=1e-6)
        else:
            assert decided == [[str(value) for value in row] for row in expected.tolist()]
    if loaded.network.task in ("binary", "multiclass"):
        np.testing.assert_allclose(np.sum(numbers, axis=1), 1, atol=1e-6)
        assert [row[0] for row in decided] == [labels[int(np.argmax(row))] for row in numbers]
    if loaded.network.task == "multilabel":
        assert [[int(value) for value in row] for row in decided] == [[int(p > 0.5) for p in row] for row in numbers]


@pytest.fixture(scope="module")
def sums(trained):
    """The table that sums was trained on, (header, rows), and its predictions as text."""
    header, rows = rows_of((trained.folder / "sums.csv").read_text())
    return header, rows, trained("predict", "sums", "sums.csv").stdout


@pytest.mark.parametrize("order", [["v", "u"], ["extra", "z", "v", "w", "u"], ["u", "v"]], ids=",".join)
def test_columns_are_found_by_name_from_a_file_and_from_standard_input(own, sums, order):
    header, rows, expected = sums
    rows = [dict(zip(header, row), extra="words") for row in rows]
    text = "\n".join([",".join(order), *(",".join(row[name] for name in order) for row in rows)])
    own.write("other.csv", text)
    assert own("predict", "sums", "other.csv").stdout == expected
    assert own("predict", "sums", "-", input=text).stdout == expected


def test_predictions_go_to_a_file(own, sums):
    result = own("predict", "sums", "sums.csv", "-o", "out.csv")
    assert result.stdout == "" and "out.csv" in result.stderr
    assert (own.folder / "out.csv").read_text() == sums[2]


def test_one_row_is_enough_to_predict(trained):
    assert len(trained("predict", "sums", "-", input="u,v\n1,2\n").stdout.splitlines()) == 2


def test_predict_takes_a_generated_set_with_options_as_train_does(trained):
    assert len(trained("predict", "sine", "sine:n=5,seed=9").stdout.splitlines()) == 6


@pytest.mark.parametrize(("run", "data", "text", "expected"), [
    ("sums", "-", "u\n1\n", "'v'"), ("sums", "-", "u,x\n1,2\n", "'v'"), ("sums", "-", "", "empty"),
    ("sums", "-", "u,v\n", "no data rows"), ("sums", "-", "u,v\n1,2\n1\n", "line 3"),
    ("sums", "-", "u,v\n1,2\n1,nan\n", "line 3, by column: v 1"),
    ("sums", "-", "u,v\n1,2\n1,inf\n", "line 3, column 'v'"),
    ("sums", "-", "u,v\n1,2\n1,\n", "line 3, by column: v 1"), ("sums", "-", "1,2\n3,4\n", "column1"),
    ("sums", "-", "u,v\n1,x\n", "line 2, column 'v'"), ("sums", "iris", None, "u, v"),
    ("sums", "nosuch.csv", None, "nosuch.csv"), ("iris", "irsi", None, "iris"), ("iris", "sums.csv", None, "sepal"),
    ("nosuch", "iris", None, "nosuch"), ("sums.csv", "iris", None, "run folder"), (".", "iris", None, "run folder"),
])
def test_predicting_with_the_wrong_data_or_run_is_refused(own, run, data, text, expected):
    assert expected in own.refused("predict", run, data, input=text)


@pytest.mark.parametrize("output", ["no/such/out.csv", "sums.csv/out.csv", "iris"])
def test_an_output_that_cannot_be_written_is_named(own, output):
    assert output in own.refused("predict", "sums", "sums.csv", "-o", output)


@pytest.mark.parametrize("run", ["iris", "sums", "xor"])
def test_the_model_file_alone_predicts(trained, tmp_path, run):
    data = {"sums": "sums.csv"}.get(run, run)
    shutil.copy(trained.folder / run / "model.safetensors", tmp_path / "alone.safetensors")
    network = numnet.Network.load(tmp_path / "alone.safetensors")
    X = load_dataset(run).X if run in DATASETS else read_csv(trained.folder / data, ["w", "z"]).X
    header, rows = rows_of(trained("predict", run, data).stdout)
    Y = network.forward(X if network.scaler is None else network.scaler.transform(X))
    if network.task == "regression":
        Y, columns = network.scaler.inverse_targets(Y), slice(0, 2)
    else:
        columns = slice(header.index(f"p({network.target_names[-1]})"), None)
        assert [row[0] for row in rows] == list(network.decide(Y))
    expected = np.array([row[columns] for row in rows], dtype=float)
    np.testing.assert_allclose(Y[:, -expected.shape[1]:], expected, rtol=1e-6)
    assert (network.scaler is None) == (run == "xor")
    assert tuple(network.feature_names) == numnet.load_run(trained.folder / run).network.feature_names


# --- evaluate ---


def test_evaluate_its_own_parts_as_text_and_as_json(trained):
    text = trained("evaluate", "iris").stdout
    found = strict_json(trained("evaluate", "iris", "--json").stdout)
    assert list(found) == ["training", "validation"]
    assert (found["training"]["rows"], found["validation"]["rows"]) == (120, 30)
    for name, figures in found.items():
        assert list(figures) == ["rows", "loss", "accuracy", "classes", "confusion"]
        assert f"{name}: {figures['rows']} rows, loss {figures['loss']:.4g}, accuracy" in text
        assert np.sum(figures["confusion"]) == figures["rows"]
        assert np.trace(figures["confusion"]) / figures["rows"] == pytest.approx(figures["accuracy"])
        for label, row in figures["classes"].items():
            assert list(row) == ["precision", "recall", "f1", "support"]
            assert re.search(rf"^{label} +{row['precision']:.3f} +{row['recall']:.3f}", text, re.M)
    assert "confusion matrix" in text


@pytest.mark.parametrize(("run", "keys"), [
    ("sums", ["rows", "loss", "r2", "rmse", "mae"]),
    ("discs", ["rows", "loss", "label_accuracy", "subset_accuracy", "labels"]),
    ("signs", ["rows", "loss", "label_accuracy", "subset_accuracy", "labels"]),
])
def test_the_metrics_of_the_other_tasks(trained, run, keys):
    found = strict_json(trained("evaluate", run, "--json").stdout)
    assert [list(figures) for figures in found.values()] == [keys, keys]
    text = trained("evaluate", run).stdout
    assert all(name in text for name in (["r2", "rmse", "mae"] if run == "sums" else
                                         ["label accuracy", "subset accuracy", "precision"]))


def test_evaluate_other_data_agrees_with_the_predictions(own):
    own.write("more.csv", table_text(n=9, columns="z,u,kind,w,v", seed=5))
    header, rows = rows_of((own.folder / "more.csv").read_text())
    truth = np.array([[row[header.index("w")], row[header.index("z")]] for row in rows], dtype=float)
    guess = np.array(rows_of(own("predict", "sums", "more.csv").stdout)[1], dtype=float)
    (figures,) = strict_json(own("evaluate", "sums", "more.csv", "--json").stdout).values()
    assert figures["rows"] == 9
    assert figures["mae"] == pytest.approx(np.abs(truth - guess).mean(), rel=1e-6)
    assert figures["rmse"] == pytest.approx(np.sqrt(((truth - guess) ** 2).mean(axis=0)).mean(), rel=1e-6)


def test_evaluate_a_file_of_one_class_keeps_the_indices_of_the_model(own):
    own("datasets", "export", "iris", "-o", "flowers.csv")
    lines = (own.folder / "flowers.csv").read_text().splitlines()
    own.write("some.csv", "\n".join([lines[0], *[line for line in lines if line.endswith("virginica")]]))
    (figures,) = strict_json(own("evaluate", "iris", "some.csv", "--json").stdout).values()
    assert [row["support"] for row in figures["classes"].values()] == [0, 0, 50]


def test_labels_come_through_json_unharmed(shell):
    lines = [f"{i},{['BaNaNa', 'NaNcy', 'Infinity War'][i % 3]}" for i in range(30)]
    shell.write("names.csv", "\n".join(["x,who", *lines]))
    shell("train", "names.csv", "--epochs", "1", "--out", "run")
    for figures in strict_json(shell("evaluate", "run", "--json").stdout).values():
        assert list(figures["classes"]) == ["BaNaNa", "Infinity War", "NaNcy"]


def test_a_metric_that_is_undefined_is_null(own):
    own.write("one.csv", "u,v,w,z\n1,2,3,4\n")
    (figures,) = strict_json(own("evaluate", "sums", "one.csv", "--json").stdout).values()
    assert figures["r2"] is None and figures["rows"] == 1
    assert "1 rows, " in own("evaluate", "sums", "one.csv").stdout.replace("1 row, ", "1 rows, ")


@pytest.mark.parametrize(("words", "expected"), [
    (["iris", "spiral"], "spiral"), (["xor", "circles"], "circles"), (["sums", "nosuch.csv"], "nosuch.csv"),
    (["sums", "signs.csv"], "'w'"), (["nosuch"], "nosuch"), ([".", "iris"], "run folder"), (["iris", "irsi"], "iris"),
])
def test_evaluating_what_does_not_fit_is_refused(own, words, expected):
    assert expected in own.refused("evaluate", *words)


def test_an_unknown_class_is_named(own):
    header = ",".join(load_dataset("iris").feature_names)
    own.write("new.csv", f"{header},species\n1,2,3,4,tulip\n")
    assert re.search(r"line 2, column 'species'.*'tulip'", own.refused("evaluate", "iris", "new.csv"))


def test_data_that_changed_or_went_away_are_refused(shell):
    path = shell.write("sums.csv", before := table_text(columns="u,v,w,z"))
    shell("train", "sums.csv", "--epochs", "1", "--out", "run")
    path.write_text(before.replace("0.", "1.", 1))
    for words in (["evaluate", "run"], ["plot", "boundary", "run"]):
        assert re.search(r"sums\.csv has changed", shell.refused(*words))
    path.unlink()
    assert "sums.csv" in shell.refused("evaluate", "run")
    shell.write("again.csv", before)
    shell("evaluate", "run", "again.csv")


# --- damaged and foreign runs ---


def damage(run, kind, trained):
    """Damages a run folder in one way."""
    model = run / "model.safetensors"
    content = model.read_bytes()
    if kind == "empty":
        model.write_bytes(b"")
    elif kind == "text":
        model.write_text("not a model\n" * 20)
    elif kind == "truncated":
        model.write_bytes(content[:-10])
    elif kind == "NaN":
        model.write_bytes(content[:-4] + np.float32(np.nan).tobytes())
    elif kind == "missing":
        model.unlink()
    elif kind == "foreign":
        from safetensors.numpy import save_file

        save_file({"W1": np.zeros((2, 2), np.float32)}, model)
    else:
        shutil.copy(trained.folder / kind / "model.safetensors", model)


@pytest.mark.parametrize("kind", ["empty", "text", "truncated", "NaN", "missing", "foreign", "iris", "sine"])
@pytest.mark.parametrize("words", [["evaluate", "sums"], ["predict", "sums", "mixed.csv"], ["summary", "sums"],
                                   ["plot", "boundary", "sums"]], ids=lambda words: words[0])
def test_a_damaged_or_foreign_model_is_refused(own, trained, kind, words):
    flowers = ",".join(load_dataset("iris").feature_names)
    own.write("mixed.csv", f"u,v,x,{flowers}\n1,2,3,4,5,6,7\n")
    damage(own.folder / "sums", kind, trained)
    assert "sums" in own.refused(*words)


def test_a_damaged_config_is_refused_whatever_is_missing(own):
    path = own.folder / "sums/config.json"
    whole = json.loads(path.read_text())
    texts = ["", "{", "[]", "null", '{"format": "something else"}']
    for where in (None, "data", "result"):
        for key in whole if where is None else whole[where]:
            other = json.loads(json.dumps(whole))
            del (other if where is None else other[where])[key]
            texts.append(json.dumps(other))
    for text in texts:
        path.write_text(text)
        for words in (["evaluate", "sums"], ["predict", "sums", "sums.csv"]):
            assert own(*words, code=None).exit_code in (0, 2), text[:300]
    path.unlink()
    assert "sums" in own.refused("evaluate", "sums")


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", None])
def test_damaged_metrics_are_refused(own, content):
    path = own.folder / "sums/metrics.csv"
    path.unlink() if content is None else path.write_text(content)
    message = own.refused("evaluate", "sums")
    assert "sums" in message and "metrics.csv" in message and "Errno" not in message


# --- summary, datasets, machine ---


def test_summary_of_a_run_and_of_data(trained):
    text = trained("summary", "iris").stdout
    for part in ("4×16", "16×16", "16×3", "tanh", "softmax", "403 parameters", "cross_entropy", "multiclass"):
        assert part in text
    found = strict_json(trained("summary", "digits", "--hidden", "8", "--activation", "relu", "--json").stdout)
    assert found == {"task": "multiclass", "loss": "cross_entropy", "dtype": "float32", "parameters": 610,
                     "layers": [{"weights": [64, 8], "biases": 8, "activation": "relu", "parameters": 520},
                                {"weights": [8, 10], "biases": 10, "activation": "softmax", "parameters": 90}]}
    found = strict_json(trained("summary", "sums.csv", "--target", "z", "--hidden", "", "--json").stdout)
    assert found["parameters"] == 4 and found["task"] == "regression"


@pytest.mark.parametrize("name", DATASETS)
def test_every_set_is_shown(shell, name):
    text = shell("datasets", "show", name).stdout
    info, data = DATASETS[name], load_dataset(name)
    assert info.description in text and info.licence in text and f"{len(data.X)} rows" in text and data.task in text
    assert all(target in text for target in data.target_names)


def test_show_reads_a_file_of_the_users_own(shell):
    shell.write("mine.csv", table_text(columns="u,v,kind"))
    text = shell("datasets", "show", "mine.csv").stdout
    assert "40 rows" in text and "binary" in text and "left" in text


@pytest.mark.parametrize("name", ["iris", "xor", "spiral:n=30,noise=0.2", "discs:n=30", "sine:n=20"])
def test_export_writes_what_train_reads(shell, name):
    result = shell("datasets", "export", name)
    path = shell.folder / f"{name.partition(':')[0]}.csv"
    assert path.name in result.stdout and path.is_file()
    assert shell("datasets", "export", name, "-o", "-").stdout == path.read_text()
    names, _, options = name.partition(":")
    values = {key: float(value) if key == "noise" else int(value)
              for key, value in (pair.split("=") for pair in options.split(",") if pair)}
    data = load_dataset(names, **values)
    again = read_csv(path, data.targets)
    assert again.X.tobytes() == data.X.tobytes() and again.T.tobytes() == data.T.tobytes()


def test_export_overwrites_nothing(shell):
    shell.write("xor.csv", "precious")
    assert "xor.csv" in shell.refused("datasets", "export", "xor")
    assert "no/such.csv" in shell.refused("datasets", "export", "xor", "-o", "no/such.csv")


def test_info_names_versions_threads_and_the_cache(shell):
    text = shell("info").stdout
    for part in (numnet.__version__, np.__version__, "numba", "threads", "layer", "SIMD", "cache", "cuda"):
        assert part in text


@pytest.mark.slow
def test_warmup_compiles_everything(shell):
    result = shell("warmup")
    assert "kernels" in result.stdout and "compiling" not in result.stdout and "of 13  gradients" in result.stderr
    again = shell("warmup")
    assert "there already" in again.stdout and "compiled" not in again.stderr
    assert "of 8  gradients, float64" in shell("warmup", "--dtype", "float64").stderr


# --- plot ---


@pytest.mark.parametrize(("words", "path"), [
    (["boundary", "xor"], "xor/figures/boundary.png"),
    (["convergence", "iris"], "iris/figures/convergence.png"),
    (["convergence", "iris", "xor", "-o", "both.svg"], "both.svg"),
    (["convergence", "iris", "xor"], "convergence.png"),
    (["confusion", "iris", "-o", "new/folder/c.pdf"], "new/folder/c.pdf"),
    (["activations"], "activations.png"),
    (["losses"], "losses.png"),
    (["schedules", "--updates", "50"], "schedules.png"),
    (["datasets", "xor", "-o", "d.svg"], "d.svg"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else None)
def test_every_kind_of_figure_is_a_file_whose_path_is_printed(own, words, path):
    result = own("plot", *words)
    assert result.stdout == f"{path}\n" and result.stderr == ""
    start = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}[Path(path).suffix]
    assert (own.folder / path).read_bytes().startswith(start)


@pytest.mark.parametrize(("words", "expected"), [
    (["boundary", "nosuch"], "nosuch"), (["confusion", "sums"], "regression|class"),
    (["convergence", "iris", "nosuch"], "nosuch"), (["activations", "-o", "a.bmp"], r"\.png"),
    (["activations", "-o", "plain"], r"\.png"), (["activations", "-o", "sums.csv/a.png"], "sums.csv"),
    (["datasets", "sprial"], "spiral"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else None)
def test_figures_that_cannot_be_drawn_are_refused(own, words, expected):
    assert re.search(expected, own.refused("plot", *words))

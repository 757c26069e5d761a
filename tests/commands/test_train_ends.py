"""`numnet train` that diverges or is interrupted."""

import json
import re
import signal
import sys
from pathlib import Path

import numpy as np
import pytest

import numnet
import numnet.optim.schedules
from tests.support.cli import call, comes, finish, running
from tests.support.shell import strict_json

pytestmark = pytest.mark.filterwarnings("error")

FILES = {"config.json", "metrics.csv", "model.safetensors", "snapshots.safetensors", "checkpoint.safetensors"}
RESULT_KEYS = ["run", "task", "epochs", "updates", "seconds", "compile_seconds", "train_loss", "validation_loss",
               "metrics", "best_epoch"]


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


def test_a_table_that_could_not_be_read_again_is_refused_before_the_training(shell):
    message = shell.refused("train", "xor", "--epochs", "2000000", "--out", "many", "--quiet")
    assert "--evaluate-every must be at least 3 for 2000000 epochs" in message
    assert not (shell.folder / "many").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_real_interrupt_in_a_process_of_its_own(shell):
    words = "train", "spiral", "--epochs", 3000000, "--evaluate-every", 1000
    with running(*words, folder=shell.folder) as process:
        comes(process, "epoch ")
        process.send_signal(signal.SIGINT)
        assert "interrupted" in finish(process, code=130).stdout
    assert {path.name for path in (shell.folder / "runs/spiral-1").iterdir()} == FILES


def test_ctrl_c_while_a_command_is_loaded(monkeypatch):
    def pressed(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("numnet.commands.importlib.import_module", pressed)
    assert call("train", "xor", code=130).stderr == "\ninterrupted; nothing was written\n"

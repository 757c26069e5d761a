"""Run folders side by side: list, show, compare, prune; and what a shell completes."""

import json
import os
import platform
import resource
import shutil
import subprocess

import pytest

from numnet.commands import COMMANDS
from numnet.data import DATASETS
from numnet.files.lock import Lock
from numnet.runs.deletion import contents, delete_run
from numnet.runs.listing import find_runs, read_entry
from tests.support.cli import call, finish, python, start

pytestmark = pytest.mark.filterwarnings("error")

TRAININGS = {"first": ["xor", "--epochs", "3"], "second": ["iris", "--epochs", "4", "--seed", "1"],
             "third": ["iris", "--epochs", "4", "--optimizer", "sgd", "--hidden", "5"],
             "deep/fourth": ["line", "--epochs", "2"]}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Four runs, an hour apart."""
    home = tmp_path_factory.mktemp("runs")
    for k, (name, words) in enumerate(TRAININGS.items()):
        call("train", *words, "--quiet", "--out", home / name)
        os.utime(home / name / "config.json", (1.7e9 + 3600 * k,) * 2)
    return home


@pytest.fixture
def runs(made, tmp_path):
    """A copy of them to spoil."""
    shutil.copytree(made, tmp_path / "runs")
    return tmp_path / "runs"


def names(folder):
    return [entry.path.relative_to(folder).as_posix() for entry in find_runs(folder)[0]]


# --- list, show, compare ---


def test_the_list_has_all_the_newest_last(made):
    done = call("runs", "list", made)
    header, *lines = done.stdout.splitlines()
    assert header.split()[:5] == ["run", "data", "task", "network", "rule"] and names(made) == list(TRAININGS)
    assert [line.split()[0] for line in lines] == [str(made / name) for name in TRAININGS]
    assert "iris" in lines[2] and "4-5-3 tanh" in lines[2] and "sgd 0.1" in lines[2] and "finished" in lines[2]
    assert "accuracy" in lines[1] and "r2" in lines[3]


def test_the_figures_are_those_of_train(made):
    """The losses and the metric that `numnet train --json` prints."""
    for name, words in TRAININGS.items():
        printed = json.loads(call("train", *words, "--json", "--out", made.parent / "again").stdout)
        shutil.rmtree(made.parent / "again")
        (found,) = [own for own in json.loads(call("runs", "list", made, "--json").stdout)
                    if own["run"] == str(made / name)]  # fmt: skip
        for key in ("task", "epochs"):
            assert found[key] == printed[key]
        for key in ("train_loss", "validation_loss"):
            assert found[key] == (printed[key] and pytest.approx(printed[key], rel=1e-5))
        for key, value in printed["metrics"].items():
            assert key not in found or found[key] == pytest.approx(value, rel=1e-5)


def test_runs_alone_lists_the_folder_runs(runs, monkeypatch):
    monkeypatch.chdir(runs.parent)
    assert call("runs").stdout == call("runs", "list", "runs").stdout
    monkeypatch.chdir(runs)
    first = "no run folders below runs; numnet train spiral makes the first\n"
    assert (call("runs").stdout, call("runs").stderr) == ("", first)
    assert call("runs", "list", "--json").stdout == "[]\n"
    assert call("runs", "prune", "--keep", "1").stdout == "nothing to delete: 0 runs below runs\n"
    (runs / "runs").mkdir()
    assert call("runs").stderr == first
    assert call("runs", "list", "nowhere", code=2).stderr == "Error: nowhere: there is no such folder\n"


def test_damaged_runs_are_told_and_others_listed(runs):
    (runs / "first/metrics.csv").write_text("epoch\n1\n")
    (runs / "second/config.json").write_text("{")
    (runs / "no_run").mkdir()
    (runs / "no_run/config.json").write_text('{"format": "other"}')
    done = call("runs", "list", runs)
    assert len(done.stdout.splitlines()) == 3 and done.stderr.count("left out") == 3


def test_folders_that_cannot_be_read_are_told(runs, monkeypatch):
    """Also where nothing stops root: the listing of the folder fails as it does for others."""
    listed = os.scandir

    def refuse(path):
        if os.path.basename(path) == "deep":
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert find_runs(runs)[1] == [f"{runs / 'deep'}: Permission denied"] and len(names(runs)) == 3


def test_a_run_that_cannot_be_looked_into_hides_no_other(runs, monkeypatch):
    """A folder that may be listed, but not entered."""
    looked = os.lstat

    def refuse(path, **words):
        if os.fspath(path) == str(runs / "second/config.json"):
            raise PermissionError(13, "Permission denied", str(path))
        return looked(path, **words)

    monkeypatch.setattr(os, "lstat", refuse)
    assert find_runs(runs)[1] == [f"{runs / 'second/config.json'}: Permission denied"] and len(names(runs)) == 3


def test_a_folder_that_must_stay_is_not_emptied(runs, monkeypatch):
    """Nobody but root removes a folder from one that is not to be written."""
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != runs and may(path, mode))
    before = sorted((runs / "first").iterdir())
    with pytest.raises(PermissionError):
        delete_run(runs / "first")
    assert sorted((runs / "first").iterdir()) == before


def test_a_run_that_goes_on_is_listed_as_far_as_it_came(runs):
    """The config.json of a run that is written, or was killed, is that of its start; metrics.csv knows more."""
    finished, place = read_entry(runs / "second"), runs / "second/config.json"
    config = json.loads(place.read_text())
    config["result"] |= {"status": "running", "epochs": 0, "updates": 0, "best_epoch": 0}
    place.write_text(json.dumps(config))
    entry = read_entry(runs / "second")
    assert entry.figures == finished.figures and entry.config["result"]["epochs"] == 4
    shown = call("runs", "show", runs / "second").stdout
    assert "running after 4 epochs" in shown and shown.split()[:2] == ["run", str(runs / "second")]
    assert entry.config["result"]["updates"] == finished.config["result"]["updates"]


@pytest.mark.parametrize("words", [["train", "--epochs", 9, "--resume"], ["runs", "compare", "--json", "first"]])
def test_brackets_deep_within_each_other_are_refused(runs, words, monkeypatch):
    """Where JSON's reader still takes them, but whoever goes through them would not come back."""
    monkeypatch.chdir(runs)
    place = runs / "second/config.json"
    place.write_text(place.read_text().replace('"l1": 0.0', '"l1": ' + "[" * 400 + "]" * 400))
    assert "too many brackets within each other" in call(*words, "second", code=2).stderr


def test_show_tells_the_command_and_the_files(made):
    done = call("runs", "show", made / "third")
    assert "numnet train iris --hidden 5 --optimizer sgd" in done.stdout and "model.safetensors" in done.stdout
    shown = json.loads(call("runs", "show", made / "third", "--json").stdout)
    assert shown["optimizer"] == "sgd" and shown["files"]["metrics.csv"] > 100
    assert "no run folder" in call("runs", "show", made, code=2).stderr


def test_compare_shows_what_differs_and_nothing_else(made):
    done = call("runs", "compare", made / "second", made / "third")
    options = done.stdout.split("\n\n")[0].splitlines()[1:]
    assert {line.split()[0] for line in options} == {"hidden", "seed", "optimizer", "learning_rate", "beta1", "beta2",
                                                     "eps", "bias_correction"}  # fmt: skip
    assert "validation loss" in done.stdout
    found = json.loads(call("runs", "compare", made / "second", made / "third", "--json").stdout)
    assert found["differences"]["optimizer"] == ["adam", "sgd"] and len(found["runs"]) == 2
    assert "all the same" in call("runs", "compare", made / "first", made / "first").stdout
    assert "at least two" in call("runs", "compare", made / "first", code=2).stderr


# --- prune ---


def test_prune_asks_and_deletes_the_oldest(runs):
    assert "nothing was deleted" in call("runs", "prune", runs, "--keep", 1, input="n\n").stdout
    assert names(runs) == list(TRAININGS)
    done = call("runs", "prune", runs, "--keep", 1, input="y\n")
    assert "3 run folders deleted, 1 left" in done.stdout and names(runs) == ["deep/fourth"]
    assert sorted(path.name for path in runs.iterdir()) == ["deep"]
    assert "nothing to delete" in call("runs", "prune", runs, "--keep", 1).stdout


def test_nobody_to_ask_deletes_nothing(runs):
    assert "--yes" in call("runs", "prune", runs, "--keep", 0, code=2).stderr
    assert "--keep" in call("runs", "prune", runs, code=2).stderr
    assert names(runs) == list(TRAININGS)
    call("runs", "prune", runs, "--keep", 0, "--yes")
    assert names(runs) == []


def test_what_numnet_did_not_write_is_never_deleted(runs):
    (runs / "first/notes.txt").write_text("mine")
    (runs / "second/figures").mkdir()
    (runs / "second/figures/thesis.tex").write_text("mine")
    (runs / "mine").mkdir()
    (runs / "mine/config.json").write_text("{}")
    (runs / "link").symlink_to(runs / "third")
    assert contents(runs / "second")[2] == ["figures/thesis.tex"]
    done = call("runs", "prune", runs, "--keep", 0, "--yes")
    assert "notes.txt" in done.stderr and "thesis.tex" in done.stderr
    assert (runs / "first/model.safetensors").is_file() and (runs / "second/figures/thesis.tex").is_file()
    assert (runs / "mine/config.json").is_file() and not (runs / "third").exists()
    for path, said in (("mine", "no run folder"), ("link", "is a link"), ("nosuch", "no run folder"), (".", "no run")):
        with pytest.raises(ValueError, match=said):
            delete_run(runs / path)


PLANTED = {
    "predict.py/mine.txt": b"mine", "predict.py": b"print('mine')", "model.json": b"{}", "lock": b"mine",
    "figures/holiday.png": b"\x89PNG\r\n\x1a\n a beach", "figures/deep/boundary.png": b"mine", "figures/boundary": b"",
    "tensorboard/train/events.out.tfevents.1.host": b"brain.Event:2", "tensorboard/other/x": b"", "tensorboard/x": b"",
    "figures/.hidden-1-x": b"", "model.npz": b"PK\x03\x04", "model.onnx": b"", ".hidden": b"",
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_name_alone_makes_no_file_numnets(runs, name):
    call("plot", "convergence", runs / "first")
    path = runs / "first" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PLANTED[name])
    done = call("runs", "prune", runs, "--keep", 0, "--yes")
    assert name.split("/")[0] in done.stderr and "3 run folders deleted, 1 left" in done.stdout
    assert path.read_bytes() == PLANTED[name] and names(runs) == ["first"]
    assert {file.name for file in (runs / "first").iterdir()} > {"config.json", "metrics.csv", "model.safetensors"}


def test_what_killed_processes_left_in_a_run_goes_with_it(runs):
    gone = start("-c", "")
    finish(gone)
    call("plot", "convergence", runs / "first")
    for folder in ("", "figures"):
        (runs / "first" / folder / f".{platform.node()}-{gone.pid}-ab12").write_text("half of a file")
    (runs / "second" / f".{platform.node()}-{gone.pid}-ab12").mkdir()
    (runs / "first/lock").write_text(f"process {gone.pid} on {platform.node()} since yesterday: numnet train\n")
    call("runs", "prune", runs, "--keep", 0, "--yes")
    assert not (runs / "first").exists() and names(runs) == ["second"], "a folder in a run is nobody's leftover"


def test_a_run_that_is_being_written_is_not_deleted(runs):
    lock = Lock(runs / "first")
    done = call("runs", "prune", runs, "--keep", 0, "--yes")
    assert "is being written by" in done.stderr and names(runs) == ["first"]
    lock.release()
    call("runs", "prune", runs, "--keep", 0, "--yes")
    assert names(runs) == []


def test_exports_and_pictures_are_numnets_own(runs):
    for form in ("json", "npz", "python"):
        call("export", runs / "second", "--format", form)
    for ending in ("png", "svg", "pdf"):
        call("plot", "convergence", runs / "second", "-o", runs / f"second/figures/mine.{ending}")
    for ending in ("png", "gif", *(["mp4"] if shutil.which("ffmpeg") else [])):
        call("plot", "training", runs / "second", "--quiet", "-o", runs / f"second/figures/training.{ending}")
    assert contents(runs / "second")[2] == []
    delete_run(runs / "second")
    assert not (runs / "second").exists() and read_entry(runs / "third")


# --- completion ---


def complete(folder, *words, shell="bash"):
    """What a shell is offered for the last word."""
    environment = {"_NUMNET_COMPLETE": f"{shell}_complete", "COMP_WORDS": " ".join(["numnet", *words]),
                   "COMP_CWORD": len(words)}  # fmt: skip
    code = ("import sys\nfrom numnet.commands import main\ntry:\n    main(prog_name='numnet')\nfinally:\n"
            "    print(*{'numba', 'numpy', 'matplotlib'} & set(sys.modules), file=sys.stderr)")  # fmt: skip
    done = python("-c", code, folder=folder, **environment)
    assert done.stderr.strip() == "", done.stderr
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_a_shell_completes_without_loading_anything_heavy(runs):
    folder = runs.parent
    assert complete(folder, "") == list(COMMANDS)
    assert complete(folder, "ev") == ["evaluate"]
    assert complete(folder, "train", "iris", "--optimizer", "ada") == [
        "adagrad", "adadelta", "adam", "adamw", "adamax"]  # fmt: skip
    assert set(DATASETS) < set(complete(folder, "train", ""))
    assert complete(folder, "evaluate", "runs/s") == ["runs/second"]
    assert "--learning-rate" in complete(folder, "train", "--l") and "--version" in complete(folder, "--")
    assert "show" in complete(folder, "runs", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(shell, tmp_path):
    done = call("completion", shell)
    assert "_NUMNET_COMPLETE" in done.stdout and f"{shell}_complete" in done.stdout
    if shutil.which(shell):
        (tmp_path / "script").write_text(done.stdout)
        subprocess.run([shell, "-n", str(tmp_path / "script")], check=True)
    assert "is not one of" in call("completion", "tcsh", code=2).stderr


def test_completion_is_quick(tmp_path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(3):
        complete(tmp_path, "tr")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 3 < 0.25  # seconds of a processor

"""`numnet train --resume`: an interrupted run ends where it would have ended."""

import os
import shlex
from pathlib import Path

import pytest

import numnet
from numnet.training.checkpoint import load_checkpoint
from tests.support.cli import call
from tests.support.interrupted_runs import WORDS, content, in_steps, interrupt

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(*words, code=2):
    """The one line of a call that is refused, and changes nothing."""
    before = everything()
    done = call(*words, code=code)
    assert everything() == before
    lines = done.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("Error: "), done.stderr
    return lines[0]


def everything():
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in Path().rglob("*") if path.is_file()}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("stop", [1, 3, 6])
def test_an_interrupted_run_ends_where_it_would_have_ended(words, stop, monkeypatch):
    words = words.split()
    code = call("train", *words, "--out", "whole", code=None).exit_code
    assert code == (3 if "restart" in words else 0)
    with monkeypatch.context() as patch:
        in_steps(patch, stop=stop, happens=interrupt)
        done = call("train", *words, "--out", "run", "--threads", "1", code=None)
    if done.exit_code == 130:
        assert "interrupted after" in done.stdout and "numnet train --resume run" in done.stdout
        assert numnet.load_run("run").history.status == "interrupted"
        done = call("train", "--resume", "run", code=code)
        assert ", from epoch" in done.stderr
    assert content("run") == content("whole")


def test_a_finished_run_is_left_as_it_is():
    first = call("train", "iris", "--epochs", "3", "--out", "run", "--json").stdout
    before = everything()
    assert call("train", "--resume", "run", "--json").stdout == first
    done = call("train", "--resume", "run", "iris", "--epochs", "3")
    assert "has finished, nothing to do" in done.stderr and "trained after 3 epochs" in done.stdout
    assert everything() == before


@pytest.mark.parametrize("words", ["spiral:n=150 --batch-size 7 --dropout 0.1", "moons:n=150 --evaluate-every 4",
                                   "sine:n=100 --patience 50 --schedule cosine:period=100"])
def test_more_epochs_go_on_as_if_there_had_been_no_end(words):
    call("train", *words.split(), "--epochs", "30", "--out", "whole", "--quiet")
    call("train", *words.split(), "--epochs", "13", "--out", "run", "--quiet")
    call("train", "--resume", "run", "--epochs", "30", "--quiet")
    whole, run = content("whole"), content("run")
    for found in (whole, run):
        del found["snapshots.safetensors"]  # those of thirteen epochs lie elsewhere
    assert run.pop("checkpoint.safetensors") and whole.pop("checkpoint.safetensors")  # with the length of a schedule
    assert run == whole
    left, right = (load_checkpoint(Path(name, "checkpoint.safetensors"))[0] for name in ("run", "whole"))
    for name in ("parameters", "state", "best", "counter", "total"):
        assert getattr(left, name).tobytes() == getattr(right, name).tobytes()
    epochs = numnet.load_run("run").snapshots.epochs
    assert epochs[0] == 0 and epochs[-1] == 30


def test_a_schedule_over_the_whole_run_keeps_its_length_and_says_so():
    call("train", "moons:n=100", "--schedule", "cosine:floor=0.2", "--epochs", "10", "--out", "run", "--quiet")
    done = call("train", "--resume", "run", "--epochs", "25")
    assert "keeps the length it was begun with: cosine:period=30,floor=0.2" in done.stderr
    command = numnet.load_run("run").config["command"]
    assert "--epochs 25" in command and "cosine:period=30,floor=0.2" in command
    call(*shlex.split(command)[1:], "--out", "again", "--quiet")
    assert content("again")["table"] == content("run")["table"]


def test_other_options_are_refused_with_the_difference():
    call("train", "moons:n=100", "--epochs", "3", "--out", "run", "--quiet")
    message = refused("train", "--resume", "run", "--seed", "3", "--hidden", "4", "--learning-rate", "0.5")
    assert "--seed is 3, was 0" in message and "--hidden is 4, was 16,16" in message
    assert "--learning-rate is 0.5, was 0.01" in message
    assert "at least 3" in refused("train", "--resume", "run", "--epochs", "2")
    assert "own folder" in refused("train", "--resume", "run", "--out", "other")
    assert "has changed" in refused("train", "--resume", "run", "moons:n=100,seed=1")
    call("train", "moons:n=100", "--epochs", "3", "--learning-rate", "0.01", "--resume", "run", "--out", "run")


def test_an_option_changed_in_config_json_is_refused(monkeypatch):
    with monkeypatch.context() as patch:
        in_steps(patch, stop=2, happens=interrupt)
        call("train", "moons:n=100", "--epochs", "300", "--out", "run", code=130)
    path = Path("run/config.json")
    path.write_text(path.read_text().replace('"l2": 0.0001', '"l2": 0.5'))
    assert "l2 was 0.0001, is 0.5" in call("train", "--resume", "run", "--quiet", code=2).stderr


@pytest.mark.parametrize(("change", "message"), [
    (lambda text: text + "5.1,3.5,1.4,0.2,setosa\n", "150 rows then, 151 now"),
    (lambda text: text.replace("sepal length (cm)", "Länge"), "feature sepal length (cm) gone; feature Länge new"),
    (lambda text: text.replace("5.1,", "5.2,", 1), "the same rows and columns, other values"),
    (lambda text: text.replace("setosa", "Iris setosa"), "label setosa gone; label Iris setosa new"),
])  # fmt: skip
def test_data_that_changed_are_refused_with_the_difference(change, message, monkeypatch):
    call("datasets", "export", "iris", "-o", "flowers.csv")
    with monkeypatch.context() as patch:
        in_steps(patch, stop=2, happens=interrupt)
        call("train", "flowers.csv", "--target", "species", "--epochs", "500", "--out", "run", code=130)
    text = Path("flowers.csv").read_text()
    Path("flowers.csv").write_text(change(text))
    assert message in refused("train", "--resume", "run")
    Path("moved.csv").write_text(text)
    call("train", "--resume", "run", "moved.csv", "--quiet")


def test_data_from_standard_input_are_given_again(monkeypatch):
    call("datasets", "export", "iris", "-o", "flowers.csv")
    text = Path("flowers.csv").read_text()
    with monkeypatch.context() as patch:
        in_steps(patch, stop=2, happens=interrupt)
        call("train", "-", "--target", "species", "--epochs", "60", "--out", "run", code=130, input=text)
    assert "standard input" in refused("train", "--resume", "run")
    call("train", "-", "--resume", "run", input=text)
    call("train", "flowers.csv", "--target", "species", "--epochs", "60", "--out", "whole", "--quiet")
    assert content("run")["checkpoint.safetensors"] == content("whole")["checkpoint.safetensors"]


def test_without_a_checkpoint_nothing_goes_on():
    call("train", "xor", "--epochs", "2", "--out", "run", "--quiet")
    Path("run/checkpoint.safetensors").unlink()
    assert "no checkpoint" in refused("train", "--resume", "run")


def test_a_run_of_more_threads_goes_on_where_there_are_fewer_cores(monkeypatch):
    words = "moons:n=600", "--batch-size", "400", "--epochs"

    def on_cores(count):
        monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(count)), raising=False)

    on_cores(2)
    call("train", *words, "9", "--threads", "2", "--out", "run", "--quiet")
    on_cores(1)
    done = call("train", "--resume", "run", "--epochs", "20")
    assert "threads   1, as many as there are cores here; the run was begun with more\n" in done.stderr
    call("train", *words, "20", "--out", "whole", "--quiet")
    assert Path("run/model.safetensors").read_bytes() == Path("whole/model.safetensors").read_bytes()
    assert "must be at most 1" in refused("train", "--resume", "run", "--epochs", "30", "--threads", "2")

"""Runs that are interrupted go on bit for bit where they stood; their folders are valid at any moment, and one
process's at a time."""

import csv
import errno
import json
import os
import platform
import shlex
import shutil
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from program import call, comes, finish, running, start

import numnet
from numnet.files import atomic as files
from numnet.files.lock import Lock, Locked
from numnet.files.new_folder import Place
from numnet.files.tensor_files import write_tensors
from numnet.kernels.codes import Column, Counter
from numnet.runs.writing import RunFolder
from numnet.training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from numnet.training.training import Training
from numnet.utils.threads import cores

pytestmark = pytest.mark.filterwarnings("error")

two_cores = pytest.mark.skipif(cores() < 2, reason="one core")


# --- in Python --------------------------------------------------------------------------------------------------------


def made(epochs, resume=None, callback=None, seed=3, **options):
    """(network, history) of a training on a small data set."""
    data = numnet.load_dataset("moons", n=120, seed=1)
    network = numnet.Network([2, 5, 1], task="binary", seed=seed)
    options = {"optimizer": numnet.Adam(0.02), "validation": (data.X[80:], data.T[80:]), **options}
    return network, numnet.train(
        network, data.X[:80], data.T[:80], epochs=epochs, resume=resume, callback=callback, **options
    )


def same(one, other):
    """The same weights, memory of the rule, counters and history, to the bit; but for times."""
    np.testing.assert_array_equal(one[0].parameters, other[0].parameters)
    left, right = (Checkpoint.tensors(history.checkpoint) for _, history in (one, other))
    for name in left.keys() - {"hyper"}:
        assert left[name].tobytes() == right[name].tobytes(), name
    for column in set(Column) - {Column.SECONDS, Column.SIZE}:
        pair = (getattr(history, column.name.lower()) for _, history in (one, other))
        np.testing.assert_array_equal(*pair)
    assert one[1].status == other[1].status and one[1].best_epoch == other[1].best_epoch


OPTIONS = {
    "plain": {},
    "rows every seventh epoch": {"evaluate_every": 7},
    "no rows": {"evaluate_every": 0},
    "patience": {"patience": 4, "evaluate_every": 3, "optimizer": numnet.Adam(0.3)},
    "dropout, clipped, mini-batches": {"dropout": 0.3, "clip_norm": 0.5, "batch_size": 13},
    "schedule": {"schedule": "cosine:period=90,warmup=5", "optimizer": numnet.NAG()},
    "no validation": {"validation": None, "shuffle": False},
}


@pytest.mark.parametrize("first", [0, 1, 20, 29, 30])
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_train_goes_on_where_an_earlier_history_ended(options, first):
    same(made(30, **options), made(30, made(first, **options)[1], seed=8, **options))


def test_seconds_and_rows_go_on():
    history = made(40, made(15)[1])[1]
    assert history.epoch.tolist() == list(range(41)) and (np.diff(history.seconds) >= 0).all()


def test_a_training_that_a_callback_stopped_goes_on():
    stopped = made(30, callback=lambda epoch, history: epoch == 11)[1]
    assert stopped.status == "stopped" and stopped.epochs == 11
    same(made(30), made(30, stopped))


def test_out_of_patience_stays_out_of_patience():
    options = {"patience": 3, "optimizer": numnet.Adam(0.3)}
    stopped = made(5000, **options)
    assert stopped[1].status == "stopped"
    again = made(9000, stopped[1], **options)
    assert again[1].status == "stopped" and again[1].epochs == stopped[1].epochs
    np.testing.assert_array_equal(again[0].parameters, stopped[0].parameters)


def test_a_schedule_over_the_whole_run_keeps_its_length():
    updates = 3 * 20
    whole = made(30, schedule=f"cosine:floor=0.1,period={updates}")
    parts = made(30, made(20, schedule="cosine:floor=0.1")[1], schedule="cosine:floor=0.1")
    np.testing.assert_array_equal(whole[0].parameters, parts[0].parameters)


@pytest.mark.parametrize(("change", "message"), [
    ({"optimizer": numnet.Adam(0.1)}, "learning_rate was 0.02, is 0.1"),
    ({"optimizer": numnet.SGD(0.02)}, "optimizer was adam, is sgd"),
    ({"seed": 5}, None), ({"batch_size": 7}, "batch_size was 32, is 7"), ({"dropout": 0.5}, "dropout was 0.0, is 0.5"),
    ({"patience": 3}, "patience was 0, is 3"), ({"schedule": "step"}, "schedule was constant, is step"),
    ({"epochs": 4}, "epochs must be at least the 9 that are done, got 4"),
    ({"validation": None}, "validation rows of the data were 40, are 0"),
])  # fmt: skip
def test_other_arguments_are_refused_with_the_difference(change, message):
    earlier, change = made(9)[1], dict(change)
    if message is None:
        made(12, earlier, **change)  # the network's own seed: its weights are not used
        return
    with pytest.raises(ValueError, match=message) as caught:
        made(change.pop("epochs", 12), earlier, **change)
    assert "\n" not in str(caught.value)


def test_other_data_or_networks_are_refused():
    data, earlier = numnet.load_dataset("moons", n=120, seed=1), made(9)[1]
    held = data.X[80:], data.T[80:]
    for network, X, message in (
        (numnet.Network([2, 6, 1], task="binary"), data.X[:80], r"sizes of the network was \[2, 5, 1\], is \[2, 6"),
        (numnet.Network([2, 5, 1], task="binary"), data.X[:79], "rows of the data were 80, are 79"),
        (numnet.Network([2, 5, 1], task="binary"), data.X[:80] * 1.001, "not the data of the earlier .* train_loss"),
    ):
        with pytest.raises(ValueError, match=message):
            numnet.train(network, X, data.T[: len(X)], numnet.Adam(0.02), epochs=20, validation=held, resume=earlier)


def test_a_diverged_history_does_not_go_on():
    network, data = numnet.Network([1, 1], task="regression", seed=1), ([[1.0], [-1.0]], [1.0, -1.0], numnet.SGD(30.0))
    with pytest.warns(numnet.DivergenceWarning):
        earlier = numnet.train(network, *data, epochs=500)
    with pytest.raises(ValueError, match="diverged in epoch"):
        numnet.train(network, *data, epochs=500, resume=earlier)


def test_populations_go_on_too():
    data = numnet.load_dataset("xor")

    def population(epochs, resume):
        networks = [numnet.Network([2, 4, 1], task="binary", seed=seed) for seed in range(3)]
        return networks, numnet.train_population(networks, data.X, data.T, epochs=epochs, resume=resume)

    whole, parts = population(40, None)[0], population(40, population(15, None)[1])[0]
    for one, other in zip(whole, parts):
        np.testing.assert_array_equal(one.parameters, other.parameters)


# --- checkpoints ------------------------------------------------------------------------------------------------------


def training(optimizer, epochs=4, resume=None, **options):
    """A `Training` in small mini-batches, with dropout."""
    data = numnet.load_dataset("spiral", n=100, seed=1)
    network = numnet.Network([2, 6, 3], seed=2)
    held = data.X[70:], data.T[70:]
    return Training(network, data.X[:70], data.T[:70], optimizer, batch_size=8, epochs=epochs, validation=held,
                    dropout=0.2, resume=resume, **options)  # fmt: skip


def end(run):
    """The training at its end."""
    while run.advance():
        pass
    return run


@pytest.mark.parametrize("rule", numnet.OPTIMIZERS)
def test_every_rule_goes_on_from_any_update_of_a_file(rule, tmp_path):
    optimizer = numnet.OPTIMIZERS[rule]()
    expected = end(training(optimizer)).run
    for updates in (0, 1, 8, 9, 10, 23, 36):
        run = training(optimizer)
        while run.updates < updates and run.advance(updates=updates):
            pass
        save_checkpoint(tmp_path / "checkpoint", Checkpoint.of(run))
        checkpoint, anchor, _ = load_checkpoint(tmp_path / "checkpoint")
        assert anchor is None and checkpoint.counter[Counter.UPDATE] == updates
        found = end(training(optimizer, resume=checkpoint)).run
        for name in ("theta", "state", "best", "counter", "total"):
            assert getattr(found, name).tobytes() == getattr(expected, name).tobytes(), (name, updates)


@two_cores
def test_threads_may_differ_between_the_parts():
    rng = np.random.default_rng(0)
    X, T = rng.normal(size=(512, 40)), rng.integers(0, 3, 512)

    def part(epochs, threads, resume=None):
        network = numnet.Network([40, 200, 40, 3], seed=1)
        history = numnet.train(network, X, T, epochs=epochs, batch_size=500, threads=threads, resume=resume)
        return network.parameters, history

    whole = part(8, 1)[0]
    np.testing.assert_array_equal(whole, part(8, 1, part(3, 2)[1])[0])
    np.testing.assert_array_equal(whole, part(8, 2, part(5, 1)[1])[0])


@pytest.mark.parametrize("kind", ["empty", "a model", "NaN", "short", "dtype", "counter", "rows", "no state", "format"])
def test_damaged_checkpoints_are_refused_in_one_line(tmp_path, kind):
    path, run = tmp_path / "checkpoint.safetensors", training(numnet.Adam())
    run.advance(updates=5)
    good = Checkpoint.of(run)
    counter = good.counter.copy()
    counter[Counter.UPDATE] += 1
    wrong = {"NaN": {"parameters": good.parameters * np.float32(np.nan)}, "short": {"best": good.best[1:].copy()},
             "dtype": {"state": good.state.astype(float)}, "counter": {"counter": counter},
             "rows": {"history": np.vstack([good.history, good.history])}}  # fmt: skip
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "a model":
        run.network.save(path)
    elif kind in wrong:
        save_checkpoint(path, good._replace(**wrong[kind]))
    else:
        tensors = good.tensors()
        about = {**good.about, "format": "numnet-checkpoint-1", "anchor": None, "recovery": []}
        write_tensors(path, {name: tensors[name] for name in tensors if name != "state"},
                            about if kind == "no state" else {**about, "format": "other"})  # fmt: skip
    with pytest.raises(ValueError) as caught:
        load_checkpoint(path)
    assert "\n" not in str(caught.value) and str(path) in str(caught.value)


# --- the command line -------------------------------------------------------------------------------------------------


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


def content(path):
    """Everything in a run folder but for times, the folder's own name and what says how often it was written."""
    found = {file.name: file.read_bytes() for file in Path(path).iterdir() if file.name != "lock"}
    config = json.loads(found.pop("config.json"))
    for name in ("seconds", "compile_seconds"):
        del config["result"][name]
    for name in ("out", "threads", "checkpoint_every", "quiet"):
        del config["options"][name]
    del config["command"]
    table = list(csv.reader(found.pop("metrics.csv").decode().splitlines()))
    seconds = [float(row[2]) for row in table[1:]]
    assert seconds == sorted(seconds)
    return {**found, "config": config, "table": [row[:2] + row[3:] for row in table]}


def in_steps(monkeypatch, updates=37, stop=None, happens=None):
    """Training pauses after so many updates; after ``stop`` pauses ``happens()``."""
    advance, pauses = Training.advance, [0]

    def paused(self, epochs=None, more=None):
        pauses[0] += 1
        if stop is not None and pauses[0] > stop:
            happens()
        return advance(self, epochs, self.updates + updates)

    monkeypatch.setattr(Training, "advance", paused)


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)


WORDS = {
    "mini-batches": "spiral:n=150 --epochs 12 --batch-size 7 --dropout 0.1 --schedule cosine",
    "early stopping": "moons:n=150 --epochs 3000 --patience 4 --learning-rate 0.3 --optimizer nadam --snapshots 5",
    "rows every fifth epoch": "sine:n=90 --epochs 13 --evaluate-every 5 --batch-size 20 --optimizer nag",
    "halved rates": "bumps:n=100 --epochs 130 --snapshots 3 --batch-size full --activation relu --optimizer momentum "
                    "--on-divergence halve-rate --schedule exponential:factor=50,period=100",
    "restarts": "bumps:n=100 --epochs 60 --batch-size full --activation relu --optimizer sgd --on-divergence restart "
                "--learning-rate 1.2 --hidden 30,30",
}  # fmt: skip


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


class Cut(BaseException):
    """The power is gone."""


def survives(*words):
    """Whether a call ends before the power is cut."""
    try:
        call(*words)
    except Cut:
        return False
    return True


def cut_power(monkeypatch, after):
    """Files get their names so many times more, then nothing happens any more."""
    replace, count = os.replace, [0]

    def failing(*arguments):
        count[0] += 1
        if count[0] > after:
            raise Cut
        replace(*arguments)

    monkeypatch.setattr(files.os, "replace", failing)
    monkeypatch.setattr(Lock, "release", lambda lock: os.close(lock._handle))  # the process is dead: the file stays
    return count


QUICK, LONG = list(WORDS)[:3], pytest.param("halved rates", marks=pytest.mark.slow)


@pytest.mark.parametrize("name", [*QUICK, LONG])
def test_power_may_fail_between_any_two_files(name, monkeypatch):
    """While the folder is made, at the first checkpoint, at the end, and at a few moments in between."""
    words = [*WORDS[name].split(), "--quiet", "--checkpoint-every", "0"]

    def train(after, out):
        with monkeypatch.context() as patch:
            in_steps(patch, 40)
            count = cut_power(patch, after)
            return survives("train", *words, "--out", out), count[0]

    ended, total = train(10**6, "whole")
    assert ended and total > 12
    expected, moments = content("whole"), {0, 4, *range(5, 10), *range(total - 7, total), *range(10, total, total // 4)}
    for after in sorted(moments):
        shutil.rmtree("run", ignore_errors=True)
        assert not train(after, "run")[0]
        if after < 5:  # checkpoint, snapshots, metrics, model, config
            assert not Path("run").exists(), "the folder is whole or not there"
            continue
        run = numnet.load_run("run")
        assert run.history.epoch[-1] <= run.history.epochs and run.history.best_epoch in run.history.epoch
        assert run.history.status == "running"
        call("train", "--resume", "run", "--quiet")
        assert content("run") == expected, after


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


def test_no_more_than_the_interval_is_lost(monkeypatch):
    clock, written, checkpoint, advance = [0.0], [0.0], RunFolder.checkpoint, Training.advance

    def later(self, *arguments):
        clock[0] += 7
        return advance(self, self.epochs_done + 1)

    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(RunFolder, "checkpoint", lambda self: written.append(clock[0]) or checkpoint(self))
    monkeypatch.setattr(Training, "advance", later)
    call("train", "moons:n=100", "--epochs", "40", "--quiet")
    gaps = np.diff([0.0, *written[1:]])
    assert len(gaps) == 8 and gaps[:-1].tolist() == [35.0] * 7  # 30 s, and what the last step took


def test_two_runs_of_one_command_leave_the_same_bytes():
    for name in ("one", "two"):
        call("train", "spiral:n=100", "--epochs", "9", "--batch-size", "16", "--out", name, "--quiet")
    assert content("one") == content("two") and not Path("one/lock").exists()


def test_what_killed_processes_left_unfinished_is_cleared(monkeypatch):
    gone = start("-c", "")
    finish(gone)
    mine, other = (f".{platform.node()}-{process}-x7" for process in (os.getpid(), gone.pid))
    for name in (mine, other):
        Path("runs", name).mkdir(parents=True)
    Path("runs/.hidden").mkdir()
    Place(None, "x")
    assert {path.name for path in Path("runs").iterdir()} == {mine, ".hidden"}
    with monkeypatch.context() as patch:
        in_steps(patch, stop=2, happens=interrupt)
        call("train", "moons:n=100", "--epochs", "300", "--out", "run", code=130)
    Path("run", other).write_text("half a file")
    call("train", "--resume", "run", "--quiet")
    assert not [path for path in Path("run").iterdir() if path.name.startswith(".")]


# --- one process at a time --------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_run_has_one_writer_and_a_killed_one_none():
    words = "train", "spiral", "--epochs", "3000000", "--evaluate-every", "1000", "--out", "run"
    with running(*words) as process:
        comes(process, "epoch ")
        message = refused_while("train", "--resume", "run")
        assert f"is being written by process {process.pid} on {platform.node()}" in message
        assert numnet.load_run("run").history.status == "running"
    assert Path("run/lock").is_file()
    with running("train", "--resume", "run") as process:
        comes(process, "epoch ")
        assert Path("run/lock").read_text().startswith(f"process {process.pid} ")
        process.send_signal(signal.SIGTERM)
        finish(process, code=143)
    assert not Path("run/lock").exists()


def refused_while(*words):
    """The line of a call that is refused while the folder is at work."""
    return call(*words, code=2).stderr.splitlines()[-1]


def test_where_there_are_no_locks_the_number_of_the_process_counts(tmp_path, monkeypatch):
    import fcntl

    def nothing(*arguments):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", nothing)
    lock = Lock(tmp_path)
    with pytest.raises(Locked, match="being written by process"):
        Lock(tmp_path)
    lock.release()
    gone = start("-c", "")
    finish(gone)
    (tmp_path / "lock").write_text(f"process {gone.pid} on {platform.node()}\n")
    Lock(tmp_path).release()


def test_a_lock_of_this_host_holds_while_its_owner_lives(tmp_path):
    lock = Lock(tmp_path)
    assert (tmp_path / "lock").read_text() == f"process {os.getpid()} on {platform.node()}\n" and lock.held
    with pytest.raises(Locked, match=f"being written by process {os.getpid()} on"):
        Lock(tmp_path)
    lock.release()
    lock.release()
    assert not list(tmp_path.iterdir())
    (tmp_path / "lock").write_text(f"process 1 on {platform.node()}\n")  # left by a killed owner
    Lock(tmp_path).release()
    (tmp_path / "lock").write_text("process 1")  # cut short
    Lock(tmp_path).release()
    (tmp_path / "lock").write_text("process 12 on elsewhere\n")
    with pytest.raises(Locked, match=r"locked by process 12 on elsewhere; if that one is gone, delete .*lock"):
        Lock(tmp_path)

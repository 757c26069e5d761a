"""Parts of a sweep: which trainings each has, how they are named, and that together they are the whole."""

import csv
import json
import os
import platform
import re
import time
from collections import Counter
from pathlib import Path

import pytest

import numnet
from numnet.files.lock import Lock
from numnet.studies.parts import Part, parse_part
from numnet.studies.results import Rows, SharedFile
from numnet.studies.sweep import load_sweep
from tests.support.cli import apart, call, finish, interrupted_at, running

pytestmark = pytest.mark.filterwarnings("error")

AXES = "--learning-rate", "0.01:1:log:5", "--hidden", 3, "--hidden", 4
PLAN = "sweep", "moons:n=60", *AXES, "--seeds", 2, "--epochs", 2, "--quiet"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(path):
    """The rows of a file of results, as texts, without what a clock and a machine say."""
    with open(path, newline="") as file:
        return [{name: text for name, text in row.items() if name not in ("seconds", "machine")}
                for row in csv.DictReader(file)]  # fmt: skip


def part(text, folder="plan", **how):
    return call("sweep", "--resume", folder, "--part", text, **how)


def files(folder="plan"):
    return sorted(path.name for path in Path(folder).glob("results-*"))


# --- which trainings --------------------------------------------------------------------------------------------------


def test_parts_are_disjoint_complete_and_of_one_size():
    for total in (1, 2, 7, 60, 200):
        for count in (1, 2, 3, 7, 8, 64, 300):
            parts = [[k for k in range(total) if Part(number, count).has(k)] for number in range(1, count + 1)]
            assert sorted(k for own in parts for k in own) == list(range(total))
            assert max(map(len, parts)) - min(map(len, parts)) <= 1


@pytest.mark.parametrize(("values", "count"), [(4, 4), (8, 4), (4, 8), (5, 4), (64, 16), (89, 8), (21, 3)])
def test_no_part_gets_one_value_again_and_again(values, count):
    """Of a grid whose last option, or whose seed, has so many values, each is trained 64 times by each part, or so."""
    for number in (1, count):
        own = Counter(k % values for k in range(64 * values * count) if Part(number, count).has(k))
        assert len(own) == values and 32 <= min(own.values()) and max(own.values()) <= 96


SLURM = {"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_MAX": "63",
         "SLURM_ARRAY_TASK_STEP": "1", "SLURM_ARRAY_TASK_COUNT": "64"}  # fmt: skip


@pytest.mark.parametrize(("text", "environment", "expected"), [
    ("3/64", {}, (3, 64)),
    (" 64/64", {}, (64, 64)),
    ("slurm", SLURM, (3, 64)),
    ("slurm", SLURM | {"SLURM_ARRAY_TASK_ID": "0"}, (64, 64)),
    ("slurm", SLURM | {"SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "64"}, (3, 64)),
    ("SLURM/64", {"SLURM_ARRAY_TASK_ID": "67"}, (3, 64)),
    ("pbs/64", {"PBS_ARRAY_INDEX": "64"}, (64, 64)),
    ("pbs/64", {"PBS_ARRAYID": "7"}, (7, 64)),
])  # fmt: skip
def test_how_a_part_is_named(text, environment, expected):
    assert parse_part(text, environment) == expected


@pytest.mark.parametrize("numbers", [range(64), range(1, 65), range(0, 640, 10), range(5, 133, 2)])
def test_the_tasks_of_an_array_have_all_parts_and_one_alone_has_the_same(numbers):
    array = SLURM | {"SLURM_ARRAY_TASK_MIN": str(numbers[0]), "SLURM_ARRAY_TASK_MAX": str(numbers[-1]),
                     "SLURM_ARRAY_TASK_STEP": str(numbers.step)}  # fmt: skip
    parts = [parse_part("slurm", array | {"SLURM_ARRAY_TASK_ID": str(number)}) for number in numbers]
    assert sorted(parts) == [(k, 64) for k in range(1, 65)]
    if numbers.step == 1:
        assert parts == [parse_part("slurm/64", {"SLURM_ARRAY_TASK_ID": str(number)}) for number in numbers]


@pytest.mark.parametrize(("text", "environment", "message"), [
    ("0/4", {}, "there is no part 0/4: parts are counted from 1 to 4"),
    ("5/4", {}, "there is no part 5/4"),
    ("1/0", {}, "there is no part 1/0"),
    ("-1/4", {}, "'-1/4' is no part; write 3/64"),
    ("3", {}, "'3' is no part"),
    ("1/2/3", {}, "'1/2/3' is no part"),
    ("slurm", {}, "SLURM_ARRAY_TASK_ID is not set"),
    ("slurm", SLURM | {"SLURM_ARRAY_TASK_ID": "x"}, "SLURM_ARRAY_TASK_ID must be a whole number, got 'x'"),
    ("slurm", SLURM | {"SLURM_ARRAY_TASK_COUNT": "3"}, "the 3 tasks of the array, 0 to 63, are not evenly spaced"),
    ("slurm", {"SLURM_ARRAY_TASK_ID": "3"}, "SLURM_ARRAY_TASK_MIN is not set"),
    ("slurm/0", SLURM, "an array has at least 1 task"),
    ("pbs", {"PBS_ARRAY_INDEX": "1"}, "write pbs/64"),
    ("pbs/4", {}, "PBS_ARRAY_INDEX or PBS_ARRAYID is not set"),
])  # fmt: skip
def test_what_is_no_part(text, environment, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        parse_part(text, environment)


@pytest.mark.parametrize("search", ["tpe", "halving"])
def test_a_search_that_looks_at_results_has_no_parts(search):
    if search == "tpe":
        pytest.importorskip("optuna")
    call("sweep", "xor", "--search", search, "--trials", 9, "--learning-rate", "0.01:1:log", "--epochs", 9, "--plan",
         "--out", "plan", "--quiet")  # fmt: skip
    assert f"a search by {search} has no parts" in part("1/2", code=2).stderr and files() == []


# --- a plan and its parts ---------------------------------------------------------------------------------------------


@pytest.fixture
def plan():
    call(*PLAN, "--out", "whole")
    call(*PLAN, "--out", "plan", "--plan")
    return Path("plan")


def test_a_plan_says_how_it_is_trained_and_trains_nothing():
    said = call(*PLAN, "--out", "plan", "--plan").stdout
    assert "10 configurations × 2 seeds = 20 trainings, in plan" in said and "numnet sweep --resume plan" in said
    assert sorted(path.name for path in Path("plan").iterdir()) == ["config.json", "configurations.csv", "results.csv"]
    config = json.loads(Path("plan/config.json").read_text())
    assert rows("plan/results.csv") == [] and "--plan" not in config["command"]
    told = json.loads(call(*PLAN, "--plan", "--json").stdout)
    assert told == {"sweep": "sweeps/moons-1", "configurations": 10, "seeds": 2, "trainings": 20}


def test_parts_in_any_order_and_with_other_counts_make_the_results_of_one_run(plan, monkeypatch):
    whole = rows("whole/results.csv")
    said = part("3/3").stdout
    assert "part       3 of 3 is done: plan/results-3-of-3.csv" in said and "7 of 20 trainings are done" in said
    assert not Path("plan/figures").exists() and rows("plan/results.csv") == []
    with interrupted_at(3, monkeypatch):
        assert "numnet sweep --resume plan --part 1/2" in part("1/2", code=130).stderr
    kept = Path("plan/results-1-of-2.csv").read_text().splitlines()
    result = part("1/2")
    assert set(kept) <= set(Path("plan/results-1-of-2.csv").read_text().splitlines()), "done again"
    assert files() == ["results-1-of-2.csv", "results-3-of-3.csv"] and "best" not in result.stdout
    monkeypatch.setenv("SLURM_ARRAY_TASK_ID", "1")
    told = json.loads(call("sweep", "--resume", "plan", "--part", "slurm/3", "--json").stdout)
    assert told["part"] == 1 and told["parts"] == 3 and told["trainings"] == 20 - told["missing"] < 20
    assert len(numnet.load_sweep("plan").rows) == told["trainings"] and rows("plan/results.csv") == []
    last = part("2/3").stdout
    assert rows("plan/results.csv") == whole and files() == []
    assert "results    plan/results.csv" in last and Path("plan/figures/sweep.png").exists()


def test_without_part_the_rest_is_trained_and_the_files_of_parts_go(plan):
    part("2/4")
    before = Path("plan/results-2-of-4.csv").read_text().splitlines()
    study = numnet.sweep(resume="plan")
    assert rows("plan/results.csv") == rows("whole/results.csv") and files() == [] and not study.missing()
    assert set(before) <= set(Path("plan/results.csv").read_text().splitlines())


def test_python_makes_plans_and_trains_parts():
    study = numnet.sweep("xor", {"hidden": [2, 3]}, seeds=2, epochs=1, out="plan", plan=True)
    assert len(study.rows) == 0 and len(study.missing()) == 4
    one = numnet.sweep(resume="plan", part="1/2")
    assert len(one.rows) == 2 and len(load_sweep("plan").rows) == 2
    assert len(numnet.sweep(resume="plan", part="2/2").rows) == 4 and files() == []
    with pytest.raises(TypeError, match="plan needs out"):
        numnet.sweep("xor", {"hidden": [2]}, plan=True)


def test_a_part_without_trainings_and_one_that_is_done_end_well(plan):
    assert "part       40 of 40 is done" in part("40/40").stdout and files() == []
    part("1/2")
    before = Path("plan/results-1-of-2.csv").read_text()
    assert "10 of 20 trainings are done" in part("1/2").stdout
    assert Path("plan/results-1-of-2.csv").read_text() == before


def test_a_row_that_comes_twice_is_one_and_one_that_differs_is_named(plan):
    part("1/2")
    file, copy = Path("plan/results-1-of-2.csv"), Path("plan/results-1-of-1.csv")
    header, first, *others = file.read_text().splitlines()
    seconds = header.split(",").index("seconds")
    cells = first.split(",")
    copy.write_text("\n".join([header, ",".join([*cells[:seconds], "9.5", *cells[seconds + 1 :]]), *others]) + "\n")
    assert len(numnet.load_sweep("plan").rows) == 10
    loss = header.split(",").index("train_loss")
    copy.write_text("\n".join([header, *others, ",".join([*cells[:loss], "0.5", *cells[loss + 1 :]])]) + "\n")
    for words in (["sweep", "--resume", "plan"], ["plot", "sweep", "plan"]):
        said = call(*words, code=2).stderr
        assert len(said.splitlines()) == 1 and "plan/results-1-of-2.csv is damaged: line 2: train_loss" in said


def test_mistakes_are_told_in_one_line(plan):
    for words, message in (
        (["--resume", "plan", "--part", "0/4"], "there is no part 0/4"),
        (["--resume", "plan", "--part", "5/4"], "there is no part 5/4"),
        (["--resume", "plan", "--part", "slurm"], "SLURM_ARRAY_TASK_ID is not set"),
        (["--resume", "plan", "--plan"], "leave out --plan"),
        (["--resume", "plan", "--part", "1/2", "--seeds", "3"], "leave out --seeds"),
        (["xor", "--hidden", "3", "--part", "1/2"], "make that with --plan, then give --resume FOLDER --part"),
    ):
        said = call("sweep", *words, code=2).stderr
        assert message in said and len([line for line in said.splitlines() if line.startswith("Error: ")]) == 1
    assert files() == []


# --- several processes ------------------------------------------------------------------------------------------------

LONG = "sweep", "moons:n=60", *AXES, "--seeds", 40, "--epochs", 300, "--quiet"  # 400 trainings of a few ms


def test_parts_at_once_and_one_that_is_killed():
    call(*LONG, "--out", "whole")
    call(*LONG, "--out", "plan", "--plan")
    words = "sweep", "--resume", "plan", "--quiet", "--part"
    with running(*words, "2/2") as second:
        with running(*words, "1/2", "--threads", 1) as first:
            file, limit = Path("plan/results-1-of-2.csv"), time.monotonic() + 300  # it may have to compile first
            while time.monotonic() < limit and first.poll() is None and not file.exists():
                time.sleep(0.01)
            said = call(*words, "1/2", code=None)
            if first.poll() is None and said.exit_code:
                assert f"plan is being written by process {first.pid}" in said.stderr
            first.kill()
        kept = file.read_text().splitlines()
        finish(second)
    apart(*words, "1/2")
    results = Path("plan/results.csv").read_text().splitlines()
    assert rows("plan/results.csv") == rows("whole/results.csv") and files() == []
    assert set(kept) <= set(results), "what was saved before it was killed was trained again"
    assert not list(Path("plan").glob("lock*"))


def test_two_hosts_that_have_the_same_part_lose_nothing(plan):
    """Where the file system has no locks, a host can't know whether another lives: both go on, and no row is lost."""
    found = load_sweep("whole")
    one, two = (
        SharedFile(plan / Part(2, 2).file, Rows(found.configurations, found.seeds, found.rows.columns)) for _ in "ab"
    )
    for file, key in ((one, (0, 1)), (two, (2, 0)), (one, (3, 1))):
        file.rows[key] = found.rows[key]
        file.save()
    assert set(load_sweep("plan").rows) == {(0, 1), (2, 0), (3, 1)}


def test_the_lock_of_another_host_stands_before_a_sweep_but_not_before_a_part(plan):
    for name in ("lock", "lock-2-of-2"):
        (plan / name).write_text(f"\nprocess 1 on not-{platform.node()}\n")
    assert "if that one is gone, delete plan/lock" in call("sweep", "--resume", "plan", code=2).stderr
    part("2/2")
    assert not (plan / "lock-2-of-2").exists() and (plan / "lock").exists()
    with Lock(plan, "lock-1-of-2"):
        assert f"plan is being written by process {os.getpid()}" in part("1/2", code=2).stderr
    said = part("1/2").stderr
    assert "delete plan/lock" in said and files() == ["results-1-of-2.csv", "results-2-of-2.csv"]
    (plan / "lock").unlink()
    call("sweep", "--resume", "plan", "--quiet")
    assert rows("plan/results.csv") == rows("whole/results.csv") and files() == []

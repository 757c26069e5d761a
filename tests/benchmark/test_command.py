"""`numnet benchmark`."""

import json
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from numnet.benchmark.workloads import WORKLOADS, GridSearch, Workload
from numnet.commands import main
from tests.support.cli import comes, finish, in_time, python, running

TINY = Workload("xor", (2, 8, 2), 4, 4, 40)
THREE = Workload("spiral", (2, 6, 6, 3), 8, 32, 12)
SEARCH = GridSearch("grid", "iris", 120, (0.01, 0.05), (4, 6), seeds=2, batch=40, epochs=5)


def invoke(*words):
    return CliRunner().invoke(main, ["benchmark", *words])


@pytest.fixture
def tiny(quick, monkeypatch):
    """The command, with workloads that take no time."""
    monkeypatch.setitem(WORKLOADS, "xor", TINY)
    monkeypatch.setitem(WORKLOADS, "spiral", THREE)
    monkeypatch.setitem(WORKLOADS, "grid", SEARCH)


def test_the_command_prints_a_table(tiny):
    done = invoke("--workload", "xor", "--workload", "spiral", "--peer", "none", "--rounds", "1")
    assert done.exit_code == 0, done.output
    head, names, xor, spiral, *rest = done.stdout.splitlines()
    assert "µs per update" in head and "numnet" in names and "JAX" not in names
    assert xor.startswith("xor ") and spiral.startswith("spiral ")
    assert "machine" in rest[1] and "versions" in rest[2]
    assert "measuring  xor" in done.stderr and "measuring" not in done.stdout


def test_the_command_prints_what_a_grid_search_found(tiny):
    done = invoke("--workload", "grid", "--peer", "none", "--rounds", "1")
    assert done.exit_code == 0, done.output
    _, _, times, _, title, columns, numnet, *rest = done.stdout.splitlines()
    assert times.startswith("grid ") and title == "grid: 8 × iris, 4 to 6 units · 40"
    assert columns.startswith("library") and numnet.startswith("numnet ") and "sweep" in numnet
    assert "machine" in rest[1]


def test_the_command_prints_one_json_object(tiny, without):
    without("torch")
    done = invoke("--workload", "xor", "--peer", "torch", "--rounds", "2", "--json")
    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    assert set(printed) == {"machine", "results"} and list(printed["results"]) == ["xor"]
    row = printed["results"]["xor"]["numnet"]
    assert len(row["times"]) == 2 and row["ratio"] == 1
    assert {"us", "min", "max", "ratio_min", "ratio_max", "us_with_setup", "loss", "choice"} <= set(row)
    assert "PyTorch eager is left out: torch is not installed" in done.stderr.splitlines()


@pytest.mark.parametrize(("words", "named"), [
    (["--workload", "nosuch"], "--workload"), (["--peer", "keras"], "--peer"), (["--rounds", "0"], "--rounds"),
    (["--rounds", "x"], "--rounds"), (["extra"], "extra"),
])  # fmt: skip
def test_a_wrong_call_is_told(words, named):
    done = invoke(*words)
    assert done.exit_code == 2 and named in done.stderr and "Traceback" not in done.output and done.stdout == ""


def test_help_and_errors_load_nothing_heavy():
    code = ("import sys; from numnet.commands import main\n"
            "try: main(sys.argv[1:], prog_name='numnet')\n"
            "except SystemExit: pass\n"
            "heavy = {'numpy', 'numba', 'matplotlib', 'jax', 'torch', 'sklearn'} & set(sys.modules)\n"
            "assert not heavy, heavy")  # fmt: skip
    for words in (["--help"], ["benchmark", "--help"], ["benchmark", "--peer", "keras"]):
        python("-c", code, *words)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux says there who the children are")
def test_ctrl_c_ends_the_workers_too():
    words = "benchmark", "--workload", "xor", "--peer", "none", "--rounds", "1000"
    with running(*words) as command:
        comes(command, "measuring")
        workers = in_time(lambda: Path(f"/proc/{command.pid}/task/{command.pid}/children").read_text().split())
        command.send_signal(signal.SIGINT)
        finish(command, code=130)
    assert in_time(lambda: not [child for child in workers if Path(f"/proc/{child}").exists()])

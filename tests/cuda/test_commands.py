"""The command line with --device cuda; see test_training.py for what simulated means."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import numnet
from numnet.commands import main
from numnet.cuda import check_device
from numnet.cuda.errors import DeviceError, in_simulator
from tests.support.cli import REPOSITORY, interrupted_at

pytestmark = pytest.mark.cuda


@pytest.fixture(autouse=True)
def _device(tmp_path, monkeypatch):
    try:
        check_device()
    except DeviceError as error:
        pytest.skip(str(error))
    monkeypatch.chdir(tmp_path)


def call(*arguments):
    """The result of a call that must succeed."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result


def test_train_gives_what_the_cpu_gives():
    results = []
    for device in ("cpu", "cuda"):
        words = ["train", "xor", "--hidden", "3", "--epochs", "12", "--dtype", "float64", "--json", "--device", device]
        results.append(json.loads(call(*words).stdout))
    assert results[1]["train_loss"] == pytest.approx(results[0]["train_loss"], rel=1e-9)
    assert results[1]["updates"] == results[0]["updates"] == 12


def test_train_says_which_device():
    text = call("train", "xor", "--hidden", "3", "--epochs", "2", "--device", "cuda").stderr
    assert "device    " in text
    assert ("simulator" in text) == in_simulator()


def test_what_halving_pauses_and_goes_on_with_ends_as_in_one_go():
    how = {"hidden": (2,), "epochs": 4, "seeds": 1, "dtype": "float64", "device": "cuda"}
    rates = {"learning_rate": [0.001, 0.1, 0.3]}
    half, full = numnet.sweep("xor", rates, search="halving", **how), numnet.sweep("xor", rates, **how)
    (best,) = (key for key, row in half.rows.items() if row["rung"] == "2")
    assert float(half.rows[best]["train_loss"]) == pytest.approx(float(full.rows[best]["train_loss"]), rel=1e-9)
    assert {row["updates"] for key, row in half.rows.items() if key != best} == {"1"}


def test_sweep_and_compare_train_all_at_once():
    common = ["xor", "--hidden", "3", "--epochs", "4", "--seeds", "2", "--quiet", "--dtype", "float64"]
    tables = []
    for device in ("cpu", "cuda"):
        own, rates = [*common, "--device", device], ["--learning-rate", "0.1", "--learning-rate", "1"]
        sweep = call("sweep", *own, *rates, "--out", f"s-{device}").stdout
        race = call("compare", *own, "--optimizer", "sgd,adam", "--out", f"c-{device}").stdout
        tables.append([line for line in (sweep + race).splitlines() if line[:2] in ("1.", "2.", "sg", "ad")])
    assert len(tables[1]) == 4
    assert [line.split()[:3] for line in tables[1]] == [line.split()[:3] for line in tables[0]]


def test_an_interrupted_sweep_keeps_what_has_ended_and_resumes_to_the_same_rows(monkeypatch):
    monkeypatch.setattr("numnet.training.chunks.TRIAL_SECONDS", 1e-7)  # short launches
    words = ["sweep", "xor", "--hidden", "3", "--hidden", "2", "--epochs", "2", "--epochs", "9", "--seeds", "2"]
    words += ["--evaluate-every", "2", "--device", "cuda", "--quiet"]
    call(*words, "--out", "whole")
    with interrupted_at(4, monkeypatch):
        done = CliRunner().invoke(main, [*words, "--out", "part"])
    assert done.exit_code == 130
    assert "3 of 8 trainings are kept" in done.stderr
    resumed = call("sweep", "--resume", "part").stderr
    assert "5 of them still to do, as many at a time as fit on the GPU" in resumed

    def rows(folder):  # all but the seconds
        lines = Path(folder, "results.csv").read_text().splitlines()
        return [line.split(",")[:-2] for line in lines]

    assert len(rows("part")) == 9
    assert rows("part") == rows("whole")


def test_what_is_compiled_is_said_above_the_progress(monkeypatch):
    from numnet.cuda import session
    from numnet.cuda.device.compile import prepare as session_prepare
    from numnet.kernels.compiler.cache import tell_compiled, tell_missing

    prepare = session_prepare

    def compiling(*arguments):
        tell_missing("train_blocks")
        tell_compiled("train_blocks")
        return prepare(*arguments)

    monkeypatch.setattr(session, "prepare", compiling)
    for words in (["sweep", "xor", "--epochs", "1"], ["compare", "xor", "--epochs", "1"]):
        lines = call(*words, "--hidden", "2", "--seeds", "1", "--device", "cuda").stderr.splitlines()
        begun = next(n for n, line in enumerate(lines) if "as many at a time as fit on the GPU" in line)
        assert lines[begun + 1] == "compiling  the kernels, once for this machine, some seconds …"
        assert lines[begun + 2].startswith("compiled   in ")
        assert lines[-1].startswith("training ")


def test_a_run_that_was_stopped_resumes_to_the_bytes_of_one_that_was_not(monkeypatch):
    words = ["train", "xor", "--hidden", "3", "--evaluate-every", "2", "--dropout", "0.2", "--device", "cuda"]
    words += ["--batch-size", "3", "--validation", "0.25", "--checkpoint-every", "0", "--quiet"]
    call(*words, "--epochs", "9", "--out", "whole")
    from numnet.training.divergence_recovery import Recovery

    advance, chunks = Recovery.advance, []

    def stopped(recovery):
        chunks.append(recovery.training.updates)
        if len(chunks) == 3:
            raise KeyboardInterrupt
        return advance(recovery)

    with monkeypatch.context() as patch:
        patch.setattr(Recovery, "advance", stopped)
        patch.setattr("numnet.training.chunks.TRIAL_SECONDS", 1e-7)
        assert CliRunner().invoke(main, [*words, "--epochs", "9", "--out", "part"]).exit_code == 130
    assert 0 < chunks[-1] < 18
    call("train", "--resume", "part", "--quiet")
    for name in ("model.safetensors", "checkpoint.safetensors"):
        assert Path("part", name).read_bytes() == Path("whole", name).read_bytes()


def test_warmup_compiles_every_engine_and_the_walks():
    steps = call("warmup", "--device", "cuda").stderr
    for what in ("training by threads, float32", "training by large blocks, float64", "training by grid, float64"):
        assert what in steps
    assert steps.count(" of 9 ") == 9
    assert call("warmup", "--device", "cuda", "--dtype", "float32").stderr.count(" of 4 ") == 4


def test_info_names_the_device():
    line = next(line for line in call("info").stdout.splitlines() if line.startswith("cuda"))
    assert "none" not in line


def test_the_benchmark_measures_itself_and_draws(tmp_path):
    script = REPOSITORY / "benchmarks" / "cuda.py"
    words = [sys.executable, str(script), "--workload", "xor", "--updates", "8", "--rounds", "2", "--no-peers"]
    done = subprocess.run([*words, "--out", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    measured = json.loads((tmp_path / "cuda.json").read_text())
    row = measured["results"]["xor"]["numnet"]
    assert row["min"] <= row["us"] <= row["max"]
    assert row["error"] < 1e-5
    assert ("simulator" in measured["machine"]["device"]) == in_simulator()
    assert (tmp_path / "cuda.png").stat().st_size > 10_000

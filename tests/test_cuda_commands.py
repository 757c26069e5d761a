"""The command line with --device cuda; see test_cuda.py for what simulated means."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from numnet.commands import main
from numnet.cuda import DeviceError, check_device, in_simulator

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


def test_info_names_the_device():
    line = next(line for line in call("info").stdout.splitlines() if line.startswith("cuda"))
    assert "none" not in line


def test_the_benchmark_measures_itself_and_draws(tmp_path):
    script = Path(__file__).parents[1] / "benchmarks" / "cuda.py"
    words = [sys.executable, str(script), "--workload", "xor", "--updates", "8", "--rounds", "2", "--no-peers"]
    done = subprocess.run([*words, "--out", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    measured = json.loads((tmp_path / "cuda.json").read_text())
    row = measured["results"]["xor"]["numnet"]
    assert row["min"] <= row["us"] <= row["max"]
    assert row["error"] < 1e-5
    assert ("simulator" in measured["machine"]["device"]) == in_simulator()
    assert (tmp_path / "cuda.png").stat().st_size > 10_000

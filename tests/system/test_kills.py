"""kill -9 at random moments: every folder stays valid, every resumed run ends bit for bit where it would have ended.

``pytest -m slow tests/system/test_kills.py --kills 200`` kills two hundred processes.
"""

import json
import random
import shlex
import sys
import time

import numpy as np
import pytest

import numnet
import numnet.data.split_dataset
from tests.support.cli import apart, finish, start

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")]

RUNS = {
    "mid-epoch, dropout, cosine": "spiral --epochs 60 --batch-size 1 --dropout 0.2 --schedule cosine",
    "rows every third epoch": "moons --epochs 20000 --batch-size full --evaluate-every 3 --optimizer nadam",
    "patience": "moons --epochs 100000 --batch-size 100 --patience 6000 --optimizer nag --hidden 8",
    "shared over cores": "digits --epochs 400 --batch-size full --hidden 64,32 --optimizer amsgrad",
    "halved rates": "bumps --epochs 3000 --batch-size full --activation relu --optimizer momentum "
                    "--on-divergence halve-rate --schedule exponential:factor=20,period=1500",
}  # fmt: skip


def kill(process, seconds, folder=None):
    """SIGKILL after so many seconds, counted from the moment when ``folder`` is there."""
    with process:
        while folder is not None and not folder.exists() and process.poll() is None:
            time.sleep(0.002)
        time.sleep(seconds)
        process.kill()
        process.communicate()


def content(folder):
    """{name: bytes} of the files of a run; without the seconds, which no two runs share."""
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != "lock"}
    config = json.loads(found.pop("config.json"))
    for name in ("seconds", "compile_seconds"):
        del config["result"][name]
    config["options"] = {name: value for name, value in config["options"].items() if name not in ("out", "threads")}
    rows = [line.split(",") for line in found.pop("metrics.csv").decode().splitlines()]
    seconds = [float(row[2]) for row in rows[1:]]
    assert seconds == sorted(seconds)
    return {**found, "config": config, "rows": [row[:2] + row[3:] for row in rows]}


def check_valid(folder):
    """What a kill left can be read, is one state, and holds nothing else."""
    run = numnet.load_run(folder)
    assert np.isfinite(run.network.parameters).all()
    assert len(run.history) and run.history.epoch[-1] <= run.history.epochs
    assert run.history.best_epoch in run.history.epoch
    assert run.snapshots.epochs[0] == 0 and run.snapshots.epochs[-1] <= run.history.epochs
    parts = run.data()
    *_, held = numnet.data.split_dataset.scaled(parts, run.scaler)
    best = np.flatnonzero(run.history.epoch == run.history.best_epoch)[0]
    assert run.network.loss(*held) == pytest.approx(run.history.validation_loss[best], rel=1e-4, abs=1e-7)


def whole(folder):
    """Nothing visible in the folder of runs is half made."""
    for path in folder.iterdir():
        if not path.name.startswith("."):
            assert (path / "config.json").is_file() and (path / "checkpoint.safetensors").is_file(), path


@pytest.fixture(scope="module")
def references(tmp_path_factory):
    """{name: (content, seconds from the first sight of the folder to the end)} of runs that nothing interrupted."""
    folder, found = tmp_path_factory.mktemp("references"), {}
    for name, words in RUNS.items():
        words = "train", *shlex.split(words), "--out", "run", "--quiet", "--checkpoint-every", 0.1
        process = start("-m", "numnet", *words, folder=folder)
        while not (folder / "run").exists() and process.poll() is None:
            time.sleep(0.002)
        begun = time.monotonic()
        finish(process)
        found[name] = content(folder / "run"), time.monotonic() - begun
        (folder / "run").rename(folder / name)
    return found


def test_killed_runs_end_where_they_would_have_ended(references, tmp_path, request):
    kills, rng, k, seen = request.config.getoption("--kills"), random.Random(0), 0, {"before": 0, "in": 0, "after": 0}
    while k < kills:
        name = list(RUNS)[k % len(RUNS)]
        expected, seconds = references[name]
        folder = tmp_path / f"{k}" / "run"
        folder.parent.mkdir()
        often = rng.choice(["0", "0.1"])  # 0: most of the time is spent on saving
        words = ["train", *shlex.split(RUNS[name]), "--out", "run", "--quiet", "--checkpoint-every", "0.1"]
        while k < kills:
            k += 1
            known = folder.exists()
            process = start("-m", "numnet", *words, folder=folder.parent)
            if rng.random() < 0.8:
                kill(process, rng.uniform(0, 0.8 * seconds) + known * rng.uniform(0.3, 0.8), folder)
            else:
                kill(process, rng.uniform(0, 0.6 + seconds))
            whole(folder.parent)
            seen["in" if folder.exists() else "before"] += 1
            if folder.exists():
                check_valid(folder)
                seen["after"] += json.loads((folder / "config.json").read_text())["result"]["status"] != "running"
                threads = rng.choice([[], ["--threads", "1"]])
                words = ["train", "--resume", "run", "--quiet", "--checkpoint-every", often, *threads]
                if rng.random() < 0.4:
                    break
        apart(*words, folder=folder.parent)
        found = content(folder)
        assert found.keys() == expected.keys()
        for part in expected:
            if part == "config":
                found[part]["command"] = expected[part]["command"]
            assert found[part] == expected[part], (name, part, k)
        assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    print(f"\n{kills} kills: {seen['before']} before there was a folder, {seen['in']} after, of which {seen['after']} "
          "after the end")  # fmt: skip


def test_plots_that_are_killed_leave_whole_figures(tmp_path, request):
    apart("train", "spiral", "--out", "run", "--quiet", "--epochs", "20", folder=tmp_path)
    before, rng = content(tmp_path / "run"), random.Random(1)
    begun = time.monotonic()
    apart("plot", "boundary", "run", folder=tmp_path)
    seconds, picture = time.monotonic() - begun, tmp_path / "run/figures/boundary.png"
    for _ in range(max(1, request.config.getoption("--kills") // 10)):
        kill(start("-m", "numnet", "plot", "boundary", "run", folder=tmp_path), rng.uniform(0.5, 1) * seconds)
        assert content(tmp_path / "run") == before
        assert picture.read_bytes().endswith(b"IEND\xaeB`\x82")
    apart("plot", "boundary", "run", folder=tmp_path)



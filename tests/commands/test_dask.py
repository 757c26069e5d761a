"""`--dask` of sweep and compare: the results of threads, and mistakes in one line."""

import json
import os
import sys

import pytest
from distributed import Client, LocalCluster

import numnet
from numnet.api import dask_cluster
from tests.support.cli import call

pytestmark = pytest.mark.filterwarnings("error")

WORDS = "xor", "--hidden", 2, "--hidden", 3, "--seeds", 2, "--epochs", 5


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def without_times(rows):
    """Rows of results without what differs from time to time and from machine to machine."""
    timed = ("seconds", "machine")
    return {key: {name: text for name, text in row.items() if name not in timed} for key, row in rows.items()}


def test_workers_of_this_machine_give_the_results_of_threads(folder):
    call("sweep", *WORDS, "--quiet", "--out", "here")
    expected = without_times(numnet.load_sweep("here").rows)
    done = call("sweep", *WORDS, "--dask", "local", "--threads", 2, "--out", "there")
    assert "2 at a time on 2 workers of Dask" in done.stderr and "training 4/4" in done.stderr
    assert "2 workers" in done.stderr.splitlines()[-1]
    assert without_times(numnet.load_sweep("there").rows) == expected
    assert "--dask local" in json.loads((folder / "there/config.json").read_text())["command"]


def test_a_cluster_is_named_by_its_address_or_by_a_file(folder):
    with (
        LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        client.write_scheduler_file("scheduler.json")
        call("sweep", *WORDS, "--dask", cluster.scheduler_address, "--quiet", "--out", "one")
        rows = without_times(numnet.load_sweep("one").rows)
        results = folder / "one" / "results.csv"
        results.write_text("".join(results.read_text().splitlines(True)[:2]))
        call("sweep", "--resume", "one", "--dask-scheduler-file", "scheduler.json", "--quiet")
        assert without_times(numnet.load_sweep("one").rows) == rows
        race = "compare", "xor", "--optimizer", "sgd,adam", "--seeds", 2, "--epochs", 5, "--quiet", "--out"
        call(*race, "a", "--dask", cluster.scheduler_address)
        call(*race, "b")
        results = [without_times(numnet.load_comparison(name).results) for name in "ab"]
        assert results[0] == results[1]


@pytest.mark.parametrize(("words", "message"), [
    (["--dask", "nowhere"], "--dask nowhere: no scheduler of Dask answers there"),
    (["--dask", "tcp://127.0.0.1:9"], "--dask tcp://127.0.0.1:9: no scheduler of Dask answers there"),
    (["--dask-scheduler-file", "no.json"], "--dask-scheduler-file no.json is not there"),
    (["--dask-scheduler-file", "bad.json"], "--dask-scheduler-file bad.json holds no address of a scheduler"),
    (["--dask", "local", "--dask-scheduler-file", "a"], "both name a cluster; leave one out"),
    (["--dask", "local", "--device", "cuda"], "would share one GPU among processes"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else "")  # fmt: skip
def test_mistakes_end_in_one_line_before_anything_is_written(words, message, folder, monkeypatch):
    monkeypatch.setattr(dask_cluster, "SECONDS", 0.3)
    (folder / "bad.json").write_text('{"id": "Scheduler"}')
    done = call("sweep", *WORDS, *words, code=2)
    assert message in done.stderr and done.stderr.count("\n") == 1 and os.listdir() == ["bad.json"]


def test_without_dask_one_line_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'numnet[dask]'" in call("compare", "xor", "--dask", "local", code=2).stderr

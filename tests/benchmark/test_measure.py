"""Workers that answer in turn, and what is measured of them."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from numnet.benchmark import measure, startup
from numnet.benchmark.workloads import GridSearch, Workload, to_record
from numnet.utils.system import family_of, kill_family
from tests.support.cli import in_time

TINY = Workload("xor", (2, 8, 2), 4, 4, 40)
THREE = Workload("spiral", (2, 6, 6, 3), 8, 32, 12)
SEARCH = GridSearch("grid", "iris", 120, (0.01, 0.05), (4, 6), seeds=2, batch=40, epochs=5)


def test_a_round_of_numnet_beside_scikit_learn(quick):
    pytest.importorskip("sklearn")
    heard = []
    with measure.Crew(["sklearn"], heard.append) as crew:
        results = crew.measure(THREE, 2)
        again = crew.measure(TINY, 1)  # the same processes
        processes = [worker.process for worker in crew.workers.values()]
    assert list(results) == list(again) == ["numnet", "sklearn"]
    for row in results.values():
        assert len(row["times"]) == 2 and 0 < row["min"] <= row["us"] <= row["max"]
        assert row["us_with_setup"] > row["us"] and row["runs_a_timing"] >= 1
    assert results["numnet"]["ratio"] == 1
    assert results["sklearn"]["loss"] == pytest.approx(results["numnet"]["loss"], rel=1e-4)
    assert not any("ends at loss" in line for line in heard if "spiral" in line)
    assert all(process.poll() is not None for process in processes)
    json.dumps(results, allow_nan=False)


def at_work(process):
    with suppress(psutil.Error):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


def test_a_grid_search_of_numnet_beside_scikit_learn(quick):
    pytest.importorskip("sklearn")
    heard = []
    with measure.Crew(["sklearn"], heard.append) as crew:
        results = crew.measure(SEARCH, 2)
        pool = family_of(crew.workers["sklearn"].process.pid)
    assert list(results) == ["numnet", "sklearn"] and not any("best" in line or "loss" in line for line in heard)
    assert results["sklearn"]["best"] == results["numnet"]["best"] in SEARCH.configurations
    assert results["numnet"]["difference"] == 0 < results["sklearn"]["difference"] < 1e-3
    assert results["numnet"]["ratio"] == 1 and results["sklearn"]["us"] > 0
    assert pool and in_time(lambda: not any(map(at_work, pool)))
    json.dumps(results, allow_nan=False)


def test_a_worker_that_is_at_work_is_ended_with_its_pool(monkeypatch):
    heard = []
    monkeypatch.setattr(measure, "kill_family", lambda pid: heard.append(family_of(pid)) or kill_family(pid))
    worker = measure.Worker("numnet")
    worker.ask(prepare=to_record(TINY), trials=0)
    print(json.dumps({"run": 600.0}), file=worker.process.stdin, flush=True)
    worker.end(0.1)
    assert heard and worker.process.poll() is not None


def test_a_worker_tells_what_went_wrong(quick):
    worker = measure.Worker("numnet")
    try:
        with pytest.raises(measure.PeerError, match="activation"):
            worker.ask(prepare={**to_record(TINY), "activation": "nosuch"}, trials=0)
        assert "choice" in worker.ask(prepare=to_record(TINY), trials=0)  # and goes on
        worker.process.kill()
        with pytest.raises(measure.PeerError, match="ended"):
            worker.ask(run=0.0)
    finally:
        worker.end()


def test_a_peer_that_fails_is_left_out_with_a_word(quick, monkeypatch, tmp_path):
    (tmp_path / "torch.py").write_text("raise ImportError('libtorch is broken')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    heard = []
    with measure.Crew(["torch"], heard.append) as crew:
        assert list(crew.measure(TINY, 1)) == list(crew.measure(TINY, 1)) == ["numnet"]
    assert [line for line in heard if "PyTorch" in line] == [
        "PyTorch eager failed and is left out: ImportError: libtorch is broken"
    ]


def test_a_missing_peer_is_one_line(without):
    without("optax", "torch")
    heard = []
    left = measure.installed(["jax", "torch", "numnet"], heard.append)
    assert left == ["numnet"]
    assert heard == ["JAX, jitted lax.scan is left out: optax is not installed",
                     "PyTorch eager is left out: torch is not installed"]  # fmt: skip


def reply(seconds, setup=0.0, loss=0.5, others=0.0):
    return {"seconds": seconds, "setup": setup, "loss": loss, "runs": 1, "cpu": seconds, "others": others}


def test_medians_spread_and_ratios_within_a_round():
    workload = replace(TINY, updates=4, members=2)  # 8 updates in all
    own = [reply(8e-6), reply(16e-6), reply(80e-6)]
    row = measure.summary(workload, [reply(s, 8e-6) for s in (16e-6, 48e-6, 80e-6)], own, "unroll 4")
    assert row["times"] == pytest.approx([2, 6, 10]) and row["us"] == pytest.approx(6)
    assert (row["min"], row["max"], row["us_with_setup"]) == pytest.approx((2, 10, 7))
    assert (row["ratio"], row["ratio_min"], row["ratio_max"]) == pytest.approx((2, 1, 3))  # not 6 / 2
    assert row["choice"] == "unroll 4"


def test_what_a_reader_must_know_is_said():
    def rows(loss, others):
        own = [reply(1.0, others=others)]
        return {"numnet": measure.summary(TINY, own, own, ""),
                "sklearn": measure.summary(TINY, [reply(1.0, loss=loss, others=others)], own, "")}  # fmt: skip

    assert list(measure.remarks(TINY, rows(0.51, 0.02))) == []
    (line,) = measure.remarks(TINY, rows(0.6, 0.02))
    assert "0.6" in line and "0.5" in line and "one logistic output" in line
    (line,) = measure.remarks(THREE, rows(0.6, None))
    assert "logistic" not in line
    (line,) = measure.remarks(TINY, rows(0.5, 0.7))
    assert "0.7 cores" in line


def test_another_best_configuration_is_said():
    def replies(*losses):
        return [{**reply(1.0, loss=0.5), "losses": losses}]

    losses = (0.4, 0.6) + (0.5, 0.7) * 3  # two seeds for each of four configurations
    own, other = replies(*losses), replies(0.8, 0.6, *losses[2:])
    rows = {"numnet": measure.summary(SEARCH, own, own, ""), "torch": measure.summary(SEARCH, other, own, "")}
    assert rows["numnet"]["best"] == (0.01, 4) and rows["torch"]["best"] == (0.01, 6)
    assert rows["torch"]["difference"] == pytest.approx(1.0)
    (line,) = measure.remarks(SEARCH, rows)
    assert "PyTorch" in line and "(0.01, 6)" in line


def test_first_searches_are_fresh_processes(monkeypatch):
    calls = []

    def count(words, folder):
        calls.append(words[1])
        assert Path(folder, "grid.npz").exists()
        return float(len(calls))

    monkeypatch.setattr(startup, "seconds_of", count)
    measured = startup.measure_first_searches(SEARCH, ["numnet", "torch"], 2)
    assert measured == {"numnet": {"seconds": 2, "min": 1, "max": 3}, "torch": {"seconds": 3, "min": 2, "max": 4}}
    assert calls[0] != calls[1] and calls[:2] == calls[2:]


def test_a_first_search_is_a_whole_search(monkeypatch):
    heard = []
    peer = replace(startup.PEERS["numnet"], search=lambda *arguments: heard.append(arguments))
    monkeypatch.setitem(startup.PEERS, "numnet", peer)
    startup.first_search("numnet", to_record(SEARCH))
    assert heard == [(SEARCH, 0)]


def test_first_calls_are_fresh_processes(monkeypatch):
    calls = []

    def count(words, folder, **environment):
        calls.append((words, environment))
        return float(len(calls))

    monkeypatch.setattr(startup, "seconds_of", count)
    measured = startup.measure_startup(["numnet", "jax"], 3, cold_rounds=1)
    assert list(measured) == ["numnet --help", "numnet train xor", startup.COLD,
                              "JAX, jitted lax.scan: import and train"]  # fmt: skip
    assert measured["numnet --help"] == {"seconds": 7, "min": 4, "max": 10}  # 3 calls to warm up, then rounds of 3
    folder = calls[-1][1]["NUMNET_CACHE_DIR"]
    assert not Path(folder).exists()
    assert 0 < startup.first_call("numnet") < 0.3  # it has learned: ln 2 is to know nothing

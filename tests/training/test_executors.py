"""Trainings on the workers of an executor: rows as on threads, whatever becomes of the workers."""

import multiprocessing
import os
import pickle
import signal
import socket
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

import dask
import pytest
from distributed import Client, LocalCluster

import numnet
from numnet.options.swept import recipe
from numnet.studies.results import outcome
from numnet.studies.trials import Trials
from numnet.training import worker
from numnet.training.executor_pool import Pool, pool_of
from numnet.training.executors import MAX_BOUNCES, MAX_LOSSES, Bundle, Dispatch, Pace
from tests.support.cli import start

RATES = {"learning_rate": "0.001:1:log:12"}
HOW = {"seeds": 3, "epochs": 20, "hidden": (4,)}


@contextmanager
def cluster_of(processes):
    """The Client of a cluster of so many processes."""
    with (
        LocalCluster(n_workers=processes, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def client():
    """Of a cluster of three processes."""
    with cluster_of(3) as client:
        yield client


def rows(study):
    """Its rows without what differs from time to time and from machine to machine."""
    return {key: {name: text for name, text in row.items() if name not in ("seconds", "machine")}
            for key, row in study.rows.items()}  # fmt: skip


@pytest.fixture(scope="module")
def expected():
    """The rows that threads give."""
    return rows(numnet.sweep("moons", RATES, **HOW))


def made(key):
    """What `Trials` makes a training of."""
    optimizer, options = recipe(["--epochs", "3"], {"learning_rate": "0.01"})
    return optimizer, {**options, "seed": key[1]}


def trainings(executor, finish=outcome, seeds=6):
    """{key: what finish returned} of so many seeds."""
    found = {}
    trials, keys = Trials(numnet.load_dataset("xor"), 0.0), [(0, seed) for seed in range(seeds)]
    trials.run(keys, made, finish, found.__setitem__, executor=executor)
    return found


# --- real workers -----------------------------------------------------------------------------------------------------


def test_a_cluster_of_dask_gives_the_rows_of_threads(client, expected, tmp_path):
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 kB"}):  # no warning of large data
        study = numnet.sweep("moons", RATES, executor=client, out=tmp_path / "s", **HOW)
    assert rows(study) == expected == rows(numnet.load_sweep(tmp_path / "s"))
    results = tmp_path / "s" / "results.csv"
    results.write_text("".join(results.read_text().splitlines(True)[:9]))
    assert rows(numnet.sweep(resume=tmp_path / "s", executor=client.get_executor())) == expected


def test_a_comparison_comes_back_with_its_curves(client):
    how = {"optimizer": ["sgd", "adam"], "tune": True, "learning_rate": [0.01, 0.1], "seeds": 2, "epochs": 4}
    here, there = numnet.compare("iris", **how), numnet.compare("iris", executor=client, **how)
    assert there.competitors == here.competitors and there.curves.keys() == here.curves.keys()
    assert all((there.curves[key][:, 3:] == here.curves[key][:, 3:]).all() for key in here.curves)


def test_a_worker_that_is_killed_costs_no_row(client, expected, monkeypatch):
    gone, take, taken = next(iter(client.run(os.getpid).values())), Dispatch.take, []

    def killing(self, answer, bundle, done):
        taken.append(bundle)
        if len(taken) == 8:
            os.kill(gone, signal.SIGKILL)
        take(self, answer, bundle, done)

    monkeypatch.setattr(Dispatch, "take", killing)
    assert rows(numnet.sweep("moons", RATES, executor=client, **HOW)) == expected and len(taken) > 8
    client.wait_for_workers(3)
    assert gone not in client.run(os.getpid).values()


def test_a_worker_with_other_software_is_refused_by_name(client, tmp_path):
    def patch(version):
        import numnet

        before, numnet.__version__ = numnet.__version__, version
        return before

    address = next(iter(client.ncores()))
    before = client.run(patch, "0.0.9", workers=[address])[address]
    try:
        with pytest.raises(ConnectionError) as caught:
            numnet.sweep("moons", RATES, executor=client, out=tmp_path / "s", **HOW)
    finally:
        client.run(patch, before, workers=[address])
    assert f"the worker {address} on " in str(caught.value) and "\n" not in str(caught.value)
    assert f"has numnet 0.0.9, here is numnet {before}" in str(caught.value)
    assert f"of 36 trainings are kept, continue with resume {tmp_path / 's'}" in str(caught.value)


def die(trial):
    """End the worker."""
    os._exit(1)


def test_processes_of_a_pool_give_the_rows_of_threads_until_one_dies(expected):
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        assert rows(numnet.sweep("moons", RATES, executor=pool, **HOW)) == expected
        with pytest.raises(BrokenProcessPool, match="one of its workers has ended") as caught:
            trainings(pool, die)
        assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_what_kills_every_worker_is_given_up_by_name():
    match = r"configuration \d+, seed \d.*: 4 workers have ended at it"
    with cluster_of(2) as client, pytest.raises(ConnectionError, match=match):
        trainings(client, die)


def test_networks_of_a_population_come_back_with_their_weights(client):
    data = numnet.load_dataset("iris")
    found = []
    for executor in (None, client):
        networks = [numnet.Network([4, 5, 3], task="multiclass", seed=seed) for seed in range(4)]
        how = {"optimizer": [numnet.Adam(rate) for rate in (0.1, 0.01, 0.003, 0.001)], "executor": executor}
        histories = numnet.train_population(networks, data.X, data.T, epochs=5, dropout=0.1, **how)
        more = numnet.train_population(networks, data.X, data.T, epochs=8, resume=histories, dropout=0.1, **how)
        assert [history.epochs for history in more] == [8] * 4
        found.append((networks, more))
    for here, there in zip(*found):
        for one, other in zip(here, there):
            if isinstance(one, numnet.Network):
                assert (one.parameters == other.parameters).all() and one.predict(data.X).shape == (150,)
            else:
                assert (one.train_loss == other.train_loss).all()


@pytest.mark.slow
def test_a_scheduler_that_is_started_anew_costs_no_row(expected, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, processes, take, taken = f"tcp://127.0.0.1:{port}", [], Dispatch.take, []

    def begin():
        dask = "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"
        processes.append(start(*dask))
        processes.append(start("-m", "distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", 2,
                               "--no-dashboard"))  # fmt: skip

    def anew(self, answer, bundle, done):
        taken.append(bundle)
        if len(taken) == 8:
            processes[0].kill()
            begin()
        take(self, answer, bundle, done)

    monkeypatch.setattr(Dispatch, "take", anew)
    try:
        begin()
        with Client(address, timeout=120, set_as_default=False) as client:
            assert rows(numnet.sweep("moons", RATES, executor=client, **HOW)) == expected
        assert len(taken) > 8 and len(processes) == 4
    finally:
        for process in processes:
            process.kill()
            process.communicate()


# --- threads of a pool, and executors that fail -----------------------------------------------------------------------


def exhausted(trial):
    """As if memory were short."""
    raise MemoryError("no room")


class Odd(Exception):
    """An error that can't be pickled."""

    def __init__(self, one, two):
        super().__init__(one)


def odd(trial):
    """Raise it."""
    raise Odd("one", "two")


def test_what_a_training_raises_is_raised_here(expected):
    with ThreadPoolExecutor(3) as pool:
        assert rows(numnet.sweep("moons", RATES, executor=pool, **HOW)) == expected
        with pytest.raises(MemoryError, match="no room"):
            trainings(pool, exhausted)
        with pytest.raises(RuntimeError, match="Odd: one"):
            trainings(pool, odd)
    assert not worker.kept
    with pytest.raises(TypeError, match="executor must be one of"):
        numnet.sweep("xor", {"hidden": [2, 3]}, executor=4)


class Here(Executor):
    """An executor whose only worker is this process; ``forgets``: the worker has no data; ``loses`` so many calls."""

    def __init__(self, forgets=False, loses=0):
        self.forgets, self.loses, self.calls = forgets, loses, 0

    def submit(self, function, *arguments):
        """Call it at once."""
        self.calls += 1
        future = Future()
        if self.loses:
            self.loses -= 1
            future.cancel()
            future.set_running_or_notify_cancel()
            return future
        here = dict(worker.kept)
        if self.forgets:
            worker.kept.clear()
        arguments = pickle.loads(pickle.dumps(arguments))
        future.set_result(pickle.loads(pickle.dumps(function(*arguments))))
        worker.kept.update(here)
        return future


def test_a_worker_without_the_data_gets_them():
    expected = {key: row["train_loss"] for key, row in trainings(None).items()}
    forgetful = Here(forgets=True)  # so every bundle brings them at last
    assert {key: row["train_loss"] for key, row in trainings(forgetful).items()} == expected
    assert forgetful.calls >= MAX_BOUNCES + 1


def test_lost_bundles_are_handed_out_again_but_not_for_ever():
    assert len(trainings(Here(loses=MAX_LOSSES - 1))) == 6
    with pytest.raises(ConnectionError, match=rf"configuration 0, seed 0: lost {MAX_LOSSES} times"):
        trainings(Here(loses=1000), seeds=1)


def test_a_bundle_ends_in_time_and_the_rest_comes_back(monkeypatch):
    monkeypatch.setattr("numnet.training.executors.BEGIN_SECONDS", 0.0)
    monkeypatch.setattr(Pace, "bundle", lambda self, left, slots: 4)
    here = Here()
    assert len(trainings(here, seeds=9)) == 9
    assert here.calls >= 9  # each ends after its first training


def test_bundles_are_of_a_second_and_small_at_the_end():
    pace = Pace()
    assert pace.bundle(1000, 2) == 1
    for _ in range(8):
        pace.learn(0.1, 10, 2)
    assert pace.bundle(100_000, 2) == 100 and pace.bundle(100, 2) == 25 and pace.bundle(5, 2) == 3
    for _ in range(8):
        pace.learn(50.0, 1, 2)
    assert pace.bundle(100_000, 2) == 1


def test_few_bundles_wait_however_many_trainings_there_are():
    pool = Pool(ThreadPoolExecutor(2))
    with pool.executor:
        trials = Trials(numnet.load_dataset("xor"), 0.0)
        dispatch, most = Dispatch(pool, trials, [(0, seed) for seed in range(200)], made, outcome, 1), 0

        def going(trainings):
            nonlocal most
            most = max(most, len(dispatch.pending))

        dispatch.run(lambda key, row: None, going)
    assert 0 < most <= 4 and pool.slots() == 2 and pool_of(pool) is pool
    assert str(Bundle([(3, 1)])) == "configuration 3, seed 1" and str(Bundle([(3, 1), (4, 1)])).endswith("and 1 more")

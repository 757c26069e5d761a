"""The benchmark: the same training in every library, workers that answer in turn, tables, and the command."""

import json
import signal
import time
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from program import REPOSITORY, comes, finish, python, running

from numnet.benchmark import measure, report, startup
from numnet.benchmark.machine import describe, machine
from numnet.benchmark.peers.jax_peer import UNROLL
from numnet.benchmark.peers.protocol import ALL, FEW
from numnet.benchmark.peers.registry import PEERS, cross_entropy
from numnet.benchmark.workloads import FIRST, SMALL, WORKLOADS, Workload
from numnet.commands import main
from numnet.utils.threads import cores

TINY = Workload("xor", (2, 8, 2), 4, 4, 40)
THREE = Workload("spiral", (2, 6, 6, 3), 8, 32, 12)


def invoke(*words):
    return CliRunner().invoke(main, ["benchmark", *words])


@pytest.fixture
def quick(monkeypatch):
    """No waiting: these tests judge no time."""
    monkeypatch.setattr(measure, "PAUSE", 0.0)
    monkeypatch.setattr(measure, "AT_LEAST", 1e-4)


@pytest.fixture
def without(monkeypatch):
    """Pretend that some modules are not installed, and all others are."""

    def hide(*modules):
        monkeypatch.setattr("numnet.benchmark.peers.registry.find_spec", lambda name: None if name in modules else name)

    return hide


# --- workloads --------------------------------------------------------------------------------------------------------


def test_the_workloads_are_the_ones_that_are_quoted():
    assert {w.name: w.describe() for w in WORKLOADS.values()} == {
        "xor": "2-8-2 · 4",
        "spiral": "2-32-32-3 · 32",
        "digits": "64-64-32-10 · 64",
        "mnist-shape": "784-256-128-10 · 128",
        "chains": "4-32-16-4 · 10000",
        "xor-1024": "1024 × 2-8-2 · 4",
        "spiral-256": "256 × 2-32-32-3 · 32",
    }
    assert set(SMALL) < set(WORKLOADS)


@pytest.mark.parametrize("workload", [*WORKLOADS.values(), FIRST], ids=lambda workload: workload.name)
def test_a_run_is_whole_epochs_of_whole_batches(workload):
    assert workload.samples % workload.batch == 0
    assert workload.epochs * workload.per_epoch == workload.updates > 0
    assert workload.steps == workload.updates * workload.members


@pytest.mark.parametrize("workload", WORKLOADS.values(), ids=WORKLOADS)
def test_data_and_weights_are_the_same_every_time_and_fit_the_network(workload):
    (X, t), again = workload.data(), workload.data()
    assert X.shape == (workload.samples, workload.sizes[0]) and X.dtype == np.float32
    assert np.array_equal(X, again[0]) and np.array_equal(t, again[1])
    assert sorted(set(t)) == list(range(workload.sizes[-1]))
    for (W, b), (W2, _), shape in zip(workload.weights(), workload.weights(), zip(workload.sizes, workload.sizes[1:])):
        assert W.shape == shape and W.dtype == b.dtype == np.float32 and np.array_equal(W, W2) and not b.any()
    assert not np.array_equal(workload.weights(0)[0][0], workload.weights(1)[0][0])


def test_the_loss_is_the_mean_cross_entropy_over_samples_and_members():
    workload = replace(THREE, activation="tanh")
    X, t = workload.data()
    expected = []
    members = [workload.weights(0), workload.weights(1)]
    for (W1, b1), (W2, b2), (W3, b3) in members:
        net = np.tanh(np.tanh(X @ W1 + b1) @ W2 + b2) @ W3 + b3
        p = np.exp(net) / np.exp(net).sum(axis=1, keepdims=True)
        expected.append(-np.log(p[np.arange(len(t)), t]).mean())
    assert cross_entropy(workload, members) == pytest.approx(np.mean(expected), rel=1e-5)
    blind = [[(0 * W, b) for W, b in workload.weights()]]
    assert cross_entropy(workload, blind) == pytest.approx(np.log(3))


# --- the peers train the same ----------------------------------------------------------------------------------------


def adam_path(workload, member=0):
    """The final weights, by plain NumPy in float64: D. Kingma and J. Ba (2015), algorithm 1."""
    X, t = workload.data()
    T = np.eye(workload.sizes[-1])[t]
    theta = [a.astype(np.float64) for pair in workload.weights(member) for a in pair]
    m, v = [0 * a for a in theta], [0 * a for a in theta]
    for update in range(workload.updates):
        rows = slice(update % workload.per_epoch * workload.batch, (update % workload.per_epoch + 1) * workload.batch)
        h = [X[rows].astype(np.float64)]
        for W, b in zip(theta[::2], theta[1::2]):
            h.append(np.maximum(h[-1] @ W + b, 0))
        net = h[-2] @ theta[-2] + theta[-1]
        delta = np.exp(net) / np.exp(net).sum(axis=1, keepdims=True) - T[rows]
        gradient = []
        for l in reversed(range(len(workload.sizes) - 1)):
            gradient = [h[l].T @ delta / workload.batch, delta.mean(axis=0), *gradient]
            delta = (delta @ theta[2 * l].T) * (h[l] > 0)
        for k, g in enumerate(gradient):
            m[k], v[k] = 0.9 * m[k] + 0.1 * g, 0.999 * v[k] + 0.001 * g * g
            m_hat, v_hat = m[k] / (1 - 0.9 ** (update + 1)), v[k] / (1 - 0.999 ** (update + 1))
            theta[k] -= 1e-3 * m_hat / (np.sqrt(v_hat) + 1e-8)
    return list(zip(theta[::2], theta[1::2]))


def check_path(name, workload):
    run, choice = PEERS[name].prepare(workload, 0)
    for trained in (run(), run()):  # every run starts anew
        assert trained.seconds >= 0 and trained.setup > 0 and len(trained.members) == workload.members
        for member, weights in enumerate(trained.members):
            for (W, b), (W_ref, b_ref) in zip(weights, adam_path(workload, member)):
                np.testing.assert_allclose(W, W_ref, atol=2e-5)
                np.testing.assert_allclose(b, b_ref, atol=2e-5)
    assert choice


@pytest.mark.parametrize("name", ["numnet", "sklearn"])
def test_a_library_trains_what_the_paper_says(name):
    pytest.importorskip(name)
    check_path(name, THREE)


def test_numnet_trains_a_population_each_from_its_own_start():
    check_path("numnet", replace(THREE, members=3))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_is_fastest_is_tried_where_that_is_asked_for():
    for module in (*PEERS["jax"].modules, *PEERS["torch"].modules):
        pytest.importorskip(module)
    assert PEERS["jax"].prepare(THREE, ALL)[1] in {f"unroll {k} of {UNROLL}" for k in UNROLL}
    assert PEERS["torch"].prepare(THREE, FEW)[1] in ("1 thread", f"{cores()} threads")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "members"), [("jax", 1), ("jax", 3), ("torch", 1)])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_large_library_trains_what_the_paper_says(name, members):
    for module in PEERS[name].modules:
        pytest.importorskip(module)
    check_path(name, replace(THREE, members=members))


def test_only_those_who_can_are_asked_for_populations():
    assert [name for name, peer in PEERS.items() if peer.can(WORKLOADS["xor-1024"])] == ["numnet", "jax"]
    assert all(peer.can(WORKLOADS["xor"]) for peer in PEERS.values())


# --- workers and measuring --------------------------------------------------------------------------------------------


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


def test_a_worker_tells_what_went_wrong(quick):
    worker = measure.Worker("numnet")
    try:
        with pytest.raises(measure.PeerError, match="activation"):
            worker.ask(prepare={**asdict(TINY), "activation": "nosuch"}, trials=0)
        assert "choice" in worker.ask(prepare=asdict(TINY), trials=0)  # and goes on
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


# --- tables and figures -----------------------------------------------------------------------------------------------


@pytest.fixture
def results():
    own = [reply(1e-6 * 40 * s) for s in (1.0, 1.2, 0.9)]
    peer = [reply(1e-6 * 40 * s) for s in (123.4, 120.0, 144.0)]
    return {
        "xor": {"numnet": measure.summary(TINY, own, own, ""), "jax": measure.summary(TINY, peer, own, "")},
        "digits": {"numnet": measure.summary(TINY, own, own, "")},
    }


def test_the_table_has_medians_spread_and_ratios(results):
    head, names, xor, digits = report.table(results).splitlines()
    assert "median" in head and names.split("  ")[0] == "workload" and "JAX" in names and "PyTorch" not in names
    assert "1 (0.9 – 1.2)" in xor and "123 (120 – 144) | 123 ×" in xor and "2-8-2 · 4" in xor
    assert digits.endswith("-")
    assert xor.index("123 (") == names.index("JAX")


def test_the_machine_is_described():
    about = machine()
    assert about["cores"] == cores() and about["versions"]["numba"] and about["processor"]
    assert all(str(about[key]) in describe(about) for key in ("processor", "cores", "python", "simd"))


def test_the_figure_shows_every_median_and_labels_every_ratio(results, monkeypatch):
    monkeypatch.syspath_prepend(str(REPOSITORY / "benchmarks"))
    from draw import results_figure

    first = {"numnet --help": {"seconds": 0.1, "min": 0.09, "max": 0.2}}
    measured = {"machine": machine(), "results": results, "startup": first}
    times, starts = results_figure(measured).axes
    assert times.get_xscale() == "log" and "µs" in times.get_xlabel()
    assert sorted(text.get_text() for text in times.texts) == ["1 µs", "1 µs", "123 ×"]
    assert [tick.get_text() for tick in times.get_yticklabels()] == ["xor\n2-8-2 · 4", "digits\n64-64-32-10 · 64"]
    assert [text.get_text() for text in starts.texts] == ["0.10 s"]
    assert len(results_figure({**measured, "startup": {}}).axes) == 1


def test_scaling_counts_operations_and_draws_its_points(monkeypatch):
    monkeypatch.syspath_prepend(str(REPOSITORY / "benchmarks"))
    import scaling

    assert scaling.flops((2, 3, 4), 5) == 2 * 5 * (2 * (6 + 12) + 12)  # forward, dW; ∂E/∂h of one layer
    assert scaling.thread_counts(1) == [1] and scaling.thread_counts(6) == [1, 2, 4, 6]
    monkeypatch.setattr(scaling, "time_update", lambda *arguments: {"us": 2.0, "min": 1.0, "max": 3.0})
    monkeypatch.setattr(scaling, "time_population", lambda *arguments: {"us": 2.0, "min": 1.0, "max": 3.0})
    monkeypatch.setattr(scaling, "peak", lambda threads: 50.0 * threads)
    measured = json.loads(json.dumps({"machine": machine(), **(raw := scaling.measure(0.0, lambda text: None))}))
    figure = scaling.scaling_figure(measured)
    assert [axes.get_title(loc="left").partition(":")[0] for axes in figure.axes] == [
        "Width", "Depth", "Batch", "Epoch", "Threads", "Roofline",
    ]  # fmt: skip
    widths = figure.axes[0].lines[0]
    assert list(widths.get_xdata()) == list(scaling.SWEEPS["width"][2]) and set(widths.get_ydata()) == {2.0}
    line = next(line for line in scaling.table(raw).splitlines() if line.startswith("width"))
    rate = scaling.flops((64, 8, 8, 10), 64) / 2000
    assert line.split() == ["width", "8", "1", "2", f"{rate:.1f}", f"{2 * rate:.0f}", "%"]


def test_scaling_times_updates(monkeypatch):
    monkeypatch.syspath_prepend(str(REPOSITORY / "benchmarks"))
    import scaling

    monkeypatch.setattr(scaling, "POPULATION", 2)
    point = scaling.time_update((2, 3, 2), 4, 1, 1e-3, 8, 1)
    assert 0 < point["min"] <= point["us"] <= point["max"]
    point = scaling.time_population(1, 1e-3)
    assert 0 <= point["min"] <= point["us"] <= point["max"]
    assert scaling.peak(1, 64, 2) > 0


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def tiny(quick, monkeypatch):
    """The command, with workloads that take no time."""
    monkeypatch.setitem(WORKLOADS, "xor", TINY)
    monkeypatch.setitem(WORKLOADS, "spiral", THREE)


def test_the_command_prints_a_table(tiny):
    done = invoke("--workload", "xor", "--workload", "spiral", "--peer", "none", "--rounds", "1")
    assert done.exit_code == 0, done.output
    head, names, xor, spiral, *rest = done.stdout.splitlines()
    assert "µs per update" in head and "numnet" in names and "JAX" not in names
    assert xor.startswith("xor ") and spiral.startswith("spiral ")
    assert "machine" in rest[1] and "versions" in rest[2]
    assert "measuring  xor" in done.stderr and "measuring" not in done.stdout


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


def in_time(question, seconds=60):
    """The first answer that is not empty or False."""
    limit = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < limit:
        time.sleep(0.05)
    assert answer, "too late"
    return answer


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

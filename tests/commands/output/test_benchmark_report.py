"""Tables and figures of the benchmark."""

import json

import pytest

from numnet.benchmark import measure
from numnet.benchmark.machine import describe, machine
from numnet.benchmark.workloads import WORKLOADS, GridSearch, Workload
from numnet.commands.output import benchmark_report
from numnet.utils.threads import cores
from tests.support.cli import REPOSITORY

TINY = Workload("xor", (2, 8, 2), 4, 4, 40)


def reply(seconds, setup=0.0, loss=0.5, others=0.0):
    return {"seconds": seconds, "setup": setup, "loss": loss, "runs": 1, "cpu": seconds, "others": others}


@pytest.fixture
def results():
    own = [reply(1e-6 * 40 * s) for s in (1.0, 1.2, 0.9)]
    peer = [reply(1e-6 * 40 * s) for s in (123.4, 120.0, 144.0)]
    return {
        "xor": {"numnet": measure.summary(TINY, own, own, ""), "jax": measure.summary(TINY, peer, own, "")},
        "digits": {"numnet": measure.summary(TINY, own, own, "")},
    }


def test_the_table_has_medians_spread_and_ratios(results):
    head, names, xor, digits = benchmark_report.table(results).splitlines()
    assert "median" in head and names.split("  ")[0] == "workload" and "JAX" in names and "PyTorch" not in names
    assert "1 (0.9 – 1.2)" in xor and "123 (120 – 144) | 123 ×" in xor and "2-8-2 · 4" in xor
    assert digits.endswith("-")
    assert xor.index("123 (") == names.index("JAX")


@pytest.fixture
def search(monkeypatch):
    """Results of a search of four trainings of three updates each."""
    one = GridSearch("grid", "iris", 120, (0.01, 0.1), (4, 8), seeds=1, batch=40, epochs=1)
    monkeypatch.setitem(WORKLOADS, "grid", one)
    own = [{**reply(2.0), "losses": [0.5, 0.4, 0.3, 0.2]}]
    peer = [{**reply(5.0), "losses": [0.5, 0.4, 0.3, 0.21]}]
    rows = {"numnet": measure.summary(one, own, own, "sweep"), "torch": measure.summary(one, peer, own, "a pool")}
    rows["torch"]["first"] = {"seconds": 9.0, "min": 8.0, "max": 10.0}
    return {"grid": rows}


def test_a_grid_search_is_reported_whole(results, search):
    times, found = benchmark_report.report({**results, **search}).split("\n\n")
    assert times == benchmark_report.table({**results, **search})
    title, head, numnet, torch = found.splitlines()
    assert title == "grid: 4 × iris, 4 to 8 units · 40"
    assert numnet.split("  ")[0] == "numnet" and numnet.endswith("0 %") and "2.00" in numnet and " - " in numnet
    assert all(text in torch for text in ("PyTorch", "a pool", "5.00", "9.00", "0.1, 8")) and torch.endswith(" 5 %")
    assert torch.index("9.00") == head.index("first call")
    assert benchmark_report.report(results) == benchmark_report.table(results)


def test_the_figure_shows_grid_searches_beside_the_rest(results, search, monkeypatch):
    monkeypatch.syspath_prepend(str(REPOSITORY / "benchmarks"))
    from draw import results_figure

    first = {"numnet --help": {"seconds": 0.1, "min": 0.09, "max": 0.2}}
    measured = {"machine": machine(), "results": {**results, **search}, "startup": first}
    times, starts, grid = results_figure(measured).axes
    assert len(times.get_yticklabels()) == 2 and [text.get_text() for text in starts.texts] == ["0.10 s"]
    assert grid.get_title(loc="left") == "Grid search: 4 trainings on iris"
    assert [text.get_text() for text in grid.texts] == ["2 s", "2.5 ×", "9 s"]
    assert [list(line.get_xdata()) for line in grid.lines] == [[2.0], [5.0], [9.0]]
    (alone,) = results_figure({**measured, "results": search, "startup": {}}).axes
    assert alone.get_title(loc="left") == grid.get_title(loc="left")


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

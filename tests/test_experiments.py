"""`plot batches` and `plot optimizers`: paths and rates against the oracle, the variance law, artists, commands."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import reference as ref
from click.testing import CliRunner
from matplotlib.colors import same_color
from matplotlib.figure import Figure

import numnet
from numnet import figures
from numnet.commands import main
from numnet.experiments import batches as batch_sizes
from numnet.experiments import rare_features as rare_inputs
from numnet.experiments.batches import Arrival, batches, gradient_variance
from numnet.experiments.batches import line as experiments_line
from numnet.experiments.rare_features import rare_data, rare_features
from numnet.experiments.tracking import GRID as rare_inputs_GRID
from numnet.experiments.tracking import checkpoints, weights_after
from numnet.figures.drawing import style
from numnet.figures.experiments.batches import KIND_COLORS, arrival_rows
from numnet.training.training import Training


@pytest.fixture(scope="module", autouse=True)
def quick():
    """Fewer rates to try, and a short look at the clock."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (batch_sizes, rare_inputs):
            patch.setattr(module, "GRID", (0.01, 0.05, 0.2, 0.5))
        patch.setattr(batch_sizes._Problem, "TIMED", 2000)
        yield


@pytest.fixture(scope="module")
def found():
    return batches(n=60, batch_size=8, epochs=3, sizes=(60, 300))


@pytest.fixture(scope="module")
def rare():
    return rare_features(n=400, batch_size=10, epochs=3, share=0.05)


def slope(X, T):
    """E = ½ mean (w x + b − t)² has the gradient mean of (w x + b − t) (x, 1)."""

    def gradient(w):
        residual = X[:, 0] * w[0] + w[1] - T
        return np.array([(residual * X[:, 0]).mean(), residual.mean()])

    return gradient


# --- one update at a time ---------------------------------------------------------------------------------------------


def test_advance_stops_at_an_update_and_the_run_is_the_same():
    data = numnet.load_dataset("moons", n=100)

    def training():
        network = numnet.Network([2, 4, 1], task="binary", seed=1)
        return Training(network, data.X, data.T, numnet.NAG(0.1), batch_size=32, epochs=3, evaluate_every=0)

    whole, halted = training(), training()
    while whole.advance():
        pass
    for count in (1, 2, 3, 4, 5, 9, 12):  # four updates an epoch, the last of four samples
        while halted.updates < count and halted.advance(updates=count):
            pass
        assert halted.updates == count
    np.testing.assert_array_equal(whole.network.parameters, halted.network.parameters)
    halted.advance(updates=5)  # in the past
    assert halted.updates == 12


def test_weights_after_a_divergence_are_nan():
    network = numnet.Network([1, 1], task="regression", dtype="float64")
    training = Training(network, [[3.0], [1.0]], [1.0, 2.0], numnet.SGD(1e3), batch_size="full", epochs=300,
                        evaluate_every=0)  # fmt: skip
    theta = weights_after(training, [0, 1, 300])
    assert np.isfinite(theta[:2]).all() and np.isnan(theta[2]).all()


def test_checkpoints_rise_from_the_start_to_the_end():
    assert checkpoints(5).tolist() == [0, 1, 2, 3, 4, 5]
    looks = checkpoints(20_000)
    assert looks[0] == 0 and looks[-1] == 20_000 and (np.diff(looks) > 0).all() and len(looks) <= 701


# --- batch, mini-batch, stochastic ------------------------------------------------------------------------------------


def test_the_batch_path_is_the_oracles(found):
    path = found.paths[0]
    assert path.arrival.kind == "batch" and path.update.tolist() == [0, 1, 2, 3]
    expected = ref.RULES["sgd"](found.start, slope(found.X, found.T), 3, learning_rate=path.arrival.rate)
    np.testing.assert_allclose(path.weights, expected, rtol=1e-12)
    loss = [((found.X[:, 0] * w + b - found.T) ** 2).mean() / 2 for w, b in expected]
    np.testing.assert_allclose(path.loss, loss, rtol=1e-12)
    np.testing.assert_allclose(found.loss(*expected.T), loss, rtol=1e-12)


def test_every_stochastic_step_is_the_gradient_of_one_sample_each_once_an_epoch(found):
    path = found.paths[2]
    steps = np.diff(path.weights[:61], axis=0)
    used = []
    for w, step in zip(path.weights, steps):
        residual = found.X[:, 0] * w[0] + w[1] - found.T
        candidates = -path.arrival.rate * residual[:, None] * np.column_stack([found.X[:, 0], np.ones(60)])
        distance = abs(candidates - step).max(axis=1)
        used.append(int(distance.argmin()))
        assert distance.min() < 1e-12
    assert sorted(used) == list(range(60))


def test_all_begin_at_the_same_point_and_head_for_the_lowest(found):
    g = slope(found.X, found.T)
    np.testing.assert_allclose(g(found.lowest), 0, atol=1e-12)
    for path in found.paths:
        np.testing.assert_array_equal(path.weights[0], found.start)
        assert path.loss[-1] < 0.3 * path.loss[0] and path.epoch[-1] == 3
        assert path.seconds[-1] == pytest.approx(path.update[-1] * path.arrival.seconds_per_update)
    assert found.target == pytest.approx(found.lowest_loss + 0.01 * (found.paths[0].loss[0] - found.lowest_loss))


def test_arrivals_stay_below_the_target_from_there_on(found):
    assert [(own.n, own.batch_size) for own in found.arrivals] == [
        (60, 60),
        (60, 8),
        (60, 1),
        (300, 300),
        (300, 8),
        (300, 1),
    ]
    batch = found.arrivals[0]
    path = ref.RULES["sgd"](found.start, slope(found.X, found.T), 1000, learning_rate=batch.rate)
    loss = np.array([((found.X[:, 0] * w + b - found.T) ** 2).mean() / 2 for w, b in path])
    assert (loss[batch.updates :] <= found.target).all() and loss[batch.updates - 1] > found.target
    assert batch.epochs == batch.updates and batch.seconds == batch.updates * batch.seconds_per_update > 0


def test_more_samples_cost_batch_more_epochs_than_stochastic(found):
    for own in (found.arrivals[:3], found.arrivals[3:]):
        assert own[2].epochs < own[0].epochs and own[0].updates < own[2].updates


def test_the_clock_gives_the_best_of_several_runs(monkeypatch):
    ticks = iter([0, 50, 100, 120, 200, 230])
    problem = batch_sizes._Problem(*experiments_line(60), (-1.0, 2.0), seed=0)
    monkeypatch.setattr(batch_sizes, "time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    updates = 2000 // 60 * 8  # 60 samples, 8 at a time
    assert problem.clock(8, 0.1, repeats=3) == pytest.approx(20 / updates)


def test_the_variance_of_the_gradient_falls_like_one_over_the_batch_size():
    X, T = experiments_line(2000)
    network = numnet.Network([1, 1], task="regression", dtype="float64", init="zeros")
    size, measured, exact = gradient_variance(network, X, T)
    residual = -T[:, None] * np.column_stack([X[:, 0], np.ones(len(X))])
    sigma2 = ((residual - residual.mean(axis=0)) ** 2).sum(axis=1).mean()
    np.testing.assert_allclose(exact, sigma2 / size * (2000 - size) / 1999, rtol=1e-9)
    assert abs(measured / exact - 1).max() < 0.35 and abs(np.log(measured / exact)).mean() < 0.12
    small = size <= 64
    assert np.polyfit(np.log(size[small]), np.log(measured[small]), 1)[0] == pytest.approx(-1, abs=0.06)


def test_but_for_the_clock_all_is_determined(found):
    again = batches(n=60, batch_size=8, epochs=3, sizes=(60,))
    other = batches(n=60, batch_size=8, epochs=3, sizes=(60,), seed=1)
    for a, b, c in zip(found.paths, again.paths, other.paths):
        assert np.array_equal(a.weights, b.weights) and not np.array_equal(a.weights[1], c.weights[1])
    assert np.array_equal(found.variance, again.variance)
    assert [own.updates for own in found.arrivals[:3]] == [own.updates for own in again.arrivals]


@pytest.mark.parametrize(("options", "message"), [
    ({"n": 3}, "n must be"), ({"batch_size": 1}, "batch_size must be between 1 and the number of samples, 50; got 1"),
    ({"batch_size": 50}, "batch_size must be between"), ({"epochs": 0}, "epochs must be"),
    ({"sizes": (2,)}, "sizes must be"),
])  # fmt: skip
def test_bad_arguments_name_themselves(options, message):
    with pytest.raises(ValueError, match=message):
        batches(**{"n": 50, "batch_size": 5, "epochs": 1, "sizes": (50,), **options})


# --- rare features ----------------------------------------------------------------------------------------------------


def test_rare_features_are_rare():
    X, T, truth = rare_data(n=1000, share=0.01)
    assert (X != 0).mean(axis=0).tolist() == [1] * 4 + [0.01] * 4
    assert np.std(T - X @ truth) == pytest.approx(0.5, rel=0.1)
    assert all(np.array_equal(a, b) for a, b in zip((X, T, truth), rare_data(n=1000, share=0.01)))


@pytest.mark.parametrize("rule", ["adagrad", "rmsprop", "adam"])
def test_effective_rates_are_those_of_the_papers(rule):
    """One sample an update, in order: gradients are replayed by hand, and the rates follow from the definitions."""
    X, T, _ = rare_data(n=30, share=0.1)
    network = numnet.Network([8, 1], task="regression", dtype="float64", init="zeros")
    optimizer = numnet.OPTIMIZERS[rule](0.02)
    training = Training(network, X, T, optimizer, 1, 1, shuffle=False, evaluate_every=0)
    theta, factors = rare_inputs._watched(training, 30)
    G = np.zeros(9)
    for t in range(30):
        x = np.append(X[t], 1)
        g = (theta[t] @ x - T[t]) * x
        G = {"adagrad": G + g**2, "rmsprop": 0.9 * G + 0.1 * g**2, "adam": 0.999 * G + 0.001 * g**2}[rule]
        root = np.sqrt(G / (1 - 0.999 ** (t + 1))) if rule == "adam" else np.sqrt(G)
        met = G > 0
        np.testing.assert_allclose(factors[t][met], 0.02 / (root[met] + optimizer.eps), rtol=1e-7)
        assert np.isnan(factors[t][~met]).all()


def test_what_the_chapter_says_of_rare_features(rare):
    epoch = rare.updates_per_epoch
    for name in ("adagrad", "rmsprop", "adam"):
        rate = rare.runs[name].rate[-epoch:]
        assert np.nanmedian(rate[:, rare.rare]) > 1.5 * np.nanmedian(rate[:, ~rare.rare])
    assert (np.nan_to_num(np.diff(rare.runs["adagrad"].rate, axis=0)) <= 0).all()
    assert (np.nan_to_num(np.diff(rare.runs["rmsprop"].rate, axis=0)) > 0).any()
    assert np.ptp(rare.runs["sgd"].rate) == 0
    for run in rare.runs.values():
        assert run.loss[-1] < run.loss[0] and len(run.loss) == len(rare.update) == len(run.missing)
        assert run.optimizer.learning_rate in rare_inputs_GRID


def test_rare_features_are_determined(rare):
    again = rare_features(rules=("adam",), n=400, batch_size=10, epochs=3, share=0.05)
    np.testing.assert_array_equal(again.runs["adam"].rate, rare.runs["adam"].rate)


# --- what is drawn ----------------------------------------------------------------------------------------------------


def test_the_figure_of_the_batches(found):
    axes = figures.batches(found)
    for ax, path in zip(axes[:3], found.paths):
        way = ax.lines[0]
        np.testing.assert_array_equal(way.get_xydata(), path.weights)
        assert same_color(way.get_color(), KIND_COLORS[path.arrival.kind])
        assert ax.get_xlim() == axes[0].get_xlim() and path.arrival.kind in ax.get_title("left")
    for ax, clock in zip(axes[3:6], ("epoch", "update", "seconds")):
        for line, path in zip(ax.lines, found.paths):
            shown = getattr(path, clock)[1:] * (1000 if clock == "seconds" else 1)
            np.testing.assert_allclose(line.get_xdata(), shown)
            np.testing.assert_array_equal(line.get_ydata(), path.loss[1:])
        assert ax.get_xscale() == ax.get_yscale() == "log"
    one_over_b = next(line for line in axes[6].lines if line.get_label() == "1/B")
    assert np.ptp(one_over_b.get_xdata() * one_over_b.get_ydata()) < 1e-12 * found.variance[1, 0]
    words = [text.get_text() for text in axes[7].texts]
    assert all(row[3] in words and row[5] in words for row in arrival_rows(found))


def test_a_kind_that_never_arrives_has_dashes(found):
    lost = replace(found, arrivals=(Arrival(60, "batch", 60, 0.001, -1, np.nan, 1e-6), *found.arrivals[1:]))
    assert arrival_rows(lost)[1] == ("60", "batch", "–", "–", "–", "–", "1 µs")
    figures.batches(lost)


def test_the_figure_of_the_optimizers(rare):
    axes = figures.optimizers(rare)
    assert len(axes) == 6
    for ax, name in zip(axes, ("adagrad", "rmsprop", "adam")):
        thin = [line for line in ax.lines if line.get_linewidth() < 1]
        np.testing.assert_array_equal([line.get_ydata() for line in thin[:4]], rare.runs[name].rate[:, rare.rare].T)
        assert all(same_color(line.get_color(), style.OPTIMIZER_COLORS[name]) for line in ax.lines)
    for ax, values in ((axes[3], "loss"), (axes[4], "missing")):
        for line, (name, run) in zip(ax.lines, rare.runs.items()):
            expected = run.loss if values == "loss" else run.missing[:, 1]
            np.testing.assert_array_equal(line.get_ydata(), expected)
            assert same_color(line.get_color(), style.OPTIMIZER_COLORS[name])
    assert len(axes[5].lines) == len(numnet.SCHEDULES)


def test_own_axes(found, rare):
    own = Figure().subplots(2, 4)
    assert (figures.batches(found, axes=own) == own.ravel()).all()
    with pytest.raises(ValueError, match="batches has 8 panels, got 1 axes"):
        figures.batches(found, axes=[Figure().subplots()])
    with pytest.raises(ValueError, match="optimizers has 6 panels, got 1 axes"):
        figures.optimizers(rare, axes=[Figure().subplots()])


# --- commands ---------------------------------------------------------------------------------------------------------


def call(*words):
    return CliRunner().invoke(main, ["plot", *words], prog_name="numnet")


def test_the_commands_draw_and_print_a_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(
        "batches", "-n", "50", "--batch-size", "5", "--sizes", "40", "--epochs", "1", "--start", "0,0", "--quiet"
    )
    assert (done.exit_code, done.stderr) == (0, "") and done.stdout.splitlines()[-1] == "batches.png"
    header, *rows = [line.split() for line in done.stdout.splitlines()[:-1]]
    assert header[:2] == ["samples", "kind"] and [row[:2] for row in rows] == [["40", kind] for kind in KIND_COLORS]
    done = call("optimizers", "-n", "100", "--epochs", "2", "--share", "0.1", "-o", "rare.svg")
    assert done.exit_code == 0 and (tmp_path / "rare.svg").is_file()
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "rule",
        "sgd",
        "adagrad",
        "rmsprop",
        "adam",
        "rare.svg",
    ]


@pytest.mark.parametrize(("words", "message"), [
    (["batches", "--n", "3"], "--n"), (["batches", "--sizes", "a"], "numbers"),
    (["batches", "--sizes", "1,2,3,4,5,6"], "from 4"),
    (["batches", "--sizes", "9,9,9,9,9,9"], "at most 5"), (["batches", "--n", "20"], "--batch-size must be between"),
    (["batches", "--start", "1"], "2 numbers"), (["batches", "--n", "100000", "--epochs", "100"], "at most 5000000"),
    (["optimizers", "--share", "0"], "--share"), (["optimizers", "--share", "1"], "--share"),
    (["optimizers", "--epochs", "1000", "--n", "100000"], "at most 2000000"), (["optimizers", "-o", "a.gif"], ".svg"),
])  # fmt: skip
def test_mistakes_end_in_one_line(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(*words)
    assert done.exit_code == 2 and message in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())

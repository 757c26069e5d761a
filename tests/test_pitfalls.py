"""`plot gradients`, `saturation`, `capacity`: numbers against plain NumPy, what the chapter says of them, artists."""

import numpy as np
import pytest
import reference as ref
from click.testing import CliRunner
from matplotlib.colors import same_color
from matplotlib.figure import Figure

import numnet
from numnet import figures
from numnet.commands import main
from numnet.experiments import capacity as fits
from numnet.experiments import gradients as depth
from numnet.experiments import saturation as stall
from numnet.experiments.capacity import capacity as experiments_capacity
from numnet.experiments.gradients import gradients as experiments_gradients
from numnet.experiments.gradients import layer_norms
from numnet.experiments.saturation import saturation as experiments_saturation
from numnet.figures.experiments.capacity import words_of
from numnet.figures.experiments.gradients import _layer_colors
from numnet.figures.experiments.saturation import arrival
from numnet.figures.reference.equations import LOSS_COLORS
from numnet.training.snapshots import Snapshots


@pytest.fixture(scope="module")
def depths():
    return experiments_gradients(depths=(2, 10), width=8, seeds=2, n=60, epochs=20, rates=(0.1, 1.0))


@pytest.fixture(scope="module")
def stalled():
    return experiments_saturation(n=40, hidden=4, updates=300, seeds=2)


@pytest.fixture(scope="module")
def fitted():
    return experiments_capacity(n=12, width=16, epochs=400, seeds=3)


def call(*words):
    return CliRunner().invoke(main, ["plot", *words], prog_name="numnet")


# --- δ and ∂E/∂W, layer by layer --------------------------------------------------------------------------------------


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_norms_are_those_of_the_recursion_in_numpy(activation):
    rng = np.random.default_rng(0)
    X, T = rng.normal(size=(30, 2)), rng.integers(0, 2, 30)
    net = numnet.Network([2, 5, 4, 1], activation, "binary", dtype="float64", seed=1)
    net.parameters += rng.normal(0, 0.1, net.parameters.size)
    theta = np.array([net.parameters, 0.5 * net.parameters])
    found = layer_norms(net, Snapshots(np.array([0, 7]), theta), X, T)
    f, df = ref.ACTIVATIONS[activation][:2]
    assert found.epoch.tolist() == [0, 7] and found.delta.shape == found.gradient.shape == (2, 3)
    for k, w in enumerate(theta):
        net.parameters[:] = w
        nets, h = [], [X]
        for l, (W, b) in enumerate(zip(net.weights, net.biases)):
            nets.append(h[-1] @ W + b)
            h.append(f(nets[-1]) if l < 2 else 1 / (1 + np.exp(-nets[-1])))
        delta = h[-1] - T[:, None]  # of every sample's own error
        for l in (2, 1, 0):
            assert found.delta[k, l] == pytest.approx(np.sqrt((delta**2).sum(axis=1).mean()), rel=1e-9)
            assert found.gradient[k, l] == pytest.approx(np.linalg.norm(h[l].T @ delta / 30), rel=1e-9)
            delta = (delta @ net.weights[l].T) * (df(nets[l - 1]) if l else 1)


def test_sigmoids_let_delta_vanish_and_the_others_do_not(depths):
    for (activation, layers), stack in depths.stacks.items():
        assert stack.activation == activation and stack.depth == layers
        share = np.array([norms.delta[0, 0] / norms.delta[0, -2] for norms in stack.norms])
        assert (share < 0.5 ** (layers - 1)).all() == (activation == "sigmoid")
        if activation == "sigmoid":
            assert (share < 0.3 ** (layers - 1)).all()  # f' is at most a quarter; weights do the rest
    shallow, deep = depths.stacks["tanh", 2], depths.stacks["sigmoid", 10]
    assert np.median(shallow.loss[:, -1]) < 0.5 and np.median(deep.loss[:, -1]) > 0.68


def test_members_are_ordinary_trainings_at_the_best_rate_of_the_grid(depths):
    data, stack = numnet.load_dataset("moons", n=60), depths.stacks["tanh", 2]
    ends = {}
    for rate in (0.1, 1.0):
        for seed in depth.TUNING:
            net = numnet.Network([2, 8, 8, 1], "tanh", "binary", seed=seed)
            loss = numnet.train(net, data.X, data.T, numnet.SGD(rate), 20, 20, seed=seed).train_loss
            ends[rate] = ends.get(rate, 0) + loss[-5:].mean()
    assert stack.rate == min(ends, key=ends.get)
    net = numnet.Network([2, 8, 8, 1], "tanh", "binary", seed=1)
    history = numnet.train(net, data.X, data.T, numnet.SGD(stack.rate), 20, 20, seed=1)
    np.testing.assert_array_equal(stack.loss[1], history.train_loss)
    assert stack.norms[1].epoch[0] == 0 and stack.norms[1].epoch[-1] == 20
    g = net.copy("float64")
    g.parameters = net.gradient(data.X, data.T).astype(np.float64)
    np.testing.assert_allclose(stack.norms[1].gradient[-1], [np.linalg.norm(W) for W in g.weights], rtol=1e-4)


def test_a_divergence_is_counted_and_drawn():
    found = experiments_gradients(("relu",), (1, 12), width=16, seeds=2, n=60, epochs=10, rates=(300.0,))
    deep = found.stacks["relu", 12]
    assert deep.diverged == 2 and np.isnan(deep.loss[:, -1]).all()
    axes = figures.gradients(found)
    assert axes[1].get_title("left") == "2 of 2 diverged" and axes[1].get_xlim() == (0, 10)
    assert "2 diverged" in axes[3].get_legend().get_texts()[1].get_text()


def test_the_figure_of_the_gradients(depths):
    axes = figures.gradients(depths).reshape(4, 3)
    for column, name in zip(axes.T, depths.activations):
        deep = depths.stacks[name, 10]
        assert column[0].get_title("left").startswith(f"{name}: δ × 0.")
        for line, stack in zip(column[0].lines, (depths.stacks[name, 2], deep)):
            np.testing.assert_allclose(line.get_ydata(), np.median([own.delta[0] for own in stack.norms], axis=0))
        for ax, which in zip(column[1:3], ("delta", "gradient")):
            middle = np.median([getattr(own, which) for own in deep.norms], axis=0)
            for l, (line, color) in enumerate(zip(ax.lines, _layer_colors(11), strict=True)):
                np.testing.assert_allclose(line.get_ydata(), middle[:, l])
                assert same_color(line.get_color(), color)
        labels = [text.get_text() for text in column[3].get_legend().get_texts()]
        assert labels == [f"{n} layers, rate {depths.stacks[name, n].rate:g}" for n in (2, 10)]
    for row in axes:
        assert len({ax.get_ylim() for ax in row}) == 1 and row[0].get_ylabel() and row[0].get_yscale() == "log"


def test_gradients_of_a_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    train = ["train", "iris", "--hidden", "6,5", "--epochs", "8", "--out", "run", "--quiet"]
    assert CliRunner().invoke(main, train).exit_code == 0
    run = numnet.load_run("run")
    axes = figures.gradients(run)
    part = run.data()
    X, T = run.scaler.transform(part.X), part.T
    net = run.network.copy()
    for k, theta in enumerate(run.snapshots.parameters):
        net.parameters = np.ascontiguousarray(theta)
        other = net.copy()
        other.parameters = net.gradient(X, T)
        for line, W in zip(axes[1].lines, other.weights, strict=True):
            assert line.get_ydata()[k] == pytest.approx(np.linalg.norm(W), rel=1e-4)
    assert axes[0].lines[0].get_xdata().tolist() == run.snapshots.epochs.tolist()
    done = call("gradients", "run")
    assert (done.exit_code, done.stdout.strip()) == (0, "run/figures/gradients.png")


# --- sure and wrong ---------------------------------------------------------------------------------------------------


def test_both_losses_begin_at_the_same_wrong_start(stalled):
    entropy, mse, best_entropy, best_mse = stalled.escapes
    assert [(one.loss_name, one.tuned) for one in stalled.escapes] == [
        ("cross_entropy", False), ("mse", False), ("cross_entropy", True), ("mse", True)]  # fmt: skip
    for one in stalled.escapes:
        np.testing.assert_array_equal(one.wrong[:, 0], entropy.wrong[:, 0])
        np.testing.assert_array_equal(one.slope[:, 0], entropy.slope[:, 0])
        assert (one.wrong[:, 0] >= 0.99).all() and (one.right[:, 0] < 0.05).all()
    assert entropy.rate == mse.rate == 0.5 and {best_entropy.rate, best_mse.rate} <= {0.5, *stall.RATES}


def test_gradients_at_the_start_are_those_of_the_formulas(stalled):
    """One hidden layer, worked out: δ = y − t for cross-entropy, (y − t) y (1 − y) for mse."""
    problem = stall._Problem(numnet.load_dataset("moons", n=40, seed=1), 4, 0.99, 300, 1)
    net = problem.network("mse")
    h = np.tanh(problem.X @ net.weights[0] + net.biases[0])
    y = 1 / (1 + np.exp(-(h @ net.weights[1] + net.biases[1])[:, 0]))
    for escape, delta in zip(stalled.escapes, (y - problem.T, (y - problem.T) * y * (1 - y))):
        delta = delta[:, None] / 40
        below = (delta @ net.weights[1].T) * (1 - h**2)
        parts = (problem.X.T @ below, below.sum(axis=0), h.T @ delta, delta.sum(axis=0))
        assert escape.gradient[1, 0] == pytest.approx(np.sqrt(sum((part**2).sum() for part in parts)), rel=1e-9)


def test_mse_stalls_at_the_same_rate(stalled):
    entropy, mse, best_entropy, best_mse = stalled.escapes
    assert (mse.gradient[:, 0] < 0.02 * entropy.gradient[:, 0]).all()
    at = int(np.searchsorted(stalled.update, 10))
    assert (mse.wrong[:, at] > 0.97).all() and (entropy.wrong[:, at] < 0.8).all()
    for one in stalled.escapes:
        for seed, reached in enumerate(one.reached):
            after = stalled.update >= reached
            assert reached == -1 or (one.right[seed, after] >= stall.RIGHT).all()
    for fixed, best in ((entropy, best_entropy), (mse, best_mse)):
        cost = [np.where(one.reached < 0, 600, one.reached).sum() for one in (fixed, best)]
        assert cost[1] <= cost[0]


def test_the_figure_of_the_saturation(stalled):
    axes = figures.saturation(stalled).reshape(2, 4)
    for row, escapes in zip(axes, (stalled.escapes[:2], stalled.escapes[2:])):
        for ax, part in zip(row, ("loss", "wrong", "slope", "gradient")):
            for line, one in zip(ax.lines, escapes):
                np.testing.assert_allclose(line.get_ydata(), np.median(getattr(one, part), axis=0))
                assert same_color(line.get_color(), LOSS_COLORS[one.loss_name])
        labels = [text.get_text() for text in row[1].get_legend().get_texts()]
        assert all(f"rate {one.rate:g}" in label and arrival(one) in label for one, label in zip(escapes, labels))
    for column in axes.T:
        assert column[0].get_ylim() == column[1].get_ylim()


# --- too small, right, too large --------------------------------------------------------------------------------------


def test_polynomials_are_those_of_least_squares(fitted):
    for seed, (x, t) in enumerate(fitted.samples):
        problem = fits._Problem(seed, 0.3, 12)
        np.testing.assert_array_equal(x, problem.X[:12, 0])
        for k in (0, 2, 4):
            answer = np.polyval(np.polyfit(x, t, k + 1), fitted.x)
            np.testing.assert_allclose(fitted.degrees.fits[seed, k], answer, rtol=1e-6, atol=1e-8)
            truth = problem.fresh[1] - np.polyval(np.polyfit(x, t, k + 1), problem.fresh[0][:, 0])
            assert fitted.degrees.validation[seed, k] == pytest.approx(np.sqrt((truth**2).mean()), rel=1e-6)
    assert len(fitted.degrees.values) == 11  # one less than the samples: more would be no fit
    assert fitted.degrees.train[:, -1].max() < 1e-3 < fitted.degrees.validation[:, -1].min()


@pytest.mark.parametrize(("name", "k", "options"), [
    ("L2", 4, {"l2": 1e-2}), ("L1", 2, {"l1": 1e-3}), ("dropout", 2, {"dropout": 0.2}),
])  # fmt: skip
def test_a_remedied_network_is_an_ordinary_training(fitted, name, k, options):
    problem = fits._Problem(2, 0.3, 12)
    net = numnet.Network([1, 16, 1], "tanh", "regression", seed=2)
    numnet.train(net, problem.X[:12], problem.T[:12], numnet.Adam(0.01), "full", 400, seed=2, **options)
    error = np.sqrt(((net.predict(problem.fresh[0]) - problem.fresh[1]) ** 2).mean())
    assert fitted.remedies[name].validation[2, k] == error
    np.testing.assert_array_equal(fitted.remedies[name].fits[2, k], net.predict(fitted.x[:, None]))


def test_samples_for_learning_choosing_and_judging_are_apart():
    problem = fits._Problem(0, 0.3, 20)
    parts = [set(x[:, 0]) for x in (problem.X, problem.held[0], problem.fresh[0])]
    assert not parts[0] & parts[1] and not parts[0] & parts[2] and not parts[1] & parts[2]
    assert np.std(problem.fresh[1] - np.sin(2 * problem.fresh[0][:, 0])) == pytest.approx(0.3, rel=0.15)
    assert not set(problem.X[:, 0]) & set(fits._Problem(1, 0.3, 20).X[:, 0])


def test_what_the_chapter_says_of_capacity():
    found = experiments_capacity(width=32, epochs=3000, seeds=4)
    for errors in (found.widths, found.degrees):
        train, held = (np.median(part, axis=0) for part in (errors.train, errors.validation))
        assert held[0] > 1.5 * held[errors.best] and held[-1] > 1.15 * held[errors.best]
        assert train[-1] < train[errors.best] < train[0] and 0 < errors.best < len(errors.values) - 1
    few, many = np.median(found.sizes.validation[:, 0]), np.median(found.sizes.validation[:, -1])
    assert few > 1.5 * many and many < 1.1 * found.noise
    ridge = np.median(found.remedies["L2"].train, axis=0)
    assert ridge[0] < ridge[-2] and ridge[-1] > 2 * found.noise  # too much of it underfits
    alone = np.median(found.widths.validation[:, -1])
    assert all(np.median(own.validation[:, own.best]) < alone for own in found.remedies.values())


def test_the_figure_of_the_capacity(fitted):
    axes = figures.capacity(fitted)
    for first, errors in ((0, fitted.widths), (4, fitted.degrees)):
        for ax, k in zip(axes[first:], (0, errors.best, -1)):
            own = [line for line in ax.lines if line.get_linewidth() == 2.4]
            np.testing.assert_array_equal(own[0].get_ydata(), errors.fits[0, k])
            assert sum(line.get_linewidth() == 0.8 for line in ax.lines) == fitted.seeds - 1
            assert words_of(np.median(errors.validation[:, k])) in ax.get_title("left")
        train, held = axes[first + 3].lines[:2]
        np.testing.assert_allclose(train.get_ydata(), np.median(errors.train, axis=0))
        np.testing.assert_allclose(held.get_ydata(), np.median(errors.validation, axis=0))
    assert [ax.get_title("left").split(",")[0].split("\n")[0] for ax in axes[8:12]] == list(fitted.remedies)
    np.testing.assert_allclose(axes[13].lines[1].get_ydata(), np.median(fitted.remedies["L2"].validation, axis=0))
    names = [label.get_text() for label in axes[14].get_yticklabels()]
    assert names[:5] == ["nothing", *fitted.remedies]


def test_own_axes(depths, stalled, fitted):
    for draw, found, count in ((figures.gradients, depths, 12), (figures.saturation, stalled, 8),
                               (figures.capacity, fitted, 15)):  # fmt: skip
        own = Figure().subplots(1, count)
        assert (draw(found, axes=own) == own).all()
        with pytest.raises(ValueError, match=f"has {count} panels, got 1 axes"):
            draw(found, axes=[Figure().subplots()])


# --- commands ---------------------------------------------------------------------------------------------------------


def test_the_commands_draw_and_print_a_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("gradients", "--depths", "4,1", "--width", "4", "--epochs", "3", "--seeds", "1", "--rate", "0.1",
                "--activations", "relu", "--quiet")  # fmt: skip
    assert (done.exit_code, done.stderr) == (0, "")
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:3]] == [["relu,", "1"], ["relu,", "4"]]
    done = call("saturation", "--updates", "50", "--seeds", "1", "--hidden", "3", "-o", "s.svg", "--quiet")
    assert (done.exit_code, done.stderr) == (0, "") and len(done.stdout.splitlines()) == 6
    done = call("capacity", "--epochs", "30", "--seeds", "2", "--width", "3", "-o", "c.pdf")
    assert done.exit_code == 0 and "percent 100/100" in done.stderr
    assert "width     the validation error is least at" in done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"gradients.png", "s.svg", "c.pdf"}


@pytest.mark.parametrize(("words", "message"), [
    (["gradients", "nosuch"], "no run folder nosuch"), (["gradients", "run", "--rate", "1"], "--rate is of the"),
    (["gradients", "--depths", "0"], "from 1 on"), (["gradients", "--depths", "2,2"], "all different"),
    (["gradients", "--activations", "rleu"], "rleu"), (["gradients", "--depths", "900", "--epochs", "900"], "fewer"),
    (["gradients", "-o", "a.gif"], ".svg"), (["saturation", "--wrong", "0.5"], "--wrong"),
    (["saturation", "--wrong", "0.9999999999", "--updates", "1"], "--wrong must be less than"),
    (["saturation", "--rate", "0"], "--rate"), (["capacity", "--n", "5"], "--n"),
    (["capacity", "--noise", "nan"], "finite"),
    (["capacity", "--width", "256", "--epochs", "50000"], "take fewer"), (["capacity", "-o", "a.txt"], ".pdf"),
])  # fmt: skip
def test_mistakes_end_in_one_line(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(*words)
    assert done.exit_code == 2 and message in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("experiment", "options", "message"), [
    (experiments_gradients, {"depths": (0,)}, "depths must be"), (experiments_gradients, {"seeds": 0}, "seeds must be"),
    (experiments_gradients, {"activations": ("x",)}, "activation must be"),
    (experiments_saturation, {"wrong": 0.4}, "wrong must be"), (experiments_saturation, {"rate": 0}, "rate must be"),
    (experiments_capacity, {"n": 2}, "n must be"), (experiments_capacity, {"noise": -1}, "noise must be"),
])  # fmt: skip
def test_bad_arguments_name_themselves(experiment, options, message):
    with pytest.raises(ValueError, match=message):
        experiment(**options)

"""δ and ∂E/∂W, layer by layer, against plain NumPy."""

import numpy as np
import pytest
from click.testing import CliRunner

import numnet
from numnet import figures
from numnet.commands import main
from numnet.experiments import gradients as depth
from numnet.experiments.gradients import layer_norms
from numnet.training.snapshots import Snapshots
from tests.support import oracle as ref


def call(*words):
    return CliRunner().invoke(main, ["plot", *words], prog_name="numnet")


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


def test_initial_weights_decide_how_much_of_delta_arrives():
    """docs/initialisation.md: too small ones let δ vanish with any activation; those that suit it keep its size."""
    def share(activation, init):
        found = depth.gradients((activation,), (8,), width=16, seeds=3, n=60, epochs=1, rates=(0.1,), init=init)
        return np.median([norms.delta[0, 0] / norms.delta[0, -2] for norms in found.stacks[activation, 8].norms])

    assert share("tanh", "normal") < 0.01 and 0.2 < share("tanh", "glorot") < 2
    assert share("relu", "normal") < 0.001 and share("relu", "glorot") < 0.25 < share("relu", "he") < 4
    found = depth.gradients(("relu",), (10,), init="normal", rates=(0.03,), epochs=4, seeds=2)
    assert all(norms.delta[0, 0] > 0 and norms.delta[-1, 0] == 0 for norms in found.stacks["relu", 10].norms)
    with pytest.raises(ValueError, match="init: from zeros"):
        depth.gradients(init="zeros")

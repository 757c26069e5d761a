"""The same training in each library."""

from dataclasses import replace

import numpy as np
import pytest

from numnet.benchmark.peers.jax_peer import UNROLL
from numnet.benchmark.peers.protocol import ALL, FEW
from numnet.benchmark.peers.registry import PEERS
from numnet.benchmark.workloads import WORKLOADS, GridSearch, Workload
from numnet.utils.threads import cores

THREE = Workload("spiral", (2, 6, 6, 3), 8, 32, 12)
SEARCH = GridSearch("grid", "iris", 120, (0.01, 0.05), (4, 6), seeds=2, batch=40, epochs=5)


def adam_path(X, t, weights, batch, updates, rate=1e-3):
    """The final weights, by plain NumPy in float64: D. Kingma and J. Ba (2015), algorithm 1."""
    T = np.eye(weights[-1][1].size)[t]
    theta = [a.astype(np.float64) for pair in weights for a in pair]
    m, v = [0 * a for a in theta], [0 * a for a in theta]
    for update in range(updates):
        at = update % (len(X) // batch) * batch
        rows = slice(at, at + batch)
        h = [X[rows].astype(np.float64)]
        for W, b in zip(theta[::2], theta[1::2]):
            h.append(np.maximum(h[-1] @ W + b, 0))
        net = h[-2] @ theta[-2] + theta[-1]
        delta = np.exp(net) / np.exp(net).sum(axis=1, keepdims=True) - T[rows]
        gradient = []
        for l in reversed(range(len(weights))):
            gradient = [h[l].T @ delta / batch, delta.mean(axis=0), *gradient]
            delta = (delta @ theta[2 * l].T) * (h[l] > 0)
        for k, g in enumerate(gradient):
            m[k], v[k] = 0.9 * m[k] + 0.1 * g, 0.999 * v[k] + 0.001 * g * g
            m_hat, v_hat = m[k] / (1 - 0.9 ** (update + 1)), v[k] / (1 - 0.999 ** (update + 1))
            theta[k] -= rate * m_hat / (np.sqrt(v_hat) + 1e-8)
    return list(zip(theta[::2], theta[1::2]))


def check_path(name, workload):
    run, choice = PEERS[name].prepare(workload, 0)
    for trained in (run(), run()):  # every run starts anew
        assert trained.seconds >= 0 and trained.setup > 0 and len(trained.members) == workload.members
        for member, weights in enumerate(trained.members):
            reference = adam_path(*workload.data(), workload.weights(member), workload.batch, workload.updates)
            for (W, b), (W_ref, b_ref) in zip(weights, reference):
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


def check_search(name, folder):
    search = SEARCH.write(folder)
    run, choice = PEERS[name].prepare(search, 0)
    expected = []
    for rate, width, seed in search.trainings:
        training, (X, t) = search.data()
        (W1, b1), (W2, b2) = adam_path(*training, search.weights(width, seed), search.batch, search.updates, rate)
        net = np.maximum(X @ W1 + b1, 0) @ W2 + b2
        expected.append(np.mean(np.log(np.exp(net).sum(axis=1)) - net[np.arange(len(t)), t]))
    for found in (run(), run()):  # every search starts anew
        assert found.seconds > 0
        np.testing.assert_allclose(found.losses, expected, rtol=1e-4)
    assert choice


@pytest.mark.parametrize("name", ["numnet", "sklearn"])
def test_a_library_searches_a_grid(name, tmp_path):
    pytest.importorskip(name)
    check_search(name, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["jax", "torch"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_large_library_searches_a_grid(name, tmp_path):
    for module in PEERS[name].modules:
        pytest.importorskip(module)
    check_search(name, tmp_path)


def test_only_those_who_can_are_asked_for_populations():
    assert [name for name, peer in PEERS.items() if peer.can(WORKLOADS["xor-1024"])] == ["numnet", "jax"]
    assert all(peer.can(WORKLOADS["xor"]) and peer.can(WORKLOADS["grid"]) for peer in PEERS.values())

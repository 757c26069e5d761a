"""The same training in each library."""

from dataclasses import replace

import numpy as np
import pytest

from numnet.benchmark.peers.jax_peer import UNROLL
from numnet.benchmark.peers.protocol import ALL, FEW
from numnet.benchmark.peers.registry import PEERS
from numnet.benchmark.workloads import WORKLOADS, Workload
from numnet.utils.threads import cores

THREE = Workload("spiral", (2, 6, 6, 3), 8, 32, 12)


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

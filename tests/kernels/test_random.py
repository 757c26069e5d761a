"""The counter-based random numbers: published values, orders of samples, permutations."""

import numpy as np
import pytest

import numnet
from numnet.kernels.codes import Stream
from numnet.kernels.random import bits, mix, stream_key

M64 = 2**64 - 1


def plain_mix(z):
    """SplitMix64's finaliser in Python's own integers."""
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & M64
    z = (z ^ z >> 27) * 0x94D049BB133111EB & M64
    return z ^ z >> 31


def plain_bits(key, index):
    """The number after ``index`` + 1 steps of SplitMix64 from the state ``key``."""
    return plain_mix((key + (index + 1) * 0x9E3779B97F4A7C15) & M64)


def plain_order(n, seed, epoch):
    """The epoch's order of samples: Fisher and Yates, with the high half of a 32 × 32-bit product."""
    key = plain_bits(plain_bits(plain_mix(seed), 1), epoch)
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = (plain_bits(key, i) >> 32) * (i + 1) >> 32
        order[i], order[j] = order[j], order[i]
    return order


def orders(n, seed, epochs, shuffle=True):
    """The order of n samples in each epoch of a training run."""
    net = numnet.Network([1, 1], task="regression")
    training = numnet.Training(
        net, np.zeros((n, 1)), np.zeros(n), batch_size=1, epochs=epochs, seed=seed, shuffle=shuffle, evaluate_every=0
    )
    result = []
    for epoch in range(epochs):
        while training.run.counter[1] <= epoch and training.advance(epoch + 1):
            pass
        result.append(training.work.order.tolist())
    return result


def test_splitmix_is_the_published_one():
    """The first outputs of SplitMix64 from the states 0 and 1234567, as its reference code prints them."""
    assert plain_bits(0, 0) == 0xE220A8397B1DCDAF
    assert [plain_bits(1234567, k) for k in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    for state in (0, 1, 1234567, M64):
        assert int(mix(np.uint64(state))) == plain_mix(state)
        assert int(bits(np.uint64(state), 7)) == plain_bits(state, 7)
    assert int(stream_key(3, Stream.SHUFFLE, 5)) == plain_bits(plain_bits(plain_mix(3), 1), 5)


@pytest.mark.parametrize("seed", [0, 1, 2**40 + 7, 2**63 - 1])
@pytest.mark.parametrize("n", [1, 2, 7, 100])
def test_order_is_the_one_of_the_seed(seed, n):
    assert orders(n, seed, 3) == [plain_order(n, seed, epoch) for epoch in range(3)]


def test_order_without_shuffling_is_that_of_the_data():
    assert orders(6, 0, 2, shuffle=False) == [list(range(6))] * 2


def test_each_epoch_and_each_seed_has_its_own_permutation():
    found = [tuple(order) for seed in range(5) for order in orders(30, seed, 4)]
    assert len(set(found)) == 20
    assert all(sorted(order) == list(range(30)) for order in found)


def test_all_permutations_are_about_equally_frequent():
    """χ² with 23 degrees of freedom over the 24 orders of 4 samples: above 49.7 once in a thousand."""
    counts = {}
    for order in orders(4, 0, 4800):
        counts[tuple(order)] = counts.get(tuple(order), 0) + 1
    assert len(counts) == 24
    assert sum((count - 200) ** 2 / 200 for count in counts.values()) < 49.7

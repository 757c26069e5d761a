"""How a run is cut into chunks, and when threads share it."""

import numpy as np
import pytest

import numnet
from numnet.cpu import training as compiled
from numnet.kernels.records import NAPS
from numnet.training.chunks import CHUNK_SECONDS, RETRY_CHUNKS, TRIAL_SECONDS, WARM_UP_SECONDS, ChunkSizer
from numnet.training.training import Training

OPERATIONS = 1000.0
ONE = 1e7  # samples a second of one thread


def pass_chunk(sizer, shared_rate=ONE, rate=ONE):
    """Let a chunk take its time; returns (whether it was shared, its length in samples)."""
    shared, samples = sizer.shared, sizer.limit
    sizer.learn(samples, samples / (shared_rate if shared else rate))
    return shared, samples


@pytest.mark.parametrize("can_share", [True, False])
def test_chunks_grow_to_the_wanted_length_and_follow_the_speed(can_share):
    sizer = ChunkSizer(OPERATIONS, can_share)
    for rate in (ONE, 3 * ONE, 2 * ONE):
        for _ in range(6):
            pass_chunk(sizer, 2 * rate, rate)
        assert sizer.shared == can_share
        assert sizer.limit == pytest.approx(rate * CHUNK_SECONDS * (2 if can_share else 1), rel=1e-6)


def test_a_chunk_is_at_least_one_sample_and_grows_a_hundredfold_at_most():
    sizer = ChunkSizer(OPERATIONS, False)
    for _ in range(3):
        pass_chunk(sizer, rate=1e-3)
    assert sizer.limit == 1
    pass_chunk(sizer)
    assert sizer.limit == 100


@pytest.mark.parametrize("times", [0.02, 0.9, 1.1, 2.0])
def test_both_ways_are_timed_once_they_are_warm_and_the_faster_one_is_taken(times):
    sizer = ChunkSizer(OPERATIONS, True)
    ways = [pass_chunk(sizer, times * ONE) for _ in range(RETRY_CHUNKS - 1)]
    assert [shared for shared, _ in ways[:4]] == [False, False, True, True]
    again = () if times > 1 else (6, 7)  # soon, once
    assert all(shared == (times > 1 or k in again) for k, (shared, _) in enumerate(ways) if k >= 4)
    assert ways[1][1] == pytest.approx(ONE * TRIAL_SECONDS, rel=1e-6)
    assert ways[2][1] == pytest.approx(ONE * WARM_UP_SECONDS, rel=1e-6)
    assert all(samples <= 1.01 * max(1, times) * ONE * TRIAL_SECONDS for _, samples in ways[:4])


def test_the_slower_way_is_tried_again_for_a_moment():
    sizer = ChunkSizer(OPERATIONS, True)
    ways = [pass_chunk(sizer, 0.02 * ONE) for _ in range(20 * RETRY_CHUNKS)]
    tried = [k for k, (shared, _) in enumerate(ways) if shared]
    assert tried[:4] == [2, 3, 6, 7]
    assert {tried[k + 2] - tried[k] for k in range(2, len(tried) - 2, 2)} == {RETRY_CHUNKS + 3}
    assert all(ways[k][1] <= 1.01 * ONE * TRIAL_SECONDS for k in tried)


@pytest.mark.parametrize("first", [True, False])
def test_the_first_chunk_of_either_way_does_not_count(first):
    """Memory is fetched in it, and cores wake up."""
    sizer = ChunkSizer(OPERATIONS, True)
    for k in range(4):
        cold = 0.01 if k in (0, 2) else 1
        pass_chunk(sizer, cold * (2 if first else 0.9) * ONE, cold * ONE)
    assert sizer.shared == first


def test_threads_that_become_slow_are_given_up_at_once_and_taken_again_when_fast():
    sizer = ChunkSizer(OPERATIONS, True)
    for _ in range(6):
        pass_chunk(sizer, 2 * ONE)
    assert sizer.shared
    pass_chunk(sizer, 0.1 * ONE)
    assert not sizer.shared
    for _ in range(RETRY_CHUNKS + 3):
        pass_chunk(sizer, 2 * ONE)
    assert sizer.shared


def test_a_chunk_in_which_thread_0_only_waits_is_given_up_and_the_run_goes_on_alone(monkeypatch):
    rng = np.random.default_rng(0)
    X, T = rng.normal(size=(256, 2)), rng.integers(0, 2, 256)

    def make():
        network = numnet.Network([2, 256, 256, 2], seed=0)
        return Training(network, X, T, batch_size="full", epochs=60, evaluate_every=0, threads=1)

    alone, waiting = make(), make()
    alone.advance(updates=60)
    calls = []

    def train(layout, option, hyper, run, samples, work, limit, me, threads):
        """As if thread 0 had waited from the beginning."""
        work.barrier_state[NAPS] = compiled.MOST_NAPS if len(calls) == 0 else 0
        calls.append(limit)
        return original(layout, option, hyper, run, samples, work, limit, me, threads)

    original = compiled.train
    waiting.compile()
    monkeypatch.setattr(compiled, "train", train)
    waiting.chunk_sizer.limit = 10 * len(X)
    waiting.advance()
    assert waiting.updates == 0 and waiting.chunk_sizer.limit == 1  # nothing passed: next time there is less to do
    while waiting.updates < 60:
        waiting.advance(updates=60)
    alone.advance(updates=60)
    while alone.updates < 60:
        alone.advance(updates=60)
    np.testing.assert_array_equal(waiting.network.parameters, alone.network.parameters)

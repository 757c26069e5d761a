"""How a run is cut into chunks, and when threads share it."""

from itertools import pairwise

import pytest

from numnet.training.chunks import CHUNK_SECONDS, MAX_RETRY_CHUNKS, RETRY_CHUNKS, TRIAL_SECONDS, ChunkSizer

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


def test_a_chunk_is_at_least_one_sample_and_shrinks_tenfold_at_most():
    sizer = ChunkSizer(OPERATIONS, False)
    first = sizer.limit
    pass_chunk(sizer, rate=1e-3)
    assert sizer.limit == first // 10
    for _ in range(8):
        pass_chunk(sizer, rate=1e-3)
    assert sizer.limit == 1


@pytest.mark.parametrize("times", [0.02, 0.9, 1.1, 2.0])
def test_both_ways_are_tried_and_the_faster_one_is_taken(times):
    sizer = ChunkSizer(OPERATIONS, True)
    ways = [pass_chunk(sizer, times * ONE) for _ in range(RETRY_CHUNKS - 1)]
    assert [shared for shared, _ in ways[:3]] == [False, True, True]  # alone at first: one thread needs no others
    assert {shared for shared, _ in ways[3:]} == {times > 1}
    assert ways[1][1] == ways[2][1] == pytest.approx(ONE * TRIAL_SECONDS, rel=1e-6)


def test_the_slower_way_is_tried_again_for_a_moment_and_ever_less_often():
    sizer = ChunkSizer(OPERATIONS, True)
    ways = [pass_chunk(sizer, 0.02 * ONE) for _ in range(20 * MAX_RETRY_CHUNKS)]
    tried = [k for k, (shared, _) in enumerate(ways) if shared]
    assert tried[:2] == [1, 2]
    waits = [later - earlier for earlier, later in pairwise(tried[2:])]
    assert waits[:3] == [2 * RETRY_CHUNKS, 4 * RETRY_CHUNKS, 8 * RETRY_CHUNKS] and set(waits[4:]) == {MAX_RETRY_CHUNKS}
    assert all(ways[k][1] <= 1.01 * ONE * TRIAL_SECONDS for k in tried)


def test_the_first_shared_chunk_does_not_count():
    """The memory of the other threads is fetched in it."""
    sizer = ChunkSizer(OPERATIONS, True)
    pass_chunk(sizer)
    pass_chunk(sizer, 0.01 * ONE)
    pass_chunk(sizer, 2 * ONE)
    assert sizer.shared


def test_threads_that_become_slow_are_given_up_at_once_and_taken_again_when_fast():
    sizer = ChunkSizer(OPERATIONS, True)
    for _ in range(5):
        pass_chunk(sizer, 2 * ONE)
    assert sizer.shared
    pass_chunk(sizer, 0.1 * ONE)
    assert not sizer.shared
    for _ in range(2 * RETRY_CHUNKS):
        pass_chunk(sizer, 2 * ONE)
    assert sizer.shared

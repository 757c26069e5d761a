"""How a run is cut into chunks, and when threads share it."""

from itertools import pairwise

import pytest

from numnet.training.chunks import AGAIN, CHUNK_SECONDS, MOST_AGAIN, TRIAL_SECONDS, Pace

OPERATIONS = 1000.0
ONE = 1e7  # samples a second of one thread


def pass_chunk(pace, shared_rate=ONE, rate=ONE):
    """Let a chunk take its time; returns (whether it was shared, its length in samples)."""
    shared, samples = pace.shared, pace.limit
    pace.learn(samples, samples / (shared_rate if shared else rate))
    return shared, samples


@pytest.mark.parametrize("can_share", [True, False])
def test_chunks_grow_to_the_wanted_length_and_follow_the_speed(can_share):
    pace = Pace(OPERATIONS, can_share)
    for rate in (ONE, 3 * ONE, 2 * ONE):
        for _ in range(6):
            pass_chunk(pace, 2 * rate, rate)
        assert pace.shared == can_share
        assert pace.limit == pytest.approx(rate * CHUNK_SECONDS * (2 if can_share else 1), rel=1e-6)


def test_a_chunk_is_at_least_one_sample_and_shrinks_tenfold_at_most():
    pace = Pace(OPERATIONS, False)
    first = pace.limit
    pass_chunk(pace, rate=1e-3)
    assert pace.limit == first // 10
    for _ in range(8):
        pass_chunk(pace, rate=1e-3)
    assert pace.limit == 1


@pytest.mark.parametrize("times", [0.02, 0.9, 1.1, 2.0])
def test_both_ways_are_tried_and_the_faster_one_is_taken(times):
    pace = Pace(OPERATIONS, True)
    ways = [pass_chunk(pace, times * ONE) for _ in range(AGAIN - 1)]
    assert [shared for shared, _ in ways[:3]] == [False, True, True]  # alone at first: one thread needs no others
    assert {shared for shared, _ in ways[3:]} == {times > 1}
    assert ways[1][1] == ways[2][1] == pytest.approx(ONE * TRIAL_SECONDS, rel=1e-6)


def test_the_slower_way_is_tried_again_for_a_moment_and_ever_less_often():
    pace = Pace(OPERATIONS, True)
    ways = [pass_chunk(pace, 0.02 * ONE) for _ in range(20 * MOST_AGAIN)]
    tried = [k for k, (shared, _) in enumerate(ways) if shared]
    assert tried[:2] == [1, 2]
    waits = [later - earlier for earlier, later in pairwise(tried[2:])]
    assert waits[:3] == [2 * AGAIN, 4 * AGAIN, 8 * AGAIN] and set(waits[4:]) == {MOST_AGAIN}
    assert all(ways[k][1] <= 1.01 * ONE * TRIAL_SECONDS for k in tried)


def test_the_first_shared_chunk_does_not_count():
    """The memory of the other threads is fetched in it."""
    pace = Pace(OPERATIONS, True)
    pass_chunk(pace)
    pass_chunk(pace, 0.01 * ONE)
    pass_chunk(pace, 2 * ONE)
    assert pace.shared


def test_threads_that_become_slow_are_given_up_at_once_and_taken_again_when_fast():
    pace = Pace(OPERATIONS, True)
    for _ in range(5):
        pass_chunk(pace, 2 * ONE)
    assert pace.shared
    pass_chunk(pace, 0.1 * ONE)
    assert not pace.shared
    for _ in range(2 * AGAIN):
        pass_chunk(pace, 2 * ONE)
    assert pace.shared

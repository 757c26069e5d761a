"""How a run is cut into chunks, and when it gives threads up."""

import pytest

from numnet.pace import ALONE, CHUNK_SECONDS, FAIR, TRIAL_SECONDS, Pace

OPERATIONS = 1000.0
SOUND = 4 * FAIR / OPERATIONS  # samples a second


def pass_chunk(pace, rate):
    pace.learn(pace.limit, pace.limit / rate)


@pytest.mark.parametrize("can_share", [True, False])
def test_chunks_grow_to_the_wanted_length_and_follow_the_speed(can_share):
    pace = Pace(OPERATIONS, can_share)
    for rate in (SOUND, 3 * SOUND, 2 * SOUND):
        for _ in range(8):
            assert pace.shared == can_share
            pass_chunk(pace, rate)
        assert pace.limit == pytest.approx(rate * CHUNK_SECONDS, rel=1e-6)


def test_a_chunk_is_at_least_one_sample_and_shrinks_tenfold_at_most():
    pace = Pace(OPERATIONS, False)
    first = pace.limit
    pass_chunk(pace, 1e-3)
    assert pace.limit == first // 10
    for _ in range(8):
        pass_chunk(pace, 1e-3)
    assert pace.limit == 1


def test_slow_threads_are_given_up_and_tried_again_for_a_moment():
    pace = Pace(OPERATIONS, True)
    slow = FAIR / OPERATIONS / 2
    while pace.shared:
        pass_chunk(pace, slow)
    for _ in range(ALONE):
        assert not pace.shared
        pass_chunk(pace, SOUND)
    assert pace.shared and pace.limit == pytest.approx(SOUND * TRIAL_SECONDS, rel=1e-6)
    pass_chunk(pace, SOUND / 2)  # fair, but one thread was faster
    assert not pace.shared
    for _ in range(ALONE):
        pass_chunk(pace, SOUND)
    pass_chunk(pace, 2 * SOUND)
    assert pace.shared


def test_a_short_chunk_is_no_reason_to_give_up():
    pace = Pace(OPERATIONS, True)
    pace.learn(10, TRIAL_SECONDS / 2)
    assert pace.shared

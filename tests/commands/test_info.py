"""`numnet info`."""

import numpy as np
import pytest

import numnet
import numnet.optim.schedules

pytestmark = pytest.mark.filterwarnings("error")


def test_info_names_versions_threads_and_the_cache(shell):
    text = shell("info").stdout
    for part in (numnet.__version__, np.__version__, "numba", "threads", "layer", "SIMD", "cache", "cuda"):
        assert part in text

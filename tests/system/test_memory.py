"""What doesn't fit into memory is refused before it is taken."""

import re
import sys
import time
from pathlib import Path

import pytest

from numnet.utils import free_memory
from tests.support.cli import call, python
from tests.support.faults import error_of

pytestmark = [pytest.mark.filterwarnings("error"), pytest.mark.skipif(sys.platform == "win32", reason="faults of Unix")]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_does_not_fit_is_said_before_it_is_taken(monkeypatch):
    monkeypatch.setattr(free_memory, "available", lambda: 300_000_000)
    for words, message in (
        (["--hidden", "9000,9000"], r"sizes \[2, 9000, 9000, 3\]: the weights would take 324 MB of memory, 300 MB are"),
        (["--hidden", "5000,5000", "--batch-size", "full"], r"--batch-size 1200: .* would take \d.* GB .* smaller "),
    ):
        begun = time.monotonic()
        assert re.search(message, error_of(call("train", "spiral", *words, code=2)))
        assert time.monotonic() - begun < 20 and not list(Path().iterdir())


def test_sizes_beyond_all_numbers_are_refused():
    assert "2**63" in error_of(call("train", "xor", "--hidden", "9" * 30, code=2))
    assert "would take" in error_of(call("train", "xor", "--hidden", "9" * 12 + "," + "9" * 12, code=2))


def test_limits_of_the_process_and_the_machine_are_seen():
    import resource

    code = "from numnet.utils import free_memory as f; print(f.available(), f._of_machine(), f._of_limit())"

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

    done = python("-c", code, limit=limit)
    free, machine, own = done.stdout.split()
    assert int(free) <= min(int(machine), int(own)) and 3 << 30 < int(own) < 4 << 30

"""Fixtures that all tests share."""

import signal

import pytest

pytest.register_assert_rewrite("tests.support")

from tests.support.browser import browser, open_page  # noqa: E402, F401
from tests.support.trained_runs import landscape_runs, varied_runs  # noqa: E402, F401

# A shell starts what runs in the background with Ctrl-C ignored, and children inherit that: some tests send it to them.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def torch_double():
    """torch with float64 as its default type; without torch these tests skip and the others still run.

    Its NAdam keeps the product of the momenta in the default type.
    """
    torch = pytest.importorskip("torch")
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield torch
    torch.set_default_dtype(before)


def pytest_addoption(parser):
    """How many processes the tests of interrupted runs kill."""
    parser.addoption("--kills", type=int, default=20, help="processes to kill in tests/system/test_kills.py (slow)")

"""Settings and fixtures that all tests share."""

import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes more than a few seconds")
    config.addinivalue_line("filterwarnings", "error")


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

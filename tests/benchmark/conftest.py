"""Benchmarks without waiting, and without some libraries."""

import pytest

from numnet.benchmark import measure


@pytest.fixture
def quick(monkeypatch):
    """No waiting: these tests judge no time."""
    monkeypatch.setattr(measure, "PAUSE", 0.0)
    monkeypatch.setattr(measure, "AT_LEAST", 1e-4)


@pytest.fixture
def without(monkeypatch):
    """Pretend that some modules are not installed, and all others are."""

    def hide(*modules):
        monkeypatch.setattr("numnet.benchmark.peers.registry.find_spec", lambda name: None if name in modules else name)

    return hide

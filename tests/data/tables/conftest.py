"""Writes files of any content."""

import pytest


@pytest.fixture
def file(tmp_path):
    def write(content, encoding="utf-8", name="data.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture(params=["plain", "compiled"])
def way(request, monkeypatch):
    """Small files are read by Python alone, or as large ones are."""
    if request.param == "compiled":
        monkeypatch.setattr("numnet.data.tables.plain_records.SMALL_BYTES", 0)
    return request.param

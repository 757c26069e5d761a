"""Writes files of any content."""

import pytest


@pytest.fixture
def file(tmp_path):
    def write(content, encoding="utf-8", name="data.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write

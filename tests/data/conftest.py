"""Writes data files."""

import pytest


@pytest.fixture
def file(tmp_path):
    def write(columns, name="data.csv"):
        """A CSV file of {name: cells}, all of one length; a shorter list is repeated."""
        n = max(map(len, columns.values()))
        rows = zip(*([cells[i % len(cells)] for i in range(n)] for cells in columns.values()))
        path = tmp_path / name
        path.write_text("\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)]) + "\n", "utf-8")
        return path

    return write

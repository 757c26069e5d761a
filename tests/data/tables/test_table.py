"""A table in memory: its cells, its lines, and pieces that are joined."""

import numpy as np
import pytest

from numnet.data.tables.table import Lines, boxed, codes_of
from numnet.data.tables.text_reader import _joined

pytestmark = pytest.mark.filterwarnings("error")


def test_a_cell_is_a_number_or_carries_its_text():
    codes = np.array([0, 7, 2**32 - 1])
    values = np.concatenate([[1.5, -0.0], boxed(codes)])
    assert np.isnan(values[2:]).all() and codes_of(values).tolist() == [-1, -1, *codes]
    assert codes_of(np.copy(values[::2])).tolist() == [-1, 0, 2**32 - 1]


def test_lines_take_no_room_where_rows_follow_each_other():
    lines = Lines()
    for row in range(1000):
        lines.append(row, row + 2 if row < 500 else row + 4)
    assert len(lines.rows) == 2 and [lines[0], lines[499], lines[500], lines[999]] == [2, 501, 504, 1003]


def test_pieces_join_into_blocks(monkeypatch):
    monkeypatch.setattr("numnet.data.tables.text_reader.BLOCK_BYTES", 8 * 2 * 10)
    whole = np.arange(46.0).reshape(23, 2)
    blocks = _joined(iter(np.array_split(whole, 5)), 2)
    assert [len(block) for block in blocks] == [10, 10, 3] and np.array_equal(np.concatenate(blocks), whole)
    assert _joined(iter([]), 2) == []

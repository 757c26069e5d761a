"""A table in memory: its cells, its lines, and pieces that are joined."""

import numpy as np
import pytest

from numnet.data.tables.table import Lines, boxed, codes_of
from numnet.data.tables.text_reader import Blocks

pytestmark = pytest.mark.filterwarnings("error")


def test_a_cell_is_a_number_or_carries_its_text():
    codes = np.array([0, 7, 2**32 - 1])
    values = np.concatenate([[1.5, -0.0], boxed(codes)])
    assert np.isnan(values[2:]).all() and codes_of(values).tolist() == [-1, -1, *codes]
    assert codes_of(np.copy(values[::2])).tolist() == [-1, 0, 2**32 - 1]


def test_lines_take_no_room_where_rows_follow_each_other():
    lines = Lines()
    for row in range(0, 1000, 250):
        lines.extend(row, np.arange(row, row + 250) + (2 if row < 500 else 4))
    assert len(lines.rows) == 2 and [lines[0], lines[499], lines[500], lines[999]] == [2, 501, 504, 1003]


def test_pieces_fill_blocks(monkeypatch):
    monkeypatch.setattr("numnet.data.tables.text_reader.BLOCK_BYTES", 8 * 2 * 10)
    blocks, whole = Blocks(2), np.arange(56.0).reshape(28, 2)
    assert blocks.filled() == []
    for piece in np.split(whole, [4, 8, 12, 16]):
        blocks.room_for(len(piece))[:] = piece
    found = blocks.filled()
    assert [len(block) for block in found] == [8, 8, 12] and np.array_equal(np.concatenate(found), whole)

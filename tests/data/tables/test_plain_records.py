"""Small files, read by Python alone."""

import pytest

from numnet.data.tables.plain_records import SMALL_BYTES
from tests.support.cli import python

pytestmark = pytest.mark.filterwarnings("error")

LOADED = """
import sys, numnet.data
numnet.data.read_csv({path!r}, missing="drop")
numnet.data.load_dataset("digits"), numnet.data.load_dataset("xor")
print(sorted({{"numba", "llvmlite"}} & set(sys.modules)))
"""


@pytest.mark.parametrize("loaded", [[], ["llvmlite", "numba"]], ids=["small", "large"])
def test_only_a_large_file_needs_the_compiler(file, loaded):
    """Neither a small one nor a bundled set: nothing has to be compiled for them."""
    row, rows = '1.5,"a, b",2020-01-31,yes,1\n,c,2020-02-28,no,2\n', SMALL_BYTES // 40 if loaded else 50
    path = file("x,word,day,flag,y\n" + rows * row)
    assert (path.stat().st_size > SMALL_BYTES) == bool(loaded)
    assert python("-c", LOADED.format(path=str(path))).stdout == f"{loaded}\n"

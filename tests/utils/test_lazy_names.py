"""Modules that are imported on first use."""

from tests.support.cli import python

CODE = """
import sys
from numnet.utils.lazy_names import LazyModule
np = LazyModule("numpy")
assert "numpy" not in sys.modules
assert np.arange(3).tolist() == [0, 1, 2] and "numpy" in sys.modules
"""


def test_a_lazy_module_is_imported_when_a_name_in_it_is_asked_for():
    assert python("-c", CODE).returncode == 0

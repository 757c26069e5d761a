"""The catalogue of bundled sets: real ones with their files, generated ones with their generators."""

from numnet.data import DATASETS
from numnet.data.bundled.catalogue import REAL_SETS
from numnet.data.bundled.generators import GENERATED_SETS
from tests.support.cli import REPOSITORY


def test_every_real_set_has_its_file_and_every_file_its_set():
    files = sorted(path.stem for path in (REPOSITORY / "datasets").glob("*.csv"))
    assert sorted(info.name for info in REAL_SETS) == files


def test_no_two_sets_bear_one_name():
    assert len(DATASETS) == len(REAL_SETS) + len(GENERATED_SETS)
    assert all(name == info.name for name, info in DATASETS.items())

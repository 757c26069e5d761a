"""The figure of the data sets."""

import numpy as np
import pytest

from numnet import figures
from numnet.data import DATASETS, load_dataset
from tests.support.drawings import offsets

pytestmark = pytest.mark.usefixtures("coarse_grid")

def test_datasets_draws_every_bundled_set():
    axes = figures.datasets()
    assert [ax.get_title(loc="left").strip() for ax in axes] == list(DATASETS)
    assert all(0 < len(offsets(ax)[0]) <= 800 for ax in axes)
    assert axes[0].texts[0].get_text() == "150 × 4, 3 classes"
    assert axes[0].get_xlabel() == "PC 1 + PC 2: 96 % of variance"
    by_name = dict(zip(DATASETS, axes, strict=True))
    assert len(np.unique(by_name["discs"].collections[0].get_facecolor(), axis=0)) == 8
    np.testing.assert_array_equal(offsets(by_name["xor"])[0], load_dataset("xor").X)
    assert (by_name["sine"].get_xlabel(), by_name["sine"].get_ylabel()) == ("x", "y")


def test_datasets_takes_names_and_refuses_unknown_ones():
    assert [ax.get_title(loc="left").strip() for ax in figures.datasets(["moons", "line"])] == ["moons", "line"]
    assert len(figures.datasets("moons")) == 1
    with pytest.raises(ValueError, match="unknown data set 'mons': did you mean 'moons'"):
        figures.datasets(["mons"])
    with pytest.raises(ValueError, match="names is empty"):
        figures.datasets([])

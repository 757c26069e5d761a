"""The words of figures of trained runs in Korean."""

import pytest

from numnet import figures
from tests.support.korean import english_in
from tests.support.trained_runs import in_it  # noqa: F401

RUNS = ("binary", "multiclass", "multilabel", "regression", "curve", "deep", "digits")


@pytest.mark.parametrize("run", RUNS)
def test_no_english_is_left_in_korean_figures_of_a_run(run, korean):
    for kind in ("hidden", "network", "neurons", "weights", "training"):
        assert (kind, english_in(getattr(figures, kind)(run))) == (kind, set())


def test_no_english_is_left_in_korean_networks_and_landscapes(korean):
    assert english_in(figures.network("xor", sample=1, backward=True, epoch=0)) == set()
    assert english_in(figures.network("binary", maps=True)) == set()
    assert english_in(figures.landscape("multiclass")) == set()

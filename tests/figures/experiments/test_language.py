"""The words of experiments in Korean."""

from numnet import figures
from tests.support.korean import english_in


def test_no_english_is_left_in_korean_experiments(korean, found, rare, depths, stalled, fitted, encoded, chosen):
    for kind, result in zip(("batches", "optimizers", "gradients", "saturation", "capacity", "encoding", "selection"),
                            (found, rare, depths, stalled, fitted, encoded, chosen), strict=True):  # fmt: skip
        assert (kind, english_in(getattr(figures, kind)(result))) == (kind, set())

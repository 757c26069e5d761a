"""The sparkline and the chart of the losses."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from numnet.displays.loss_curves import loss_chart, sparkline
from tests.support.displays import checked, points


def history(n=41, validation=True, **changes):
    loss = np.geomspace(1, 0.1, n)
    about = {"epoch": np.arange(n), "epochs": n - 1, "train_loss": loss,
             "validation_loss": 1.5 * loss if validation else np.full(n, np.nan)}  # fmt: skip
    return SimpleNamespace(**{**about, **changes})


def curves(tree):
    """The paths of several points."""
    return [path for path in tree.iter("path") if len(points(path)[0]) > 2]


@pytest.mark.parametrize("draw", [sparkline, loss_chart])
def test_training_is_a_line_and_validation_is_dashed_above_it(draw):
    tree = checked(draw(history()))
    train, validation = curves(tree)
    assert "stroke-dasharray" not in train.attrib and "stroke-dasharray" in validation.attrib
    below, above = points(train)[0], points(validation)[0]
    assert len(below) == 41 and all(a[0] == b[0] and a[1] < b[1] for a, b in zip(above, below))
    assert below[0][1] < below[-1][1]  # it falls, and y goes down
    assert tree.attrib["aria-label"] == "loss over 40 epochs: training 0.1, validation 0.15"
    assert len(curves(checked(draw(history(validation=False))))) == 1


def test_the_chart_names_its_axes_and_the_last_values():
    texts = [text.text for text in checked(loss_chart(history())).iter("text")]
    assert {"epoch", "loss", "0", "40", "training 0.1", "validation 0.15", "0.5", "1.5"} <= set(texts)
    log = [text.text for text in checked(loss_chart(history(train_loss=np.geomspace(1, 1e-6, 41)))).iter("text")]
    assert {"1", "0.01", "0.0001"} <= set(log)
    tiny = history(train_loss=np.geomspace(1e-6, 1e-9, 41), validation=False)
    assert "1e−9" in [text.text for text in checked(loss_chart(tiny)).iter("text")]


def test_a_short_a_broken_and_an_empty_history_are_drawn():
    assert "0.1" in checked(loss_chart(history(n=2))).attrib["aria-label"]
    one = history(n=1, epochs=0)
    assert points(next(checked(sparkline(one)).iter("path")))[0]
    broken = history(n=3, train_loss=np.array([1, np.inf, np.nan]), validation=False)
    assert checked(loss_chart(broken)).attrib["aria-label"] == "loss over 2 epochs: training 1"
    empty = history(n=0, epochs=7)
    assert sparkline(empty) == "" and checked(loss_chart(empty)).attrib["aria-label"] == "no loss was finite"


def test_whole_epochs_are_on_the_axis_and_a_long_history_stays_small():
    few = [text.text for text in checked(loss_chart(history(n=3))).iter("text")]
    assert {"0", "1", "2"} <= set(few)
    assert len(loss_chart(history(n=1_000_000))) < 12_000


def test_the_last_number_of_epochs_is_not_cut_off():
    chart = loss_chart(history(4001))
    width, at = (int(re.search(pattern, chart)[1]) for pattern in (r'width="(\d+)"', r'<text x="(\d+)"[^>]*>4000<'))
    assert at + 4 * 7 / 2 <= width  # digits are some 7 pixels wide

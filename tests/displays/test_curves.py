"""Scales, ticks, and curves of few points that show what many would."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from numnet.displays.curves import DECADES, MOST_POINTS, Scale, decimated, loss_scale, nice_step, parts_of, path


@pytest.mark.parametrize("n", [1, 2, 299, 300, 301, 449, 1000, 99_999, 1_000_000])
def test_a_curve_has_few_points_and_keeps_ends_and_peaks(n):
    values = np.random.default_rng(n).normal(size=n)
    values[n // 3], values[2 * n // 3] = 100, -100
    kept = decimated(values)
    assert len(kept) <= MOST_POINTS and (np.diff(kept) > 0).all() and kept[0] == 0 and kept[-1] == n - 1
    assert values[kept].max() == values.max() and values[kept].min() == values.min()


def test_gaps_stay_gaps_and_infinities_are_no_peaks():
    values = np.linspace(1, 0, 30_000)
    values[10_000:20_000], values[50] = np.nan, np.inf
    kept = decimated(values)
    assert np.isfinite(values[kept]).sum() > 150 and not np.isinf(values[kept]).any()
    broken = path(kept, values[kept], Scale(0, 30_000, 0, 100), Scale(0, 1, 50, 0))
    assert broken.count("M") == 2 and broken.count("L") > 150


def test_a_point_alone_is_a_dot_and_no_point_is_no_path():
    x, scale = np.arange(3), Scale(0, 2, 0, 20)
    assert path(x, np.array([np.nan, 1, np.nan]), scale, scale) == '<path d="M10.0,10.0h0"/>'
    assert path(x, np.full(3, np.inf), scale, scale) == ""


def test_the_last_loss_is_the_last_that_was_finite():
    losses = np.linspace(1, 0.5, 10_000)
    losses[9_900:] = np.nan
    history = SimpleNamespace(epoch=np.arange(10_000), train_loss=losses, validation_loss=np.full(10_000, np.nan))
    (part,) = parts_of(history)
    assert (part.name, part.last) == ("training", losses[9_899]) and len(part.losses) == len(part.epochs) < 300


@pytest.mark.parametrize("values", [[5.0], [0.0, 0.0], [-1.0, 3.0], [1e-3, 1e3], [1e-300, 1e300], [np.nan, np.inf], []])
def test_a_scale_holds_all_losses(values):
    scale = loss_scale([values], 100, 0, from_zero=True)
    finite = [value for value in values if math.isfinite(value)]
    pixels = scale(np.array(finite))
    assert ((pixels >= 0) & (pixels <= 100)).all() and scale.low < scale.high
    assert 1 <= len(scale.ticks(5)) <= 14


def test_losses_that_span_decades_are_logarithmic():
    assert not loss_scale([[1, 10 ** (DECADES - 0.01)]], 1, 0).log
    log = loss_scale([[1.0], [10 ** (DECADES + 0.01), np.nan]], 100, 0)
    assert log.log and log.ticks(5) == pytest.approx([1, 2, 5, 10, 20])
    assert np.isnan(log([0.0, -1.0])).all()  # what has no logarithm is a gap
    assert loss_scale([[1e-9, 1.0]], 1, 0).ticks(5) == pytest.approx([1e-9, 1e-7, 1e-5, 1e-3, 1e-1])


def test_ticks_are_round_numbers_within_the_axis():
    assert Scale(0, 200, 0, 1).ticks(6) == [0, 50, 100, 150, 200]
    assert Scale(0.13, 0.48, 0, 1).ticks(5) == pytest.approx([0.2, 0.3, 0.4])
    assert [nice_step(least) for least in (1, 1.1, 2.1, 5.1)] == [1, 2, 5, 10]

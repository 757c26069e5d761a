"""What each option of a sweep does to the results, computed another way."""

import math
import random
from itertools import pairwise

import numpy as np
import pytest

import numnet
from numnet.studies import effects
from numnet.studies import search_space as grid
from numnet.studies.ranking import standings
from numnet.studies.sweep import Sweep
from tests.support.sweeps import LISTED, made, rate_loss

pytestmark = pytest.mark.filterwarnings("error")
AXES = {"l1": ["0", "1"], "hidden": ["8,8", "4", "16"], "learning_rate": ["0.01", "0.1", "1"]}


def loss(own, seed):
    """Mostly of the rate, a little of the width, and noise."""
    noise = random.Random(f"{own} {seed}").random()
    return 0.1 + abs(math.log10(float(own.get("learning_rate", "1")) / 0.1)) + 0.3 * (own.get("hidden") == "4") \
        + 0.2 * noise  # fmt: skip


def by_value(found, option):
    """{value: sorted medians of its configurations}."""
    groups = {}
    for c, own in enumerate(found.configurations):
        losses = [float(found.rows[c, seed]["validation_loss"]) for seed in range(found.seeds)]
        groups.setdefault(own[option], []).append(np.median(losses))
    return groups


def test_levels_are_quartiles_over_all_other_options():
    found = made(AXES, loss)
    seen = effects.effects(found)
    assert [one.option for one in seen] == ["learning_rate", "hidden", "l1"]
    for one in seen:
        groups = by_value(found, one.option)
        assert one.values == tuple(AXES[one.option]) and not one.pooled  # names as they were given
        for text, level in zip(one.values, one.levels, strict=True):
            assert (level.low, level.high, level.configurations) == (text, text, len(groups[text]))
            assert level.best == pytest.approx(min(groups[text])) and level.best_at == text
            np.testing.assert_allclose(level.quartiles, np.percentile(groups[text], (25, 50, 75)))


def test_the_share_is_that_of_least_squares_less_what_chance_gives():
    found = made(AXES, loss)
    medians = np.array([np.median([loss(own, seed) for seed in range(3)]) for own in found.configurations])
    ranks = medians.argsort().argsort()

    def left(options):
        """Sum of squares that a sum of a number for each value of these options leaves, and its degrees of freedom."""
        columns = [[own[option] == text for own in found.configurations] for option in options for text in AXES[option]]
        A = np.array([*columns, [True] * len(ranks)], float).T
        fitted = A @ np.linalg.lstsq(A, ranks, rcond=None)[0]
        return ((ranks - fitted) ** 2).sum(), len(ranks) - np.linalg.matrix_rank(A)

    whole, error = left([])[0], left(AXES)[0] / left(AXES)[1]
    for one in effects.effects(found):
        rest, free = left([option for option in AXES if option != one.option])
        gained, own = rest - left(AXES)[0], free - left(AXES)[1]
        assert one.share == pytest.approx(max(0, (gained - own * error) / whole))


def test_an_option_that_does_nothing_explains_nothing_however_many_values_it_has():
    axes = {"learning_rate": [grid.parse_range("0.001:1:log")], "l2": [grid.parse_range("0:1:lin")]}
    drawn = grid.draw(axes, 300, seed=1)
    shares = {one.option: one.share for one in effects.effects(made(axes, loss, drawn=drawn))}
    assert shares["learning_rate"] > 0.5 and shares["l2"] < 0.05
    diverged = effects.effects(made(AXES, lambda own, seed: math.inf))
    assert [one.share for one in diverged] == [0, 0, 0] and math.isinf(diverged[0].levels[0].best)


def test_numbers_drawn_at_random_are_taken_together_in_groups_of_equal_size():
    axes = {"learning_rate": [grid.parse_range("0.001:1:log")], "hidden": ["4", "8,8"]}
    found = made(axes, loss, drawn=grid.draw(axes, 60, seed=0))
    rate = effects.effects(found)[0]
    assert rate.option == "learning_rate" and rate.pooled and [own.configurations for own in rate.levels] == [10] * 6
    own = sorted((float(one["learning_rate"]), loss_of(found, c)) for c, one in enumerate(found.configurations))
    for k, level in enumerate(rate.levels):
        part = own[10 * k : 10 * k + 10]
        assert (float(level.low), float(level.high)) == (part[0][0], part[-1][0])
        np.testing.assert_allclose(level.quartiles, np.percentile([value for _, value in part], (25, 50, 75)))
        assert float(level.best_at) == min(part, key=lambda pair: pair[1])[0]
    assert not effects.effects(made({"learning_rate": [grid.parse_range("0.001:1:log:20")], "l1": ["0", "1"]},
                                    loss))[0].pooled  # fmt: skip


def loss_of(found, c):
    return np.median([float(found.rows[c, seed]["validation_loss"]) for seed in range(found.seeds)])


def test_equal_numbers_stay_in_one_group():
    axes = {"batch_size": [grid.parse_range("1:12:lin", whole=True)], "learning_rate": [grid.parse_range("0.1:1:lin")]}
    found = made(axes, loss, drawn=grid.draw(axes, 100, seed=0))
    levels = next(one for one in effects.effects(found) if one.option == "batch_size").levels
    ranges = [(int(level.low), int(level.high)) for level in levels]
    assert all(high < low for (_, high), (low, _) in pairwise(ranges))
    assert sum(level.configurations for level in levels) == 100


def test_what_diverged_is_the_worst():
    axes = {**LISTED, "l2": ["0", "1"]}
    rate = effects.effects(made(axes, rate_loss))[0]
    assert rate.option == "learning_rate" and rate.scale == "log"
    assert rate.levels[-1].quartiles == (math.inf,) * 3 and math.isfinite(rate.levels[-2].quartiles[2])
    accuracy = made({"loss": ["mse", "cross_entropy"]}, lambda own, seed: 0.9 if own["loss"] == "mse" else math.inf)
    assert [level.best for level in effects.effects(accuracy)[0].levels] == [0.9, -math.inf]


def test_a_sweep_that_is_not_done_shows_what_there_is():
    whole = made(AXES, loss)
    found = Sweep(None, whole.config, {key: row for key, row in whole.rows.items() if key[0] < 4})
    hidden = next(one for one in effects.effects(found) if one.option == "hidden")
    assert [(level.low, level.configurations) for level in hidden.levels] == [("8,8", 3), ("4", 1)]
    found = Sweep(None, whole.config)
    with pytest.raises(ValueError, match="no results yet"):
        effects.effects(found)
    assert standings(found) == []


def test_the_options_that_matter_most_are_shown():
    axes = {"l1": ["0", "1"], "learning_rate": LISTED["learning_rate"], "hidden": ["4", "8,8"]}
    found = made(axes, lambda own, seed: rate_loss(own, 0) + 0.3 * (own["hidden"] == "4") + 0.001 * float(own["l1"]))
    seen = effects.view(found)
    assert seen.options == ("learning_rate", "hidden") and seen.others == ("l1",)
    assert seen.values == (tuple(LISTED["learning_rate"]), ("4", "8,8")) or seen.values[1] == ["4", "8,8"]
    assert all(found.configurations[own.configuration]["l1"] == "0" for own in seen.best.values())
    ax = numnet.figures.sweep(found, kind="map")
    assert "learning rate and hidden matter most; in each cell the best l1" in " ".join(ax.get_title("left").split())

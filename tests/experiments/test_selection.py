"""Choosing the best of many networks by a validation set."""

import itertools

import numpy as np
import pytest

from numnet.experiments.selection import KINDS, Selection, selection


def test_the_best_of_k_is_the_mean_over_all_choices():
    rng = np.random.default_rng(3)
    validation, test = rng.permutation(24).reshape(3, 8) / 24, rng.random((3, 8))
    found = Selection(1, 1, 1, {"moons": validation}, {"moons": test})
    for k in (1, 2, 5, 8):
        best = []
        for row in range(3):
            for choice in itertools.combinations(range(8), k):
                winner = max(choice, key=lambda c: validation[row, c])
                best.append((validation[row, winner], test[row, winner]))
        np.testing.assert_allclose(found.best_of("moons", k), np.mean(best, axis=0), rtol=1e-12)
    with pytest.raises(ValueError, match="k must be <= 8"):
        found.best_of("moons", 9)


def test_a_chosen_network_looks_better_than_it_is(chosen):
    for kind in KINDS:
        (few, _), (many, test) = chosen.best_of(kind, 1), chosen.best_of(kind, 12)
        assert many > few and many - test > 0.03
        assert ((0 <= chosen.test[kind]) & (chosen.test[kind] <= 1)).all() and chosen.test[kind].shape == (4, 12)
    assert abs(chosen.test["coin flips"].mean() - 0.5) < 0.01 < 0.25 < chosen.test["moons"].mean() - 0.5


def test_bad_numbers_name_themselves():
    for arguments in ({"networks": 5}, {"n": 1}, {"held": 0}, {"repeats": 0}, {"epochs": 0}):
        with pytest.raises(ValueError, match=f"{next(iter(arguments))} must be"):
            selection(**arguments)

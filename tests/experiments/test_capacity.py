"""Too small, right, too large: polynomials and networks."""

import numpy as np
import pytest

import numnet
from numnet.experiments import capacity as fits
from numnet.experiments.capacity import capacity


def test_polynomials_are_those_of_least_squares(fitted):
    for seed, (x, t) in enumerate(fitted.samples):
        problem = fits._Problem(seed, 0.3, 12)
        np.testing.assert_array_equal(x, problem.X[:12, 0])
        for k in (0, 2, 4):
            answer = np.polyval(np.polyfit(x, t, k + 1), fitted.x)
            np.testing.assert_allclose(fitted.degrees.fits[seed, k], answer, rtol=1e-6, atol=1e-8)
            truth = problem.fresh[1] - np.polyval(np.polyfit(x, t, k + 1), problem.fresh[0][:, 0])
            assert fitted.degrees.validation[seed, k] == pytest.approx(np.sqrt((truth**2).mean()), rel=1e-6)
    assert len(fitted.degrees.values) == 11  # one less than the samples: more would be no fit
    assert fitted.degrees.train[:, -1].max() < 1e-3 < fitted.degrees.validation[:, -1].min()


@pytest.mark.parametrize(("name", "k", "options"), [
    ("L2", 4, {"l2": 1e-2}), ("L1", 2, {"l1": 1e-3}), ("dropout", 2, {"dropout": 0.2}),
])  # fmt: skip
def test_a_remedied_network_is_an_ordinary_training(fitted, name, k, options):
    problem = fits._Problem(2, 0.3, 12)
    net = numnet.Network([1, 16, 1], "tanh", "regression", seed=2)
    numnet.train(net, problem.X[:12], problem.T[:12], numnet.Adam(0.01), "full", 400, seed=2, **options)
    error = np.sqrt(((net.predict(problem.fresh[0]) - problem.fresh[1]) ** 2).mean())
    assert fitted.remedies[name].validation[2, k] == error
    np.testing.assert_array_equal(fitted.remedies[name].fits[2, k], net.predict(fitted.x[:, None]))


def test_samples_for_learning_choosing_and_judging_are_apart():
    problem = fits._Problem(0, 0.3, 20)
    parts = [set(x[:, 0]) for x in (problem.X, problem.held[0], problem.fresh[0])]
    assert not parts[0] & parts[1] and not parts[0] & parts[2] and not parts[1] & parts[2]
    assert np.std(problem.fresh[1] - np.sin(2 * problem.fresh[0][:, 0])) == pytest.approx(0.3, rel=0.15)
    assert not set(problem.X[:, 0]) & set(fits._Problem(1, 0.3, 20).X[:, 0])


def test_what_the_chapter_says_of_capacity():
    found = capacity(width=32, epochs=3000, seeds=4)
    for errors, rise in ((found.widths, 0.9), (found.degrees, 10)):  # a wide network is no fault in itself
        train, held = (np.median(part, axis=0) for part in (errors.train, errors.validation))
        assert held[0] > 1.5 * held[errors.best] and held[-1] > rise * held[errors.best]
        assert train[-1] < 0.5 * train[0] and 0 < errors.best < len(errors.values) - 1
    few, many = np.median(found.sizes.validation[:, 0]), np.median(found.sizes.validation[:, -1])
    assert few > 1.5 * many and many < 1.1 * found.noise
    ridge = np.median(found.remedies["L2"].train, axis=0)
    assert ridge[0] < ridge[-2] and ridge[-1] > 2 * found.noise  # too much of it underfits
    alone = np.median(found.widths.validation[:, -1])
    assert all(np.median(own.validation[:, own.best]) < alone for own in found.remedies.values())

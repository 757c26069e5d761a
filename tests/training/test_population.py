"""Many networks at once: the same bits as one after the other, and errors before anything is trained."""

import gc
import weakref

import numpy as np
import pytest

import numnet

data = numnet.load_dataset("blobs", n=90, seed=3)
X, T, VALIDATION = data.X[:70], data.T[:70], (data.X[70:], data.T[70:])


def networks(count=4, **options):
    return [numnet.Network([2, 5, 3], seed=10 + r, **{"task": "multiclass", **options}) for r in range(count)]


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"optimizer": [numnet.SGD(0.1), numnet.NAG(), numnet.Adam(), numnet.Lion()], "dropout": [0.0, 0.1, 0.2, 0.0]},
        {"schedule": ["constant", "cosine", "step:period=5", "warmup"], "l2": 0.01, "patience": 3, "batch_size": 70},
    ],
    ids=["defaults", "rules", "schedules"],
)
def test_each_member_ends_where_it_would_alone(options, threads):
    together, alone = networks(), networks()
    histories = numnet.train_population(
        together, X, T, seeds=[5, 0, 7, 7], validation=VALIDATION, epochs=12, threads=threads, **options
    )
    for r, (network, seed) in enumerate(zip(alone, [5, 0, 7, 7])):
        own = {name: value[r] if isinstance(value, list) else value for name, value in options.items()}
        history = numnet.train(network, X, T, validation=VALIDATION, epochs=12, seed=seed, **own)
        np.testing.assert_array_equal(together[r].parameters, network.parameters)
        for column in ("epoch", "train_loss", "validation_loss", "gradient_norm", "learning_rate", "train_metric"):
            np.testing.assert_array_equal(getattr(histories[r], column), getattr(history, column))
        assert (histories[r].best_epoch, histories[r].status) == (history.best_epoch, history.status)


def test_seeds_count_from_zero_and_members_differ():
    first, second = networks(3), networks(3)
    numnet.train_population(first, X, T, epochs=3)
    numnet.train_population(second, X, T, seeds=[0, 1, 2], epochs=3)
    for a, b in zip(first, second):
        np.testing.assert_array_equal(a.parameters, b.parameters)
    same_start = [numnet.Network([2, 5, 3], task="multiclass") for _ in range(2)]
    numnet.train_population(same_start, X, T, epochs=3)
    assert (same_start[0].parameters != same_start[1].parameters).any()


def test_the_callback_hears_of_every_member_once():
    heard = {}
    histories = numnet.train_population(networks(5), X, T, epochs=4, callback=heard.__setitem__)
    assert sorted(heard) == [0, 1, 2, 3, 4] and [heard[r] for r in range(5)] == histories


def test_a_callback_that_raises_stops_the_others():
    def fail(r, history):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        numnet.train_population(networks(), X, T, epochs=[1, *[10**8] * 3], evaluate_every=0, callback=fail)


def test_divergence_is_counted_and_the_others_are_unharmed():
    nets = networks(3, activation="relu")
    rules = [numnet.Adam(), numnet.SGD(1e35), numnet.Adam()]
    with pytest.warns(numnet.DivergenceWarning, match="1 of 3 networks diverged; the first: training"):
        histories = numnet.train_population(nets, X, T, rules, epochs=5)
    assert [history.status for history in histories] == ["finished", "diverged", "finished"]
    assert all(np.isfinite(net.parameters).all() for net in nets)


@pytest.mark.parametrize(
    ("count", "options", "error", "message"),
    [
        (0, {}, ValueError, "at least one"),
        (3, {"seeds": [1, 2]}, ValueError, "seed must be one value, or a list of one for each of the 3"),
        (3, {"dropout": [0.1, 0.2, 1.5]}, ValueError, "dropout must be >= 0 and < 1, got 1.5"),
        (3, {"optimizer": [3] * 3}, TypeError, "optimizer must be one of"),
        (3, {"threads": 0}, ValueError, "threads must be an integer >= 1, got 0"),
        (3, {"learning_rate": 0.1}, TypeError, "learning_rate"),
    ],
)
def test_bad_arguments_change_nothing(count, options, error, message):
    nets = networks(count)
    before = [net.parameters.copy() for net in nets]
    with pytest.raises(error, match=message):
        numnet.train_population(nets, X, T, **options)
    assert all((net.parameters == old).all() for net, old in zip(nets, before))


def test_one_architecture_and_different_objects():
    (net,) = networks(1)
    with pytest.raises(ValueError, match="different objects"):
        numnet.train_population([net, net], X, T)
    with pytest.raises(ValueError, match=r"one architecture; networks\[1\].sizes is \(2, 6, 3\)"):
        numnet.train_population([net, numnet.Network([2, 6, 3])], X, T)


def test_members_are_made_when_their_turn_comes():
    from numnet.training.population import train_each

    made, alive, most = [], set(), []

    class Member:
        def __init__(self, key):
            made.append(key)
            alive.add(key)
            most.append(len(alive))
            self.key, self.left = key, 3

        def advance(self):
            self.left -= 1
            return self.left > 0

    def finish(member):
        alive.remove(member.key)
        return member.key**2

    done = {}
    train_each(range(50), Member, finish, done.__setitem__, threads=2)
    assert done == {key: key**2 for key in range(50)} and sorted(made) == list(range(50)) and max(most) <= 2


def test_a_training_goes_with_its_last_reference():
    """At once, without Python's search for rings: otherwise thousands of them, with their data, are in memory."""
    gc.disable()
    try:
        training = numnet.Training(networks(1)[0], X, T, epochs=2)
        training.advance()
        training.finish()
        alive = weakref.ref(training)
        del training
        assert alive() is None
    finally:
        gc.enable()

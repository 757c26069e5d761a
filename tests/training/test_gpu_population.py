"""Many trainings on the GPU, in parts that fit, watched and resumed; simulated: see tests/cuda/test_training.py."""

from importlib import import_module

import numpy as np
import pytest

import numnet
from numnet.cuda import check_device
from numnet.cuda.errors import DeviceError, OutOfMemory
from numnet.model.samples import prepare_samples
from numnet.training.options import TrainOptions
from numnet.training.population import train_each
from numnet.training.training import Training

pytestmark = pytest.mark.cuda


@pytest.fixture(autouse=True)
def _device():
    try:
        check_device()
    except DeviceError as error:
        pytest.skip(str(error))


@pytest.fixture
def memory(monkeypatch):
    """Sets how many bytes are free on the GPU."""
    Limits = import_module("numnet.cuda.device.driver").Limits

    def set_memory(free):
        class Small(Limits):
            def __init__(self):
                super().__init__()
                self.memory = free

        for module in ("cuda.session", "training.gpu_population", "cuda.descent"):
            monkeypatch.setattr(f"numnet.{module}.Limits", Small)

    return set_memory


@pytest.fixture
def sessions(monkeypatch):
    """What sessions are made of: (number of networks, number of samples on the device) of each."""
    from numnet.cuda import session

    made, upload = [], session.Session._upload

    def counted(self, arrays):
        made.append((len(self.trainings), len(arrays["X"])))
        return upload(self, arrays)

    monkeypatch.setattr(session.Session, "_upload", counted)
    return made


def data(n=12):
    """(X, T, Xv, Tv)."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n + 4, 2))
    T = np.arange(n + 4) % 3
    return X[:n], T[:n], X[n:], T[n:]


def population(count=5, device="cuda", dtype="float64", **options):
    """(networks, histories) of so many, of different seeds."""
    X, T, Xv, Tv = data()
    networks = [numnet.Network([2, 3, 3], dtype=dtype, seed=seed) for seed in range(count)]
    options = {"epochs": 3, "batch_size": 5, "dropout": 0.2, "validation": (Xv, Tv), **options}
    return networks, numnet.train_population(networks, X, T, numnet.Adam(0.05), device=device, **options)


def assert_same(ours, theirs, tolerance=1e-9):
    """Weights and histories of two populations agree."""
    for network, history, other, expected in zip(*ours, *theirs, strict=True):
        np.testing.assert_allclose(network.parameters, other.parameters, tolerance, tolerance)
        np.testing.assert_array_equal(history.epoch, expected.epoch)
        np.testing.assert_allclose(history.validation_loss, expected.validation_loss, tolerance)
        assert (history.epochs, history.updates, history.status) == (
            expected.epochs, expected.updates, expected.status)  # fmt: skip


# --- memory ----------------------------------------------------------------------------------------------------------


def test_what_a_session_needs_is_what_it_takes():
    from numnet.cuda.session import Session

    X, T, Xv, Tv = data()
    weights = np.arange(1.0, 13.0)
    rules = [numnet.SGD(), numnet.NAG(), numnet.AMSGrad()]  # with memories of different sizes
    options = {"batch_size": 5, "epochs": 4, "validation": (Xv, Tv), "device": "cuda", "sample_weight": weights}
    trainings = [Training(numnet.Network([2, 3, 3]), X, T, rule, **options) for rule in rules]
    for engine in ("blocks", "large_blocks", "grid"):
        session = Session(trainings, engine)
        assert session.nbytes == sum(array.nbytes for array in session.fleet if hasattr(array, "nbytes"))


def test_what_does_not_fit_is_trained_in_parts_and_the_data_go_there_once_for_each(memory, sessions):
    whole = population()
    assert sessions == [(5, 16)]
    seen = []
    memory(4500)
    parts = population(callback=lambda r, history: seen.append((r, history.epochs)))
    assert_same(parts, whole, 0)
    assert [networks for networks, _ in sessions[1:]] == [2, 2, 1]
    assert {samples for _, samples in sessions} == {16}
    assert seen == [(r, 3) for r in range(5)]


def test_no_more_members_are_made_than_the_memory_may_hold(memory):
    X, T, *_ = data()
    samples = prepare_samples(numnet.Network([2, 3, 3]), X, T)
    alive, most = set(), 0

    def make(seed):
        nonlocal most
        alive.add(seed)
        most = max(most, len(alive))
        return Training.prepared(numnet.Network([2, 3, 3], seed=seed), samples, TrainOptions(epochs=1, device="cuda"))

    memory(6000)
    train_each(range(12), make, Training.finish, lambda seed, history: alive.remove(seed), device="cuda")
    assert not alive
    assert 1 < most < 12


def test_the_driver_may_find_that_memory_is_short_where_we_did_not(monkeypatch, sessions):
    """Another program has taken it, or a kernel wants some for itself."""
    from numnet.cuda.session import Session

    whole, advance = population(4), Session.advance

    def short(self, *arguments, **options):
        if len(self.trainings) > 1:
            raise OutOfMemory("as the driver said")
        return advance(self, *arguments, **options)

    monkeypatch.setattr(Session, "advance", short)
    assert_same(population(4), whole, 0)
    assert [networks for networks, _ in sessions] == [4, 4, 2, 1, 1, 2, 1, 1]


def test_a_single_network_that_does_not_fit_says_what_would(memory):
    memory(2000)
    words = "the network needs .* MB on the GPU with its samples, where 0.002 MB are free; use fewer samples, a smaller"
    with pytest.raises(DeviceError, match=words):
        population()
    X, T, *_ = data()
    network = numnet.Network([2, 3, 3])
    before = network.parameters.copy()
    with pytest.raises(DeviceError, match=words):
        numnet.train(network, X, T, device="cuda")
    np.testing.assert_array_equal(network.parameters, before)


def test_walks_go_in_parts_too(memory):
    rules = [numnet.Adam(rate) for rate in (0.01, 0.02, 0.05, 0.1, 0.2)]
    options = {"steps": 10, "record": "anatomy", "noise": 0.1, "device": "cuda"}
    whole = numnet.descend_many("beale", rules, **options)
    memory(3000)
    parts = numnet.descend_many("beale", rules, **options)
    for name in ("path", "value", "end", "converged_at"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))
    np.testing.assert_array_equal(parts.walks.state, whole.walks.state)
    memory(300)
    with pytest.raises(DeviceError, match=r"a walk needs .* use fewer steps, record='end', or device cpu"):
        numnet.descend_many("beale", rules, **options)


# --- watched ---------------------------------------------------------------------------------------------------------


def test_each_is_reported_when_it_ends_and_kept_if_the_rest_is_interrupted(monkeypatch):
    kept = []
    monkeypatch.setattr("numnet.training.chunks.TRIAL_SECONDS", 1e-7)  # the simulator is no GPU

    def callback(r, history):
        kept.append((r, history.epochs))
        if r == 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        population(3, epochs=[8, 1, 10**6], callback=callback)
    assert kept == [(1, 1), (0, 8)]


def test_how_far_those_that_run_have_come_is_told_between_launches(monkeypatch):
    monkeypatch.setattr("numnet.training.chunks.TRIAL_SECONDS", 1e-7)
    X, T, *_ = data()
    told = []

    def make(epochs):
        return Training(numnet.Network([2, 3, 3]), X, T, epochs=epochs, device="cuda")

    train_each([10, 5], make, Training.finish, lambda *_: told.append("ended"), device="cuda", going=told.append)
    shares = [share for share in told[: told.index("ended")] if share != "ended"]
    assert shares == sorted(shares)
    assert len(shares) > 2
    assert 0 < shares[-2] < 2
    assert told[-1] == "ended"


def test_a_launch_is_as_long_as_its_samples_say_evaluations_included():
    """Else a run that is evaluated after each epoch would never learn how much it does in 50 ms."""
    from numnet.cuda.session import Session

    X, T, Xv, Tv = data()
    session = Session([Training(numnet.Network([2, 3, 3]), X, T, epochs=50, validation=(Xv, Tv), device="cuda")])
    assert session.advance(100) >= 100


def test_seconds_rise_and_compiling_is_none_of_them():
    _, histories = population(2, epochs=[2, 6])
    for history in histories:
        assert history.seconds[0] == 0
        assert (np.diff(history.seconds) > 0).all()
        assert history.compile_seconds > 0
    assert histories[0].seconds[-1] <= histories[1].seconds[-1]


# --- orders of samples -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("epochs", "most"), [(1, 7), (2, 6), (3, 4), (7, 1)])
def test_orders_are_made_ahead_for_many_launches(monkeypatch, epochs, most):
    from numnet.cuda import kernels, session

    X, T, *_ = data()
    ends, made, make_orders = [], [], kernels.make_orders

    class Counted:
        def __getitem__(self, key):
            made.append(key)
            return make_orders[key]

    for window in (7, epochs):
        monkeypatch.setattr(session, "MAX_ORDER_BYTES", 8 * len(X) * window)
        training = Training(numnet.Network([2, 3, 3], seed=1), X, T, batch_size=5, epochs=7, device="cuda")
        training.compile()
        assert training._session.epochs == window
        with monkeypatch.context() as patch:
            patch.setattr(kernels, "make_orders", Counted())
            made.clear()
            while training.advance(updates=training.updates + 2):
                pass
        ends.append(training.run.theta)
    np.testing.assert_array_equal(*ends)
    assert 1 <= len(made) <= most


def test_no_order_is_read_that_was_not_made(monkeypatch):
    """What memory on a GPU holds before is anything; here it is places that no data set has."""
    from numnet.cuda import session

    def allocate(size, dtype):
        return np.full(size, 10**6, dtype)

    networks, histories = population(3, epochs=[1, 2, 5], evaluate_every=2)
    monkeypatch.setattr(session, "allocate", allocate)
    assert_same(population(3, epochs=[1, 2, 5], evaluate_every=2), (networks, histories), 0)


# --- resumed ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [1, 2, 5])
def test_a_population_resumes_to_what_one_run_gives(every):
    whole = population(3, epochs=4, evaluate_every=every)
    _, earlier = population(3, epochs=[1, 3, 2], evaluate_every=every)
    assert_same(population(3, epochs=4, evaluate_every=every, resume=earlier), whole, 0)
    assert_same(whole, population(3, "cpu", epochs=4, evaluate_every=every))


def test_seconds_of_the_earlier_part_stay():
    _, earlier = population(2, epochs=2)
    _, later = population(2, epochs=4, resume=earlier)
    for history, before in zip(later, earlier):
        np.testing.assert_array_equal(history.seconds[:3], before.seconds)
        assert (np.diff(history.seconds) > 0).all()


def test_one_of_many_resumes_alone_and_other_data_are_noticed():
    X, T, Xv, Tv = data()
    networks, earlier = population(3, dtype="float32")
    options = {"epochs": 5, "batch_size": 5, "dropout": 0.2, "seed": 1, "validation": (Xv, Tv), "device": "cuda"}
    history = numnet.train(networks[1], X, T, numnet.Adam(0.05), resume=earlier[1], specialize=True, **options)
    assert history.epochs == 5
    with pytest.raises(ValueError, match="not the data of the earlier training"):
        numnet.train(networks[1], X + 0.1, T, numnet.Adam(0.05), resume=earlier[1], **options)
    with pytest.raises(ValueError, match="not the data of the earlier training"):
        numnet.train_population(networks, X + 0.1, T, numnet.Adam(0.05), epochs=5, batch_size=5, dropout=0.2,
                                validation=(Xv, Tv), resume=earlier, device="cuda")  # fmt: skip

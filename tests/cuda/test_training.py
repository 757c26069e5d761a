"""The GPU against the CPU: same start, same shuffles, same dropout, same numbers; no size is a multiple of a block.

With NUMBA_ENABLE_CUDASIM=1 these tests are simulated: four threads of Python stand in for a block.  That shows that the
kernels compute the right numbers and wait where they must; of speed, and of memory models, it shows nothing.
"""

import numpy as np
import pytest

import numnet
from numnet.cuda import check_device
from numnet.cuda.errors import DeviceError, in_simulator
from numnet.training.training import Training
from tests.support.schedules import SCHEDULES

pytestmark = pytest.mark.cuda
UPDATES = 30


@pytest.fixture(scope="module", autouse=True)
def _device():
    try:
        check_device()
    except DeviceError as error:
        pytest.skip(str(error))


def problem(task, n=11, inputs=3, outputs=3, seed=0):
    """(X, T, Xv, Tv)."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n + 5, inputs))
    if task == "multiclass":
        T = np.arange(n + 5) % outputs
    elif task == "regression":
        T = rng.normal(size=(n + 5, outputs))
    else:
        T = rng.integers(0, 2, (n + 5, outputs)).astype(float)
        T[:2] = [[0] * outputs, [1] * outputs]
    return X[:n], T[:n], X[n:], T[n:]


def training(device, optimizer=None, task="multiclass", sizes=(3, 5, 2, 3), dtype="float64", loss="auto",
             activation="tanh", updates=UPDATES, batch_size=4, n=11, **options):  # fmt: skip
    """A `Training` of a small network, ``updates`` long."""
    X, T, Xv, Tv = problem(task, n, inputs=sizes[0], outputs=sizes[-1])
    network = numnet.Network(sizes, activation, task, loss, dtype=dtype, seed=1)
    epochs = -(-updates // -(-len(X) // batch_size))
    options = {"evaluate_every": 4, "seed": 2, "epochs": epochs, "validation": (Xv, Tv), **options}
    return Training(network, X, T, optimizer, batch_size=batch_size, device=device, **options)


def pair(**options):
    """The same training on both devices, to the end."""
    runs = [training(device, **options) for device in ("cpu", "cuda")]
    for run in runs:
        while run.advance():
            pass
    return runs


def assert_same(cpu, cuda, tolerance=1e-9):
    """Weights, memory, counters and histories agree; seconds are nobody's concern."""
    for name in ("theta", "state", "best"):
        ours, theirs = getattr(cuda.run, name), getattr(cpu.run, name)
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance, err_msg=name)
    np.testing.assert_array_equal(cuda.run.counter, cpu.run.counter)
    np.testing.assert_allclose(cuda.run.total, cpu.run.total, rtol=tolerance)
    without_seconds = [0, 1, 3, 4, 5, 6, 7, 8]
    ours, theirs = (run.run.history[:, without_seconds] for run in (cuda, cpu))
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("rule", numnet.OPTIMIZERS)
def test_every_rule(rule):
    kind = numnet.OPTIMIZERS[rule]
    cpu, cuda = pair(optimizer=kind(weight_decay=0.01))
    assert cuda.updates >= UPDATES
    assert_same(cpu, cuda)


@pytest.mark.parametrize("rule", ["adam", "nadam"])
def test_without_bias_correction(rule):
    assert_same(*pair(optimizer=numnet.OPTIMIZERS[rule](bias_correction=False), updates=9))


@pytest.mark.parametrize("activation", numnet.ACTIVATIONS)
def test_every_activation(activation):
    assert_same(*pair(activation=activation, updates=9))


@pytest.mark.parametrize(("task", "loss"), [
    (task, loss) for task in ("regression", "binary", "multiclass", "multilabel") for loss in numnet.LOSSES
    if (task, loss) != ("regression", "cross_entropy")
])  # fmt: skip
def test_every_task_and_loss(task, loss):
    outputs = 1 if task == "binary" else 3
    assert_same(*pair(task=task, loss=loss, sizes=(3, 5, outputs), updates=9))


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_schedule(schedule):
    assert_same(*pair(schedule=schedule, sizes=(3, 4, 3), updates=20, evaluate_every=2))


def test_every_option_at_once():
    options = {"l1": 1e-3, "l2": 1e-2, "dropout": 0.3, "clip_norm": 0.5, "optimizer": numnet.AdamW(0.02)}
    assert_same(*pair(**options))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_last_mini_batch_is_smaller_and_nothing_is_shuffled(dtype):
    assert_same(*pair(shuffle=False, batch_size=7, dtype=dtype, updates=6), 1e-9 if dtype == "float64" else 2e-5)


@pytest.mark.parametrize("activation", ["tanh", "gelu"])
def test_float32_agrees_to_rounding(activation):
    cpu, cuda = pair(dtype="float32", activation=activation, optimizer=numnet.Momentum())
    np.testing.assert_allclose(cuda.run.theta, cpu.run.theta, rtol=2e-5, atol=2e-6)


def test_no_hidden_layer_one_sample_an_update():
    assert_same(*pair(sizes=(3, 3), batch_size=1, updates=11))


@pytest.mark.parametrize(("task", "loss"), [("multiclass", "cross_entropy"), ("multiclass", "huber"),
                                            ("regression", "mse")])  # fmt: skip
def test_samples_that_count_differently(task, loss):
    X, _, Xv, Tv = problem(task)
    weights = np.linspace(0, 2, len(X))
    options = {"task": task, "loss": loss, "sample_weight": weights, "updates": 9}
    assert_same(*pair(**options, validation=(Xv, Tv, np.arange(1.0, 1 + len(Xv)))))


def test_patience_stops_at_the_same_epoch():
    cpu, cuda = pair(optimizer=numnet.SGD(2.0), patience=2, evaluate_every=1, updates=60)
    assert cpu.status.name == "STOPPED"
    assert_same(cpu, cuda)


def test_divergence_is_noticed_in_the_same_update():
    cpu, cuda = pair(task="regression", loss="mse", activation="relu", optimizer=numnet.SGD(1e4), updates=60)
    assert cpu.status.name == "DIVERGED"
    assert (cuda.status, cuda.updates, cuda.epochs_done) == (cpu.status, cpu.updates, cpu.epochs_done)
    assert cuda.diagnosis == cpu.diagnosis
    assert np.isfinite(cuda.network.parameters).all()


def test_a_run_in_pieces_is_the_run_in_one():
    whole, pieces = training("cuda", numnet.Nadam()), training("cuda", numnet.Nadam())
    while whole.advance():
        pass
    for updates in (1, 4, 5, 17, 40):
        while pieces.updates < updates and pieces.advance(updates=updates):
            pass
    pieces.advance()
    np.testing.assert_array_equal(pieces.run.theta, whole.run.theta)
    np.testing.assert_array_equal(pieces.run.counter, whole.run.counter)


def test_resumed_is_uninterrupted_in_the_middle_of_an_epoch_too():
    X, T, Xv, Tv = problem("multiclass")

    def trained(epochs, **options):
        network = numnet.Network([3, 4, 3], seed=1)
        options = {"validation": (Xv, Tv), "batch_size": 4, "device": "cuda", "dropout": 0.2, **options}
        return network, numnet.train(network, X, T, numnet.Nadam(), epochs=epochs, **options)

    whole, history = trained(5)
    resumed, continued = trained(5, resume=trained(2)[1])
    np.testing.assert_array_equal(resumed.parameters, whole.parameters)
    np.testing.assert_array_equal(continued.train_loss, history.train_loss)
    half = training("cuda", epochs=5)
    half.advance(updates=4)
    later = training("cuda", epochs=5, resume=half.finish())
    straight = training("cuda", epochs=5)
    for run in (later, straight):
        while run.advance():
            pass
    np.testing.assert_array_equal(later.run.theta, straight.run.theta)


@pytest.mark.parametrize("engine", ["threads", "blocks", "large_blocks", "grid"])
def test_every_engine(engine):
    from numnet.cuda.session import Session

    options = {"sizes": (2, 3, 3), "updates": 9, "optimizer": numnet.NAG(), "dropout": 0.2, "clip_norm": 0.4}
    cpu, cuda = (training(device, **options) for device in ("cpu", "cuda"))
    while cpu.advance():
        pass
    session = Session([cuda], engine)
    while cuda.status == 0:
        session.advance(20)
    assert_same(cpu, cuda)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("engine", ["blocks", "threads"])
def test_a_kernel_for_one_shape(engine, dtype):
    from numnet.cuda.session import Session

    cpu, cuda = (training(device, sizes=(3, 4, 2, 3), updates=9, dtype=dtype, dropout=0.2)
                 for device in ("cpu", "cuda"))  # fmt: skip
    while cpu.advance():
        pass
    session = Session([cuda], engine, specialize=True)
    while cuda.status == 0:
        session.advance(20)
    assert session.specialized
    assert_same(cpu, cuda, 1e-9 if dtype == "float64" else 2e-5)


def test_a_kernel_for_one_shape_is_taken_on_request():
    run = training("cuda", updates=2, specialize=True)
    while run.advance():
        pass
    assert run._session.specialized


def test_long_runs_get_a_kernel_of_their_own():
    from numnet.cuda.session import EARNED, Session

    assert Session([training("cuda", updates=EARNED, evaluate_every=0)]).specialized
    assert not Session([training("cuda", updates=EARNED // 2, evaluate_every=0)]).specialized
    assert not Session([training("cuda", updates=EARNED, evaluate_every=0)], specialize=False).specialized


def test_a_tile_smaller_than_the_batch():
    from numnet.cuda.session import Session

    cpu, cuda = (training(device, batch_size=11, updates=3, l2=0.1, dropout=0.2) for device in ("cpu", "cuda"))
    while cpu.advance():
        pass
    session = Session([cuda])
    session.fleet = session.fleet._replace(share=session.fleet.share._replace(tile=3))
    session.advance(1000)
    assert_same(cpu, cuda)


def test_a_population_of_different_rules_batches_and_seeds():
    X, T, Xv, Tv = problem("multiclass")

    def trained(device):
        networks = [numnet.Network([3, 4, 3], dtype="float64", seed=seed) for seed in range(3)]
        histories = numnet.train_population(
            networks, X, T, [numnet.Adam(0.05), numnet.NAG(), numnet.AMSGrad()], seeds=[5, 6, 7], epochs=4,
            validation=(Xv, Tv), batch_size=[4, 11, 2], dropout=[0.0, 0.2, 0.0], device=device,
        )  # fmt: skip
        return networks, histories

    for ours, history, theirs, expected in zip(*trained("cuda"), *trained("cpu")):
        np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(history.validation_loss, expected.validation_loss, rtol=1e-9)
        assert (history.epochs, history.updates, history.status) == (expected.epochs, expected.updates, "finished")


def test_train_with_callback_and_best_weights():
    X, T, Xv, Tv = problem("multiclass")
    network, seen = numnet.Network([3, 4, 3], seed=1), []
    history = numnet.train(network, X, T, epochs=3, validation=(Xv, Tv), device="cuda", patience=9,
                           callback=lambda epoch, history: seen.append((epoch, len(history))))  # fmt: skip
    assert seen == [(1, 2), (2, 3), (3, 4)]
    assert history.status == "finished"
    assert network.loss(Xv, Tv) == pytest.approx(history.validation_loss.min(), rel=1e-5)


@pytest.mark.parametrize("surface", [*numnet.SURFACES, "x**2 + 10*y**2 + sin(x*y)"])
def test_every_surface(surface):
    options = {"steps": 6, "record": "anatomy", "noise": [0.0, 0.1, 0.0], "seed": 4, "schedule": "cosine"}
    rules = [numnet.Adam(0.05), numnet.NAG(0.001), numnet.SGD(1e8)]
    ours, theirs = (numnet.descend_many(surface, rules, device=device, **options) for device in ("cuda", "cpu"))
    for name in ("path", "value", "end", "end_value", "longest_step"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-9, atol=1e-12, err_msg=name)
    for name in ("diverged_at", "converged_at", "escaped_at", "left_at", "stuck"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), err_msg=name)


def test_the_simulator_says_so():
    from numnet.cuda import describe_device

    assert ("simulator" in describe_device()) == in_simulator()

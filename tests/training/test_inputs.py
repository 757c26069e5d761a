"""Inputs in any form, one compile for all, and data at the limits."""

import math

import numpy as np
import pytest

import numnet
from numnet.cpu import entry_points
from numnet.cpu import training as cpu_training
from tests.support.trainings import TASKS, data, network, trained


def read_only(a):
    a = a.copy()
    a.flags.writeable = False
    return a


def unaligned(a):
    """The same numbers one byte off their natural place, as records read from a file may have them."""
    room = np.zeros(a.nbytes + 1, np.uint8)
    room[1:] = np.frombuffer(a.tobytes(), np.uint8)
    return room[1:].view(a.dtype).reshape(a.shape)


FORMS = {
    "fortran": np.asfortranarray, "list": lambda a: a.tolist(), "tuple": lambda a: tuple(map(tuple, a)),
    "read-only": read_only, "every second row": lambda a: np.repeat(a, 2, axis=0)[::2],
    "reversed twice": lambda a: a[::-1, ::-1].copy()[::-1, ::-1], "object": lambda a: a.astype(object),
    "float32": lambda a: a.astype(np.float32), "int": lambda a: a.astype(int), "big-endian": lambda a: a.astype(">f8"),
    "bytes": lambda a: a.astype(np.int8), "unaligned": unaligned,
}  # fmt: skip


def kernel_counts():
    """How many versions of each kernel that Python calls have been compiled or loaded."""
    kernels = {"train": cpu_training.train, **vars(entry_points)}
    return {name: len(kernel.signatures) for name, kernel in kernels.items() if hasattr(kernel, "signatures")}


@pytest.fixture
def warm():
    """Both dtypes' kernels, loaded."""
    for dtype in ("float32", "float64"):
        X, T = data()
        net = network(dtype=dtype)
        numnet.train(net, X, T, epochs=1)
        net.forward(X), net.loss(X, T), net.gradient(X, T)


@pytest.mark.parametrize("form", FORMS)
def test_inputs_in_any_form(form, warm):
    """Whole numbers, so that every form holds the same; and no form compiles a kernel of its own."""
    X, T = data("regression")
    X, T = np.round(3 * X), np.round(3 * T)
    before = kernel_counts()
    net, theta = network("regression"), trained(X, T, "regression", epochs=2)[0]
    numnet.train(net, FORMS[form](X), FORMS[form](T), epochs=2, validation=(FORMS[form](X), FORMS[form](T)))
    np.testing.assert_array_equal(net.parameters, theta)
    np.testing.assert_array_equal(net.forward(FORMS[form](X)), net.forward(X))
    assert kernel_counts() == before


def test_data_frames():
    pandas = pytest.importorskip("pandas")
    X, T = data()
    frame, series = pandas.DataFrame(X, columns=list("abc")), pandas.Series(T)
    np.testing.assert_array_equal(trained(frame, series, epochs=2)[0], trained(X, T, epochs=2)[0])
    names = pandas.Series(np.array(["x", "y", "z"])[T])
    net = network(target_names=("x", "y", "z"))
    assert net.loss(frame, names) == net.loss(X, T)


def test_one_compile_a_dtype(warm):
    """Whatever the architecture, the rule, the loss, the schedule and the options."""
    before = kernel_counts()
    for dtype in ("float32", "float64"):
        for k, kind in enumerate(numnet.OPTIMIZERS.values()):
            task = list(TASKS)[k % 4]
            loss = ["auto", "mse", "mae", "huber"][k % 3]
            activation = list(numnet.ACTIVATIONS)[k % 9]
            X, T = data(task, 11 + k)
            net = network(task, [4] * (k % 5), dtype, activation=activation, loss=loss)
            numnet.train(
                net,
                X,
                T,
                kind(),
                epochs=2,
                batch_size=[1, 5, "full"][k % 3],
                dropout=0.1 * (k % 2),
                l1=0.01 * k,
                schedule=list(numnet.SCHEDULES)[k % 7],
                validation=(X, T) if k % 2 else None,
                clip_norm=k + 1,
                patience=k + 1,
                shuffle=bool(k % 2),
            )
            net.predict(X), net.gradient(X, T)
    assert kernel_counts() == before


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"shuffle": "no"}, TypeError, "shuffle must be True or False, got 'no'"),
        ({"callback": 5}, TypeError, "callback must be callable"),
        ({"epochs": 10**15}, MemoryError, "use fewer epochs or evaluate_every"),
        ({"optimizer": numnet.Adam(eps=1e-50)}, ValueError, "eps must not round to 0 in float32, got 1e-50"),
    ],
)
def test_arguments_of_the_wrong_kind(options, error, message):
    X, T = data()
    with pytest.raises(error, match=message):
        numnet.train(network(dtype="float32"), X, T, **{"epochs": 2, **options})


def test_a_sure_and_right_softmax_still_has_a_loss():
    """Net inputs 20 and 0: −ln y = ln(1 + e⁻²⁰), which float32 cannot tell from 0 by way of y."""
    net = numnet.Network([1, 2], task="multiclass", dtype="float32")
    net.parameters[:] = [20, 0, 0, 0]
    assert net.loss([[1.0]], [0]) == pytest.approx(math.log1p(math.exp(-20)), rel=1e-5)


def test_a_validation_loss_that_is_nan_is_never_the_best():
    X, T = data("regression")
    net = network("regression", dtype="float64")
    training = numnet.Training(net, X, T, numnet.SGD(1e-9), epochs=3, validation=(X[:4].copy(), T[:4].copy()))
    training.compile()
    training.samples.validation_T[:] = np.nan
    while training.advance():
        pass
    assert np.isnan(training.history.validation_loss[1:]).all() and training.history.best_epoch == 0


@pytest.mark.parametrize("n", [1, 2])
def test_hardly_any_data(n):
    X, T = data(n=n)
    theta, history = trained(X, T, epochs=3, validation=(X[:1], T[:1]))
    assert np.isfinite(theta).all() and history.updates == 3


def test_xor_is_learned():
    data = numnet.load_dataset("xor")
    net = numnet.Network([2, 8, 1], task="binary", seed=0)
    history = numnet.train(net, data.X, data.T, epochs=300)
    assert net.predict(data.X).tolist() == [0, 1, 1, 0] and history.train_metric[-1] == 1

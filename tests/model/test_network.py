"""The network: layout of the parameters, targets and predictions at the boundary."""

import numpy as np
import pytest

import numnet
from tests.support import oracle as ref

Network = numnet.Network
HEADS = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax", "multilabel": "sigmoid"}
OUTPUTS = {"regression": 2, "binary": 1, "multiclass": 3, "multilabel": 2}


# --- making one -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "loss"),
    [
        ("regression", "mse"),
        ("binary", "cross_entropy"),
        ("multiclass", "cross_entropy"),
        ("multilabel", "cross_entropy"),
    ],
)
def test_each_task_has_its_output_and_its_loss(task, loss):
    """The chapter's summary table, seen from outside: what the outputs of a random network are."""
    net = Network([3, 4, OUTPUTS[task]], task=task, dtype="float64", seed=2)
    assert net.loss_name == loss
    X = np.random.default_rng(0).standard_normal((6, 3))
    nets, _ = ref.forward(net.weights, net.biases, ["tanh"], X)
    np.testing.assert_allclose(net.forward(X), ref.output(HEADS[task], nets[-1]), rtol=1e-13)


def test_defaults():
    net = Network([2, 3, 4])
    assert (net.task, net.loss_name, net.activation, net.init) == ("multiclass", "cross_entropy", ("tanh",), "auto")
    assert net.dtype == net.parameters.dtype == np.float32 and net.seed == 0 and net.target_names is None
    assert "[2, 3, 4]" in repr(net) and "tanh" in repr(net) and "float32" in repr(net)


BAD = [
    (([],), {}, ValueError, "sizes"),
    (([3],), {}, ValueError, "sizes must name at least the inputs and the outputs"),
    (([3, 0, 2],), {}, ValueError, "size must be an integer >= 1, got 0"),
    (([3, -1, 2],), {}, ValueError, "size must be an integer >= 1, got -1"),
    (([3, 2.0, 2],), {}, TypeError, "size must be an integer >= 1, got 2.0"),
    (([3, True, 2],), {}, TypeError, "size"),
    ((5,), {}, TypeError, "sizes"),
    (([3, 4, 2],), {"activation": "tahn"}, ValueError, "tanh"),
    (([3, 4, 2],), {"activation": "softmax"}, ValueError, "activation must be one of"),
    (([3, 4, 2],), {"activation": ["tanh", "relu"]}, ValueError, "one for each of the 1 hidden layers"),
    (([3, 4, 2],), {"activation": []}, ValueError, "one for each of the 1 hidden layers"),
    (([3, 4, 2],), {"activation": None}, (TypeError, ValueError), "activation"),
    (([3, 4, 2],), {"task": "classification"}, ValueError, "task must be one of regression, binary"),
    (([3, 4, 2],), {"loss": "rmse"}, ValueError, "mse"),
    (([3, 4, 2],), {"init": "xavier"}, ValueError, "init must be one of"),
    (([3, 4, 2],), {"dtype": "float16"}, ValueError, "dtype must be float32 or float64, got float16"),
    (([3, 4, 2],), {"dtype": "double precision"}, (TypeError, ValueError), "dtype must be"),
    (([3, 4, 2],), {"seed": -1}, ValueError, "seed must be an integer >= 0, got -1"),
    (([3, 4, 2],), {"seed": "0"}, TypeError, "seed"),
    (([3, 4, 2],), {"task": "binary"}, ValueError, "1 output"),
    (([3, 4, 1],), {"task": "multiclass"}, ValueError, "at least 2, got 1"),
    (([3, 4, 1],), {"task": "regression", "loss": "cross_entropy"}, ValueError, "cross_entropy"),
    (([3, 4, 2],), {"target_names": ["a"]}, ValueError, "target_names must have 2 names, got 1"),
    (([3, 4, 1],), {"task": "binary", "target_names": ["a"]}, ValueError, "target_names must have 2 names, got 1"),
    (([3, 4, 2],), {"target_names": ["a", "a"]}, ValueError, "target_names must differ from each other, got a, a"),
    (([3, 4, 2],), {"target_names": "ab"}, TypeError, "target_names must be a sequence of names"),
]


@pytest.mark.parametrize("bad", [np.ma.masked_greater(np.ones((4, 3)), 0), np.ones((4, 3)) * 1j, [["a"] * 3] * 4])
def test_what_is_no_array_of_real_numbers_is_refused(bad):
    net = Network([3, 3], task="regression")
    with pytest.raises(ValueError, match=r"X (is a masked array|must be an array of numbers)"):
        net.forward(bad)
    with pytest.raises(ValueError, match=r"T (is a masked array|must be an array of numbers)"):
        net.loss(np.ones((4, 3)), bad if isinstance(bad, list) else bad.copy())


def test_a_copy_is_of_a_known_dtype():
    with pytest.raises(ValueError, match="dtype must be float32 or float64, got int32"):
        Network([2, 2]).copy("int32")


@pytest.mark.parametrize(("sizes", "options", "error", "message"), BAD, ids=[f"{bad[0][0]} {bad[1]}" for bad in BAD])
def test_bad_arguments_name_themselves(sizes, options, error, message):
    with pytest.raises(error, match=message) as caught:
        Network(*sizes, **options)
    assert "\n" not in str(caught.value)


# --- parameters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_parameters_are_w_row_by_row_then_b_layer_after_layer(dtype):
    net = Network([2, 3, 1], task="regression", dtype=dtype)
    net.parameters[:] = np.arange(13)
    assert [W.tolist() for W in net.weights] == [[[0, 1, 2], [3, 4, 5]], [[9], [10], [11]]]
    assert [b.tolist() for b in net.biases] == [[6, 7, 8], [12]]
    assert net.parameters.flags.c_contiguous and net.parameters.dtype == dtype
    assert net.gradient([[1.0, 2.0]], [0.0]).shape == (13,)


def test_weights_and_biases_are_views():
    net = Network([2, 3, 2])
    for array in (*net.weights, *net.biases):
        assert np.shares_memory(array, net.parameters) and array.flags.writeable
        array[:] = 7
    assert (net.parameters == 7).all()


def test_a_copy_is_independent():
    net = Network([2, 3, 2], target_names=("a", "b"), activation="relu")
    twin, wide = net.copy(), net.copy("float64")
    np.testing.assert_array_equal(twin.parameters, net.parameters)
    np.testing.assert_array_equal(wide.parameters, net.parameters)
    assert wide.dtype == np.float64 and net.dtype == twin.dtype == np.float32
    assert twin.target_names == net.target_names and twin.activation == net.activation and repr(twin) == repr(net)
    twin.parameters[:] = 0
    wide.parameters[:] = 0
    assert (net.parameters != 0).any()


# --- targets ----------------------------------------------------------------------------------------------------------

FORMS = [  # task, names, targets, rows that the kernels get
    ("regression", None, [[1, 2], [3.5, -4]], [[1, 2], [3.5, -4]]),
    ("regression 1", None, [1, 2.5], [[1], [2.5]]),
    ("regression 1", None, [[1], [2.5]], [[1], [2.5]]),
    ("binary", None, [0, 1], [[0], [1]]),
    ("binary", None, [True, False], [[1], [0]]),
    ("binary", None, [[0], [1]], [[0], [1]]),
    ("binary", None, [0.0, 1.0], [[0], [1]]),
    ("binary", ("no", "yes"), ["yes", "no"], [[1], [0]]),
    ("binary", ("no", "yes"), [1, 0], [[1], [0]]),
    ("binary", ("no", "yes"), np.array(["yes", "no"], object), [[1], [0]]),
    ("multiclass", None, [2, 0], [[0, 0, 1], [1, 0, 0]]),
    ("multiclass", None, [[2], [0]], [[0, 0, 1], [1, 0, 0]]),
    ("multiclass", None, [2.0, 0.0], [[0, 0, 1], [1, 0, 0]]),
    ("multiclass", None, np.array([2, 0], np.uint8), [[0, 0, 1], [1, 0, 0]]),
    ("multiclass", None, np.array([2, 0], object), [[0, 0, 1], [1, 0, 0]]),
    ("multiclass", None, [[0, 0, 1], [1, 0, 0]], [[0, 0, 1], [1, 0, 0]]),
    ("multiclass", ("a", "b", "c"), ["c", "a"], [[0, 0, 1], [1, 0, 0]]),
    ("multiclass", ("a", "b", "c"), [["c"], ["a"]], [[0, 0, 1], [1, 0, 0]]),
    ("multiclass", ("a", "b", "c"), [2, 0], [[0, 0, 1], [1, 0, 0]]),
    ("multilabel", None, [[0, 1], [1, 1]], [[0, 1], [1, 1]]),
    ("multilabel", None, [[False, True], [True, True]], [[0, 1], [1, 1]]),
]


def network(task, names=None):
    """A small network of that task; "regression 1" has one output."""
    outputs = 1 if task == "regression 1" else OUTPUTS[task]
    return Network([3, 4, outputs], task=task.split()[0], target_names=names, dtype="float64", seed=1)


@pytest.mark.parametrize(("task", "names", "targets", "rows"), FORMS)
def test_targets_in_any_form(task, names, targets, rows):
    net = network(task, names)
    for form in (targets, np.asfortranarray(targets)):
        got = net.targets(form, 2)
        assert got.tolist() == rows and got.dtype == np.float64 and got.flags.c_contiguous
    X = [[1.0, 2.0, 3.0], [0.0, -1.0, 1.0]]
    assert net.loss(X, targets) == net.loss(X, rows)


@pytest.mark.parametrize(("task", "names", "targets", "message"), [
    ("regression", None, [1, 2], r"shape \(2, 2\), got \(2,\)"),
    ("regression", None, [[1, 2]], "one row for each of the 2 rows"),
    ("regression", None, [[1, 2], [3, np.nan]], "T must be finite"),
    ("regression", None, [["a", "b"], ["c", "d"]], "T must be an array of numbers"),
    ("regression", None, np.zeros((2, 2, 1)), "one row for each"),
    ("regression", None, 3.0, "one row for each"),
    ("binary", None, [0, 2], "0 to 1, got 2"),
    ("binary", None, [0, 0.5], "0 to 1, got 0.5"),
    ("binary", None, [0, np.nan], "0 to 1, got nan"),
    ("binary", None, [[0, 1], [1, 0]], r"shape \(2, 1\), got \(2, 2\)"),
    ("binary", None, [[0.3], [1]], "must be 0 or 1, got 0.3"),
    ("binary", None, ["yes", "no"], "text targets need a network with target_names"),
    ("binary", ("no", "yes"), ["yes", "maybe"], "unknown class 'maybe'; target_names are no, yes"),
    ("multiclass", None, [0, 3], "0 to 2, got 3"),
    ("multiclass", None, [0, -1], "0 to 2, got -1"),
    ("multiclass", None, [[1, 1, 0], [0, 0, 1]], "exactly one 1 a row"),
    ("multiclass", None, [[0, 0, 0], [0, 0, 1]], "exactly one 1 a row"),
    ("multiclass", None, [[0.5, 0.5, 0], [0, 0, 1]], "must be 0 or 1, got 0.5"),
    ("multiclass", None, [[0, 1], [1, 0]], r"shape \(2, 3\), got \(2, 2\)"),
    ("multilabel", None, [0, 1], r"shape \(2, 2\), got \(2,\)"),
    ("multilabel", None, [[0, 2], [1, 0]], "must be 0 or 1, got 2"),
    ("multilabel", None, [[0, 1]], "one row for each of the 2 rows"),
])  # fmt: skip
def test_bad_targets(task, names, targets, message):
    with pytest.raises(ValueError, match=message) as caught:
        network(task, names).targets(targets, 2)
    assert "\n" not in str(caught.value)


# --- predictions ------------------------------------------------------------------------------------------------------

X = np.random.default_rng(1).standard_normal((9, 3))


@pytest.mark.parametrize("task", ["regression 1", *OUTPUTS])
def test_predictions(task):
    net = network(task)
    Y, prediction = net.forward(X), net.predict(X)
    if task == "regression 1":
        assert Y.shape == (9, 1) and prediction.shape == (9,) and (prediction == Y[:, 0]).all()
    elif task == "regression":
        assert prediction.shape == (9, 2) and (prediction == Y).all()
    elif task == "binary":
        assert prediction.shape == (9,) and (prediction == (Y[:, 0] > 0.5)).all()
    elif task == "multiclass":
        assert prediction.shape == (9,) and (prediction == Y.argmax(axis=1)).all()
        np.testing.assert_allclose(Y.sum(axis=1), 1, rtol=1e-14)
    else:
        assert prediction.shape == (9, 2) and (prediction == (Y > 0.5)).all()
    if not task.startswith("regression"):
        assert prediction.dtype == np.int64 and ((Y >= 0) & (Y <= 1)).all()
        assert len(np.unique(prediction)) > 1


@pytest.mark.parametrize(("task", "names"), [("binary", ("no", "yes")), ("multiclass", ("a", "b", "c"))])
def test_predictions_in_the_names_of_the_classes(task, names):
    named, plain = network(task, names), network(task)
    assert named.predict(X).tolist() == [names[k] for k in plain.predict(X)]


def test_outputs_of_no_rows_and_of_many():
    net = network("multiclass")
    assert net.forward(np.zeros((0, 3))).shape == (0, 3) and net.predict(np.zeros((0, 3))).shape == (0,)
    many = np.tile(X, (100, 1))
    np.testing.assert_allclose(net.forward(many), np.tile(net.forward(X), (100, 1)), rtol=1e-13)
    with pytest.raises(ValueError, match="at least one row"):
        net.loss(np.zeros((0, 3)), [])


@pytest.mark.parametrize("bad", [np.full((2, 3), 1e300), np.full((2, 3), -np.inf), np.full((2, 3), 1j)])
def test_inputs_that_float32_cannot_hold(bad):
    """A number beyond the dtype's range and one with an imaginary part: a clear error and no stray warning."""
    with pytest.raises(ValueError, match="X must be"):
        Network([3, 2]).forward(bad)

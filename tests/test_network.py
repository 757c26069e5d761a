"""The network: layout of the parameters, initial weights, targets and predictions at the boundary, model files."""

import json
import struct

import numpy as np
import pytest
import reference as ref
from safetensors.numpy import load_file, save_file

import numnet
from numnet.data import Scaler

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


# --- initial weights --------------------------------------------------------------------------------------------------

SPREAD = {  # variance of W for 300 inputs and 200 outputs, and the bound of the uniform ones
    "glorot": (2 / 500, np.sqrt(6 / 500)), "he": (2 / 300, None), "lecun": (1 / 300, None), "normal": (0.01, None),
    "uniform": (1 / 12, 0.5), "zeros": (0, 0.0),
}  # fmt: skip


@pytest.mark.parametrize("name", numnet.INITIALIZERS)
def test_initial_weights_have_their_mean_and_variance(name):
    """60 000 weights: the mean within 5 standard errors, the variance within 5 %; biases begin at 0."""
    variance, bound = SPREAD[name]
    net = Network([300, 200], init=name, dtype="float64", seed=0)
    W = net.weights[0]
    assert abs(W.mean()) <= 5 * np.sqrt(variance / W.size)
    assert W.var() == pytest.approx(variance, rel=0.05)
    assert (net.biases[0] == 0).all()
    if bound is not None:
        assert np.abs(W).max() <= bound and np.abs(W).max() >= 0.999 * bound
    else:
        assert np.abs(W).max() > 3.5 * np.sqrt(variance)


@pytest.mark.parametrize("activation", numnet.ACTIVATIONS)
def test_auto_is_he_for_the_relu_family_and_glorot_for_the_others(activation):
    net = Network([300, 200, 150], activation, dtype="float64")
    he = activation in ("relu", "leaky_relu", "elu", "gelu", "silu")
    assert net.weights[0].var() == pytest.approx(2 / 300 if he else 2 / 500, rel=0.05)
    assert net.weights[1].var() == pytest.approx(2 / 350, rel=0.05)  # the output layer


def test_initial_weights_follow_the_seed_in_either_dtype():
    nets = {seed: Network([4, 5, 3], dtype="float64", seed=seed) for seed in (0, 1)}
    assert (nets[0].parameters != nets[1].parameters).any()
    np.testing.assert_array_equal(nets[0].parameters, Network([4, 5, 3], dtype="float64").parameters)
    np.testing.assert_array_equal(nets[1].parameters.astype(np.float32), Network([4, 5, 3], seed=1).parameters)
    np.testing.assert_array_equal(nets[0].initialize(1).parameters, nets[1].parameters)


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


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def model(tmp_path):
    """A saved model: (network, path)."""
    net = Network(
        [3, 4, 5, 2], ["relu", "gelu"], loss="mse", init="lecun", dtype="float64", seed=7, target_names=("çà", "b\nc")
    )
    net.parameters[:] = np.random.default_rng(0).standard_normal(net.parameters.size)
    net.feature_names = ("x", "y", "z")
    net.scaler = Scaler.fit(X)
    net.save(tmp_path / "model.safetensors")
    return net, tmp_path / "model.safetensors"


def test_a_saved_network_comes_back_whole(model):
    net, path = model
    back = Network.load(path)
    for name in ("sizes", "activation", "task", "loss_name", "init", "seed", "target_names", "feature_names", "dtype"):
        assert getattr(back, name) == getattr(net, name), name
    np.testing.assert_array_equal(back.parameters, net.parameters)
    np.testing.assert_array_equal(back.forward(X), net.forward(X))
    np.testing.assert_array_equal(back.scaler.transform(X), net.scaler.transform(X))
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("task", OUTPUTS)
def test_every_task_and_dtype_survives_a_file(task, dtype, tmp_path):
    net = Network([3, OUTPUTS[task]], task=task, dtype=dtype, seed=3)
    net.save(str(tmp_path / "m"))
    back = Network.load(str(tmp_path / "m"))
    assert repr(back) == repr(net) and back.scaler is None and back.target_names is None
    np.testing.assert_array_equal(back.parameters, net.parameters)


def test_saving_replaces_the_file_or_leaves_it(model, monkeypatch):
    net, path = model
    before = path.read_bytes()
    monkeypatch.setattr("os.replace", lambda *paths: (_ for _ in ()).throw(OSError(28, "no room")))
    net.parameters[:] = 0
    with pytest.raises(OSError, match="no room"):
        net.save(path)
    assert path.read_bytes() == before and [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_the_file_is_plain_safetensors(model):
    net, path = model
    tensors = load_file(path)
    assert sorted(tensors) == ["W1", "W2", "W3", "b1", "b2", "b3"]
    for l in range(3):
        np.testing.assert_array_equal(tensors[f"W{l + 1}"], net.weights[l])
        np.testing.assert_array_equal(tensors[f"b{l + 1}"], net.biases[l])


def metadata(path):
    """What the file says about the network."""
    data = path.read_bytes()
    header = json.loads(data[8 : 8 + struct.unpack("<Q", data[:8])[0]])
    return json.loads(header["__metadata__"]["numnet"])


def rewritten(path, change):
    """Let ``change`` edit the file's (tensors, metadata) and write them back."""
    tensors, about = load_file(path), metadata(path)
    change(tensors, about)
    save_file(tensors, path, {"numnet": json.dumps(about)})


def raw(path, header, body):
    """Write a safetensors file from its header and its numbers."""
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


DAMAGE = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("x1,x2,label\n1,2,a\n" * 50),
    "cut in the header": lambda path: path.write_bytes(path.read_bytes()[:40]),
    "cut in the weights": lambda path: path.write_bytes(path.read_bytes()[:-8]),
    "longer than it says": lambda path: path.write_bytes(path.read_bytes() + b"\0" * 8),
    "first bytes lost": lambda path: path.write_bytes(path.read_bytes()[3:]),
    "no metadata": lambda path: save_file({"W1": np.zeros((2, 2))}, path),
    "foreign": lambda path: save_file({"weight": np.zeros((2, 2))}, path, {"format": "pt"}),
    "foreign bfloat16": lambda path: raw(path, {"w": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}}, b"1234"),
    "NaN": lambda path: rewritten(path, lambda t, a: t["W2"].__setitem__((0, 0), np.nan)),
    "a layer lost": lambda path: rewritten(path, lambda t, a: t.pop("b2")),
    "another layer": lambda path: rewritten(path, lambda t, a: t.update(W9=np.zeros(3))),
    "a transposed layer": lambda path: rewritten(path, lambda t, a: t.update(W1=np.ascontiguousarray(t["W1"].T))),
    "integers": lambda path: rewritten(path, lambda t, a: t.update({k: v.astype(np.int32) for k, v in t.items()})),
    "other sizes": lambda path: rewritten(path, lambda t, a: a.update(sizes=[3, 4, 4, 2])),
    "sizes of text": lambda path: rewritten(path, lambda t, a: a.update(sizes="3,4")),
    "a layer of no units": lambda path: rewritten(path, lambda t, a: a.update(sizes=[3, 0, 2])),
    "metadata that are no JSON": lambda path: save_file(load_file(path), path, {"numnet": "{"}),
    "metadata that are a list": lambda path: save_file(load_file(path), path, {"numnet": "[1]"}),
    "sizes of null": lambda path: rewritten(path, lambda t, a: a.update(sizes=None)),
    "no task": lambda path: rewritten(path, lambda t, a: a.pop("task")),
    "unknown task": lambda path: rewritten(path, lambda t, a: a.update(task="sorting")),
    "unknown activation": lambda path: rewritten(path, lambda t, a: a.update(activation=["relu", "spline"])),
    "one name": lambda path: rewritten(path, lambda t, a: a.update(target_names=["a"])),
    "half a scaler": lambda path: rewritten(path, lambda t, a: a.update(scaler={"mean": [0]})),
    "a newer format": lambda path: rewritten(path, lambda t, a: a.update(format="numnet-model-99")),
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGE)
def test_damaged_and_foreign_files_end_in_one_line(kind, model):
    _, path = model
    DAMAGE[kind](path)
    with pytest.raises(ValueError, match=r"model\.safetensors") as caught:
        Network.load(path)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_missing_files(tmp_path):
    for path in (tmp_path / "none.safetensors", tmp_path):
        with pytest.raises(FileNotFoundError, match="no model file"):
            Network.load(path)
    with pytest.raises(OSError):
        Network([2, 2]).save(tmp_path / "no folder" / "model.safetensors")


# --- names ------------------------------------------------------------------------------------------------------------


def test_every_public_name_is_there():
    rules = [kind.__name__ for kind in numnet.OPTIMIZERS.values()]
    functions = ("train", "gradient_check", "load_dataset", "descend", "descend_many", "tune", "parse_surface")
    for name in ("Network", "History", "DivergenceWarning", "Descents", "Surface", *functions, *rules):
        assert callable(getattr(numnet, name)) and name in dir(numnet)
    for registry in ("OPTIMIZERS", "ACTIVATIONS", "LOSSES", "INITIALIZERS", "SCHEDULES", "SURFACES", "DATASETS"):
        assert isinstance(getattr(numnet, registry), dict)
    with pytest.raises(AttributeError, match="nonsense"):
        numnet.nonsense  # noqa: B018


@pytest.mark.parametrize("registry", ["ACTIVATIONS", "LOSSES", "INITIALIZERS"])
def test_every_entry_has_its_formula_and_source(registry):
    for name, entry in getattr(numnet, registry).items():
        assert entry.name == name and entry.formula and entry.source


def test_every_rule_has_its_formula_and_paper():
    for kind in numnet.OPTIMIZERS.values():
        assert kind.formula and kind.paper and kind.__doc__

"""Model files: a network comes back whole, and damaged files end in one line."""

import json
import struct

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import numnet
from numnet.data import InputTerms, Scaler
from numnet.model.model_file import check_sizes

Network = numnet.Network
OUTPUTS = {"regression": 2, "binary": 1, "multiclass": 3, "multilabel": 2}
X = np.random.default_rng(1).standard_normal((9, 3))


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


def test_the_limits_of_a_network(monkeypatch):
    monkeypatch.setattr("numnet.model.model_file.MAX_PARAMETERS", (2 + 1) * 4 + (4 + 1) * 3)
    monkeypatch.setattr("numnet.model.model_file.MAX_LAYERS", 2)
    check_sizes([2, 4, 3])
    with pytest.raises(ValueError, match="at most 27 parameters, got 33"):
        check_sizes([2, 5, 3])
    with pytest.raises(ValueError, match="at most 2 layers, got 3"):
        check_sizes([1, 1, 1, 1])


def test_a_saved_network_comes_back_whole(model):
    net, path = model
    back = Network.load(path)
    for name in ("sizes", "activation", "task", "loss_name", "init", "seed", "target_names", "feature_names", "dtype"):
        assert getattr(back, name) == getattr(net, name), name
    np.testing.assert_array_equal(back.parameters, net.parameters)
    np.testing.assert_array_equal(back.forward(X), net.forward(X))
    np.testing.assert_array_equal(back.scaler.transform(X), net.scaler.transform(X))
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_inputs_that_are_computed_come_back_and_old_files_have_none(model):
    net, path = model
    assert metadata(path)["inputs"] is None
    rewritten(path, lambda tensors, about: about.pop("inputs"))
    assert Network.load(path).terms is None
    net.terms = InputTerms.parse(["x*z", "sin(y)", "x2"], net.feature_names)
    net.save(path)
    assert metadata(path)["inputs"] == ["x*z", "sin(y)", "x2"] and Network.load(path).terms == net.terms


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
    "too few inputs": lambda path: rewritten(path, lambda t, a: a.update(inputs=["x", "y"])),
    "inputs of other features": lambda path: rewritten(path, lambda t, a: a.update(inputs=["x", "y", "w"])),
    "an input twice": lambda path: rewritten(path, lambda t, a: a.update(inputs=["x", "y", "x"])),
    "an input that is no term": lambda path: rewritten(path, lambda t, a: a.update(inputs=["x", "y", "+" * 999])),
    "inputs of nothing": lambda path: rewritten(path, lambda t, a: a.update(inputs=["x", "y", "z"],
                                                                            feature_names=None)),
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
    with pytest.raises(FileNotFoundError, match="no model file"):
        Network.load(tmp_path / "none.safetensors")
    with pytest.raises(ValueError, match="it is a folder, no plain file"):
        Network.load(tmp_path)
    with pytest.raises(OSError):
        Network([2, 2]).save(tmp_path / "no folder" / "model.safetensors")


def test_a_link_that_a_user_names_leads_to_the_model(tmp_path):
    (tmp_path / "latest").symlink_to(tmp_path / "model.safetensors")
    Network([2, 3, 2], seed=5).save(tmp_path / "latest")
    assert (tmp_path / "latest").is_symlink() and not (tmp_path / "model.safetensors").is_symlink()
    assert Network.load(tmp_path / "latest").seed == 5

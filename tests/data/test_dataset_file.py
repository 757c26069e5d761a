"""The file of a `Dataset`: everything comes back, and what is damaged or hostile is refused."""

import json
from dataclasses import fields, replace

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from numnet.data import fingerprint, load_dataset, open_dataset, read_data, save_dataset
from numnet.data.split_dataset import SplitDataset

pytestmark = pytest.mark.filterwarnings("error")
RNG = np.random.default_rng(2)
X, Y = RNG.normal(size=(40, 3)), np.arange(40) % 3
TABLE = {"a": [None, *X[1:, 0]], "city": [*["p", "q"] * 19, "r", None], "g": (np.arange(40) // 5).tolist(),
         "w": RNG.random(40) + 0.1, "kind": np.array(["u", "v", "w"])[Y]}  # fmt: skip
FEW = {name: cells[:15] for name, cells in TABLE.items()}


def data_sets():
    """{what is special of it: a `Dataset`}"""
    every = {"missing": "median", "split": "group:g", "weights": "w", "test": 0.1, "class_weight": "balanced"}
    return {
        "all of it": read_data(TABLE, **every, validation_data=FEW), "dropped": read_data(TABLE, missing="drop"),
        "numbers": read_data((X, X[:, 0])), "two targets": read_data((X, X[:, :2]), weights=np.ones(40)),
        "labels": read_data((X, X[:, :2] > 0), validation_data=(X[:9], X[:9, :2] > 0)),
        "generated": read_data(load_dataset("spiral", n=50)), "truth table": read_data("xor", weights=np.ones(4)),
        "strided": read_data(replace(load_dataset("iris"), X=load_dataset("iris").X[:, ::-1])),
    }  # fmt: skip


def equal(one, other):
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if field.name == "split_plan":
            assert (a.how, a.test, a.tested) == (b.how, b.test, b.tested) and np.array_equal(a.groups, b.groups)
            assert (a.validation is None) == (b.validation is None)
            if a.validation is not None:
                equal(a.validation, b.validation)
        elif field.name == "columns":
            assert a is b is None or a.to_dict() == b.to_dict()
        elif isinstance(a, np.ndarray):
            assert a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        else:
            assert a == b, field.name


@pytest.mark.parametrize("what", data_sets())
def test_everything_comes_back(tmp_path, what):
    data = data_sets()[what]
    save_dataset(data, tmp_path / "data.safetensors")
    again = open_dataset(tmp_path / "data.safetensors")
    equal(data, again)
    assert fingerprint(data) == fingerprint(again)
    parts, others = SplitDataset.of(data, 0.2, seed=0), SplitDataset.of(again, 0.2, seed=0)
    assert np.array_equal(parts.X, others.X) and np.array_equal(parts.X_validation, others.X_validation)


@pytest.fixture
def file(tmp_path):
    save_dataset(data_sets()["all of it"], tmp_path / "data.safetensors")
    return tmp_path / "data.safetensors"


def about(file):
    content = file.read_bytes()
    head = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    return json.loads(head["__metadata__"]["numnet"])


def refused(file):
    with pytest.raises(ValueError) as caught:
        open_dataset(file)
    message = str(caught.value)
    assert str(file) in message and "\n" not in message and len(message) < 400 + len(str(file))
    return message


@pytest.mark.parametrize("kept", [0, 7, 8, 500, -1, -1000])
def test_a_truncated_file_is_refused(file, kept):
    file.write_bytes(file.read_bytes()[:kept])
    refused(file)


def test_another_file_is_refused(file):
    save_file({"X": X}, file)
    assert "is not a numnet data" in refused(file)
    save_file({"X": X}, file, {"numnet": json.dumps({"format": "numnet-model-1"})})
    assert "its format is numnet-model-1, not numnet-data-1" in refused(file)
    file.unlink()
    with pytest.raises(FileNotFoundError, match="no data file"):
        open_dataset(file)


def test_a_record_is_refused_whatever_is_missing_or_of_another_type(file):
    record, tensors = about(file), load_file(file)
    for part in ("data", "validation"):
        for key in record[part]:
            for value in (..., 7.5, "x" if key not in ("name", "reason", "class_weight") else [], {"a": [1]}, [[]], -1):
                other = json.loads(json.dumps(record))
                other[part][key] = value
                if value is ...:
                    del other[part][key]
                save_file(tensors, file, {"numnet": json.dumps(other)})
                if (key, value) != ("reading", {"a": [1]}):  # what nobody asks for
                    refused(file)
    whole = {**record, "validation": None}
    for other in ([], {}, {**record, "data": None}, {**record, "validation": 3}, {**record, "data": [1]}, whole):
        save_file(tensors, file, {"numnet": json.dumps(other)})
        refused(file)


@pytest.mark.parametrize(("name", "change", "said"), [
    ("X", lambda a: a[:-1], r"X must be float64 of shape \(40, 5\), got float64 \(39, 5\)"),
    ("X", lambda a: a.astype(np.float32), r"X must be float64 of shape \(40, 5\), got float32"),
    ("X", lambda a: np.where(np.isnan(a), np.inf, a), "X must be finite"), ("X", None, "its arrays must be X and T"),
    ("T", lambda a: a + 1, "T must be indices of classes"), ("T", lambda a: a[:, None], r"T must be int64 of shape"),
    ("weights", lambda a: a - 1, "weights must be >= 0"), ("weights", lambda a: 0 * a, "not all 0"),
    ("weights", lambda a: a + np.nan, "weights must be finite"), ("extra", lambda a: X, "its arrays must be X and T"),
    ("groups", lambda a: a + 40, "groups must be numbered"), ("groups", None, "groups must be there for a split by"),
    ("validation.X", lambda a: a[:, :2], r"X must be float64 of shape \(15, 5\)"),
    ("validation.T", lambda a: a - 1, "T must be indices of classes"), ("validation.T", None, "its arrays must be"),
])  # fmt: skip
def test_arrays_that_do_not_fit_are_refused(file, name, change, said):
    record, tensors = about(file), load_file(file)
    changed = change and np.ascontiguousarray(change(tensors.get(name)))
    tensors = {key: array for key, array in (tensors | {name: changed}).items() if array is not None}
    save_file(tensors, file, {"numnet": json.dumps(record)})
    with pytest.raises(ValueError, match=said):
        open_dataset(file)
    refused(file)


def test_a_file_is_not_taken_into_memory_for_what_it_says(file):
    record, tensors = about(file), load_file(file)
    record["data"]["rows"] = 2**40
    save_file(tensors, file, {"numnet": json.dumps(record)})
    assert "(1099511627776" in refused(file)
    record["data"]["rows"] = 1
    save_file({**tensors, "more": np.zeros((3_000_000,))}, file, {"numnet": json.dumps(record)})
    assert "more than its arrays can have" in refused(file)


def test_what_could_not_be_read_again_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr("numnet.files.tensor_files.MAX_JSON_BYTES", 300)
    with pytest.raises(ValueError, match="can't be written: its head has"):
        save_dataset(load_dataset("xor"), tmp_path / "data.safetensors")
    monkeypatch.setattr("numnet.files.tensor_files.MAX_TENSOR_BYTES", 300)
    with pytest.raises(ValueError, match="can't be written: its arrays have"):
        save_dataset(load_dataset("xor"), tmp_path / "data.safetensors")
    assert not list(tmp_path.iterdir())

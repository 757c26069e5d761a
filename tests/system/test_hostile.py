"""Files from anybody: nothing in them is run, believed unchecked, or obeyed by a terminal or a spreadsheet."""

import ast
import csv
import io
import json
import os
import pickle
import shutil
import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from numnet.data import DataError, Scaler
from numnet.files import schema as validation
from numnet.files.csv_files import csv_text
from numnet.files.json_files import read_json
from numnet.files.tensor_files import write_tensors
from numnet.model.network import Network
from numnet.runs.loading import load_run
from numnet.utils.wording import printable
from tests.support.cli import REPOSITORY, call

pytestmark = pytest.mark.filterwarnings("error")

QUICK = settings(max_examples=60, deadline=None, derandomize=True,
                 suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """(run folder, data file) of a small training."""
    folder = tmp_path_factory.mktemp("trained")
    rows = [f"{k},{k * k % 7},{'=x' if k % 3 else '-1.5'}" for k in range(30)]
    (folder / "data.csv").write_text("\n".join(["a,b,kind", *rows]) + "\n")
    call("train", folder / "data.csv", "--epochs", 3, "--quiet", "--out", folder / "run")
    return folder / "run", folder / "data.csv"


@pytest.fixture
def run(trained, tmp_path):
    """A copy to spoil."""
    return Path(shutil.copytree(trained[0], tmp_path / "run"))


def spoil(run, change):
    """Change config.json."""
    config = json.loads((run / "config.json").read_text())
    change(config)
    (run / "config.json").write_text(json.dumps(config))


# --- nothing in a file is run ---

RUNNING = {"pickle", "marshal", "shelve", "joblib", "dill", "cloudpickle", "yaml", "code", "runpy"}  # what they read


def dangers(path):
    """What in a Python file could run another file: imports, and calls of eval, exec and np.load with pickles."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in RUNNING)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in RUNNING:
            yield node.module
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            safe = any(own.arg == "allow_pickle" and ast.unparse(own.value) == "False" for own in node.keywords)
            if name in ("eval", "exec", "compile", "__import__") or (name in ("np.load", "numpy.load") and not safe):
                yield name


def test_no_file_is_unpickled_or_run():
    """Exceptions: the cache of machine code, in a folder of the user's own, and the bitcode that comes with numnet, are
    code by their nature; the loops that are written out from the registries of equations are modules of numnet; and
    executors pickle what they send between processes, which trust each other.
    """
    files = (REPOSITORY / "numnet").rglob("*.py")
    found = {path.relative_to(REPOSITORY).as_posix(): [*dangers(path)] for path in files}
    assert {name: what for name, what in found.items() if what} == {
        "numnet/kernels/compiler/bitcode.py": ["pickle"], "numnet/kernels/compiler/cache.py": ["pickle"],
        "numnet/kernels/compiler/codegen.py": ["exec", "compile"], "numnet/training/executors.py": ["pickle"],
        "numnet/training/worker.py": ["pickle"],
    }  # fmt: skip
    assert len(found) > 100 and "pickle" in dangers(Path(__file__))  # the search finds what is there


class Bomb:
    """Unpickled, it leaves a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.mark.parametrize("name", ["model.safetensors", "snapshots.safetensors", "checkpoint.safetensors", "config.json",
                                  "metrics.csv"])  # fmt: skip
def test_a_pickle_in_the_place_of_any_file_does_not_go_off(run, tmp_path, name):
    mark = tmp_path / "gone off"
    (run / name).write_bytes(pickle.dumps(Bomb(mark)))
    for words in (["evaluate", run], ["plot", "landscape", run], ["check", run], ["train", "--resume", run],
                  ["runs", "show", run], ["export", run, "--format", "json"]):  # fmt: skip
        assert call(*words, code=None).exit_code in (0, 1, 2)
    assert not mark.exists()


@pytest.mark.parametrize("ending", ["csv", "npz", "npy", "parquet", "txt"])
def test_a_pickle_as_data_does_not_go_off(trained, tmp_path, ending):
    mark, path = tmp_path / "gone off", tmp_path / f"data.{ending}"
    path.write_bytes(pickle.dumps(Bomb(mark)))
    calls = (["train", path, "--out", tmp_path / "run"], ["predict", trained[0], path], ["datasets", "show", path])
    for words in calls:
        assert "data." in call(*words, code=2).stderr
    if ending == "npz":
        np.savez(path, X=np.array([Bomb(mark)], dtype=object), y=np.array([1, 2]))
        assert "data.npz" in call("train", path, "--out", tmp_path / "run", code=2).stderr
    assert not mark.exists()


# --- models ---

SOUND = {"format": "numnet-model-1", "sizes": [2, 3, 2], "activation": ["tanh"], "task": "multiclass", "init": "auto",
         "loss": "cross_entropy", "seed": 0, "target_names": ["a", "b"], "feature_names": ["u", "v"],
         "scaler": None}  # fmt: skip


def tensors(sizes=(2, 3, 2), dtype=np.float32):
    """Weights and biases of these sizes."""
    pairs = list(enumerate(pairwise(sizes), 1))
    return {f"W{l}": np.ones(shape, dtype) for l, shape in pairs} | {f"b{l}": np.ones(s[1:], dtype) for l, s in pairs}


def refused(path, about, arrays):
    write_tensors(path, arrays, about)
    with pytest.raises(ValueError) as caught:
        Network.load(path)
    message = str(caught.value)
    assert str(path) in message and "\n" not in message and len(message) < 400
    return message


SCALER = Scaler(np.zeros(2), np.ones(2)).to_dict()


@pytest.mark.parametrize(("key", "value", "said"), [
    ("sizes", [2, 10**12, 2], "parameters"), ("sizes", [2**62, 2**62, 2], "parameters"),
    ("sizes", [2, -3, 2], "sizes[1]"),
    ("sizes", [2] * 2000, "layers"), ("sizes", [2, 3.0, 2], "sizes[1]"), ("sizes", [2, True, 2], "sizes[1]"),
    ("sizes", "232", "sizes"), ("sizes", {}, "sizes"), ("sizes", [], "sizes"), ("sizes", [2, 3, 3], "layer sizes"),
    ("activation", ["eval"], "activation"), ("activation", "tanh", "activation"),
    ("activation", ["x" * 10**6], "activation"),
    ("task", "rm -rf", "task"), ("seed", -1, "seed"), ("seed", 2**64, "seed"), ("seed", 1.5, "seed"),
    ("target_names", ["a"], "target_names"), ("target_names", [1, 2], "target_names"),
    ("target_names", ["a", "a"], "differ"),
    ("feature_names", ["u"], "feature_names"), ("feature_names", ["u", "u"], "feature_names"),
    ("scaler", {}, "mean"), ("scaler", [1], "object"),
    ("scaler", {**SCALER, "mean": [0.0]}, "mean"), ("scaler", {**SCALER, "scale": [0.0, 1.0]}, "scale"),
    ("scaler", {**SCALER, "scale": [float("nan"), 1.0]}, "number"), ("scaler", {**SCALER, "mean": ["a", 1]}, "number"),
    ("scaler", {**SCALER, "mean": [1e308, 0.0], "scale": [1e-308, 1.0]}, "means are too large"),
    ("scaler", {**SCALER, "mean": [10**400, 0]}, "number"), ("scaler", {**SCALER, "target_mean": [0.0, 0.0]}, "both"),
    ("columns", {"features": [], "fill": None}, "columns"), ("columns", [], "object"), ("init", None, "init"),
    ("columns", {"features": [{}], "fill": None}, "name"), ("format", "numnet-model-2", "format"),
])  # fmt: skip
def test_a_model_that_describes_no_network_is_refused(tmp_path, key, value, said):
    path = tmp_path / "model.safetensors"
    write_tensors(path, tensors(), SOUND)
    assert Network.load(path).sizes == (2, 3, 2)
    assert said in refused(path, {**SOUND, key: value}, tensors())
    if key not in ("columns", "format"):
        refused(path, {name: own for name, own in SOUND.items() if name != key}, tensors())


@pytest.mark.parametrize("change", [
    lambda own: own.pop("W1"), lambda own: own.update(W3=np.ones((2, 2), np.float32)),
    lambda own: own.update(W1=own["W2"]), lambda own: own["W1"].fill(np.nan), lambda own: own["b2"].fill(np.inf),
    lambda own: own.update(b1=np.ones((3, 1), "f4")), lambda own: own.update(W1=np.ones((2, 3), "f8")),
    lambda own: own.update({name: array.astype("i4") for name, array in own.items()}),
    lambda own: own.update({name: array.astype("f2") for name, array in own.items()}),
])  # fmt: skip
def test_arrays_that_are_no_weights_are_refused(tmp_path, change):
    arrays = tensors()
    change(arrays)
    refused(tmp_path / "model.safetensors", SOUND, arrays)


@pytest.mark.parametrize("name", ["model", "checkpoint"])
def test_arrays_beside_those_of_the_network_are_not_read(run, name):
    """3 GB of zeros, as a file of holes: neither read nor allocated."""
    path = run / f"{name}.safetensors"
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    head, size = json.loads(content[8 : 8 + length]), 3 * 2**30
    end = len(content) - 8 - length
    head["more"] = {"dtype": "U8", "shape": [size], "data_offsets": [end, end + size]}
    head = json.dumps(head).encode()
    path.write_bytes(len(head).to_bytes(8, "little") + head + content[8 + length :])
    os.truncate(path, 8 + len(head) + end + size)
    tracemalloc.start()
    try:
        words = ["evaluate", run] if name == "model" else ["train", "--resume", run, "--epochs", 50]
        assert "more than its arrays can have" in call(*words, code=2).stderr
        assert tracemalloc.get_traced_memory()[1] < 500e6
    finally:
        tracemalloc.stop()


def test_no_number_in_a_file_decides_how_much_memory_is_taken(tmp_path, run):
    """Files of a few hundred bytes that speak of terabytes."""
    tracemalloc.start()
    try:
        refused(tmp_path / "a", {**SOUND, "sizes": [2, 10**6, 10**6, 2]}, tensors())
        header = json.dumps({"W1": {"dtype": "F32", "shape": [2**31, 2**31], "data_offsets": [0, 2**64 - 1]}}).encode()
        (tmp_path / "b").write_bytes(len(header).to_bytes(8, "little") + header)
        (tmp_path / "c").write_bytes((2**63).to_bytes(8, "little") + b"{}")
        for name in "bc":
            with pytest.raises(ValueError, match="damaged, or no safetensors file"):
                Network.load(tmp_path / name)
        spoil(run, lambda config: config["data"].update(source="spiral:n=99999999999999", path=None))
        with pytest.raises(DataError, match="at most"):
            load_run(run).data()
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()


# --- config.json ---

CHANGES = [
    ("task", "quantum"), ("task", []), ("validation", 2), ("validation", None), ("options", []),
    ("options", {"seed": "0"}),
    ("optimizer", {"name": "adam"}), ("optimizer", {"name": "adam", "learning_rate": -1}), ("data", None),
    ("network", {"sizes": [0, 1]}), ("result", {}), ("command", 5), ("format", "numnet-run-9"),
]


@pytest.mark.parametrize(("key", "value"), CHANGES)
def test_a_config_that_describes_no_run_is_refused(run, key, value):
    spoil(run, lambda config: config.update({key: value}))
    for words in (["evaluate", run], ["trace", run], ["runs", "show", run], ["plot", "convergence", run]):
        message = call(*words, code=2).stderr
        assert str(run) in message and message.count("\n") == 1
        assert "damaged" in message or "another numnet" in message


TEXTS = ["", "[]", "null", "{", "[" * 10**5, '{"a":' * 10**5, '{"format": 1e999}', "\x00", "9" * 10**5]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_json_that_is_no_config_is_refused(run, text):
    (run / "config.json").write_text(text)
    message = call("evaluate", run, code=2).stderr
    assert "config.json" in message or "its format must be numnet-run-2" in message


def test_a_config_larger_than_any_is_not_read(tmp_path):
    with open(tmp_path / "config.json", "wb") as file:
        file.truncate(validation.sys.maxsize // 2**40 * 2**10 + 2**33)
    with pytest.raises(ValueError, match="bytes"):
        read_json(tmp_path / "config.json")


@pytest.mark.parametrize(("option", "value"), [
    ("batch_size", -1), ("epochs", 10**30), ("l2", "much"), ("hidden", ["a"]), ("schedule", "__import__('os')"),
    ("dropout", 7), ("seed", -1), ("optimizer", "--out=/tmp/x"), ("patience", "--quiet"),
])  # fmt: skip
def test_options_in_a_config_are_checked_like_typed_ones(run, option, value):
    spoil(run, lambda config: config["options"].update({option: value}))
    for words in (["check", run], ["trace", run]):
        message = call(*words, code=2).stderr
        assert "config.json is damaged" in message and message.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of Unix")
def test_a_path_in_a_config_leads_to_ordinary_files_alone(run, tmp_path):
    """A pipe would be waited for, a device read without end."""
    os.mkfifo(tmp_path / "pipe")
    for path in (str(tmp_path / "pipe"), "/dev/zero", str(tmp_path), "/nowhere/data.csv"):
        for about in ({"path": path, "source": path}, {"path": None, "source": path}):
            spoil(run, lambda config, about=about: config["data"].update(about))
            assert "where there is no file now" in call("evaluate", run, code=2).stderr
    spoil(run, lambda config: config["data"].update(reading={"validation_data": str(tmp_path / "pipe")}))
    call("evaluate", run, code=2)


def test_another_file_under_the_path_is_not_taken_for_the_data(run, trained, tmp_path):
    assert "accuracy" in call("evaluate", run).stdout
    other = tmp_path / "other.csv"
    other.write_text(trained[1].read_text().replace("1,1", "1,2"))
    spoil(run, lambda config: config["data"].update(path=str(other)))
    assert "has changed since" in call("evaluate", run, code=2).stderr


def test_links_in_a_folder_of_runs_are_not_followed(run, tmp_path):
    (tmp_path / "list").mkdir()
    (tmp_path / "list/link").symlink_to(run)
    assert "no run folders" in call("runs", "list", tmp_path / "list").stderr


# --- spreadsheets and terminals ---


def test_labels_that_look_like_formulas_are_written_as_text(trained):
    rows = list(csv.DictReader(io.StringIO(call("predict", *trained).stdout)))
    assert {row["prediction"] for row in rows} <= {"'=x", "-1.5"}
    assert all(0 <= float(row["p(=x)"]) <= 1 for row in rows)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_text_begins_like_a_formula(start):
    (row,) = csv.reader(io.StringIO(csv_text([f"{start}cmd|' /C calc'!A0", "x"], [])))
    assert row == [f"'{start}cmd|' /C calc'!A0", "x"]


@given(st.lists(st.one_of(st.floats(allow_nan=False), st.integers(), st.text()), min_size=1))
@QUICK
def test_numbers_and_harmless_text_stay_as_they_are(cells):
    text = csv_text(cells, [])
    (row,) = csv.reader(io.StringIO(text, newline="")) if text.strip() else ([""],)
    for cell, written in zip(cells, row, strict=True):
        if isinstance(cell, (int, float)):
            assert type(cell)(written) == cell
        else:
            assert written == cell or (written == f"'{cell}" and cell[0] in "=+-@\t\r")


def test_names_in_files_do_not_steer_the_terminal(run):
    spoil(run, lambda config: config["data"].update(name="\x1b]0;title\x07\x1b[2J\u202ename"))
    for words in (["runs", "list", run], ["runs", "show", run]):
        output = call(*words).stdout
        assert "\\x1b" in output and not set("\x1b\x07\u202e") & set(output)
    spoil(run, lambda config: config.update(task="\x1b[31m"))
    assert "\x1b" not in call("evaluate", run, code=2).stderr


@given(st.text())
@QUICK
def test_what_is_printable_is_printed(text):
    shown = printable(text)
    assert "".join(shown.split()).isprintable() and not set(shown) & set("\n\r\t\v\f\x85\u2028\u2029")
    assert shown == text or not text.isprintable()

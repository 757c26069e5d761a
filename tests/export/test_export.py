"""What is exported says what numnet says: graphs, arrays, text, a script, event files."""

import csv
import io
import json
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import numnet
import numnet.export
from numnet.commands import main
from numnet.commands.predict import predictions_csv
from numnet.data import Scaler
from numnet.export import FORMATS
from numnet.export.python_format import script_text
from numnet.model.activations import ACTIVATIONS
from numnet.model.network import Network
from numnet.runs.run import Run
from tests.support.cli import python

pytestmark = pytest.mark.filterwarnings("error")

LABELS = {"binary": ("no", "=yes"), "multiclass": ("a", 'b"c', "라벨"), "multilabel": ("p", "q"),
          "regression": ("u", "v")}  # fmt: skip
OUTPUTS = {"binary": 1, "multiclass": 3, "multilabel": 2, "regression": 2}
EVERY = list(ACTIVATIONS)
CASES = [(task, activation, "float32", True) for task in OUTPUTS for activation in ("tanh", "relu")] + [
    ("multiclass", activation, dtype, True) for activation in EVERY for dtype in ("float32", "float64")
] + [("regression", "tanh", "float64", False), ("binary", "gelu", "float64", False)]  # fmt: skip


def made(folder, task, activation="tanh", dtype="float32", scale=True):
    """(run of an untrained network with biases, inputs of far-off scales)."""
    rng = np.random.default_rng(3)
    network = Network([3, 6, 5, OUTPUTS[task]], activation, task, dtype=dtype, seed=1, target_names=LABELS[task])
    network.parameters[:] += rng.normal(0, 0.3, network.parameters.size)
    network.feature_names = ("width (cm)", "b,c", "=x")
    X = rng.normal(0, 1.5, (40, 3))
    if scale:
        X = X * [1e3, 1, 1e-3] + [5e6, 0, 1]
        T = rng.normal(7, 3, (40, 2)) if task == "regression" else None
        network.scaler = Scaler.fit(X, T)
    run = Run(folder, network, None, None)
    if task != "regression":  # so that every class has its rows
        Y = run.forward(X).astype(float)
        network.biases[-1][:] -= np.median(np.log(Y) if task == "multiclass" else np.log(Y / (1 - Y)), axis=0)
    targets = ["u", "v"] if task == "regression" else list(LABELS[task]) if task == "multilabel" else ["kind"]
    return Run(folder, network, None, {"data": {"targets": targets}}), X


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A run folder of a real training."""
    folder = tmp_path_factory.mktemp("run") / "iris"
    words = ["train", "iris", "--epochs", "5", "--quiet", "--out", str(folder)]
    assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    return folder


# --- ONNX ---


@pytest.mark.parametrize("taken", ["float32", "float64"])
@pytest.mark.parametrize(("task", "activation", "dtype", "scale"), CASES)
def test_onnx_runtime_says_the_same(tmp_path, task, activation, dtype, scale, taken):
    """Of the numbers that it takes, rounded or not: scaling is in float64, as in numnet."""
    runtime = pytest.importorskip("onnxruntime")
    run, X = made(tmp_path, task, activation, dtype, scale)
    X = X.astype(taken)
    path, remark = FORMATS["onnx"].write(run, input_dtype=taken)
    session = runtime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = dict(zip([output.name for output in session.get_outputs()], session.run(None, {"X": X})))
    expected = run.forward(X.astype(float))
    if task == "regression":
        size = run.scaler.target_scale if scale else 1
        assert found["prediction"].dtype == taken
        assert (np.abs(found["prediction"] - expected) / size).max() < 1e-6
        return
    Y = np.hstack([1 - expected, expected]) if task == "binary" else expected
    assert found["probabilities"].shape == Y.shape and np.abs(found["probabilities"] - Y).max() < 1e-6
    assert found["probabilities"].dtype == taken
    decided = found["labels" if task == "multilabel" else "label"]
    assert (decided == run.predict(X.astype(float))).all() and len(np.unique(decided)) > 1
    assert " differs by at most " in remark
    if taken == "float64":
        assert float(remark.split()[-3]) < 1e-6


@pytest.mark.parametrize("mean", [0.0, 1e3, 1e7])
def test_float32_loses_its_own_rounding_and_no_more(tmp_path, mean):
    """6e-8 |mean| / deviation of an input of the network; the remark says so, and what helps."""
    pytest.importorskip("onnxruntime")
    network = Network([1, 1], task="regression", dtype="float64")
    network.parameters[:] = 1, 0
    network.scaler = Scaler(np.array([mean]), np.ones(1))
    run = Run(tmp_path, network, None, {"data": {"targets": ["y"]}})
    _, remark = FORMATS["onnx"].write(run)
    found = float(remark.split()[6].rstrip(";"))
    assert 0 < found < (mean + 4) * 6e-8  # the largest input is within 4 deviations
    assert ("--input-dtype float64" in remark) == (found > 1e-5)
    assert float(FORMATS["onnx"].write(run, input_dtype="float64")[1].split()[6]) == 0
    with pytest.raises(ValueError, match="input_dtype must be float32 or float64, got 'float16'"):
        FORMATS["onnx"].write(run, input_dtype="float16")


def test_the_graph_names_what_it_takes_and_gives(tmp_path):
    onnx = pytest.importorskip("onnx")
    run, _ = made(tmp_path, "multiclass")
    path, _ = FORMATS["onnx"].write(run)
    model = onnx.load(path)
    about = {entry.key: entry.value for entry in model.metadata_props}
    assert json.loads(about["features"]) == list(run.network.feature_names) and about["task"] == "multiclass"
    assert json.loads(about["labels"]) == list(LABELS["multiclass"]) and json.loads(about["targets"]) == ["kind"]
    onnx.checker.check_model(model, full_check=True)


# --- text and arrays ---


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("task", OUTPUTS)
def test_json_and_npz_hold_the_model_to_the_last_bit(tmp_path, task, dtype):
    run, _ = made(tmp_path, task, dtype=dtype)
    text = json.loads(FORMATS["json"].write(run)[0].read_text(encoding="utf-8"))
    with np.load(FORMATS["npz"].write(run)[0], allow_pickle=False) as arrays:
        found = dict(arrays)
    for l, (W, b) in enumerate(zip(run.network.weights, run.network.biases), 1):
        layer = text["layers"][l - 1]
        for own, from_text, name in ((W, layer["weights"], f"W{l}"), (b, layer["biases"], f"b{l}")):
            assert (np.array(from_text, dtype) == own).all()
            assert (found[name] == own).all() and found[name].dtype == own.dtype
    assert text["scaling"]["mean"] == run.scaler.mean.tolist() == found["mean"].tolist()
    assert text["labels"] == list(LABELS[task]) == found["labels"].tolist()
    assert text["features"] == list(run.network.feature_names) == found["features"].tolist()
    assert [layer["activation"] for layer in text["layers"]] == found["activations"].tolist()
    assert ("target_mean" in found) == (task == "regression")


# --- the script ---


def rows_of(text):
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(("task", "activation"), [*((task, "tanh") for task in OUTPUTS),
                                                  *(("regression", name) for name in EVERY)])  # fmt: skip
def test_the_script_predicts_what_numnet_predicts(tmp_path, task, activation):
    run, X = made(tmp_path, task, activation)
    script, _ = FORMATS["python"].write(run)
    file = io.StringIO()
    csv.writer(file).writerow(["ignored", "=x", "width (cm)", "b,c"])
    csv.writer(file).writerows([7, *row] for row in X[:, [2, 0, 1]].tolist())
    done = python("-I", "-W", "error", script, "-", input=file.getvalue())  # -I: numnet is not found by accident
    assert done.stderr == ""
    found, expected = rows_of(done.stdout), rows_of(predictions_csv(run, X))
    assert found[0] == expected[0] and len(found) == 41
    for ours, own in zip(found[1:], expected[1:]):
        labels = 0 if task == "regression" else len(run.config["data"]["targets"])
        assert ours[:labels] == own[:labels]
        np.testing.assert_allclose([*map(float, ours[labels:])], [*map(float, own[labels:])], rtol=2e-6, atol=4e-6)


def test_the_script_is_a_module_that_needs_numpy_alone(tmp_path):
    run, X = made(tmp_path, "multiclass")
    FORMATS["python"].write(run, tmp_path / "model_of_mine.py")
    code = (
        "import sys; before = set(sys.modules); sys.path.insert(0, '.'); import model_of_mine; import json\n"
        "import numpy; roots = {n.partition('.')[0] for n in set(sys.modules) - before}\n"
        "assert not roots & {'numnet', 'numba', 'scipy', 'pandas', 'safetensors'}, roots\n"
        "print(json.dumps(model_of_mine.predict(json.loads(sys.argv[1])).tolist()))"
    )
    done = python("-I", "-c", code, json.dumps(X.tolist()), folder=tmp_path)
    assert done.stderr == "" and json.loads(done.stdout) == run.predict(X).tolist()


@pytest.mark.parametrize(("text", "said"), [
    ("a,b\n1,2\n", "no column"), ("width (cm),\"b,c\",=x\n1,2,three\n", "row 1, column '=x': 'three' is no number"),
    ("width (cm),\"b,c\",=x\n1,2\n", "row 1"), ("width (cm),\"b,c\",=x\n1,2,nan\n", "finite"), ("", "no column"),
])  # fmt: skip
def test_the_script_says_what_is_wrong_in_one_line(tmp_path, text, said):
    script, _ = FORMATS["python"].write(made(tmp_path, "multiclass")[0])
    (tmp_path / "data.csv").write_text(text)
    done = python(script, "data.csv", folder=tmp_path, code=2)
    assert done.stdout == "" and said in done.stderr and done.stderr.count("\n") == 1
    assert "usage" in python(script, code=2).stderr


NAMES = ["'''); import os; os.abort()  #", '"""', "\\", "\\'", "'", "a\nb", "\\u0027'''", "\0"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_in_a_model_gets_out_of_its_quotes(tmp_path, name):
    model = {"features": [name], "labels": [name, "b"], "layers": []}
    space = {"__name__": "predict"}
    exec(compile(script_text(model), "predict.py", "exec"), space)
    assert space["MODEL"] == model


# --- columns of all kinds ---


@pytest.fixture(scope="module")
def with_terms(tmp_path_factory):
    """(run whose inputs are computed from the features, rows)."""
    rng = np.random.default_rng(0)
    X = rng.normal(2, 3, (80, 3))
    run = numnet.fit(X, X[:, 0] * X[:, 1] + np.sin(X[:, 2]), inputs=["x1*x2", "sin(x3)", "cos(x1)", "x2^2", "x2"],
                     hidden=(4,), epochs=20, dtype="float64")  # fmt: skip
    return numnet.load_run(run.save(tmp_path_factory.mktemp("terms") / "run")), X


@pytest.mark.parametrize("taken", ["float32", "float64"])
def test_the_graph_computes_the_inputs(with_terms, tmp_path, taken):
    runtime = pytest.importorskip("onnxruntime")
    run, X = with_terms
    path, remark = FORMATS["onnx"].write(run, tmp_path / "model.onnx", input_dtype=taken)
    (found,) = runtime.InferenceSession(str(path)).run(None, {"X": X.astype(taken)})
    np.testing.assert_allclose(found, run.forward(X.astype(taken).astype(float)), rtol=1e-6, atol=1e-6)
    assert float(remark.split()[6].rstrip(";")) < {"float32": 1e-4, "float64": 1e-12}[taken]


def test_json_npz_and_the_script_compute_the_inputs(with_terms, tmp_path):
    run, X = with_terms
    text = json.loads(FORMATS["json"].write(run, tmp_path / "m.json")[0].read_text())
    assert text["inputs"][:2] == [{"term": "x1*x2", "kind": "product", "of": [0, 1]},
                                  {"term": "sin(x3)", "kind": "sine", "of": [2]}]  # fmt: skip
    with np.load(FORMATS["npz"].write(run, tmp_path / "m.npz")[0], allow_pickle=False) as arrays:
        assert json.loads(str(arrays["inputs"])) == text["inputs"] and arrays["W1"].shape == (5, 4)
    path, _ = FORMATS["python"].write(run, tmp_path / "predict.py")
    space = runpy.run_path(str(path))
    np.testing.assert_allclose(space["predict"](X), run.predict(X), rtol=1e-12)
    with pytest.raises(ValueError, match=r"row 2, 'x1\*x2': the number is too large"):
        space["predict"]([[1, 1, 1], [1e200, 1e200, 1]])


def test_a_file_of_numbers_is_one_input(tmp_path):
    runtime = pytest.importorskip("onnxruntime")
    rows = ["a,b,y", *(f"{k % 7 / 3},{k % 5 + 0.5 if k % 9 else ''},{k % 4 + 0.5}" for k in range(60))]
    (tmp_path / "data.csv").write_text("\n".join(rows) + "\n")
    options = ["--missing", "median", "--epochs", "3", "--quiet"]
    words = ["train", f"{tmp_path}/data.csv", *options, "--out", f"{tmp_path}/run"]
    assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    run = numnet.load_run(tmp_path / "run")
    for taken in ("float32", "float64"):
        path, _ = FORMATS["onnx"].write(run, input_dtype=taken)
        session, X = runtime.InferenceSession(str(path)), np.array([[1, 2.5], [2, np.nan]], dtype=taken)
        (found,) = session.run(None, {"X": X})
        np.testing.assert_allclose(found, run.forward(X), rtol=1e-6)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """(run folder, data file) of a training on texts, yes and no, dates, decimal commas and gaps."""
    folder, rng, rows = tmp_path_factory.mktemp("mixed"), np.random.default_rng(0), ["color;size;new;day;label;kind"]
    for k in range(120):
        color = ["red", "green", "파랑", "NA", "7.0"][rng.integers(5)] if k > 3 else f"rare {k}"
        size = "" if k % 11 == 0 else f"{rng.normal(5, 2):.3f}".replace(".", ",")
        day = f"{1 + k % 28:02d}.0{1 + k % 9}.2024"
        kind = "small" if rng.random() < 0.4 else "large"
        rows.append(f"{color};{size};{['yes', 'no'][k % 2]};{day};{k % 7},5;{kind}")
    (folder / "data.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    words = ["train", f"{folder}/data.csv", "--missing", "mean", "--epochs", "5", "--quiet", "--out", f"{folder}/run"]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return folder / "run", folder / "data.csv"


def test_the_script_reads_columns_of_all_kinds(mixed, tmp_path):
    folder, data = mixed
    run = numnet.load_run(folder)
    kinds = [feature.kind for feature in run.network.columns.features]
    assert kinds == ["text", "number", "boolean", "number", "number"]
    script, _ = FORMATS["python"].write(run, tmp_path / "predict.py")
    done = python("-I", "-W", "error", script, data)
    assert done.stderr == ""
    own = CliRunner().invoke(main, ["predict", str(folder), str(data)], catch_exceptions=False).stdout
    found, expected = rows_of(done.stdout), rows_of(own)
    assert found[0] == expected[0] and [row[0] for row in found] == [row[0] for row in expected]
    np.testing.assert_allclose(np.array(found[1:])[:, 1:].astype(float), np.array(expected[1:])[:, 1:].astype(float),
                               atol=1e-6)  # fmt: skip


@pytest.mark.parametrize(("taken", "kind"), [("float32", "float"), ("float64", "double")])
def test_the_graph_reads_columns_of_all_kinds(mixed, tmp_path, taken, kind):
    runtime = pytest.importorskip("onnxruntime")
    run = numnet.load_run(mixed[0])
    path, remark = FORMATS["onnx"].write(run, tmp_path / "model.onnx", input_dtype=taken)
    assert float(remark.split()[6]) < {"float32": 1e-4, "float64": 1e-6}[taken]
    session = runtime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    inputs = {entry.name: entry.type for entry in session.get_inputs()}
    assert inputs == {"color": "tensor(string)"} | dict.fromkeys(["size", "new", "day", "label (input)"],
                                                                 f"tensor({kind})")  # fmt: skip
    feed = {"new": [[1.0], [0], [1]], "size": [[5.0], [np.nan], [3]], "day": [[19800.0]] * 3,
            "label (input)": np.ones((3, 1))}  # fmt: skip
    feed = {name: np.array(column, taken) for name, column in feed.items()}
    labels, shares = session.run(None, feed | {"color": np.array([["red"], ["unheard of"], ["N/A"]], dtype=object)})
    (tmp_path / "rows.csv").write_text("color,size,new,day,label\nred,5,yes,2024-03-18,1\nunheard of,,no,2024-03-18,1\n"
                                       "N/A,3,yes,2024-03-18,1\n")  # fmt: skip
    own = CliRunner().invoke(main, ["predict", str(mixed[0]), str(tmp_path / "rows.csv")], catch_exceptions=False)
    for row, label, share in zip(rows_of(own.stdout)[1:], labels, shares):
        assert row[0] == label
        np.testing.assert_allclose([float(cell) for cell in row[1:]], share, atol=1e-6)


# --- TensorBoard and pandas ---


def test_tensorboard_reads_the_metrics(trained, tmp_path):
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    run = numnet.load_run(trained)
    path, _ = FORMATS["tensorboard"].write(run, tmp_path / "events")
    FORMATS["tensorboard"].write(run, tmp_path / "events")  # again: replaced, not doubled
    for part, tags in (("train", {"loss", "accuracy", "learning_rate", "gradient_norm"}),
                       ("validation", {"loss", "accuracy"})):  # fmt: skip
        found = accumulator.EventAccumulator(str(path / part))
        found.Reload()
        assert set(found.Tags()["scalars"]) == tags
        losses = found.Scalars("loss")
        assert [event.step for event in losses] == [0, 1, 2, 3, 4, 5]
        np.testing.assert_allclose([event.value for event in losses], getattr(run.history, f"{part}_loss"), rtol=1e-6)
        clock = [event.wall_time for event in losses]
        assert clock == sorted(clock)


def test_pandas_reads_metrics_csv(trained):
    pandas = pytest.importorskip("pandas")
    run, frame = numnet.load_run(trained), pandas.read_csv(trained / "metrics.csv")
    assert list(frame.columns)[:3] == ["epoch", "step", "seconds"] and len(frame) == 6
    assert all(kind in ("float64", "int64") for kind in frame.dtypes.astype(str))
    assert (frame["train_loss"] == run.history.train_loss).all()


# --- the command ---


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.extra is None])
def test_the_command_writes_into_the_run_folder_or_where_it_is_told(trained, tmp_path, form):
    for words in ([], ["-o", str(tmp_path / "file")]):
        done = CliRunner().invoke(main, ["export", str(trained), "--format", form, *words], catch_exceptions=False)
        path = Path(done.stdout.strip())
        assert done.exit_code == 0 and path.is_file() and path.stat().st_size > 500
        assert path == (Path(words[1]) if words else trained / FORMATS[form].file)
    assert numnet.load_run(trained).network.sizes == (4, 16, 16, 3)


@pytest.mark.parametrize(("words", "kind"), [([], "float"), (["--input-dtype", "float64"], "double")])
def test_the_command_says_what_numbers_a_graph_takes(trained, tmp_path, words, kind):
    runtime = pytest.importorskip("onnxruntime")
    path = tmp_path / "model.onnx"
    words = ["export", str(trained), "--format", "onnx", "-o", str(path), *words]
    assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    (entry,) = runtime.InferenceSession(str(path)).get_inputs()
    assert (entry.name, entry.type, entry.shape) == ("X", f"tensor({kind})", ["n", 4])


@pytest.mark.parametrize("form", ["onnx", "tensorboard"])
def test_a_missing_package_is_named_with_the_extra_that_brings_it(trained, monkeypatch, form):
    for name in [name for name in sys.modules if name.startswith(("onnx", "tensorboard", "numnet.export."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, form, None)
    before = sorted(trained.rglob("*"))
    done = CliRunner().invoke(main, ["export", str(trained), "--format", form])
    assert done.exit_code == 2 and f"pip install 'numnet[{form}]'" in done.stderr and done.stderr.count("\n") == 1
    assert sorted(trained.rglob("*")) == before


@pytest.mark.parametrize(("words", "said"), [
    (["nosuch", "--format", "json"], "nosuch"), (["RUN", "--format", "pdf"], "'pdf' is not one of"),
    (["RUN"], "--format"), (["RUN", "--format", "json", "-o", "no/such/file"], "no/such"),
    (["RUN", "--format", "json", "--input-dtype", "float64"], "--input-dtype is for --format onnx, not for json"),
    (["RUN", "--format", "onnx", "--input-dtype", "int8"], "'int8' is not one of"),
])  # fmt: skip
def test_mistakes_end_in_one_line(trained, words, said):
    done = CliRunner().invoke(main, ["export", *(str(trained) if word == "RUN" else word for word in words)])
    assert done.exit_code == 2 and said in done.stderr and "Traceback" not in done.output


def test_a_format_is_one_module_and_all_are_listed_without_what_they_need():
    package = Path(numnet.export.__file__).parent
    modules = {path.name.removesuffix("_format.py") for path in package.glob("*_format.py")}
    assert set(FORMATS) == modules
    for name, form in FORMATS.items():
        assert form.name == name and form.file and form.help
        assert form.write_file.__module__ == f"numnet.export.{name}_format"
    heavy = {"numpy", "numba", "onnx", "tensorboard"}
    assert python("-c", f"import sys, numnet.export; print(len({heavy} & set(sys.modules)))").stdout == "0\n"

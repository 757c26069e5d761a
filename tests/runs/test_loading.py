"""A run folder, written and read back as it was."""

import contextlib
import json

import numpy as np
import pytest

import numnet
from numnet.data import DataError, load_dataset, read_csv
from numnet.kernels.codes import Column
from numnet.runs.run import network_for
from tests.support.written_runs import write

pytestmark = pytest.mark.filterwarnings("error")


def test_a_run_comes_back_as_it_was(tmp_path):
    run, parts = write(tmp_path / "run")
    assert {path.name for path in run.path.iterdir()} == {"config.json", "metrics.csv", "model.safetensors"}
    again = numnet.load_run(str(tmp_path / "run"))
    assert again.name == "run" and again.path == run.path
    assert again.config == json.loads(json.dumps(run.config))
    for column in Column:
        if column != Column.SIZE:
            np.testing.assert_array_equal(getattr(again.history, column.name.lower()),
                                          getattr(run.history, column.name.lower()))
    for name in ("metric_name", "epochs", "updates", "best_epoch", "status", "compile_seconds", "diagnosis"):
        assert getattr(again.history, name) == getattr(run.history, name)
    assert (again.network.parameters == run.network.parameters).all()
    assert (again.predict(parts.X) == run.predict(parts.X)).all()
    found = again.data()
    assert (found.X == parts.X).all() and (found.T_validation == parts.T_validation).all()
    assert found.feature_names == ("a", "b") and found.targets == ("t",)


def test_config_json_names_format_versions_and_result(tmp_path):
    write(tmp_path / "run", status="diverged", diagnosis="layer 1 broke")
    config = json.loads((tmp_path / "run/config.json").read_text())
    assert {"numnet", "python", "numpy", "numba", "safetensors"} <= set(config["versions"])
    assert config["result"]["status"] == "diverged" and config["result"]["diagnosis"] == "layer 1 broke"
    assert numnet.load_run(tmp_path / "run").history.diagnosis == "layer 1 broke"


def test_outputs_are_in_original_units(tmp_path):
    run, parts = write(tmp_path / "run")
    expected = run.network.forward((parts.X - run.scaler.mean) / run.scaler.scale) * run.scaler.target_scale
    np.testing.assert_allclose(run.forward(parts.X), expected + run.scaler.target_mean)
    figures = run.evaluate(parts.X, parts.T)
    assert figures["mae"] == pytest.approx(np.abs(run.predict(parts.X) - parts.T).mean())
    error = (run.predict(parts.X) - parts.T) / run.scaler.target_scale
    assert figures["loss"] == pytest.approx((error**2).mean() / 2, rel=1e-5)


def test_the_data_are_found_from_any_folder(tmp_path):
    run, parts = write(tmp_path / "run")
    (tmp_path / "elsewhere").mkdir()
    for folder in (tmp_path, tmp_path / "elsewhere"):
        with contextlib.chdir(folder):
            assert (numnet.load_run(run.path).data().X == parts.X).all()


def test_a_file_of_the_same_name_elsewhere_is_not_taken_for_the_data(tmp_path):
    run, parts = write(tmp_path / "run")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/numbers.csv").write_text("a,b,t\n1,2,3.5\n2,3,4.5\n")
    with contextlib.chdir(tmp_path / "elsewhere"):
        assert (numnet.load_run(run.path).data().X == parts.X).all()


@pytest.mark.parametrize("change", ["a value", "a name", "a row"])
def test_data_that_changed_are_refused(tmp_path, change):
    run, _ = write(tmp_path / "run")
    path = tmp_path / "numbers.csv"
    text = path.read_text()
    path.write_text({"a value": text.replace("\n3.5,", "\n3.75,"), "a name": text.replace("a,b", "a,c"),
                     "a row": text + "\n1,2,3.5"}[change])
    with contextlib.chdir(tmp_path), pytest.raises(DataError, match=r"numbers\.csv has changed"):
        numnet.load_run(run.path).data()


def test_the_same_numbers_in_another_spelling_are_the_same_data(tmp_path):
    run, parts = write(tmp_path / "run")
    path = tmp_path / "numbers.csv"
    data = read_csv(path)
    rows = [f"{a:.3e}, {b:.1f},{t!r}" for (a, b), t in zip(data.X.tolist(), data.T.tolist())]
    path.write_text("\n".join(["a,b,t", *rows]))
    with contextlib.chdir(tmp_path):
        assert (numnet.load_run(run.path).data().X == parts.X).all()


@pytest.mark.parametrize("name", ["nosuch", "numbers.csv", "."])
def test_what_is_no_run_folder_is_refused(tmp_path, name):
    write(tmp_path / "run")
    with pytest.raises(ValueError, match="run folder") as caught:
        numnet.load_run(tmp_path / name)
    assert "\n" not in str(caught.value) and str(tmp_path / name) in str(caught.value)


@pytest.mark.parametrize(("file", "text"), [
    ("config.json", "{"), ("config.json", "[]"), ("config.json", '{"format": "numnet-run-99"}'),
    ("config.json", "\xff"), ("metrics.csv", ""), ("metrics.csv", "epoch\n0\n"), ("metrics.csv", None),
    ("model.safetensors", ""), ("model.safetensors", None),
])
def test_damaged_runs_are_refused_in_one_line(tmp_path, file, text):
    run, _ = write(tmp_path / "run")
    if text is None:
        (run.path / file).unlink()
    else:
        (run.path / file).write_bytes(text.encode("latin-1"))
    with pytest.raises((ValueError, FileNotFoundError)) as caught:
        numnet.load_run(run.path)
    assert "\n" not in str(caught.value) and str(run.path) in str(caught.value)


def test_a_model_of_another_run_is_refused(tmp_path):
    run, _ = write(tmp_path / "run")
    data = load_dataset("iris")
    network_for(data, {"hidden": (4,)}).save(run.path / "model.safetensors")
    with pytest.raises(ValueError, match="model"):
        numnet.load_run(run.path)

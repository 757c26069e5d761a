"""Inputs that are computed from the features, from the command line to the prediction."""

import json

import numpy as np
import pytest

import numnet
from numnet.data import Scaler
from numnet.figures.drawing.decision_map import DecisionMap
from tests.support.shell import Shell, rows_of

pytestmark = pytest.mark.filterwarnings("error")

SEVEN = "x1,x2,x1^2,x2^2,x1*x2,sin(x1),sin(x2)"
SHORT = ("--hidden", "4", "--epochs", "6", "--plain", "--quiet", "--out")


def seven(X):
    """The inputs of SEVEN, by NumPy."""
    a, b = np.asarray(X, np.float64).T
    return np.column_stack([a, b, a * a, b * b, a * b, np.sin(a), np.sin(b)])


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """A folder with runs on circles, standardised or not, and their data as a file with gaps."""
    shell = Shell(tmp_path_factory.mktemp("inputs"))
    shell("datasets", "export", "circles:n=120", "-o", "rows.csv")
    shell("train", "rows.csv", "--inputs", SEVEN, "--dtype", "float64", *SHORT, "scaled")
    shell("train", "rows.csv", "--inputs", SEVEN, "--no-scale", *SHORT, "plain")
    header, rows = rows_of((shell.folder / "rows.csv").read_text())
    rows[3][0] = rows[50][1] = ""
    shell.write("gaps.csv", "\n".join(map(",".join, [header, *rows])) + "\n")
    shell("train", "gaps.csv", "--inputs", SEVEN, "--missing", "mean", *SHORT, "filled")
    return shell


@pytest.fixture
def run(shell):
    return lambda name: numnet.load_run(shell.folder / name)


@pytest.mark.parametrize("name", ["scaled", "plain", "filled"])
def test_a_network_sees_the_terms_of_the_training_part_standardised(run, name):
    run = run(name)
    parts, network = run.data(), run.network
    assert network.sizes == (7, 4, 1) and parts.X.shape[1] == 2 and network.feature_names == ("x1", "x2")
    Z, scaler = seven(parts.X), None if name == "plain" else Scaler.fit(seven(parts.X))
    assert np.isfinite(parts.X).all()
    if scaler is not None:
        np.testing.assert_allclose(network.scaler.mean, scaler.mean, rtol=1e-14, atol=1e-15)
        np.testing.assert_allclose(network.scaler.scale, scaler.scale, rtol=1e-14)
    expected = Z if scaler is None else scaler.transform(Z)
    np.testing.assert_allclose(run.inputs(parts.X), expected, rtol=1e-13, atol=1e-14)
    assert (parts.standardised("training", network.scaler, np.float64) == run.inputs(parts.X)).all()
    loss = network.loss(run.inputs(parts.X_validation), parts.T_validation)
    assert run.metrics["validation"]["loss"] == pytest.approx(loss, rel=1e-6)


def test_products_have_the_bits_of_products_by_hand(run):
    run = run("plain")
    X = run.data().X
    assert (run.inputs(X)[:, :5] == seven(X)[:, :5]).all()


@pytest.mark.parametrize("name", ["scaled", "plain"])
def test_raw_rows_are_predicted_and_columns_are_found_by_name(shell, run, name):
    run = run(name)
    X = np.array([[0.1, -0.2], [1.4, 0.5], [-1.2, -1.1]])
    shell.write("new.csv", "x2,other,x1\n" + "".join(f"{b},7,{a}\n" for a, b in X.tolist()))
    header, rows = rows_of(shell("predict", name, "new.csv").stdout)
    Y = run.network.forward(run.inputs(X))
    assert header[2] == "p(outer)" and [float(row[2]) for row in rows] == [float(y) for y in Y[:, 0]]
    assert [row[0] for row in rows] == run.predict(X).tolist()
    np.testing.assert_allclose(run.forward(X), Y)
    with pytest.raises(ValueError, match="X has"):
        run.predict(np.zeros((3, 7)))


def test_circles_need_no_hidden_layer_where_squares_are_inputs():
    plain = numnet.fit("circles", hidden=(), epochs=100)
    squares = numnet.fit("circles", hidden=(), epochs=100, inputs=["x1^2", "x2^2"])
    assert squares.metrics["validation"]["accuracy"] == 1 and plain.metrics["validation"]["accuracy"] < 0.65
    assert squares.network.parameters.size == 3
    xor = numnet.fit("xor", hidden=(), inputs=("x1", "x2", "x1*x2"), epochs=500, learning_rate=0.1, l2=0)
    assert xor.metrics["train"]["accuracy"] == 1


def test_a_configuration_comes_back(shell, run):
    words = ["train", "rows.csv", "--inputs", " x1 ,x2**2, sin( x1 )", "--hidden", "3", "--epochs", "2"]
    config = shell(*words, "--print-config").stdout
    assert json.loads(config)["inputs"] == ["x1", "x2^2", "sin(x1)"]
    shell(*words, "--quiet", "--out", "one")
    shell("train", "--config", "-", "--quiet", "--out", "two", input=config)
    shell("train", "--config", "one/config.json", "--quiet", "--out", "three")
    found = [run(name) for name in ("one", "two", "three")]
    assert len({found.network.parameters.tobytes() for found in found}) == 1
    assert found[0].config["options"]["inputs"] == ["x1", "x2^2", "sin(x1)"] == list(found[0].network.terms.texts)
    assert "--inputs 'x1,x2^2,sin(x1)'" in found[0].config["command"]
    assert json.loads(shell("train", "xor", "--print-config").stdout)["inputs"] == []


def test_a_run_goes_on_with_its_inputs(shell, run):
    shell("train", "rows.csv", "--inputs", SEVEN, "--dtype", "float64", *SHORT, "longer", "--epochs", "3")
    shell("train", "--resume", "longer", "--epochs", "6", "--quiet")
    assert run("longer").network.parameters.tobytes() == run("scaled").network.parameters.tobytes()
    said = shell.refused("train", "--resume", "longer", "--epochs", "9", "--inputs", "x1")
    assert said.endswith(f"it can only be resumed with its own options; --inputs is x1, was {SEVEN}")


@pytest.mark.parametrize(("inputs", "said"), [
    ("x1,x3", "--inputs: term 2 is 'x3', and no feature is called 'x3'; there are: x1, x2"),
    ("x1,x2,x1", "--inputs: term 3, 'x1', is term 1, 'x1', again; leave one out"),
    ("x1,x2^3", "'--inputs': term 2 is 'x2^3'; a term is "), ("x1,,x2", "'--inputs': term 2 is ''; a term is "),
])  # fmt: skip
def test_what_is_wrong_is_told_in_one_line(shell, inputs, said):
    for command in (["train"], ["check"], ["trace"], ["summary"], ["sweep", "--hidden", "2"]):
        assert said in shell.refused(command[0], "rows.csv", "--inputs", inputs, *command[1:])


def test_too_large_a_product_is_told(shell):
    shell.write("large.csv", "a,b,y\n" + "".join(f"{k % 9}e100,{k % 5}e99,{k % 7}.5\n" for k in range(40)))
    said = shell.refused("train", "large.csv", "--inputs", "a,a*b", "--task", "regression")
    assert "cannot standardise feature column 'a*b': values are not finite" in said
    assert "X must be finite" in shell.refused("train", "large.csv", "--inputs", "a*b", "--no-scale")


def test_a_run_whose_model_has_other_inputs_is_damaged(shell):
    shell("train", "rows.csv", "--inputs", "x1,x2^2", "--no-scale", *SHORT, "damaged")
    shell("train", "rows.csv", "--inputs", "x1^2,x2", "--no-scale", *SHORT, "other")
    said = shell.refused("plot", "landscape", "other", "damaged", "-o", "no.png")
    assert said.endswith("runs other and damaged have no landscape in common: the set of inputs differs")
    (shell.folder / "other/model.safetensors").replace(shell.folder / "damaged/model.safetensors")
    assert "model.safetensors is another run's model" in shell.refused("evaluate", "damaged")


def test_sweeps_and_comparisons_try_several_inputs(shell):
    words = ["--inputs", "none", "--inputs", "x1^2,x2^2", "--hidden", "none", "--epochs", "30", "--plain", "--quiet"]
    shell("sweep", "rows.csv", *words, "--seeds", "2", "--out", "sweep")
    study = numnet.load_sweep(shell.folder / "sweep").columns()
    assert study["inputs"].tolist() == ["none", "none", "x1^2,x2^2", "x1^2,x2^2"]
    accuracy = study["validation_accuracy"]
    assert accuracy[2:].min() == 1 and accuracy[:2].max() < 0.8
    found = numnet.compare("circles:n=120", inputs=[(), ("x1^2", "x2^2")], hidden=(), epochs=5, seeds=1)
    assert [one["name"] for one in found.competitors] == ["inputs none", "inputs x1^2,x2^2"]


def test_planes_are_those_of_the_features(run):
    run = run("scaled")
    X = run.data().X
    view = DecisionMap(run, run.data(), 9)
    assert view.plane.labels == ("x1", "x2") and view.X.shape == (81, 2)
    np.testing.assert_allclose(view.outputs(run).reshape(81, 1), run.forward(view.X))
    three = np.column_stack([X, X[:, 0] + X[:, 1] ** 2])
    other = numnet.fit(three, run.data().T, inputs=("x3", "x1*x2"), hidden=(3,), epochs=3)
    assert DecisionMap(other, other.data(), 9).X.shape == (81, 3)
    ax = run.plot("network", sample=2)
    words = [text.get_text() for text in ax.texts]
    a, b = run.data().dataset.X[2]
    assert any(word.startswith("x1*x2\n") for word in words) and sum("sin(" in word for word in words) == 2
    (shown,) = [word for word in words if word.startswith("x1*x2\n")]
    assert float(shown.partition("\n")[2].replace("−", "-")) == pytest.approx(a * b, rel=1e-3)

"""`numnet trace`: formats, narrowing, runs, bad calls."""

import csv
import io
import json
import re
import shutil
import subprocess
from collections import Counter

import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser

import numnet
import numnet.model.tasks
import numnet.runs.trial
from numnet.commands import trace as command
from numnet.figures.drawing.short_numbers import short_number
from numnet.tracing.notation import latex
from numnet.tracing.update import trace_update
from tests.support.cli import call
from tests.support.traces import example, numnet_, values_of, worked_out

pytestmark = pytest.mark.filterwarnings("error")


def test_csv_holds_every_number_in_full():
    rows = list(
        csv.DictReader(io.StringIO(numnet_("iris", "--hidden", "20", "--batch", "0,60,120", "--format", "csv")))
    )
    assert list(rows[0]) == ["layer", "unit", "input", "sample", "quantity", "formula", "value"]
    count = {
        q: sum(row["quantity"] == q for row in rows) for q in ("w", "dE/dw", "new w", "net", "h", "delta", "y", "E")
    }
    assert count == {"w": 140, "dE/dw": 140, "new w": 140, "net": 69, "h": 60, "delta": 69, "y": 9, "E": 3}
    assert {row["sample"] for row in rows if row["quantity"] == "h"} == {"0", "60", "120"}
    after = {(row["quantity"], row["layer"], row["input"], row["unit"]): float(row["value"]) for row in rows}
    for (quantity, *place), value in after.items():
        if quantity == "new w":
            assert value == pytest.approx(after["w", *place] - 0.1 * after["dE/dw", *place], rel=1e-14)


def test_inputs_are_scaled_as_train_does_it():
    scaled, plain = (json.loads(numnet_("iris", "--sample", "7", "--format", "json", *words))
                     for words in ([], ["--no-scale"]))  # fmt: skip
    data = numnet.load_dataset("iris")
    prepared = numnet.runs.trial.SplitData(data, 0.2, 0)
    for found, expected in ((scaled, prepared.scaler.transform(data.X[7:8])[0]), (plain, data.X[7])):
        x = [line for section in found["sections"] for line in section["lines"] if line["quantity"] == "x"]
        assert [line["value"] for line in x] == pytest.approx(expected)
    assert worked_out(x[0]["numbers"] or "5") and scaled["standardised"] and not plain["standardised"]


@pytest.mark.parametrize("words", [[], ["--no-scale"]])
def test_inputs_that_are_computed_stand_beside_the_features(words):
    found = numnet.trace("iris", inputs=["x1", "x2^2", "x1*x3", "sin(x4)", "cos(x2)"], batch=[7, 60], decimals=17,
                         digits=17, scale=not words)  # fmt: skip
    lines = [line for _, blocks in found.sections() for block in blocks for line in found.lines(block)]
    X = numnet.load_dataset("iris").X[[7, 60]]
    expected = np.column_stack([X[:, 0], X[:, 1] ** 2, X[:, 0] * X[:, 2], np.sin(X[:, 3]), np.cos(X[:, 1])]).ravel()
    terms, x = ([line for line in lines if line.quantity == quantity] for quantity in ("term", "x"))
    assert [line.value for line in terms] == pytest.approx(expected, rel=1e-15)
    assert [line.name for line in terms] == 2 * ["x1", "x2²", "x1·x3", "sin(x4)", "cos(x2)"]
    assert [line.value for line in x] == pytest.approx(found.trace.x.ravel(), rel=0, abs=0)
    for line in (line for line in [*terms, *x] if line.numbers):
        assert worked_out(line.numbers) == pytest.approx(line.value, rel=1e-12, abs=1e-14)
    assert sum(bool(line.numbers) for line in terms) == 8 and sum(bool(line.numbers) for line in x) == 10 * (not words)


def test_json_is_one_object_with_every_line():
    found = json.loads(numnet_("xor", "--sample", "1", "--format", "json", "--check", "--optimizer", "adam"))
    assert found["optimizer"] == "adam" and found["sizes"] == [2, 2, 1] and found["samples"] == [1]
    every = [line for section in found["sections"] for line in section["lines"]]
    assert set(every[0]) == {"quantity", "layer", "i", "j", "sample", "value", "name", "formula", "numbers", "estimate"}
    assert sum(line["estimate"] is not None for line in every) == 9
    titles = [section["title"].partition(":")[0] for section in found["sections"]]
    assert titles == ["Weights before the update", "Input and target", "Forward, layer 1", "Forward, layer 2", "Error",
                      "Backward, layer 2", "Backward, layer 1", "Update, layer 1", "Update, layer 2",
                      "Error on the same samples after the update"]  # fmt: skip


@pytest.mark.parametrize(("words", "row"), [(["xor"], 3), (["iris"], 0), (["xor", "--inputs", "x1,x1*x2"], 3),
                                            (["rows.csv", "--no-scale"], 1)])  # fmt: skip
def test_a_row_whose_gradients_are_not_0_is_taken_unless_one_is_named(words, row, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text("a,b,c,t\n0,0,1,0\n0,2,1,1\n1,0,3,0\n2,1,0,1\n")
    found = json.loads(numnet_(*words, "--format", "json"))
    every = [line for section in found["sections"] for line in section["lines"]]
    gradients = [line["value"] for line in every if line["quantity"] in ("dE/dw", "dE/db")]
    assert found["samples"] == [row]
    assert all(gradients) or words[0] == "rows.csv"  # every row has an input that is 0, row 1 only one


@pytest.mark.parametrize("words", [["--seed", "1", "--loss", "mse"], ["--update", "3", "--optimizer", "nag"]])
def test_the_figure_has_the_numbers_of_the_trace(words, tmp_path, monkeypatch):
    drawn, draw = [], command.diagram
    monkeypatch.setattr(command, "diagram", lambda *given: drawn.append(draw(*given)) or drawn[0])
    done = call("trace", "xor", "--sample", "1", *words, "--format", "json", "--figure", tmp_path / "backward.png")
    every = [line for section in json.loads(done.stdout)["sections"] for line in section["lines"]]
    numbers = [short_number(line["value"]) for line in every if line["quantity"] in ("delta", "dE/dw", "dE/db")]
    shown = Counter(text.get_text() for text in drawn[0].texts)
    assert len(numbers) == 12 and not Counter(numbers) - shown
    assert (tmp_path / "backward.png").read_bytes().startswith(b"\x89PNG")


def test_layer_and_unit_narrow_every_format():
    text = numnet_("xor", "--layer", "1", "--unit", "2")
    names = set(values_of(text))
    assert names == {"w¹₁₂", "w¹₂₂", "b¹₂", "net¹₂", "h¹₂", "f′(net¹₂)", "δ¹₂", "∂E/∂w¹₁₂", "∂E/∂w¹₂₂", "∂E/∂b¹₂",
                     "new w¹₁₂", "new w¹₂₂", "new b¹₂"}  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(numnet_("xor", "--layer", "1", "--unit", "2", "--format", "csv"))))
    assert len(rows) == len(names) and {(row["layer"], row["unit"]) for row in rows} == {("1", "2")}


def test_wide_networks_are_cut_and_say_so():
    text = numnet_("digits", "--hidden", "64")
    assert "… 54 more" in text and "… 4086 more" in text and " + … 56 more + " in text
    assert max(text.splitlines().count(f"  … {n} more") for n in (54, 4086)) >= 2
    assert len(text.splitlines()) < 300
    assert len(list(csv.reader(io.StringIO(numnet_("digits", "--hidden", "64", "--format", "csv"))))) > 3 * 4096


@pytest.mark.parametrize("words", [["xor", "--sample", "2", "--check"], ["iris", "--batch", "0,149", "--hidden", "12"],
                                   ["diabetes", "--loss", "huber", "--activation", "gelu"],
                                   *([f"discs:n=50,seed={k}", "--optimizer", rule, "--update", "7", "--weight-decay",
                                      "0.1", "--l1", "1e-5", "--clip-norm", "0.1", "--loss", loss, "--activation", name]
                                     for k, (rule, loss, name) in enumerate(zip(
                                         numnet.OPTIMIZERS, [*numnet.LOSSES] * 4, [*numnet.ACTIVATIONS] * 2)))],
                         ids=lambda words: " ".join(words[:4]))  # fmt: skip
def test_latex_is_a_whole_document_that_compiles(words, tmp_path):
    document = numnet_(*words, "--format", "latex")
    assert document.startswith("\\documentclass") and document.rstrip().endswith("\\end{document}")
    assert document.isascii()
    formulas = re.findall(r"\$\\displaystyle (.*?)\$(?=$|\\quad)", document, re.MULTILINE)
    assert len(formulas) > 20
    parser = MathTextParser("agg")
    for formula in {re.sub(r"\d[\d.]*", "1", formula) for formula in formulas}:
        parser.parse(f"${formula}$")
        assert formula.count("{") == formula.count("}") and "^" not in formula.replace("^{", "")
    if shutil.which("pdflatex"):
        (tmp_path / "trace.tex").write_text(document)
        subprocess.run(["pdflatex", "-halt-on-error", "trace.tex"], cwd=tmp_path, check=True, capture_output=True)


@pytest.mark.parametrize(("formula", "expected"), [
    ("∂E/∂w¹₁₀,₂", r"\partial E/\partial w^{1}_{10,2}"),
    ("√(d + ε) / √(s + ε)", r"\sqrt{d + \varepsilon } / \sqrt{s + \varepsilon }"),
    ("e^(−(−0.3))", "e^{-(-0.3)}"),
    ("v_max(w¹₁₁)", r"v_{\mathrm{max}}(w^{1}_{11})"),
    ("max(0, net)", r"\max(0, \mathrm{net})"),
    ("m̂ / (√v̂ + ε)", r"\hat{m} / (\sqrt{\hat{v}} + \varepsilon )"),
])  # fmt: skip
def test_formulas_in_latex(formula, expected):
    assert latex(formula) == expected


def test_a_run_is_traced_from_its_weights_with_its_rule(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["train", "iris", "--hidden", "5", "--optimizer", "momentum", "--epochs", "3", "--out", "run", "--quiet"]
    call(*words, "--momentum", "0.7")
    run = numnet.load_run("run")
    found = json.loads(numnet_("run", "--sample", "100", "--format", "json"))
    every = [line for section in found["sections"] for line in section["lines"]]
    shown = [line["value"] for line in every if line["quantity"] in ("w", "b")]
    assert shown == pytest.approx(run.network.parameters.tolist()) and found["dtype"] == "float32"
    assert found["optimizer"] == "momentum" and "Gradient with penalties" in {s["title"] for s in found["sections"]}
    assert any(line["numbers"].startswith("0.7·") for line in every if line["quantity"] == "v w")
    other = json.loads(numnet_("run", "--optimizer", "sgd", "--learning-rate", "0.5", "--format", "json"))
    assert (other["optimizer"], other["learning_rate"]) == ("sgd", 0.5)
    assert "--hidden is fixed by the run run" in numnet_("run", "--hidden", "3", code=2)


@pytest.mark.parametrize(("words", "message"), [
    (["xor", "--sample", "4"], "--sample 4 is no row of xor: it has the rows 0 to 3"),
    (["xor", "--batch", "0,9"], "--batch 9 is no row"),
    (["xor", "--batch", "0,0"], "each once"),
    (["xor", "--batch", "0,1", "--figure", "a.png"], "--figure draws one sample, got 2; name one by --sample"),
    (["xor", "--figure", "a.gif"], ".svg"),
    (["xor", "--batch", "a"], "whole numbers"),
    (["xor", "--layer", "3"], "the layers 2-2-1"),
    (["xor", "--unit", "7"], "the layers 2-2-1"),
    (["xor", "--momentum", "0.5"], "sgd has no --momentum"),
    (["sprial"], "spiral"),
    (["xor", "--hidden", "2,2", "--activation", "tanh,tanh,tanh"], "--activation names 3 layers"),
])  # fmt: skip
def test_bad_calls_are_refused_in_one_line(words, message):
    error = numnet_(*words, code=2)
    assert message in " ".join(error.split()) and "Traceback" not in error


def test_a_terminal_gets_tables(monkeypatch):
    import pty

    from numnet.commands.output import trace_formats

    assert pty  # a terminal is what rich writes to; here to a buffer of its width
    monkeypatch.setenv("COLUMNS", "120")
    net, X, T = example("binary", n=2, hidden=(3,))
    derivation = trace_update(net, X, T, numnet.SGD()).derivation(check=True)
    about = {"run": None, "data": "d", "samples": [0, 1], "sizes": [3, 3, 1], "activation": ["tanh", "sigmoid"],
             "loss": "cross_entropy", "optimizer": "sgd", "learning_rate": 0.1, "dtype": "float64",
             "standardised": False}  # fmt: skip
    buffer = io.StringIO()
    monkeypatch.setattr("sys.stdout", buffer)
    trace_formats.write_tables(derivation, derivation.narrowed(), about, None)
    text = buffer.getvalue()
    assert "central difference" in text and "sample" in text and "Backward, layer 1" in text and "δ¹₁" in text
    assert max(map(len, text.splitlines())) <= 120


@pytest.fixture
def model(tmp_path):
    """A trained network of xor, and its file."""
    net = numnet.fit("xor", hidden=[3], epochs=30, validation=0, quiet=True).network
    net.save(tmp_path / "model.safetensors")
    return net, tmp_path / "model.safetensors"


def test_a_model_is_traced_with_its_own_weights(model):
    net, path = model
    traced = numnet.trace("xor", sample=1, model=str(path), optimizer="sgd", learning_rate=0.5)
    assert np.array_equal(traced.network.parameters, net.parameters) and traced.network.dtype == net.dtype
    text = numnet_("xor", "--sample", "1", "--model", str(path), "--learning-rate", "0.5")
    assert "Weights before the update: those of the model" in text
    assert float(values_of(text)["new b²₁"].replace("−", "-")) == pytest.approx(traced.trace.after[-1], rel=1e-5)


def test_a_model_of_other_data_is_refused(model, tmp_path):
    path = str(model[1])
    said = numnet_("iris", "--model", path, code=2)
    assert "is a network for other data: 2 features, binary; iris has 4 features" in said
    assert "--hidden is fixed by the model" in numnet_("xor", "--model", path, "--hidden", "3", code=2)
    assert "no model file" in numnet_("xor", "--model", str(tmp_path / "none.safetensors"), code=2)
    (tmp_path / "bad.safetensors").write_bytes(b"no model")
    assert "bad.safetensors" in numnet_("xor", "--model", str(tmp_path / "bad.safetensors"), code=2)


def test_initial_weights_as_the_seed_draws_them():
    fresh = numnet.Network([2, 2, 1], "sigmoid", "binary", dtype="float64", seed=4)
    traced = numnet.trace("xor", seed=4, decimals="none")
    assert np.array_equal(traced.network.parameters, fresh.parameters)
    assert "takes 0 to 17 decimals, or none" in numnet_("xor", "--decimals", "18", code=2)
    with pytest.raises(ValueError, match="decimals"):
        numnet.trace("xor", decimals="few")

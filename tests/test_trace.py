"""Every number of a trace once more: by plain Python, by the reference, and by working out the formula beside it."""

import csv
import io
import json
import math
import re
import shutil
import subprocess

import numpy as np
import pytest
import reference
from matplotlib.mathtext import MathTextParser
from program import call
from scipy.stats import norm

import numnet
import numnet.model.tasks
import numnet.runs.trial
from numnet.tracing.derivation import Derivation
from numnet.tracing.notation import latex
from numnet.tracing.update import trace_update

pytestmark = pytest.mark.filterwarnings("error")

HEADS = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax", "multilabel": "sigmoid"}


def numnet_(*words, code=0):
    result = call("trace", *words, code=code)
    return result.stdout if code == 0 else result.stderr


def values_of(text):
    """{name: the last number of its line} of the text format, the new weights under ``new``."""
    lines = [line.strip().split(" = ") for line in text.splitlines() if " = " in line]
    return {parts[0]: parts[-1].split("   ")[0] for parts in lines}


# --- the pocket calculator --------------------------------------------------------------------------------------------


def by_hand(w, b, v, c, x, t, eta):
    """A 2-2-1 sigmoid network, one step of gradient descent, in plain Python: {what the text calls it: value}."""
    net = [x[0] * w[0][j] + x[1] * w[1][j] + b[j] for j in (0, 1)]
    h = [1 / (1 + math.exp(-a)) for a in net]
    out = h[0] * v[0] + h[1] * v[1] + c
    y = 1 / (1 + math.exp(-out))
    d2 = y - t
    slope = [a * (1 - a) for a in h]
    d1 = [slope[j] * v[j] * d2 for j in (0, 1)]
    found = {"x₁": x[0], "x₂": x[1], "t₁": t, "net²₁": out, "y₁": y, "δ²₁": d2, "b²₁": c, "∂E/∂b²₁": d2,
             "new b²₁": c - eta * d2}  # fmt: skip
    for j, J in enumerate("₁₂"):
        found |= {f"net¹{J}": net[j], f"h¹{J}": h[j], f"f′(net¹{J})": slope[j], f"δ¹{J}": d1[j], f"b¹{J}": b[j],
                  f"∂E/∂b¹{J}": d1[j], f"new b¹{J}": b[j] - eta * d1[j], f"w²{J}₁": v[j],
                  f"∂E/∂w²{J}₁": h[j] * d2, f"new w²{J}₁": v[j] - eta * h[j] * d2}  # fmt: skip
        for i, I in enumerate("₁₂"):
            found |= {f"w¹{I}{J}": w[i][j], f"∂E/∂w¹{I}{J}": x[i] * d1[j],
                      f"new w¹{I}{J}": w[i][j] - eta * x[i] * d1[j]}  # fmt: skip
    return found, -math.log(y if t else 1 - y)


@pytest.mark.parametrize(("sample", "seed"), [(s, seed) for s in range(4) for seed in range(3)])
def test_a_pocket_calculator_gets_the_same_six_digits(sample, seed):
    text = numnet_("xor", "--sample", sample, "--seed", seed)
    printed = values_of(text)
    numbers = {name: float(value.replace("−", "-")) for name, value in printed.items()}
    w = [[numbers[f"w¹{i}{j}"] for j in "₁₂"] for i in "₁₂"]
    v, b = [numbers["w²₁₁"], numbers["w²₂₁"]], [numbers["b¹₁"], numbers["b¹₂"]]
    assert all(round(a, 2) == a for a in [*w[0], *w[1], *v])
    x, t = [(0, 0), (0, 1), (1, 0), (1, 1)][sample], (0, 1, 1, 0)[sample]
    expected, E = by_hand(w, b, v, numbers["b²₁"], x, t, 0.1)
    after = [[expected[f"new w¹{i}{j}"] for j in "₁₂"] for i in "₁₂"]
    _, E_after = by_hand(after, [expected[f"new b¹{j}"] for j in "₁₂"], [expected[f"new w²{j}₁"] for j in "₁₂"],
                         expected["new b²₁"], x, t, 0.1)  # fmt: skip
    errors = [line.split(" = ")[-1] for line in text.splitlines() if line.startswith("  E = ")]
    assert errors == [f"{E:.6g}", f"{E_after:.6g}"] and E_after < E
    del printed["E"]
    assert printed == {name: f"{value + 0.0:.6g}".replace("-", "−") for name, value in expected.items()}


# --- formulas worked out, and the reference ---------------------------------------------------------------------------

FUNCTIONS = {
    "e": math.e,
    "sqrt": math.sqrt,
    "ln": math.log,
    "tanh": math.tanh,
    "max": max,
    "abs": abs,
    "sign": lambda a: (a > 0) - (a < 0),
    "σ": lambda a: 1 / (1 + math.exp(-a)),
    "Φ": norm.cdf,
    "φ": norm.pdf,
}


def worked_out(numbers):
    """The value of the numbers in a formula, by Python."""
    for pattern, replacement in (("−", "-"), ("·", "*"), ("²", "**2"), ("½", "0.5"), (r"\^", "**"),
                                 (r"√(\d[\d.]*(?:e-?\d+)?)", r"sqrt(\1)"), (r"√\(", "sqrt("),
                                 (r"\|([^|]*)\|", r"abs(\1)")):  # fmt: skip
        numbers = re.sub(pattern, replacement, numbers)
    return eval(numbers, {"__builtins__": {}}, FUNCTIONS)


def example(task, activation="tanh", loss="auto", n=1, seed=0, hidden=(4, 3)):
    """(network, X, T) with every kind of target."""
    rng = np.random.default_rng(seed)
    outputs = 1 if task == "binary" else 3
    net = numnet.Network([3, *hidden, outputs], activation, task, loss, dtype="float64", seed=seed)
    net.parameters[:] += rng.normal(0, 0.1, net.parameters.size)
    T = {"regression": rng.normal(0, 1.5, (n, 3)), "binary": rng.integers(0, 2, n), "multiclass": rng.integers(0, 3, n),
         "multilabel": rng.integers(0, 2, (n, 3))}[task]  # fmt: skip
    return net, rng.normal(0, 1, (n, 3)), T


def lines(trace, rows, X, **options):
    sections = Derivation(trace, rows, X, "", 17, **options).sections()
    return [block.line(k, rows) for _, blocks in sections for block in blocks for k in block.indices()]


def check_formulas(found):
    """Every number is what the formula beside it says; returns how many have one."""
    with_numbers = [line for line in found if line.numbers]
    for line in with_numbers:
        assert worked_out(line.numbers) == pytest.approx(line.value, rel=1e-9, abs=1e-13), line
    return len(with_numbers)


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(("task", "loss"), [(task, loss) for task in numnet.model.tasks.TASKS for loss in numnet.LOSSES
                                            if (task, loss) != ("regression", "cross_entropy")])  # fmt: skip
def test_every_task_and_loss(task, loss, n):
    net, X, T = example(task, loss=loss, n=n)
    trace = trace_update(net, X, T, numnet.SGD())
    found = lines(trace, list(range(n)), X)
    assert check_formulas(found) > 40
    nets, hs = reference.forward(net.weights, net.biases, net.activation, X)
    targets = net.targets(T, n)
    dW, db = reference.gradients(net.weights, net.biases, net.activation, HEADS[task], loss, X, targets)
    for l in range(3):
        assert trace.passed.net[l] == pytest.approx(nets[l], rel=1e-13, abs=1e-14)
        gW, gb = trace.layers(trace.passed.gradient)[l]
        assert gW == pytest.approx(dW[l], rel=1e-11, abs=1e-14) and gb == pytest.approx(db[l], rel=1e-11, abs=1e-14)
        assert trace.passed.delta[l].sum(axis=0) == pytest.approx(db[l], rel=1e-11, abs=1e-14)
    for h, expected in zip(trace.passed.h, hs[1:]):
        assert h == pytest.approx(expected, rel=1e-13, abs=1e-14)
    each = [reference.loss(loss, HEADS[task], nets[-1][k : k + 1], targets[k : k + 1]) for k in range(n)]
    assert trace.passed.losses == pytest.approx(each, rel=1e-12)
    assert trace.passed.h[-1] == pytest.approx(net.forward(X), rel=0, abs=0)


@pytest.mark.parametrize("activation", numnet.ACTIVATIONS)
def test_every_activation(activation):
    net, X, T = example("regression", activation, seed=1)
    trace = trace_update(net, X, T, numnet.SGD())
    assert check_formulas(lines(trace, [0], X)) > 40
    for l in range(2):
        h, slope = numnet.ACTIVATIONS[activation]._values(trace.passed.net[l])
        assert trace.passed.h[l] == pytest.approx(h, rel=1e-14) and trace.passed.slope[l] == pytest.approx(
            slope, rel=1e-14
        )


@pytest.mark.parametrize("decay", [0.0, 0.05])
@pytest.mark.parametrize("update", [1, 3, 7])
@pytest.mark.parametrize("rule", numnet.OPTIMIZERS)
def test_every_rule_at_the_start_and_later(rule, update, decay):
    net, X, T = example("binary", n=2, hidden=(3,))
    optimizer = numnet.OPTIMIZERS[rule](weight_decay=decay)
    trace = trace_update(net, X, T, optimizer, update)
    T = net.targets(T, 2)

    def gradient(theta):
        return reference.flatten(*reference.gradients(*reference.unflatten(theta, net.sizes), net.activation,
                                                      "sigmoid", "cross_entropy", X, T))  # fmt: skip

    options = {"learning_rate": optimizer.learning_rate, "weight_decay": decay}
    path = reference.RULES[rule](net.parameters, gradient, update, **options)
    assert trace.network.parameters == pytest.approx(path[-2], rel=1e-9)
    assert trace.after == pytest.approx(path[-1], rel=1e-9)
    found = lines(trace, [0, 1], X)
    check_formulas(found)
    updated = [line for line in found if line.quantity.startswith("new ")]
    assert len(updated) == net.parameters.size and all(line.numbers for line in updated)


@pytest.mark.parametrize("clip", [None, 0.05, 1e6])
@pytest.mark.parametrize("rule", ["sgd", "nag"])
def test_penalties_and_clipping(rule, clip):
    net, X, T = example("binary", n=2, hidden=(3,))
    trace = trace_update(net, X, T, numnet.OPTIMIZERS[rule](), 3, l1=0.02, l2=0.1, clip_norm=clip)
    found = lines(trace, [0, 1], X)
    given = [line for line in found if line.quantity in ("g w", "g b")]
    assert len(given) == net.parameters.size and check_formulas(found) > 60
    if clip == 0.05:
        assert np.linalg.norm([line.value for line in given]) == pytest.approx(0.05)
    same = numnet.Network([3, 3, 1], "tanh", "binary", dtype="float64")
    same.parameters[:] = net.parameters
    numnet.train(same, X, T, optimizer=numnet.OPTIMIZERS[rule](), batch_size="full", epochs=3, shuffle=False, l1=0.02,
                 l2=0.1, clip_norm=clip)  # fmt: skip
    assert np.array_equal(trace.after, same.parameters)


@pytest.mark.parametrize("rule", numnet.OPTIMIZERS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_update_is_that_of_train_to_the_bit(rule, dtype):
    net, X, T = example("multiclass", "relu", n=5)
    net = net.copy(dtype)
    before = net.parameters.copy()
    trace = trace_update(net, X, T, numnet.OPTIMIZERS[rule](), 4)
    assert np.array_equal(net.parameters, before)
    numnet.train(net, X, T, optimizer=numnet.OPTIMIZERS[rule](), batch_size="full", epochs=4, shuffle=False)
    assert np.array_equal(trace.after, net.parameters)


def test_central_differences_stand_beside_the_gradients():
    net, X, T = example("multiclass", n=2)
    trace = trace_update(net, X, T, numnet.NAG(), 3)
    found = [line for line in lines(trace, [0, 1], X, check=True) if line.quantity in ("dE/dw", "dE/db")]
    assert len(found) == net.parameters.size
    for line in found:
        assert line.estimate == pytest.approx(line.value, rel=1e-6, abs=1e-9)
    assert any(line.estimate != line.value for line in found)
    broken = trace_update(net, X, T, numnet.SGD())
    broken.passed.gradient[0] += 1
    wrong = next(line for line in lines(broken, [0, 1], X, check=True) if line[:2] == ("dE/dw", 1))
    assert abs(wrong.estimate - wrong.value) > 0.9


def test_a_batch_too_large_and_an_update_that_overflows_are_refused():
    net = numnet.Network([1, 1], task="regression", dtype="float32")
    with pytest.raises(ValueError, match="at most 256 rows"):
        trace_update(net, np.zeros((257, 1)), np.zeros(257), numnet.SGD())
    with pytest.raises(ValueError, match="diverged"):
        trace_update(net, [[1e30]], [0.0], numnet.SGD(), 2)


# --- the command ------------------------------------------------------------------------------------------------------


def test_csv_holds_every_number_in_full():
    rows = list(
        csv.DictReader(io.StringIO(numnet_("iris", "--hidden", "20", "--batch", "0,60,120", "--format", "csv")))
    )
    assert list(rows[0]) == ["quantity", "layer", "i", "j", "sample", "value", "formula"]
    count = {
        q: sum(row["quantity"] == q for row in rows) for q in ("w", "dE/dw", "new w", "net", "h", "delta", "y", "E")
    }
    assert count == {"w": 140, "dE/dw": 140, "new w": 140, "net": 69, "h": 60, "delta": 69, "y": 9, "E": 3}
    assert {row["sample"] for row in rows if row["quantity"] == "h"} == {"0", "60", "120"}
    after = {(row["quantity"], row["layer"], row["i"], row["j"]): float(row["value"]) for row in rows}
    for (quantity, *place), value in after.items():
        if quantity == "new w":
            assert value == pytest.approx(after["w", *place] - 0.1 * after["dE/dw", *place], rel=1e-14)


def test_inputs_are_scaled_as_train_does_it():
    scaled, plain = (json.loads(numnet_("iris", "--sample", "7", "--format", "json", *words))
                     for words in ([], ["--no-scale"]))  # fmt: skip
    data = numnet.load_dataset("iris")
    cut = numnet.runs.trial.Cut(data, 0.2, 0)
    for found, expected in ((scaled, cut.scaler.transform(data.X[7:8])[0]), (plain, data.X[7])):
        x = [line for section in found["sections"] for line in section["lines"] if line["quantity"] == "x"]
        assert [line["value"] for line in x] == pytest.approx(expected)
    assert worked_out(x[0]["numbers"] or "5") and scaled["standardised"] and not plain["standardised"]


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


def test_layer_and_unit_narrow_every_format():
    text = numnet_("xor", "--layer", "1", "--unit", "2")
    names = set(values_of(text))
    assert names == {"w¹₁₂", "w¹₂₂", "b¹₂", "net¹₂", "h¹₂", "f′(net¹₂)", "δ¹₂", "∂E/∂w¹₁₂", "∂E/∂w¹₂₂", "∂E/∂b¹₂",
                     "new w¹₁₂", "new w¹₂₂", "new b¹₂"}  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(numnet_("xor", "--layer", "1", "--unit", "2", "--format", "csv"))))
    assert len(rows) == len(names) and {row["layer"] for row in rows} == {"1"} and {row["j"] for row in rows} == {"2"}


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
    assert "--hidden is settled by the run run" in numnet_("run", "--hidden", "3", code=2)


@pytest.mark.parametrize(("words", "message"), [
    (["xor", "--sample", "4"], "--sample 4 is no row of xor: it has the rows 0 to 3"),
    (["xor", "--batch", "0,9"], "--batch 9 is no row"),
    (["xor", "--batch", "0,0"], "each once"),
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
    derivation = Derivation(trace_update(net, X, T, numnet.SGD()), [0, 1], X, "drawn", 6, True)
    about = {"run": None, "data": "d", "samples": [0, 1], "sizes": [3, 3, 1], "activation": ["tanh", "sigmoid"],
             "loss": "cross_entropy", "optimizer": "sgd", "learning_rate": 0.1, "dtype": "float64",
             "standardised": False}  # fmt: skip
    buffer = io.StringIO()
    monkeypatch.setattr("sys.stdout", buffer)
    trace_formats.rich(derivation, trace_formats.narrowed(derivation, None, None), about, None)
    text = buffer.getvalue()
    assert "central difference" in text and "sample" in text and "Backward, layer 1" in text and "δ¹₁" in text
    assert max(map(len, text.splitlines())) <= 120

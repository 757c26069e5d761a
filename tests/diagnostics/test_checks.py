"""Each planted fault is named; healthy networks pass; thresholds' ingredients are what they are said to be."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

import numnet
from numnet.data import DATASETS
from numnet.diagnostics import checks, checkup
from numnet.diagnostics.case import DiagnosticCase, chance_loss
from numnet.diagnostics.data_checks import targets
from numnet.diagnostics.initialization_checks import dead as checkup_dead
from numnet.diagnostics.initialization_checks import flow as checkup_flow
from numnet.diagnostics.initialization_checks import gradients, guess_loss
from numnet.model.losses import REGRESSION_LOSSES
from tests.support.cli import call
from tests.support.oracle import ERRORS

pytestmark = pytest.mark.filterwarnings("error")
DEEP = ",".join(["16"] * 10)


def check(*words):
    """(exit code, {what: finding}) of a call."""
    result = call("check", *words, "--json", code=None)
    assert result.exit_code in (0, 1), result.output
    found = json.loads(result.stdout)
    assert (result.exit_code == 1) == bool(found["broken"])
    findings = {finding["what"]: finding for finding in found["findings"]}
    assert found["broken"] == [what for what, finding in findings.items() if finding["verdict"] == "broken"]
    assert all(bool(finding["remedy"]) == (finding["verdict"] != "ok") for finding in findings.values())
    return result.exit_code, findings


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("name", DATASETS)
def test_healthy_networks_pass(name, activation):
    code, findings = check(name, "--activation", activation)
    assert code == 0, [finding for finding in findings.values() if finding["verdict"] == "broken"]
    assert sum(finding["verdict"] == "note" for finding in findings.values()) <= 2


@pytest.mark.parametrize(("words", "what", "say"), [
    (["wine", "--no-scale"], "scale of features", "proline"),
    (["wine", "--no-scale"], "saturated units", "hidden layer 1"),
    (["breast_cancer", "--no-scale"], "scale of features", "worst area"),
    (["diabetes", "--no-scale"], "loss before training", "guessing"),
    (["digits", "--learning-rate", "0.1"], "learning rate", "too large"),
    (["spiral", "--learning-rate", "0.1"], "learning rate", "too large"),
    (["diabetes", "--optimizer", "sgd", "--learning-rate", "1"], "learning rate", "too large"),
    (["checkerboard", "--activation", "relu", "--learning-rate", "0.1"], "learning rate", "too large"),
    (["spiral", "--optimizer", "momentum", "--learning-rate", "0.5"], "learning rate", "too large"),
    (["bumps", "--optimizer", "sgd", "--learning-rate", "1"], "learning rate", "inf at 1"),
    (["spiral", "--hidden", DEEP, "--activation", "sigmoid"], "flow of δ", "vanishing"),
    (["xor", "--hidden", DEEP, "--activation", "sigmoid"], "flow of δ", "vanishing"),
    (["iris", "--init", "zeros"], "symmetry", "all weights at 0"),
    (["iris", "--init", "zeros"], "flow of δ", "no δ reaches"),
    (["iris", "--no-scale", "--activation", "relu", "--learning-rate", "0.5"], "dead relu units", "0 for every sample"),
    (["checkerboard", "--hidden", "1"], "learning by heart", "of the chance loss"),
], ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else None)  # fmt: skip
def test_a_planted_fault_is_named(words, what, say):
    code, findings = check(*words)
    assert findings[what]["verdict"] in (("broken",) if what not in ("loss before training", "learning by heart")
                                         else ("broken", "note"))  # fmt: skip
    assert say in findings[what]["found"]
    assert code == 1 or what in ("loss before training", "learning by heart")


@pytest.mark.parametrize("words", [
    ["moons", "--init", "zeros", "--activation", "relu"], ["spiral", "--hidden", DEEP, "--activation", "sigmoid"],
    ["moons", "--activation", "relu", "--hidden", "64,64"],
], ids=" ".join)  # fmt: skip
def test_neither_kinks_nor_tiny_gradients_pass_for_wrong_ones(words):
    assert check(*words)[1]["gradient check"]["verdict"] == "ok"


def test_features_of_wild_scale_in_a_file_are_named_and_remedied(tmp_path):
    data = numnet.load_dataset("moons", n=300)
    path = write_csv(tmp_path / "wild.csv", data.X * [1, 5000] + [0, 20_000], np.array(["a", "b"])[data.T])
    assert check(path)[0] == 0  # standardised
    code, findings = check(path, "--no-scale")
    assert code == 1 and findings["scale of features"]["verdict"] == "broken"
    assert "standardise" in findings["saturated units"]["remedy"] and "standardise" in findings["flow of δ"]["remedy"]


def write_csv(path, X, T):
    rows = [",".join([*(f"{v:.6g}" for v in x), str(t)]) for x, t in zip(X, T)]
    path.write_text("\n".join([",".join([*(f"f{k}" for k in range(X.shape[1])), "target"]), *rows]) + "\n")
    return path


def test_one_class_at_99_percent_is_named(tmp_path):
    rng = np.random.default_rng(0)
    T = np.array(["no"] * 495 + ["yes"] * 5)
    code, findings = check(write_csv(tmp_path / "rare.csv", rng.normal(0, 1, (500, 3)), T))
    assert code == 1 and findings["class balance"]["verdict"] == "broken"
    assert (
        "no, holds 98.8 %" in findings["class balance"]["found"] and "precision" in findings["class balance"]["remedy"]
    )


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "digits", "diabetes", "spiral", "bumps", "moons"])
@pytest.mark.parametrize("seed", range(3))
def test_shuffled_targets_are_told_from_true_ones(name, seed, tmp_path):
    data = numnet.load_dataset(name)
    T = np.random.default_rng(seed).permutation(data.T)
    code, findings = check(write_csv(tmp_path / "shuffled.csv", data.X, T))
    assert code == 1 and findings["features and targets"]["verdict"] == "broken"
    assert "shuffled" in findings["features and targets"]["remedy"]


def case(net, X, T, **options):
    return DiagnosticCase(net, net.inputs(X), net.targets(T, len(X)), numnet.Adam(), options)


def test_dead_units_of_a_run_are_found():
    rng = np.random.default_rng(0)
    X, T = rng.normal(0, 1, (200, 2)), rng.integers(0, 2, 200)
    net = numnet.Network([2, 10, 1], "relu", "binary", dtype="float64")
    dead = net.copy()
    dead.biases[0][:7] = -100
    found = checkup_dead(DiagnosticCase(net, X, net.targets(T, 200), numnet.Adam(), {"epochs": 1}, trained=dead))
    assert found.verdict == "broken" and "70 % of hidden layer 1" in found.found and "in the run" in found.found
    alive = checkup_dead(DiagnosticCase(net, X, net.targets(T, 200), numnet.Adam(), {"epochs": 1}, trained=net))
    assert alive.verdict == "ok"


def test_a_wrong_gradient_is_broken(monkeypatch):
    X, T = np.random.default_rng(0).normal(0, 1, (30, 2)), np.arange(30) % 2
    net = numnet.Network([2, 5, 1], "tanh", "binary")
    assert gradients(case(net, X, T)).verdict == "ok"
    right = numnet.Network.gradient
    monkeypatch.setattr(numnet.Network, "gradient", lambda *arguments: 1.01 * right(*arguments))
    found = gradients(case(net, X, T))
    assert found.verdict == "broken" and "1e-02, 1e-02" in found.found


def test_exploding_deltas_and_no_hidden_layer():
    X, T = np.random.default_rng(0).normal(0, 1, (30, 4)), np.arange(30) % 2
    net = numnet.Network([4, 8, 8, 8, 8, 1], "relu", "binary")
    for W in net.weights:
        W *= 20
    found = checkup_flow(case(net, X, T))
    assert found.verdict == "broken" and found.found.startswith("exploding") and "--clip-norm" in found.remedy
    assert checkup_flow(case(numnet.Network([4, 1], task="binary"), X, T)) is None


@pytest.mark.parametrize(("task", "loss", "T", "expected"), [
    ("multiclass", "auto", np.repeat([0, 1, 2], [5, 3, 2]), -sum(p * math.log(p) for p in (0.5, 0.3, 0.2))),
    ("binary", "auto", np.repeat([0, 1], [5, 5]), math.log(2)),
    ("multilabel", "auto", np.tile([[0, 1, 0], [1, 0, 1]], (5, 1)), 3 * math.log(2)),
    ("regression", "mse", np.tile([[-1.0, 0, 2], [1.0, 0, 2]], (5, 1)), 0.5),
    ("regression", "mae", np.tile([[-1.0, 0, 2], [1.0, 0, 2], [1.0, 0, 2]], (3, 1)), 2 / 3),
    ("regression", "huber", np.tile([[-3.0, 0, 2], [3.0, 0, 2]], (5, 1)), 2.5),
])  # fmt: skip
def test_the_chance_loss_is_that_of_the_best_constant(task, loss, T, expected):
    net = numnet.Network([2, 1 if task == "binary" else 3], task=task, loss=loss)
    assert chance_loss(net, net.targets(T, len(T))) == pytest.approx(expected)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("loss", REGRESSION_LOSSES)
def test_no_constant_answer_has_a_lower_loss_than_chance(loss, weighted):
    """By trying constants: the oracle's error of the skewed targets is never lower, and once hardly higher."""
    rng = np.random.default_rng(2)
    T, weights = rng.exponential(2.0, (41, 1)), rng.integers(1, 5, 41) if weighted else None
    tried = [np.average(ERRORS[loss].rho(c - T[:, 0]), weights=weights) for c in np.linspace(T.min(), T.max(), 20001)]
    chance = chance_loss(numnet.Network([2, 1], task="regression", loss=loss), T, weights)
    assert chance <= min(tried) * (1 + 1e-12) and chance == pytest.approx(min(tried), rel=1e-3)


@pytest.mark.parametrize("T", [[[0.7], [0.7], [0.7]], [[-2.5]]])
@pytest.mark.parametrize("loss", REGRESSION_LOSSES)
def test_targets_that_are_all_alike_are_guessed(loss, T):
    assert chance_loss(numnet.Network([2, 1], task="regression", loss=loss), np.array(T)) == 0


@pytest.mark.parametrize("weighted", [False, True])
def test_mse_guesses_the_mean_and_mae_the_median(weighted):
    rng = np.random.default_rng(3)
    T, weights = rng.exponential(2.0, (40, 3)), rng.random(40) if weighted else None
    mean = np.average(T, axis=0, weights=weights)
    median = np.quantile(T, 0.5, axis=0, weights=weights, method="inverted_cdf")
    for loss, E in (("mse", 0.5 * (T - mean) ** 2), ("mae", np.abs(T - median))):
        chance = chance_loss(numnet.Network([2, 3], task="regression", loss=loss), T, weights)
        assert chance == pytest.approx(np.average(E.sum(axis=1), weights=weights), rel=1e-14)


@pytest.mark.parametrize(("words", "say", "cause"), [
    (["bumps", "--optimizer", "sgd", "--learning-rate", "3"], "diverged", "learning rate"),
    (["spiral", "--hidden", DEEP, "--activation", "sigmoid", "--epochs", "5"], "stalled", "flow of δ"),
    (["moons", "--optimizer", "sgd", "--learning-rate", "1e-5", "--epochs", "20"], "stalled", "update to weight"),
    (["diabetes", "--epochs", "2000", "--hidden", "64"], "overfitted", None),
    (["circles", "--epochs", "60"], "training loss", None),
], ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None)  # fmt: skip
def test_a_run_is_told_what_became_of_it(words, say, cause, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("train", *words, "--quiet", "--out", "run", code=None)
    assert done.exit_code == (3 if say == "diverged" else 0)
    code, findings = check("run")
    run = findings["the run"]
    assert say in run["found"] and run["verdict"] == ("broken" if cause else "note" if say == "overfitted" else "ok")
    assert code == (1 if cause else 0)
    if cause:
        assert f"likely cause: {cause}" in run["found"] and run["remedy"] == findings[cause]["remedy"]


def test_text_has_a_line_a_finding_and_a_last_word():
    result = call("check", "wine", "--no-scale", code=None)
    lines = result.stdout.splitlines()
    assert result.exit_code == 1 and lines[-1].startswith("wine: broken: scale of features")
    assert lines[0].startswith("broken  scale of features") and lines[1].strip().startswith("→ standardise")
    healthy = call("check", "xor", code=None)
    assert healthy.exit_code == 0 and healthy.stdout.splitlines()[-1] == "xor: nothing is broken"


# --- the list of checks --------------------------------------------------------------------------------------------


def test_every_check_has_a_name_of_its_own_a_reason_and_a_fault_planted_here():
    names = [look.what for look in checks.CHECKS]
    assert len(set(names)) == len(names) and names[0] == "scale of features" and names[-1] == "the run"
    assert all(look.__doc__ for look in checks.CHECKS)
    assert [name for name in names if f'"{name}"' not in Path(__file__).read_text(encoding="utf-8")] == []


def test_a_check_is_one_function(monkeypatch):
    monkeypatch.setattr(checks, "CHECKS", [*checks.CHECKS])
    monkeypatch.setattr("numnet.diagnostics.CHECKS", checks.CHECKS)
    X, T = np.random.default_rng(0).normal(0, 1, (30, 2)), np.arange(30) % 2
    subject, seen = case(numnet.Network([2, 5, 1], "tanh", "binary"), X, T, epochs=2), []

    @checks.check("number of rows")
    def rows(case):
        seen.extend(finding.what for finding in case.findings)
        return "note", f"{len(case.X)} rows", "more rows"

    @checks.check("never applies")
    def never(case):
        return None

    told = []
    findings = checkup(subject, lambda *progress: told.append(progress))
    assert told == [(k, len(checks.CHECKS), each.what) for k, each in enumerate(checks.CHECKS)]
    assert findings[-1] == ("number of rows", "note", "30 rows", "more rows")
    assert seen == [finding.what for finding in findings[:-1]] and "gradient check" in seen


def test_only_what_is_wrong_has_a_remedy_and_it_must_have_one(monkeypatch):
    monkeypatch.setattr(checks, "CHECKS", [])
    assert checks.check("a")(lambda case: ("ok", "fine", "nothing to do"))(None).remedy == ""
    assert checks.check("b")(lambda case: ("ok", "fine"))(None).remedy == ""
    with pytest.raises(IndexError):
        checks.check("c")(lambda case: ("broken", "bad"))(None)


@pytest.mark.parametrize(("task", "outputs", "formula"), [
    ("binary", 1, " = ln 2"), ("multiclass", 4, " = ln 4"), ("multilabel", 3, " = 3 ln 2"), ("regression", 3, ""),
])  # fmt: skip
def test_guessing_costs_what_equal_probabilities_cost(task, outputs, formula):
    """All parameters 0: every class is as likely as the others.  An output of size 1 costs ½."""
    network = numnet.Network([2, outputs], task=task, dtype="float64")
    network.parameters[:] = 0
    T = [[1, 0, 1]] if task == "multilabel" else [[1, 1, 1]] if task == "regression" else [1]
    cost, words = guess_loss(network, chance=0.1)
    assert cost == pytest.approx(network.loss(np.zeros((1, 2)), T)) and words == formula
    assert guess_loss(network, chance=9.0)[0] == (9.0 if task == "regression" else cost)


@pytest.mark.parametrize(("scale", "verdict"), [(1, "ok"), (30, "note"), (1000, "broken"), (0.001, "broken")])
def test_the_scale_of_targets_is_looked_at_in_a_regression(scale, verdict):
    X, T = np.random.default_rng(0).normal(0, 1, (30, 2)), np.linspace(-scale, scale, 30)
    found = targets(case(numnet.Network([2, 5, 1], "tanh", "regression"), X, T))
    assert (found.what, found.verdict) == ("scale of targets", verdict)
    assert targets(case(numnet.Network([2, 5, 1], "tanh", "binary"), X, np.arange(30) % 2)) is None

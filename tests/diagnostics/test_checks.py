"""Each planted fault is named; healthy networks pass; thresholds' ingredients are what they are said to be."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import numnet
from numnet.diagnostics import checks, checkup
from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.data_checks import targets
from numnet.diagnostics.initialization_checks import dead as checkup_dead
from numnet.diagnostics.initialization_checks import flow as checkup_flow
from numnet.diagnostics.initialization_checks import gradients, sure_and_wrong
from numnet.diagnostics.run_checks import outcome
from tests.support.cli import call
from tests.support.diagnoses import case_from, check

pytestmark = pytest.mark.filterwarnings("error")
DEEP = ",".join(["16"] * 10)


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
    (["iris", "--init", "zeros"], "symmetry", "equal weights, all 0"),
    (["iris", "--init", "zeros"], "flow of δ", "no δ reaches"),
    (["iris", "--no-scale", "--activation", "relu", "--learning-rate", "0.5"], "dead relu units", "0 for every sample"),
    (["checkerboard", "--hidden", "1"], "fit to a few rows", "the loss of guessing is"),
], ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else None)  # fmt: skip
def test_a_planted_fault_is_named(words, what, say):
    code, findings = check(*words)
    assert findings[what]["verdict"] in (("broken",) if what not in ("loss before training", "fit to a few rows")
                                         else ("broken", "note"))  # fmt: skip
    assert say in findings[what]["found"]
    assert code == 1 or what in ("loss before training", "fit to a few rows")


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
    code, findings = check(path, "--no-scale", "--plain")
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


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "digits", "diabetes", "spiral", "bumps", "moons"])
def test_shuffled_targets_are_told_from_true_ones(name, seed, tmp_path):
    data = numnet.load_dataset(name)
    T = np.random.default_rng(seed).permutation(data.T)
    code, findings = check(write_csv(tmp_path / "shuffled.csv", data.X, T))
    assert code == 1 and findings["features and targets"]["verdict"] == "broken"
    assert "shuffled" in findings["features and targets"]["remedy"]


def test_dead_units_of_a_run_are_found():
    rng = np.random.default_rng(0)
    X, T = rng.normal(0, 1, (200, 2)), rng.integers(0, 2, 200)
    case = case_from(X, T, hidden=(10,), activation="relu", epochs=1)
    dead = case.network.copy()
    dead.biases[0][:7] = -100
    found = checkup_dead(replace(case, trained=dead))
    assert found.verdict == "broken" and "after the run" in found.found
    assert "70 % of the units of hidden layer 1" in found.found
    assert checkup_dead(replace(case, trained=case.network)).verdict == "ok"


def test_outputs_that_are_sure_and_wrong_are_named_where_the_error_lets_their_gradient_vanish():
    case = case_from("blobs:centres=2", hidden=(), loss="mse", optimizer="sgd", learning_rate=0.1)
    assert sure_and_wrong(case).verdict == "ok"
    case.network.parameters[:] = [4, 0, 0]  # by hand, and the wrong way round
    found = sure_and_wrong(replace(case, trained=case.network))
    assert (found.what, found.verdict) == ("saturated outputs", "broken")
    assert found.found.endswith("before training: the gradient of mse is nearly 0 there")
    assert found.found.startswith("the outputs are sure and wrong for 85 % of the samples") and found.remedy
    case.network.parameters[:] = [0.4, 0, 0]  # as wrong, not as sure
    assert sure_and_wrong(replace(case, trained=case.network)).verdict == "ok"
    assert sure_and_wrong(case_from("blobs:centres=2")) is None and sure_and_wrong(case_from("sine")) is None


def test_a_run_has_overfitted_where_the_training_loss_fell_meanwhile():
    case = case_from("moons:n=60,noise=0.35", hidden=(32, 32), validation=0.5, epochs=150, l2=0.0)
    run = replace(case, trained=case.planned.network, history=case.planned.history)
    losses = np.array(run.history.validation_loss), np.array(run.history.train_loss)
    best, found = losses[0].argmin(), outcome(run)
    assert found.verdict == "note" and losses[1][-1] < losses[1][best]
    said = f"since epoch {best} the validation loss has risen from {losses[0][best]:.4g} to {losses[0][-1]:.4g}"
    assert found.found == f"overfitted: {said} while the training loss fell"


def test_a_wrong_gradient_is_broken(monkeypatch):
    X, T = np.random.default_rng(0).normal(0, 1, (30, 2)), np.arange(30) % 2
    case = case_from(X, T, hidden=(5,))
    assert gradients(case).verdict == "ok"
    right = numnet.Network.gradient
    monkeypatch.setattr(numnet.Network, "gradient", lambda *arguments: 1.01 * right(*arguments))
    found = gradients(case)
    assert found.verdict == "broken" and "1e-02, 1e-02" in found.found


def test_exploding_deltas_and_no_hidden_layer():
    X, T = np.random.default_rng(0).normal(0, 1, (30, 4)), np.arange(30) % 2
    case = case_from(X, T, hidden=(8, 8, 8, 8), activation="relu")
    for W in case.network.weights:
        W *= 20
    found = checkup_flow(case)
    assert found.verdict == "broken" and found.found.startswith("exploding") and found.remedy == "--activation tanh"
    assert checkup_flow(case_from(X, T, hidden=())) is None


@pytest.mark.parametrize(("words", "say", "cause"), [
    (["bumps", "--optimizer", "sgd", "--learning-rate", "3"], "diverged", "learning rate"),
    (["spiral", "--hidden", DEEP, "--activation", "sigmoid", "--epochs", "5"], "stalled", "flow of δ"),
    (["moons", "--optimizer", "sgd", "--learning-rate", "1e-5", "--epochs", "20"], "stalled", "learning rate"),
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
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in names if f'"{name}"' not in tests] == []


def test_a_check_is_one_function(monkeypatch):
    monkeypatch.setattr(checks, "CHECKS", [*checks.CHECKS])
    monkeypatch.setattr("numnet.diagnostics.CHECKS", checks.CHECKS)
    X, T = np.random.default_rng(0).normal(0, 1, (30, 2)), np.arange(30) % 2
    seen = []

    @checks.check("number of rows")
    def rows(case):
        seen[:] = [finding.what for finding in case.findings]
        return "note", f"{len(case.X)} rows", "more rows"

    @checks.check("never applies")
    def never(case):
        return None

    told = []
    findings = checkup(case_from(X, T, epochs=2), lambda *progress: told.append(progress))
    assert told == [(k, len(checks.CHECKS), each.what) for k, each in enumerate(checks.CHECKS)]
    assert findings[-1] == ("number of rows", "note", "24 rows", "more rows")
    assert seen == [finding.what for finding in findings[:-1]] and "gradient check" in seen


def test_only_what_is_wrong_has_a_remedy_and_it_must_have_one(monkeypatch):
    monkeypatch.setattr(checks, "CHECKS", [])
    case = case_from("xor")
    assert checks.check("a")(lambda case: (OK, "fine", "nothing to do"))(case).remedy == ""
    assert checks.check("b")(lambda case: (OK, "fine"))(case).remedy == ""
    assert checks.check("c")(lambda case: (BROKEN, "bad", "ask"))(case).remedy == "ask"
    assert checks.check("d")(lambda case: (NOTE, "bad"))(case).remedy == "see the other findings"


@pytest.mark.parametrize(("scale", "verdict"), [(1, "ok"), (30, "note"), (1000, "broken"), (0.001, "broken")])
def test_the_scale_of_targets_is_looked_at_in_a_regression(scale, verdict):
    X, T = np.random.default_rng(0).normal(0, 1, (30, 2)), np.linspace(-scale, scale, 30)
    found = targets(case_from(X, T, scale=False, plain=True))
    assert (found.what, found.verdict) == ("scale of targets", verdict)
    assert found.remedy == ("" if verdict == "ok" else "standardise: leave out --no-scale")
    assert targets(case_from(X, np.arange(30) % 2)) is None

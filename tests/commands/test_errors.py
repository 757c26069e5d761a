"""Bad options: refused by name."""

import pytest

import numnet
import numnet.optim.schedules

pytestmark = pytest.mark.filterwarnings("error")

BAD_OPTIONS = {
    "optimizer": [("adm", "adam"), ("", "adam")],
    "activation": [("rleu", "relu"), ("relu,,tanh", "relu"), ("relu,tanh,relu", "--hidden")],
    "loss": [("mes", "mse")],
    "init": [("xavier", "glorot")],
    "task": [("classes", "multiclass")],
    "dtype": [("float16", "float32")],
    "device": [("gpu", "cpu")],
    "schedule": [("cosin", "cosine"), ("cosine:bottom=1", "floor"), ("cosine:floor=2", "floor"),
                 ("step:period=x", "period"), ("step:period=-1", "period"), ("step:factor=0", "factor")],
    "learning-rate": [("0", "0"), ("-1", "-1"), ("nan", "nan"), ("inf", "finite"), ("fast", "fast")],
    "hidden": [("-1", "-1"), ("0", "0"), ("16,0", "0"), ("0,16", "0"), ("16,x", "x"), ("1.5", "1.5")],
    "batch-size": [("0", "0"), ("-5", "-5"), ("half", "full"), ("1.5", "1.5")],
    "epochs": [("0", "0"), ("-1", "-1"), ("1.5", "1.5"), ("1" + 19 * "0", "1000")],
    "validation": [("1", "1"), ("-0.1", "-0.1"), ("nan", "nan")],
    "patience": [("0", "0"), ("1" + 19 * "0", "1000")],
    "evaluate-every": [("0", "0"), ("1" + 19 * "0", "1000")],
    "seed": [("-1", "-1"), ("x", "x"), ("1" + 19 * "0", "1000")],
    "momentum": [("1", "1"), ("0.5", "adam")],
    "rho": [("0.5", "adam")],
    "beta1": [("1", "1")],
    "eps": [("0", "0")],
    "weight-decay": [("-1", "-1"), ("nan", "nan")],
    "clip-norm": [("0", "0"), ("nan", "nan")],
    "l1": [("-1", "-1"), ("inf", "inf")],
    "l2": [("-1", "-1"), ("nan", "nan")],
    "dropout": [("1", "1"), ("nan", "nan")],
    "threads": [("0", "0"), ("100000", "at most")],
    "resume": [("runs/xor-1", "no folder"), (".", "not a run folder")],
    "checkpoint-every": [("-1", "-1"), ("nan", "nan")],
    "on-divergence": [("pray", "pray")],
}


@pytest.mark.parametrize(("option", "value", "expected"),
                         [(name, value, hint) for name, values in BAD_OPTIONS.items() for value, hint in values])
def test_bad_options_are_refused_by_name(shell, option, value, expected):
    message = shell.refused("train", "xor", f"--{option}={value}")
    assert f"--{option}" in message and expected in message


@pytest.mark.parametrize("words", [[], ["--nosuch"], ["xor", "16"], ["xor", "--epochs"]], ids=" ".join)
def test_bad_calls_are_refused(shell, words):
    shell.refused("train", *words)


def test_cross_entropy_is_refused_for_regression(shell):
    assert "--loss" in shell.refused("train", "sine", "--loss", "cross_entropy")


@pytest.mark.parametrize("words", [["nosuch"], ["plot", "nosuch"], ["plot", "convergence"], ["datasets", "nosuch"],
                                   ["predict", "x"], ["evaluate"], ["summary"], ["info", "x"], ["warmup", "x"],
                                   ["summary", "xor", "--hidden", "x"], ["plot", "schedules", "--updates", "1"]],
                         ids=" ".join)
def test_usage_errors_of_the_other_commands(shell, words):
    shell.refused(*words)


def test_numnet_traceback_shows_where_an_error_came_from(shell, monkeypatch):
    monkeypatch.setenv("NUMNET_TRACEBACK", "1")
    with pytest.raises(numnet.DataError):
        shell("train", "sprial")

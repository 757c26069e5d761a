"""`numnet plot gradients`, `saturation` and `capacity`."""

import pytest
from click.testing import CliRunner

from numnet.commands import main
from numnet.experiments.capacity import capacity
from numnet.experiments.gradients import gradients
from numnet.experiments.saturation import saturation


def call(*words):
    return CliRunner().invoke(main, ["plot", *words], prog_name="numnet")


def test_the_commands_draw_and_print_a_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("gradients", "--depths", "4,1", "--width", "4", "--epochs", "3", "--seeds", "1", "--rate", "0.1",
                "--activations", "relu", "--quiet")  # fmt: skip
    assert (done.exit_code, done.stderr) == (0, "")
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:3]] == [["relu,", "1"], ["relu,", "4"]]
    done = call("saturation", "--updates", "50", "--seeds", "1", "--hidden", "3", "-o", "s.svg", "--quiet")
    assert (done.exit_code, done.stderr) == (0, "") and len(done.stdout.splitlines()) == 6
    done = call("capacity", "--epochs", "30", "--seeds", "2", "--width", "3", "-o", "c.pdf")
    assert done.exit_code == 0 and "percent 100/100" in done.stderr
    assert "width     the validation error is lowest at" in done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"gradients.png", "s.svg", "c.pdf"}


@pytest.mark.parametrize(("words", "message"), [
    (["gradients", "nosuch"], "no run folder nosuch"), (["gradients", "run", "--rate", "1"], "--rate is an option of"),
    (["gradients", "--depths", "0"], ">= 1"), (["gradients", "--depths", "2,2"], "all different"),
    (["gradients", "--activations", "rleu"], "rleu"), (["gradients", "--depths", "900", "--epochs", "900"], "fewer"),
    (["gradients", "-o", "a.gif"], ".svg"), (["saturation", "--wrong", "0.5"], "--wrong"),
    (["saturation", "--wrong", "0.9999999999", "--updates", "1"], "--wrong must be less than"),
    (["saturation", "--rate", "0"], "--rate"), (["capacity", "--n", "5"], "--n"),
    (["capacity", "--noise", "nan"], "finite"), (["capacity", "--seeds", "101"], "range 1<=x<=100"),
    (["capacity", "--width", "256", "--epochs", "50000"], "take fewer"), (["capacity", "-o", "a.txt"], ".pdf"),
])  # fmt: skip
def test_mistakes_end_in_one_line(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(*words)
    assert done.exit_code == 2 and message in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("experiment", "options", "message"), [
    (gradients, {"depths": (0,)}, "depths must be"), (gradients, {"seeds": 0}, "seeds must be"),
    (gradients, {"activations": ("x",)}, "activation must be"),
    (saturation, {"wrong": 0.4}, "wrong must be"), (saturation, {"rate": 0}, "rate must be"),
    (capacity, {"n": 2}, "n must be"), (capacity, {"noise": -1}, "noise must be"),
])  # fmt: skip
def test_bad_arguments_name_themselves(experiment, options, message):
    with pytest.raises(ValueError, match=message):
        experiment(**options)

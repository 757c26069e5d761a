"""Commands and options that there are not: one line, which names the nearest."""

import pytest

from numnet.commands import main
from tests.support.shell import Shell


@pytest.mark.parametrize(("words", "message"), [
    (["evalute", "runs/x"], "No such command 'evalute'; did you mean evaluate?"),
    (["fit"], "No such command 'fit'; did you mean train?"),
    (["qqq"], "No such command 'qqq'; numnet --help lists all"),
    (["plot", "boundry"], "No such command 'boundry'; did you mean boundary?"),
    (["plot", "decision-boundary"], "No such command 'decision-boundary'; did you mean boundary?"),
    (["runs", "ls"], "No such command 'ls'; did you mean list?"),
    (["runs", "prun"], "No such command 'prun'; did you mean prune?"),
    (["datasets", "exprt"], "No such command 'exprt'; did you mean export?"),
    (["datasets", "qqq"], "No such command 'qqq'; numnet datasets --help lists all"),
    (["--versio"], "No such option '--versio'; did you mean --version?"),
    (["train", "xor", "--lr", "1"], "No such option '--lr'; did you mean --learning-rate?"),
    (["train", "xor", "--n-epochs=3"], "No such option '--n-epochs'; did you mean --epochs?"),
    (["train", "xor", "--max_iter", "3"], "No such option '--max_iter'; did you mean --epochs?"),
    (["train", "xor", "--hidden-layer-sizes", "3"], "No such option '--hidden-layer-sizes'; did you mean --hidden?"),
    (["train", "xor", "--random-state", "3"], "No such option '--random-state'; did you mean --seed?"),
    (["train", "xor", "--normalize"], "No such option '--normalize'; did you mean --no-scale?"),
    (["train", "xor", "--qqq"], "No such option '--qqq'; numnet train --help-all lists all"),
    (["sweep", "xor", "--solver", "adam"], "No such option '--solver'; did you mean --optimizer?"),
    (["plot", "race", "--max-iter", "3"], "No such option '--max-iter'; did you mean --steps?"),
    (["plot", "race", "--qqq", "3"], "No such option '--qqq'; numnet plot race --help lists all"),
    (["runs", "list", "--jsn"], "No such option '--jsn'; did you mean --json?"),
    (["predict"], "Missing argument 'RUN'; numnet predict --help has an example"),
    (["runs", "prune"], "Missing option '--keep'; numnet runs prune --help has an example"),
    (["train", "xor", "--epochs", "0"], "Invalid value for '--epochs': 0 is not in the range x>=1"),
    (["train", "xor", "--seed", str(2**63)], f"Invalid value for '--seed': must be below 2**63; got {2**63}"),
], ids=lambda part: " ".join(part) if isinstance(part, list) else "")  # fmt: skip
def test_one_line_names_the_nearest(tmp_path, words, message):
    assert Shell(tmp_path).refused(*words) == f"Error: {message}"


@pytest.mark.parametrize("command", ["predict", "evaluate", "export", "summary", "trace", "check", "sweep", "compare",
                                     "example", "completion", "benchmark", "warmup", "info"])
def test_an_unknown_option_of_any_command_is_told_in_one_line(tmp_path, command):
    assert main.get_command(None, command) is not None
    assert "No such option '--qqq'; numnet" in Shell(tmp_path).refused(command, "--qqq")


def test_a_key_of_a_configuration_gets_the_same_advice(tmp_path):
    shell = Shell(tmp_path)
    shell.write("a.json", '{"data": "xor", "lr": 0.1}')
    assert "did you mean learning_rate?" in shell.refused("train", "--config", "a.json")

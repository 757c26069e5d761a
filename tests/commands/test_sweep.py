"""`numnet sweep`: options, first lines, exit codes, mistakes."""

import json
import os
import sys
from pathlib import Path

import pytest

from numnet.commands.sweep import sweep
from numnet.options.swept import LEFT_OUT, SINGLE
from numnet.options.train import TRAIN
from numnet.studies.sweep import load_sweep
from tests.support.cli import call

pytestmark = pytest.mark.filterwarnings("error")

LOG = "--learning-rate", "0.01:1:log:3"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- configurations ---------------------------------------------------------------------------------------------------


def test_every_option_of_train_is_an_option_of_sweep():
    by_name = {parameter.name: parameter for parameter in sweep.params}
    for option in TRAIN.params:
        if option.name in LEFT_OUT:
            continue
        own = by_name[option.name]
        assert own.opts == option.opts and own.multiple == (option.name not in SINGLE or option.multiple)
        assert option.help in own.help


# --- training ---------------------------------------------------------------------------------------------------------


def test_the_first_lines_say_how_much_there_is_to_do():
    done = call("sweep", "moons:n=80", *LOG, "--epochs", 2, "--seeds", 4)
    assert "3 configurations × 4 seeds = 12 trainings" in done.stderr and "training 12/12" in done.stderr
    assert "validation loss: median over 4 seeds" in done.stdout
    assert os.path.getsize("sweeps/moons-1/figures/sweep.png") > 10_000


def test_config_json_holds_the_options_that_do_not_vary():
    call("sweep", "xor", "--l2", "0", "--l2", "1", "--hidden", "3", "--epochs", 2, "--seeds", 1, "--quiet")
    config = json.loads(Path("sweeps/xor-1/config.json").read_text())
    assert config["axes"] == {"l2": ["0", "1"], "hidden": ["3"], "epochs": ["2"]} and config["validation"] == 0
    assert set(config["options"]) == {option.name for option in TRAIN.params} - {*config["axes"], *LEFT_OUT}
    assert (config["options"]["optimizer"], config["options"]["l1"], config["options"]["threads"]) == ("adam", 0, None)


@pytest.mark.parametrize(("words", "message"), [
    ([], "name the DATA"),
    (["sprial"], "spiral"),
    (["xor", "--optimizer", "sgd", "--optimizer", "momentum", "--momentum", "0.5"], "sgd has no --momentum"),
    (["xor", "--hidden", "4", "--hidden", "4,4", "--activation", "relu,tanh"], "--activation names 2 layers"),
    (["xor", "--learning-rate", "0.1", "--learning-rate", "-1"], "'--learning-rate': -1.0 is not in the range"),
    (["xor", "--momentum", "0:1:lin:3"], "'--momentum': 1.0 is not in the range"),
    (["xor", "--learning-rate", "0.1:1:log"], "no count"),
    (["xor", "--optimizer", "adm"], "'adm' is not one of"),
    (["diabetes", "--loss", "mse", "--loss", "cross_entropy"], "cross_entropy needs class targets"),
    (["xor", "--eps", "1e-60"], "--eps must not round to 0"),
    (["xor", "--seed", "3"], "give --seeds K"),
    (["xor", "--search", "tp"], "'tp' is not one of"),
    (["xor", "--search", "tpe", "--learning-rate", "0.1:1:log"], "--search tpe needs the number of configurations"),
    (["xor", "--search", "random", "--learning-rate", "0.1:1:log"], "such as --trials 50"),
    (["xor", "--trials", "5", "--l2", "0"], "--trials is for --search random, tpe or halving"),
    (["xor", "--search", "tpe", "--trials", "0"], "0 is not in the range"),
    (["xor", "--search", "tpe", "--random", "5"], "for --search tpe give --trials 5"),
    (["xor", "--random", "5", "--trials", "6"], "--random 5 and --trials 6 say different numbers"),
    (["xor", "--search", "halving", "--l2", "0:1:lin:9", "--seed", "3"], "give --seeds K"),
    (["xor", "--search", "tpe", "--trials", "9", "--momentum", "0:0.9:lin", "--optimizer", "sgd", "--optimizer", "nag"],
     "sgd has no --momentum"),
    (["xor", "--search", "halving", "--l2", "0:1:lin:2"], "needs at least 3 configurations"),
    (["--resume", "nowhere"], "nowhere is no sweep folder"),
    (["xor", "--resume", "nowhere"], "leave out xor"),
    (["--resume", "nowhere", "--l2", "1"], "leave out --l2"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else "")  # fmt: skip
def test_mistakes_end_in_one_line_before_anything_is_written(words, message):
    done = call("sweep", *words, code=2)
    assert message in " ".join(done.stderr.split()) and done.stdout == "" and not os.listdir()
    assert len([line for line in done.stderr.splitlines() if line.startswith("Error: ")]) == 1


def test_random_is_short_for_search_and_trials():
    words = ["sweep", "xor", "--learning-rate", "0.01:1:log", "--seeds", 1, "--epochs", 2, "--quiet"]
    call(*words, "--random", 4, "--out", "short")
    call(*words, "--search", "random", "--trials", 4, "--seed", 0, "--out", "long")
    short, long = (load_sweep(name).config for name in ("short", "long"))
    assert short["configurations"] == long["configurations"] and short["random"] == long["random"]
    assert short["search"] == "random" and len(short["configurations"]) == 4


def test_a_search_whose_package_is_missing_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    error = call("sweep", "xor", "--search", "tpe", "--trials", 9, "--l2", "1e-3:1:log", code=2).stderr
    assert error == "Error: a search by TPE needs Optuna: pip install 'numnet[search]'\n" and not os.listdir()


# --- divergence, interruption, resuming -------------------------------------------------------------------------------

WILD = ["moons:n=80", "--optimizer", "sgd", "--activation", "relu", "--epochs", "4"]


def test_if_all_diverge_the_exit_code_says_so():
    done = call("sweep", *WILD, "--learning-rate", "1e30", "--json", code=3)
    result = json.loads(done.stdout)
    assert result["diverged"] == 3 and result["best"]["median"] is None
    assert "every training diverged" in done.stderr

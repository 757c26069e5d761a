"""`numnet train --config` and `--print-config`: a training in JSON, read as if it were typed."""

import json
import os
import shlex
import threading
from pathlib import Path

import click
import numpy as np
import pytest

import numnet
from numnet.files import json_files
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.options.configuration import FORMAT, OF_THE_CALL, OPTIONS
from numnet.options.train import TRAIN
from tests.support.cli import apart, call
from tests.support.shell import Shell, table_text

pytestmark = pytest.mark.filterwarnings("error")

ROWS = "x,y,kind\n0,1,a\n1,0,b\n2,1,b\n1,3,a\n1,4,a\n5,1,b\n"
SOME = {  # values of options whose types do not tell them
    "targets": ["kind", "other"], "encoding": ["cp949"],
    "as_": ["zip code=text", "day=date:dmy"], "columns": ["u", "1"], "exclude": ["v, w"],
    "hidden": ["7,5"], "weights": ["η"], "inputs": ["x1,x2 ** 2"], "activation": ["relu,tanh"],
    "schedule": ["step:period=7,factor=0.25"], "batch_size": ["full"], "split": ["group:v"],
    "class_weight": ["a=2,b=0.5"], "validation_data": ["other.csv"],
}  # fmt: skip


def words_of(option):
    """An option with a value that is not its default, as one types it."""
    name, kind = option.opts[0], option.type
    if option.is_flag:
        return [name]
    if isinstance(kind, click.Choice):
        return [name, next(choice for choice in reversed(kind.choices) if choice != option.default)]
    if isinstance(kind, click.types.IntParamType):
        return [name, "3"]
    if isinstance(kind, click.types.FloatParamType):
        return [name, "0.123456789012345678"]
    return [word for value in SOME[option.name] for word in (name, value)]


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.setattr("numnet.options.train.check_device", lambda: None)  # options are looked at, no GPU
    return Shell(tmp_path)


def printed(shell, *words, **how):
    return json.loads(shell("train", *words, "--print-config", **how).stdout)


def refused(shell, config, *words):
    shell.write("config.json", config if isinstance(config, str) else json.dumps(config))
    message = shell.refused("train", "--config", "config.json", *words)
    assert message.startswith("Error: --config config.json: ")
    return message.removeprefix("Error: --config config.json: ")


def weights(shell, run):
    return numnet.load_run(shell.folder / run).network.parameters


# --- there and back ---


@pytest.mark.parametrize("key", OPTIONS)
def test_an_option_comes_back_as_it_was_given(shell, key):
    option = OPTIONS[key]
    words = words_of(option)
    if key in HYPER_PARAMETERS:
        words += ["--optimizer", {"momentum": "nag", "rho": "rmsprop"}.get(key, "adamw")]
    first = shell("train", "some.csv", *words, "--print-config").stdout
    assert json.loads(first)[key] != printed(shell, "some.csv")[key]
    shell.write("config.json", first)
    assert shell("train", "--config", "config.json", "--print-config").stdout == first
    assert shell("train", "--config", "-", "--print-config", input=first).stdout == first
    assert list(shell.folder.iterdir()) == [shell.folder / "config.json"]


def test_all_options_come_back_together(shell):
    words = [word for key, option in OPTIONS.items() if key not in HYPER_PARAMETERS and key != "validation"
             for word in words_of(option)]  # fmt: skip
    first = printed(shell, "some.csv", *words, "--task", "binary")
    assert set(first) == {"format", "data", *OPTIONS}
    assert first["hidden"] == [7, 5] and first["activation"] == ["relu", "tanh"] and first["target"] == SOME["targets"]
    assert (first["shuffle"], first["scale"], first["validation"]) == (False, False, 0.0)
    assert first["l1"] == 0.123456789012345678
    assert printed(shell, "--config", "-", input=json.dumps(first)) == first


def test_every_option_of_train_is_in_a_configuration_but_those_of_a_call():
    assert {option.name for option in OPTIONS.values()} == {option.name for option in TRAIN.params} - set(OF_THE_CALL)


def test_values_are_full_those_of_the_rule_and_of_the_data_too(shell):
    found = printed(shell, "xor")
    assert (found["learning_rate"], found["beta1"], found["momentum"]) == (0.01, 0.9, None)
    assert (found["format"], found["data"], found["shuffle"], found["batch_size"]) == (FORMAT, "xor", True, 32)
    assert found["validation"] == 0.0 and printed(shell, "xor", "--validation", "0.2")["validation"] == 0.2
    assert printed(shell, "iris")["validation"] == 0.2


@pytest.mark.parametrize("words", [
    "xor --hidden 3", "xor --validation 0.25", "iris --no-shuffle --optimizer nag --test 0.1 --class-weight balanced",
    "own.csv --target w --no-scale --weights z --schedule cosine", "own.csv --validation-data other.csv",
])  # fmt: skip
def test_a_configuration_trains_what_its_call_trains(shell, words):
    for name in ("own.csv", "other.csv"):
        shell.write(name, table_text(columns="u,v,pos,w,z").replace("-", ""))
    words = [*words.split(), "--epochs", "3"]
    shell("train", *words, "--out", "typed", "--quiet")
    shell.write("it.json", shell("train", *words, "--print-config").stdout)
    shell("train", "--config", "it.json", "--out", "read", "--quiet")
    shell("train", "--config", "typed/config.json", "--out", "again", "--quiet")
    command = json.loads((shell.folder / "read/config.json").read_text())["command"]
    assert "--config" not in command
    shell(*shlex.split(command)[1:], "--out", "command")
    for run in ("read", "again", "command"):
        assert np.array_equal(weights(shell, run), weights(shell, "typed")), run
    assert printed(shell, "--config", "read/config.json") == {
        **printed(shell, "--config", "it.json"), **printed(shell, "--config", "typed/config.json")
    }  # fmt: skip


# --- a part of it, and the command line ---


def test_what_a_configuration_leaves_out_has_its_default_and_null_is_nothing(shell):
    assert printed(shell, "--config", "-", input='{"data": "iris", "seed": null}') == printed(shell, "iris")
    assert printed(shell, "wine", "--config", "-", input='{"hidden": [], "l1": 1}') == printed(
        shell, "wine", "--hidden", "none", "--l1", "1"
    )


def test_the_command_line_wins(shell):
    shell.write("c.json", json.dumps({"data": "iris", "seed": 1, "hidden": [4], "target": ["a", "b"], "epochs": 7}))
    found = printed(shell, "wine", "--seed", "0", "--config", "c.json", "--hidden", "", "--target", "c")
    assert [found[key] for key in ("data", "seed", "hidden", "target", "epochs")] == ["wine", 0, [], ["c"], 7]


def test_another_rule_on_the_command_line_has_its_own_hyper_parameters(shell):
    shell.write("c.json", json.dumps(printed(shell, "iris", "--learning-rate", "0.5", "--beta1", "0.8")))
    found = printed(shell, "--config", "c.json", "--optimizer", "nag")
    assert found == printed(shell, "iris", "--optimizer", "nag")
    assert printed(shell, "--config", "c.json", "--optimizer", "adam")["beta1"] == 0.8
    shell("train", "--config", "c.json", "--optimizer", "nag", "--epochs", "1", "--out", "run", "--quiet")
    config = json.loads((shell.folder / "run/config.json").read_text())
    assert config["options"]["beta1"] is None and "--beta1" not in config["command"]


def test_a_run_gives_its_options_and_data_but_not_its_folder(shell):
    shell.write("own.csv", table_text())
    shell("train", "own.csv", "--out", "run", "--epochs", "2", "--no-scale", "--quiet", "--json")
    found = printed(shell, "--config", "run/config.json")
    typed = printed(shell, str(shell.folder / "own.csv"), "--epochs", "2", "--no-scale")
    assert found == typed
    assert "runs/own-1" in shell("train", "--config", "run/config.json").stdout


# --- rows in the configuration ---


def test_a_configuration_may_hold_its_rows(shell):
    config = {"data": {"csv": ROWS}, "epochs": 3, "hidden": [2]}
    shell("train", "--config", "-", "--quiet", input=json.dumps(config))
    shell.write("rows.csv", ROWS)
    shell("train", "rows.csv", "--plain", "--epochs", "3", "--hidden", "2", "--out", "file", "--quiet")
    assert np.array_equal(weights(shell, "runs/data-1"), weights(shell, "file"))
    assert printed(shell, "--config", "runs/data-1/config.json")["data"] == {"csv": ROWS}
    assert shell("evaluate", "runs/data-1").stdout == shell("evaluate", "file").stdout
    command = json.loads((shell.folder / "runs/data-1/config.json").read_text())["command"]
    shell(*shlex.split(command)[1:], "--out", "piped", input=ROWS)
    assert np.array_equal(weights(shell, "piped"), weights(shell, "file"))
    shell.write("data.csv", ROWS.replace("5,1", "5,2"))  # of the name that messages use: never taken for the rows
    for run in ("runs/data-1", "file"):
        shell("train", "--resume", run, "--epochs", "5", "--quiet")
    assert np.array_equal(weights(shell, "runs/data-1"), weights(shell, "file"))


@pytest.mark.parametrize(("data", "part"), [
    ({"csv": "x,y\n1,a\n2\n"}, "Error: data.csv, line 3: 1 cells"), ({"csv": ""}, "data.csv is empty"),
    ({"csv": "PAR1 and more"}, "data.csv"), ({"csv": "PK\3\4 .npy"}, "data.csv"), ({"csv": "\0,\0"}, "data.csv"),
])  # fmt: skip
def test_rows_that_are_none_are_refused(shell, data, part):
    assert part in shell.refused("train", "--config", "-", input=json.dumps({"data": data}))


# --- what is refused ---


@pytest.mark.parametrize(("config", "message"), [
    ({"epoch": 3}, "unknown key: 'epoch' (did you mean epochs?)"),
    ({"no_shuffle": True, "qqq": 1}, "unknown keys: 'no_shuffle' (did you mean shuffle?), 'qqq'"),
    ({"targets": ["a"]}, "unknown key: 'targets' (did you mean target?)"),
    ({"out": "x"}, "unknown key: out (it belongs to one call: give it on the command line)"),
    ({"data": {"csv": "a", "xls": 1}}, "data must hold nothing beside csv, got 'xls'"),
    ({"data": {}}, "data.csv is missing"), ({"data": {"csv": 3}}, "data.csv must be text, got 3"),
    ({"data": 3}, 'data must be text, or {"csv": text}, got 3'),
    ({"epochs": "3"}, "epochs must be a number, got '3'"), ({"epochs": 2.5}, "epochs: '2.5' is not a valid integer"),
    ({"epochs": 0}, "epochs: 0 is not in the range"), ({"epochs": [3]}, "epochs must be one text or number, got [3]"),
    ({"epochs": True}, "epochs must be one text or number, got True"), ({"l1": 10**400}, "l1: must be finite"),
    ({"hidden": "8,8"}, "hidden must be a list of numbers, got '8,8'"), ({"hidden": [0]}, "hidden: a layer needs"),
    ({"hidden": ""}, "hidden must be [] for none, got ''"), ({"hidden": [[8]]}, "hidden must be texts or numbers, got"),
    ({"columns": [1]}, "columns must be a list of texts, got [1]"), ({"weights": 1}, "weights must be text, got 1"),
    ({"batch_size": "32"}, "batch_size must be a number, got '32'"), ({"shuffle": 1}, "shuffle must be true or false"),
    ({"optimizer": "adm"}, "optimizer: 'adm' is not one of"), ({"schedule": "cosin"}, "schedule: "),
    ({"specialize": "yes"}, "specialize must be true or false"), ({"dropout": 1}, "dropout: 1.0 is not in the range"),
    ({"format": "numnet-config-2"}, "format must be numnet-config-1, or numnet-run-2 of a run, got 'numnet-config-2'"),
    ({"format": "numnet-run-2"}, "task is missing"), ([], "the whole must be an object"), ("{", "it is no JSON: "),
    ("[" * 100_000, "too many brackets"), ('{"l1": NaN}', "l1: must be finite"),
    (json.dumps({"a\x1b[2J\n": 1}), "unknown key: 'a\\x1b[2J\\n'"),
])  # fmt: skip
def test_what_train_would_not_take_is_refused_with_its_key(shell, config, message):
    assert refused(shell, config, "iris").startswith(message)


def test_many_unknown_keys_are_one_short_line(shell):
    assert len(refused(shell, {f"key{k}": k for k in range(50_000)}, "iris")) < 400


def test_a_stored_run_is_held_to_the_same_rules(shell):
    shell("train", "iris", "--epochs", "1", "--quiet")
    config = json.loads((shell.folder / "runs/iris-1/config.json").read_text())
    config["options"] |= {"no_scale": "yes"}
    assert refused(shell, config).startswith("scale must be true or false, got 'yes'")
    shell.write("runs/iris-1/config.json", json.dumps(config))
    assert "is damaged: scale must be true or false" in shell.refused("train", "--resume", "runs/iris-1", "--epochs", 9)


def test_a_configuration_leads_to_ordinary_files_alone(shell):
    os.mkfifo(shell.folder / "pipe")
    for key in ("data", "validation_data"):
        assert refused(shell, {key: "pipe"}, *(["iris"] if key != "data" else [])).startswith("pipe is not an ordinary")


def test_files_that_can_not_be_read_are_refused(shell, monkeypatch):
    shell.write("data.csv", b"\xff\xfe{")
    for name in ("nosuch.json", ".", "data.csv"):
        assert shell.refused("train", "--config", name).startswith(f"Error: --config {name}: ")
    monkeypatch.setattr(json_files, "MAX_JSON_BYTES", 20)
    assert refused(shell, {"data": "iris", "seed": 1}) == "it has more than 20 bytes"


def test_a_configuration_may_come_through_a_pipe(shell):
    pipe = shell.folder / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=('\ufeff{"data": "iris"}',))  # as Windows marks UTF-8
    writer.start()
    assert printed(shell, "--config", "pipe")["data"] == "iris"
    writer.join()


@pytest.mark.parametrize(("words", "message"), [
    ("--resume run --config c.json", "--resume continues with the options of its run"),
    ("--resume run --print-config", "--resume continues with the options of its run"),
    ("- --config -", "--config - and DATA - would both read standard input"), ("--print-config", "name the DATA"),
    ("iris --validation 0.5 --validation-data x --print-config", "exclude each other"),
    ("iris --optimizer sgd --beta1 0.5 --print-config", "sgd has no --beta1"),
    ("iris --snapshots 1 --print-config", "--snapshots must be 0"),
])  # fmt: skip
def test_what_does_not_go_together_is_refused(shell, words, message):
    shell.write("c.json", '{"data": "iris"}')
    assert message in shell.refused("train", *words.split(), input='{"data": "-"}')


def test_json_is_utf8_in_every_locale(tmp_path):
    words = ["train", "꽃.csv", "--target", "종류", "--print-config"]
    done = apart(*words, folder=tmp_path, PYTHONIOENCODING="latin-1", PYTHONUTF8="1")
    assert '"data": "꽃.csv"' in done.stdout and "종류" in done.stdout


def test_exact_is_accepted_and_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("exact.json").write_text('{"data": "xor", "epochs": 3, "exact": true}', encoding="utf-8")
    call("train", "--config", "exact.json", "--quiet", "--out", "told")
    call("train", "xor", "--epochs", 3, "--exact", "--quiet", "--out", "typed")
    call("train", "xor", "--epochs", 3, "--quiet", "--out", "plain")
    for name in ("told", "typed"):
        assert Path(name, "model.safetensors").read_bytes() == Path("plain", "model.safetensors").read_bytes()

"""The help of train and of those that borrow its options: what matters first, all of it in groups."""

import click
import pytest

from numnet.commands import main
from numnet.commands.option_groups import FIRST, GROUPS, OWN, GroupedCommand, grouped, key
from tests.support.cli import call
from tests.support.shell import Shell

NAMES = ("train", "sweep", "compare", "check", "trace")
COMMANDS = {name: main.get_command(None, name) for name in NAMES}


def options_of(command):
    return [each for each in command.params if isinstance(each, click.Option) and not each.hidden]


def sections(text):
    """{title: names of the options that are explained below it} of a help."""
    found, title = {}, None
    for line in text.splitlines():
        if line and not line.startswith(" "):
            title = line.rstrip(":")
        elif title in (OWN, *GROUPS) and line.startswith("  -"):
            found.setdefault(title, []).extend(word.strip(",") for word in line[:34].split() if word.startswith("--"))
    return found


def test_every_command_with_options_of_train_has_groups():
    for name in main.list_commands(None):
        command = main.get_command(None, name)
        borrowed = {option.name for option in command.params} >= {"hidden", "optimizer"}
        assert isinstance(command, GroupedCommand) == borrowed == (name in NAMES)


def test_every_option_of_train_has_one_group():
    assert grouped(options_of(COMMANDS["train"]))[OWN] == []
    names = [name for members in GROUPS.values() for name in members]
    assert len(names) == len(set(names)) and set(names) == {key(option) for option in options_of(COMMANDS["train"])}
    assert set(FIRST) < set(names) and len(FIRST) == 10


@pytest.mark.parametrize("name", NAMES)
def test_all_options_are_explained_in_their_groups(name):
    explained = sections(call(name, "--help-all").stdout)
    expected = grouped(options_of(COMMANDS[name]))
    explained["Run"] = [word for word in explained["Run"] if word not in ("--help", "--help-all")]
    assert list(explained)[-len(GROUPS):] == list(GROUPS) or not expected["Run"]
    for title, options in expected.items():
        assert explained.get(title, []) == [word for option in options
                                            for word in (option.opts[-1], *option.secondary_opts)]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_help_explains_what_matters_and_names_the_rest(name):
    text = call(name, "--help").stdout
    explained, expected = sections(text), grouped(options_of(COMMANDS[name]))
    assert list(explained) == [OWN]
    own = [option.opts[-1] for option in expected.pop(OWN)]
    first = [option.opts[-1] for options in expected.values() for option in options if key(option) in FIRST]
    assert explained[OWN] == [*own, *first, "--help-all", "--help"]
    for title, options in expected.items():
        rest = [option.opts[-1] for option in options if key(option) not in FIRST]
        listed = text.partition("More, which --help-all explains:")[2].partition(f"  {title} ")[2]
        assert " ".join(listed.split()).startswith(", ".join(rest))


def test_the_help_of_train_fits_a_screen():
    lines = call("train", "--help").stdout.splitlines()
    assert len(lines) <= 50 and max(map(len, lines)) <= 80


def test_no_bound_that_nobody_reaches_is_in_the_help():
    for name in NAMES:
        assert str(2**63 - 1) not in call(name, "--help-all").stdout


def test_help_all_is_no_option_of_a_training(tmp_path):
    assert "help_all" not in call("train", "xor", "--print-config").stdout
    assert "--help-all" in Shell(tmp_path).refused("train", "xor", "--help-al")

"""What an unknown name was meant to be."""

import pytest

from numnet.commands import COMMANDS as OWN_COMMANDS
from numnet.commands import main
from numnet.options.configuration import OPTIONS
from numnet.utils.synonyms import COMMANDS, NAMES, SYNONYMS, meant, remedy

OTHERS = {"seeds", "out", "resume", "quiet", "config"}  # options of the commands that are no part of a configuration


def test_every_synonym_stands_for_an_option_and_is_none():
    assert set(SYNONYMS.values()) <= set(OPTIONS) | OTHERS
    assert not set(SYNONYMS) & set(OPTIONS)
    words = [word for words in NAMES.values() for word in words.split()]
    assert len(words) == len(set(words)), "a word stands for two options"
    assert all(word.isidentifier() and word == word.lower() for word in words)


def test_every_other_word_for_a_command_stands_for_one():
    groups = [main.get_command(None, group) for group in ("plot", "runs", "datasets")]
    inner = {name for group in groups for name in group.list_commands(None)}
    assert set(COMMANDS.values()) <= set(OWN_COMMANDS) | inner


@pytest.mark.parametrize(("typed", "name"), [
    ("lr", "learning_rate"), ("learning_rate_init", "learning_rate"), ("eta", "learning_rate"),
    ("n_epochs", "epochs"), ("nb_epoch", "epochs"), ("max_iter", "epochs"), ("steps", "epochs"),
    ("hidden_layer_sizes", "hidden"), ("layers", "hidden"), ("units", "hidden"), ("solver", "optimizer"),
    ("random_state", "seed"), ("validation_split", "validation"), ("n_iter_no_change", "patience"), ("alpha", "l2"),
    ("criterion", "loss"), ("labels", "target"), ("y", "target"), ("beta_1", "beta1"), ("epsilon", "eps"),
    ("kernel_initializer", "init"), ("standardize", "scale"), ("sample_weight", "weights"), ("n_jobs", "threads"),
])  # fmt: skip
def test_the_names_of_other_libraries(typed, name):
    assert meant(typed, OPTIONS) == [name]
    assert meant(typed.upper().replace("_", "-"), OPTIONS) == [name]
    assert remedy(typed, OPTIONS) == f"did you mean {name}?"


def test_a_slip_is_mended_and_of_several_like_it_all_are_told():
    assert meant("learningrate", OPTIONS) == ["learning_rate"]
    assert meant("evalute", OWN_COMMANDS) == ["evaluate"]
    assert meant("classes", OPTIONS)[0] == "class_weight"


def test_a_synonym_of_what_is_not_there_leads_to_what_is_like_it():
    assert meant("normalize", ["no_scale", "split"]) == ["no_scale"]
    assert meant("lr", ["xyz"]) == []


def test_where_nothing_is_meant_all_are_told():
    assert remedy("qqq", ["seed", "out"]) == "there are: seed, out"

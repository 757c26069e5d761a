"""What an unknown name was meant to be."""

import inspect

import pytest

import numnet
from numnet.commands import COMMANDS as OWN_COMMANDS
from numnet.commands import main
from numnet.options.configuration import OPTIONS
from numnet.utils.synonyms import COMMANDS, NAMES, OF_A_RULE, SYNONYMS, meant, remedy

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


def test_what_a_rule_takes_is_known():
    from numnet.kernels.hyper_parameters import HYPER_PARAMETERS

    assert set(OF_A_RULE) == set(HYPER_PARAMETERS)


@pytest.mark.parametrize(("call", "words"), [
    (lambda: numnet.Adam(lr=0.1), "Adam has no argument 'lr'; did you mean learning_rate?"),
    (lambda: numnet.Network([2, 1], activations="relu"), "Network has no argument 'activations'; did you mean"),
    (lambda: numnet.train(None, None, None, lr=0.1), "train has no argument 'lr'; it belongs to the optimizer: "),
    (lambda: numnet.descend("beale", "sgd", n_steps=3), "descend has no argument 'n_steps'; did you mean steps?"),
])  # fmt: skip
def test_an_argument_that_a_function_lacks_is_told_with_what_was_meant(call, words):
    with pytest.raises(TypeError) as caught:
        call()
    assert words in str(caught.value)


def test_errors_within_the_function_pass():
    with pytest.raises(TypeError, match="learning_rate must be a number"):
        numnet.Adam(learning_rate="x")
    assert str(inspect.signature(numnet.SGD)) == "(learning_rate: float = 0.1, *, weight_decay: float = 0.0) -> None"

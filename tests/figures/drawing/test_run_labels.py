"""What figures say of a run, in words."""

from types import SimpleNamespace

from numnet.figures.drawing import run_labels
from numnet.figures.runs import convergence
from tests.support.fake_runs import history


def test_architecture_names_each_hidden_activation_where_they_differ():
    network = SimpleNamespace(sizes=(4, 8, 8, 2), activation=("relu", "tanh"))
    assert run_labels.architecture(network) == "4-8-8-2 relu/tanh"
    assert run_labels.architecture(SimpleNamespace(sizes=(4, 2), activation=())) == "4-2"


def test_scores_as_people_say_them():
    assert run_labels.score_text("label_accuracy", 1.0) == "label accuracy 100 %"
    assert run_labels.score_text("r2", -0.25) == "R² −0.250"


def test_broken_epoch_of_a_healthy_run_is_none():
    assert convergence._broken_epoch(history()) is None

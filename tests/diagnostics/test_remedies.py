"""Remedies are tried: one that does not help is not recommended, whatever a check proposes."""

import numpy as np
import pytest

import numnet
from numnet.diagnostics import checkup, remedies
from numnet.diagnostics.case import BROKEN, NOTE, OK
from numnet.diagnostics.checks import check as register
from numnet.diagnostics.remedies import Remedy, chosen, option, other_rates, rates, recommended
from tests.support.diagnoses import case_from, check

pytestmark = pytest.mark.filterwarnings("error")


def looking(verdict_of):
    """A check that judges by the learning rate."""
    return lambda case: (verdict_of(case.optimizer.learning_rate), "found")


def words_of(case, verdict_of, *tried, verdict=BROKEN):
    return recommended("a check", looking(verdict_of), case, verdict, tried)


def rate(value):
    return option(learning_rate=value)


def test_the_first_that_leaves_nothing_wrong_is_recommended():
    case = case_from("moons", epochs=20)
    assert words_of(case, lambda eta: OK if eta < 0.01 else BROKEN, rate(0.1), rate(0.005), rate(0.002)) == (
        "--learning-rate 0.005"
    )
    assert case.solved["a check"].options == {"learning_rate": 0.005}


def test_one_that_the_check_sees_fail_is_not():
    case = case_from("moons", epochs=20)
    told = words_of(case, lambda eta: BROKEN, rate(0.1), rate(0.02))
    assert told == "none of these helps: --learning-rate 0.1, --learning-rate 0.02; see the other findings"
    assert case.solved == {}
    assert words_of(case, lambda eta: BROKEN, rate(0.1), "look at the data") == "look at the data"
    assert words_of(case, lambda eta: BROKEN) == "see the other findings"


def test_one_that_spoils_the_training_is_not_whatever_the_check_says():
    case = case_from("moons")
    assert case.changed(learning_rate=1e-7).planned.error > 0.5 > case.planned.error
    assert words_of(case, lambda eta: OK, rate(1e-7)).startswith("none of these helps")


def test_less_wrong_is_taken_where_the_training_gets_clearly_better_or_nothing_else_helps():
    case = case_from("moons", learning_rate=1e-6)
    less = {1e-6: BROKEN, 1e-5: BROKEN, 0.01: NOTE, 2e-6: NOTE, 0.02: OK}
    assert words_of(case, less.get, rate(1e-5), rate(0.01), rate(0.02)) == "--learning-rate 0.01"
    case = case_from("moons", learning_rate=1e-6)
    assert words_of(case, less.get, rate(1e-5), rate(2e-6), rate(0.02)) == "--learning-rate 0.02"
    assert words_of(case_from("moons", learning_rate=1e-6), less.get, rate(1e-5), rate(2e-6)) == "--learning-rate 2e-06"


def test_what_helped_before_is_tried_first_and_said():
    case = case_from("moons")
    words_of(case, lambda eta: OK if eta < 0.01 else BROKEN, rate(0.005))
    told = recommended("another", looking(lambda eta: OK if eta < 0.01 else NOTE), case, NOTE, [rate(0.002)])
    assert told == "--learning-rate 0.005, as above"
    told = recommended("a third", looking(lambda eta: OK if eta < 0.003 else NOTE), case, NOTE, [rate(0.002)])
    assert told == "--learning-rate 0.002"


def test_what_changes_nothing_is_not_tried():
    case = case_from("moons", epochs=20)
    same = Remedy("nothing", lambda case: case)
    assert words_of(case, lambda eta: BROKEN, rate(None), same, option(hidden=(16, 16))) == "see the other findings"


@pytest.mark.parametrize(("values", "words"), [
    ({"learning_rate": 1e-3}, "--learning-rate 0.001"), ({"hidden": (64, 64)}, "--hidden 64,64"),
    ({"hidden": ()}, "--hidden none"), ({"clip_norm": None}, "leave out --clip-norm"),
    ({"l1": 0.0}, "leave out --l1"), ({"no_scale": False}, "standardise: leave out --no-scale"),
    ({"no_shuffle": False}, "leave out --no-shuffle"), ({"inputs": ()}, "leave out --inputs"),
    ({"batch_size": "full"}, "--batch-size full"), ({"no_scale": True}, "--no-scale"),
    ({"l2": 0.1, "optimizer": "adam"}, "--l2 0.1, --optimizer adam"),
])  # fmt: skip
def test_options_are_told_as_they_are_typed(values, words):
    assert option(**values).words == words


def test_python_is_told_in_its_own_words():
    found = {finding.what: finding.remedy for finding in numnet.check("spiral", activation="identity", l1=1)}
    assert found["fit to a few rows"].startswith('activation="tanh"') and "l1" in found["options"]
    assert "--" not in "".join(found.values())


def test_rates_go_by_tens_from_the_default_in_the_way_that_is_asked_for():
    case = case_from("moons", optimizer="sgd", learning_rate=5.0)
    assert [each.options["learning_rate"] for each in other_rates(case, -1)][:4] == [0.1, 1.0, 0.01, 0.001]
    assert [each.options["learning_rate"] for each in other_rates(case, 1)] == [50.0]
    case = case_from("moons", clip_norm=0.1)
    assert rates(case)[0].options == {"clip_norm": None} and chosen(case) == {"clip_norm": 0.1}
    case = case_from("moons", clip_norm=0.1, learning_rate=0.1)
    assert [each.options["learning_rate"] for each in rates(case)] == [0.01, 0.001, 1.0]


def test_a_change_that_the_data_do_not_allow_changes_nothing():
    T = np.repeat([0, 1], [29, 1])
    case = case_from(np.random.default_rng(0).normal(size=(30, 2)), T, validation=0.0)
    assert case.changed(optimizer="adam", momentum=0.5) is case  # adam has no momentum
    assert case.changed(learning_rate=0.5) is case.changed(learning_rate=0.5) is not case


def test_another_optimizer_keeps_the_hyper_parameters_that_it_has():
    case = case_from("moons", optimizer="momentum", momentum=0.5, learning_rate=0.2)
    other = case.changed(optimizer="adam")
    assert other.optimizer == numnet.Adam(learning_rate=0.2) and other.root is case


def test_later_checks_look_at_the_case_as_it_was_remedied(monkeypatch):
    """A rate of 1e-7 is the rate's fault: no option, and not the size of the network, is blamed for it as well."""
    findings = check("moons", "--learning-rate", "1e-7", "--hidden", "8")[1]
    assert findings["learning rate"]["verdict"] == BROKEN
    assert findings["options"]["verdict"] == OK and findings["options"]["found"].startswith("with the remedies above, ")

    monkeypatch.setattr("numnet.diagnostics.checks.CHECKS", [])
    seen = []
    first = register("first")(lambda case: (OK if case.optimizer.learning_rate == 0.02 else NOTE, "?", rate(0.02)))
    then = register("then", repaired=True)(lambda case: seen.append(case.optimizer.learning_rate) or (OK, "fine"))
    monkeypatch.setattr("numnet.diagnostics.CHECKS", [first, then])
    found = checkup(case_from("moons", epochs=20))
    assert seen == [0.02] and found[1].found == "with the remedies above, fine"


def test_the_limits_of_no_worse_and_better():
    assert remedies.NO_WORSE == (1.1, 0.05) and remedies.BETTER == (0.6, 0.0)

"""The table of hyper-parameters: each has a place, a symbol and a range of its own, and a rule names no other."""

from dataclasses import replace

import pytest

from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.kernels.rules import RULES
from numnet.optim.optimizers import Optimizer
from numnet.tracing.notation import latex


def test_a_rule_with_an_unknown_hyper_parameter_is_told_where_it_belongs():
    said = "SGD names .*'no_such'; known are .*, eps, .* numnet/kernels/hyper_parameters.py, .*Hyper.*Step.*/codes.py"
    with pytest.raises(ValueError, match=said):
        replace(RULES["sgd"], defaults={"learning_rate": 0.1, "no_such": 0.7})


def test_no_two_hyper_parameters_share_a_place_or_a_symbol():
    entries = HYPER_PARAMETERS.values()
    constants = [place for each in entries for place in (each.constant, each.rest) if place is not None]
    for values in ([each.place for each in entries], [each.symbol for each in entries], constants):
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("name", HYPER_PARAMETERS)
def test_a_hyper_parameter_is_written_in_latex_and_its_range_in_the_reference(name):
    assert latex(HYPER_PARAMETERS[name].symbol).isascii()
    assert name in Optimizer.__doc__

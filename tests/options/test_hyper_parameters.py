"""Help of the hyper-parameters: rules and defaults, from the rules."""

import pytest

from numnet.optim.optimizers import OPTIMIZERS
from numnet.options.hyper_parameters import defaults_help
from numnet.options.train import TRAIN

HELP = {option.name: option.help for option in TRAIN.params if option.name != "data"}


def test_the_help_names_rules_and_defaults():
    for hyper, words in (("momentum", "μ of momentum"), ("rho", "Decay of rmsprop")):
        assert HELP[hyper].startswith(words)
        named = HELP[hyper].partition(".")[0].partition(" of ")[2].replace(" and ", ", ").split(", ")
        assert set(named) == {name for name, kind in OPTIMIZERS.items() if hyper in kind.rule.defaults}
    assert "[default: 1e-8; adagrad 1e-10, adadelta 1e-6" in HELP["eps"]
    assert "[default: 0.999; lion 0.99" in HELP["beta2"] and "[default: 0; adamw 0.01" in HELP["weight_decay"]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_default_of_a_rule_is_in_the_help(name):
    for hyper, value in OPTIMIZERS[name].rule.defaults.items():
        shown = HELP[hyper].partition("[default: ")[2].rstrip("]").replace("; ", ", ").split(", ")
        of_rule = [text.partition(" ")[2] for text in shown if text.startswith(f"{name} ")]
        said = of_rule[0] if of_rule else shown[0]
        assert (said == "on") == value if isinstance(value, bool) else float(said) == value


def test_the_default_of_most_rules_comes_first():
    assert defaults_help({"a": 1e-3, "b": 1e-8, "c": 1e-8}) == "1e-8; a 0.001"
    assert defaults_help({"a": 0.9}) == "0.9"

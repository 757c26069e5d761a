"""Every public name is there, and every entry of a registry has its formula and source."""

import pytest

import numnet


def test_every_public_name_is_there():
    rules = [kind.__name__ for kind in numnet.OPTIMIZERS.values()]
    functions = ("train", "gradient_check", "load_dataset", "descend", "descend_many", "tune", "parse_surface")
    for name in ("Network", "History", "DivergenceWarning", "Descents", "Surface", *functions, *rules):
        assert callable(getattr(numnet, name)) and name in dir(numnet)
    for registry in ("OPTIMIZERS", "ACTIVATIONS", "LOSSES", "INITIALIZERS", "SCHEDULES", "SURFACES", "DATASETS"):
        assert isinstance(getattr(numnet, registry), dict)
    with pytest.raises(AttributeError, match="nonsense"):
        numnet.nonsense  # noqa: B018


@pytest.mark.parametrize("registry", ["ACTIVATIONS", "LOSSES", "INITIALIZERS"])
def test_every_entry_has_its_formula_and_source(registry):
    for name, entry in getattr(numnet, registry).items():
        assert entry.name == name and entry.formula and entry.source


def test_every_rule_has_its_formula_and_paper():
    for kind in numnet.OPTIMIZERS.values():
        assert kind.formula and kind.paper and kind.__doc__

"""Names that users type, and the nearest ones."""

import pytest

from numnet.utils.lookup import lookup, nearest, suggest

RULES = {"adam": 1, "adamw": 2, "sgd": 3}


def test_an_unknown_name_gets_the_nearest_ones_or_all():
    assert suggest("adan", RULES) == "did you mean 'adam' or 'adamw'?"
    assert suggest("rprop", RULES) == "there are: adam, adamw, sgd"
    many = [f"set{k}" for k in range(40)]
    assert suggest("x", many) == f"there are: {', '.join(many[:30])}, ..."


def test_an_entry_is_found_by_its_name_alone():
    assert lookup(RULES, "sgd", "optimizer") == 3
    with pytest.raises(
        ValueError, match=r"must be one of adam, adamw, sgd; got 'adan' \(did you mean adam or adamw\?\)"
    ):
        lookup(RULES, "adan", "optimizer")
    with pytest.raises(ValueError, match=r"got 3$"):
        lookup(RULES, 3, "optimizer")


def test_how_near_a_name_must_be():
    assert nearest("sg", RULES, 0.9) == [] and nearest("sg", RULES) == ["sgd"]

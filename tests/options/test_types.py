"""Types of options follow the registries."""

import click
import pytest

from numnet.model.activations import ACTIVATIONS
from numnet.options.types import Activations

pytestmark = pytest.mark.filterwarnings("error")


def test_a_new_activation_is_accepted_at_once(monkeypatch):
    with pytest.raises(click.BadParameter, match="brandnew"):
        Activations().convert("tanh,brandnew", None, None)
    monkeypatch.setitem(ACTIVATIONS, "brandnew", ACTIVATIONS["tanh"])
    assert Activations().convert("tanh,brandnew", None, None) == ("tanh", "brandnew")

"""The picture of a network: units, links, dots for what is left out."""

from itertools import pairwise

import pytest

from numnet.displays.network_diagram import MOST_LAYERS, MOST_UNITS, network_diagram
from tests.support.displays import checked


def drawn(*sizes):
    tree = checked(network_diagram(sizes, ["tanh"] * (len(sizes) - 2) + ["softmax"]))
    return tree, [float(circle.attrib["cy"]) for circle in tree.iter("circle")]


@pytest.mark.parametrize("sizes", [(2, 3), (1, 1, 1), (2, 5, 4, 3), (6, 6)])
def test_every_unit_of_a_small_network_is_drawn_and_linked(sizes):
    tree, units = drawn(*sizes)
    assert len(units) == sum(sizes) and not any(text.text in "⋮…" for text in tree.iter("text"))
    links = tree.find("path").attrib["d"].count("M")
    assert links == sum(a * b for a, b in pairwise(sizes))
    width, height = map(float, tree.attrib["viewBox"].split()[2:])
    assert all(0 < y < height for y in units) and all(0 < float(c.attrib["cx"]) < width for c in tree.iter("circle"))


def test_wide_layers_have_dots_and_their_size():
    tree, units = drawn(784, 7, 3)
    assert len(units) == 2 * MOST_UNITS + 3 and min(units) > 0
    texts = [text.text for text in tree.iter("text")]
    assert texts.count("⋮") == 2 and {"784", "inputs", "7", "tanh", "3", "softmax"} <= set(texts)
    assert tree.attrib["aria-label"] == "a network of 2 layers: 784 inputs, 7 tanh, 3 softmax"


def test_deep_networks_are_cut_in_the_middle_and_stay_small():
    tree, _ = drawn(2, *[8] * 100, 1)
    assert "94 more" in [text.text for text in tree.iter("text")] and MOST_LAYERS == 9
    assert len(network_diagram([1000] * 1000, ["relu"] * 999)) < 15_000

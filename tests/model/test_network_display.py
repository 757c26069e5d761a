"""A network in a notebook: the table of `numnet summary`, and a picture."""

import numnet
from tests.support.displays import checked, rows, title


def test_layers_with_their_parameters():
    net = numnet.Network([4, 8, 3], "relu", dtype="float64")
    tree = checked(net)
    assert title(tree) == "Network 4-8-3: multiclass, cross_entropy, 67 parameters (float64)"
    assert rows(tree) == [["layer", "weights", "biases", "activation", "parameters"],
                          ["1", "4×8", "8", "relu", "40"], ["2", "8×3", "3", "softmax", "27"]]  # fmt: skip
    assert tree.find("svg").attrib["aria-label"] == "a network of 2 layers: 4 inputs, 8 relu, 3 softmax"


def test_a_deep_network_is_cut():
    tree = checked(numnet.Network([1] * 40, task="regression"))
    assert len(rows(tree)) == 13 and "and 27 more layers" in "".join(tree.itertext())
    assert len(numnet.Network([2, 500, 500, 2])._repr_html_()) < 6000

"""Colours: different from each other, to all kinds of eyes."""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb

import numnet
import numnet.optim.schedules
from numnet.figures.drawing import style
from numnet.optim.optimizers import OPTIMIZERS

MACHADO = {  # G. Machado, M. Oliveira and L. Fernandes, 2009: how eyes without one kind of cone see linear RGB
    "all": np.eye(3),
    "red-blind": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "green-blind": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "blue-blind": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}  # fmt: skip


def lab(linear):
    """CIE L*a*b* of linear sRGB."""
    xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    f = xyz @ np.clip(linear, 0, 1) / (0.95047, 1, 1.08883)
    f = np.where(f > 0.008856, np.cbrt(f), 7.787 * f + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eyes", MACHADO)
def test_the_rules_look_different_to_all_eyes(eyes):
    assert set(style.OPTIMIZER_COLORS) == set(OPTIMIZERS)
    seen = {}
    for rule, color in style.OPTIMIZER_COLORS.items():
        c = np.array(to_rgb(color))
        linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
        seen[rule] = lab(np.array(MACHADO[eyes]) @ linear)
    for a, b in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[a] - seen[b]) > 15, (a, b)
    assert len({style.optimizer_look(rule)["marker"] for rule in OPTIMIZERS}) == len(OPTIMIZERS)


def test_colours_differ_from_each_other():
    assert set(style.OPTIMIZER_COLORS) == set(numnet.OPTIMIZERS)
    for colors in (style.class_colors(16), list(style.OPTIMIZER_COLORS.values())):
        distances = [np.linalg.norm(np.subtract(to_rgb(a), to_rgb(b))) for a, b in itertools.combinations(colors, 2)]
        assert min(distances) > 0.12
    assert style.class_colors(20)[:16] == style.class_colors(16) and style.class_colors(3) == style.class_colors(20)[:3]

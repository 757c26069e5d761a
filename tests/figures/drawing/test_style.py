"""Colours: different from each other, to all kinds of eyes."""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D

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


def seen_by(eyes, color):
    """CIE L*a*b* of a colour as these eyes see it."""
    c = np.array(to_rgb(color))
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return lab(np.array(MACHADO[eyes]) @ linear)


def nearest(eyes, color, others):
    """The distance to the nearest of other colours, as these eyes see them."""
    return min(np.linalg.norm(seen_by(eyes, color) - seen_by(eyes, other)) for other in others)


GROUNDS = ["white", *style.LAND(np.linspace(0, 1, 9))]


def free_colors(apart=15):
    """Colours that a new rule may have, the clearest first."""
    taken = [*GROUNDS, *style.OPTIMIZER_COLORS.values()]
    steps = ("00", "33", "66", "99", "CC", "FF")
    clear = {f"#{r}{g}{b}": 0.0 for r, g, b in itertools.product(steps, repeat=3)}
    clear = {color: min(nearest(eyes, color, taken) for eyes in MACHADO) for color in clear}
    return sorted((color for color, distance in clear.items() if distance > apart), key=clear.get, reverse=True)[:8]


@pytest.mark.parametrize("eyes", MACHADO)
def test_the_rules_look_different_to_all_eyes(eyes):
    assert set(style.OPTIMIZER_COLORS) == set(OPTIMIZERS)
    for a, b in itertools.combinations(OPTIMIZERS, 2):
        distance = nearest(eyes, style.OPTIMIZER_COLORS[a], [style.OPTIMIZER_COLORS[b]])
        assert distance > 15, f"{a} and {b} look alike; free are {', '.join(free_colors())}"


@pytest.mark.parametrize("eyes", MACHADO)
def test_the_rules_stand_out_from_paper_and_from_the_ground_of_surfaces(eyes):
    for rule, color in style.OPTIMIZER_COLORS.items():
        assert nearest(eyes, color, GROUNDS) > 15, f"{rule} is too pale; free are {', '.join(free_colors())}"


def test_each_rule_has_a_marker_of_its_own_and_none_that_of_a_minimum():
    markers = [style.optimizer_look(rule)["marker"] for rule in OPTIMIZERS]
    stars = [(corners, 1, 0) for corners in (3, 4, 8)]
    free = [marker for marker in (*Line2D.filled_markers, *stars) if marker not in {"*", *markers}]
    twice = {rule: marker for rule, marker in zip(OPTIMIZERS, markers) if marker == "*" or markers.count(marker) > 1}
    assert not twice, f"a star marks a minimum, another marker one rule; free are {' '.join(map(str, free))}"


def test_colours_differ_from_each_other():
    assert set(style.OPTIMIZER_COLORS) == set(numnet.OPTIMIZERS)
    for colors in (style.class_colors(16), list(style.OPTIMIZER_COLORS.values())):
        distances = [np.linalg.norm(np.subtract(to_rgb(a), to_rgb(b))) for a, b in itertools.combinations(colors, 2)]
        assert min(distances) > 0.12
    assert style.class_colors(20)[:16] == style.class_colors(16) and style.class_colors(3) == style.class_colors(20)[:3]

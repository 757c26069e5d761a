"""The output of a neuron over the plane of its two inputs: its line, its weights, its bias, its slope."""

import numpy as np
from matplotlib.colors import Normalize

from numnet.figures.drawing import style
from numnet.figures.drawing.short_numbers import short_number
from numnet.figures.drawing.takes import takes
from numnet.model.activations import ACTIVATIONS
from numnet.utils.arguments import number
from numnet.utils.language import gettext
from numnet.utils.lookup import lookup

SIDE = 2.5  # the plane shown reaches at least so far from the origin
POINTS = 201  # along each side
FACTORS = ((0.5, "½", style.ORANGE), (1.0, "", style.BLACK), (2.0, "2", style.VERMILION))


@takes()
def neuron(weights=(2.0, 1.0), bias=-2.0, activation="sigmoid", inputs=None, axes=None):
    """The output of one neuron, h = f(net), net = w₁ x₁ + w₂ x₂ + b, over the plane of its two inputs.

    Left, the plane: h in colours, the line net = 0, w as an arrow at right angles to it, and the distance of the line
    from the origin, |b| / ‖w‖. Right, h along the direction of w, for w and b and for half and twice of both, which
    leave the line where it is: the steepest slope grows with ‖w‖. ``inputs``, two numbers, marks a
    point in both panels.
    `axes` is an array of two. Returns them. Raises `ValueError` or `TypeError` naming the argument.
    """
    w, b = _pair("weights", weights), number("bias", bias)
    if not w.any():
        raise ValueError("weights: both are 0, so the output is the same everywhere; pass others")
    f, x = lookup(ACTIVATIONS, activation, "activation"), None if inputs is None else _pair("inputs", inputs)
    axes, new = style.take_axes(axes, 2, "neuron", columns=2, size=(12.4, 5.6), width_ratios=(1.12, 1),
                                words=("plane", "slope"))  # fmt: skip
    _plane(axes[0], w, b, f, x)
    _across(axes[1], w, b, f, x)
    style.headline(axes, new, gettext("one neuron with two inputs: w is the normal of its line, b moves the line, "
                                      "‖w‖ sets the slope"))  # fmt: skip
    return np.array(axes, dtype=object)


def _pair(name, values):
    """Two finite numbers as (2,) float64."""
    values = list(np.ravel(values))
    if len(values) != 2:
        raise ValueError(f"{name} must be two numbers, one for each input; got {len(values)}")
    return np.array([number(name, value) for value in values], dtype=np.float64)


def foot(w, b):
    """The point of the line w · x + b = 0 nearest to the origin, (2,)."""
    return -b * w / (w @ w)


def _plane(ax, w, b, f, x):
    """h over the plane, the line, its normal w, and its distance from the origin."""
    at, reach = foot(w, b), 0.0 if x is None else 1.25 * np.abs(x).max()
    side = max(SIDE, 1.25 * np.abs(foot(w, b) + w).max(), 1.5 * np.abs(at).max(), reach)
    ticks = np.linspace(-side, side, POINTS)
    x1, x2 = np.meshgrid(ticks, ticks)
    net = w[0] * x1 + w[1] * x2 + b
    h, middle = f(net), float(f(0.0))
    half = max(float(np.abs(h - middle).max()), 1e-12)
    shown = ax.imshow(h, extent=(-side, side, -side, side), origin="lower", cmap=style.DIVERGING, alpha=0.75,
                      norm=Normalize(middle - half, middle + half), interpolation="bilinear", zorder=0)  # fmt: skip
    bar = style.colorbar(ax, shown, "h")
    bar.ax.set_ylim(h.min(), h.max())
    ax.axhline(0, color=style.GREY, linewidth=0.8)
    ax.axvline(0, color=style.GREY, linewidth=0.8)
    along = np.array([-w[1], w[0]]) / np.linalg.norm(w)
    line = at + np.array([[-3 * side], [3 * side]]) * along
    ax.plot(*line.T, color=style.BLACK, linewidth=2.4, label=gettext("the line net = 0"))
    arrow = {"arrowstyle": "-|>", "linewidth": 2.4, "color": style.VERMILION, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", at + w, at, arrowprops=arrow)
    ax.plot([], [], color=style.VERMILION, marker=">",
            label=gettext("w = ({w}), at right angles to it").format(w=_list(w)))  # fmt: skip
    if b:
        distance = abs(b) / np.linalg.norm(w)
        words = gettext("|b| / ‖w‖ = {distance} from the origin").format(distance=short_number(distance))
        ax.plot(*np.array([[0, 0], at]).T, color=style.BLUE, linestyle=":", linewidth=2.4, zorder=5, label=words)
    if x is not None:
        net = float(w @ x + b)
        ax.plot(*x, "o", color=style.BLACK, markerfacecolor="white", markersize=9, markeredgewidth=2, zorder=5,
                label=f"x = ({_list(x)}): net = {short_number(net)}, h = {_three(f(net))}")  # fmt: skip
    ax.set(xlim=(-side, side), ylim=(-side, side), aspect="equal")
    ax.set(xlabel=gettext("input x₁"), ylabel=gettext("input x₂"))
    ax.set_title(f"h = {f.name}(net),  net = {formula(w, b)}")
    style.legend_below(ax, ax.get_legend_handles_labels()[0])


def _across(ax, w, b, f, x):
    """h against the distance from the line, for multiples of w and b."""
    length = float(np.linalg.norm(w))
    reach = 1.1 * max(4 / length, abs(b) / length, 0 if x is None else abs(float(w @ x + b)) / length)
    away = np.linspace(-reach, reach, 2 * POINTS + 1)
    for factor, word, color in FACTORS:
        net = factor * length * away
        slope = factor * length * float(np.max(np.abs(f.derivative(np.linspace(-6, 6, 2401)))))
        ax.plot(away, f(net), color=color, linewidth=3 if factor == 1 else 2,
                label=gettext("{times}w, {times}b:  ‖w‖ = {length}, steepest slope {slope}").format(
                    times=word, length=short_number(factor * length), slope=short_number(slope)))  # fmt: skip
    ax.axvline(0, color=style.BLACK, linewidth=1, linestyle="--")
    if x is not None:
        net = float(w @ x + b)
        ax.plot(net / length, float(f(net)), "o", color=style.BLACK, markerfacecolor="white", markersize=9,
                markeredgewidth=2, zorder=5)  # fmt: skip
    ax.set(xlim=(-reach, reach), ylabel="h")
    ax.set_xlabel(gettext("distance from the line, net / ‖w‖, in the direction of w"))
    ax.set_title(gettext("at right angles to the line: the longer w, the steeper"))
    ax.grid(True)
    style.legend_below(ax, ax.get_legend_handles_labels()[0])


def formula(w, b):
    """The weighted sum with its numbers.

    >>> formula((2.0, -1.0), 0.5), formula((0.0, 1.0), 0.0), formula((-1.0, 0.25), -2.0)
    ('2 x₁ − x₂ + 0.5', 'x₂', '−x₁ + 0.25 x₂ − 2')
    """
    text = ""
    for value, name in zip((*w, b), ("x₁", "x₂", "")):
        if value:
            size = "" if abs(value) == 1 and name else f"{abs(value):g}"
            sign = ("− " if value < 0 else "+ ") if text else "−" if value < 0 else ""
            text += f" {sign}" if text else sign
            text += " ".join(filter(None, (size, name)))
    return text or "0"


def _list(values):
    return ", ".join(f"{value:g}".replace("-", "−") for value in values)


def _three(value):
    return f"{float(value):.3g}".replace("-", "−")

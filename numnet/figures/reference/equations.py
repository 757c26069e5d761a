"""`activations`, `losses`, `schedules`: the scalar equations, drawn from the kernels that training uses."""

from dataclasses import fields

import numpy as np

from numnet.figures.drawing import style

LOSS_COLORS = {"mse": style.BLUE, "mae": style.ORANGE, "huber": style.GREEN, "cross_entropy": style.VERMILION}
RANGE = 4.0


@style.styled
def activations(axes=None):
    """f and f′ of every activation, a panel each.

    `axes` is an array of as many axes as there are activations. Returns them. Raises `ValueError` for another number.
    """
    import numnet

    net = np.linspace(-RANGE, RANGE, 801)
    axes, new = style.take_axes(axes, len(numnet.ACTIVATIONS), "activations", columns=3, size=(10.5, 9))
    for ax, (name, activation) in zip(axes, numnet.ACTIVATIONS.items(), strict=True):
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        ax.axvline(0, color=style.GREY, linewidth=0.8)
        ax.plot(net, activation(net), color=style.BLUE, linewidth=2.5, label=f"f = {activation.formula}")
        slope = _without_jumps(net, activation.derivative(net))
        ax.plot(net, slope, color=style.VERMILION, linestyle="--", label=f"f′ = {activation.derivative_formula}")
        ax.set(title=name, xlabel="net", xlim=(-RANGE, RANGE), ylim=(-1.6, 4.2))
        ax.grid(True)
        style.legend_inside(ax, loc="upper left", fontsize=9, handlelength=1.6)
    style.headline(axes, new, "activations h = f(net), and the derivative that back-propagation multiplies by")
    return np.array(axes, dtype=object)


def _without_jumps(x, y):
    """y with a gap where it jumps, so that no vertical line suggests values in between."""
    y = np.array(y, dtype=np.float64)
    y[1:][np.abs(np.diff(y)) > 50 * (x[1] - x[0])] = np.nan
    return y


@style.styled
def losses(axes=None):
    """Regression losses and their derivative against y − t; for a sigmoid output with target 1, cross-entropy and mse.

    The lower panels show why cross-entropy suits a sigmoid: where the output is wrong and sure, the gradient of mse
    vanishes. `axes` is an array of four. Returns them. Raises `ValueError` for another number.
    """
    axes, new = style.take_axes(axes, 4, "losses", columns=2, size=(10.5, 8))
    _regression_losses(*axes[:2])
    _sigmoid_losses(*axes[2:])
    for ax in axes:
        ax.grid(True)
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        ax.axvline(0, color=style.GREY, linewidth=0.8)
    style.headline(axes, new, "losses, and the gradients they send back through the network")
    return np.array(axes, dtype=object)


def _regression_losses(value_axes, slope_axes):
    import numnet

    e = np.linspace(-3, 3, 601)
    for name in ("mse", "mae", "huber"):
        loss, look = numnet.LOSSES[name], {"color": LOSS_COLORS[name], "label": name, "linewidth": 2.5}
        look["linestyle"] = "--" if name == "huber" else "-"  # it lies on mse near 0
        value_axes.plot(e, loss.values(e, np.zeros_like(e)), **look)
        slope_axes.plot(e, _without_jumps(e, loss.gradients(e, np.zeros_like(e))), **look)
    value_axes.set(title="regression: the error", xlabel="y − t", ylabel="E", ylim=(-0.2, 4.6), xlim=(-3, 3))
    slope_axes.set(
        title="regression: its gradient, which mae and huber bound",
        xlabel="y − t",
        ylabel="∂E/∂y",
        ylim=(-3.2, 3.2),
        xlim=(-3, 3),
    )
    style.legend_inside(value_axes, loc="upper center")
    style.legend_inside(slope_axes, loc="upper left")


def _sigmoid_losses(value_axes, slope_axes):
    import numnet

    net = np.linspace(-8, 8, 801)
    one = np.ones_like(net)
    sigmoid, mse, cross_entropy = numnet.ACTIVATIONS["sigmoid"], numnet.LOSSES["mse"], numnet.LOSSES["cross_entropy"]
    y = sigmoid(net)
    shown = {
        "cross_entropy": (cross_entropy.values(net, one), cross_entropy.gradients(net, one)),
        "mse": (mse.values(y, one), mse.gradients(y, one) * sigmoid.derivative(net)),
    }
    for name, (value, slope) in shown.items():
        look = {"color": LOSS_COLORS[name], "label": name.replace("_", "-"), "linewidth": 2.5}
        value_axes.plot(net, value, **look)
        slope_axes.plot(net, np.abs(slope), **look)
    for ax in (value_axes, slope_axes):
        ax.axvspan(-8, -4, color="#F3E3DA", linewidth=0, zorder=0)
        ax.set(xlabel="net   (output y = σ(net), target t = 1)", xlim=(-8, 8))
        style.legend_inside(ax, loc="upper right")
    value_axes.set(title="sigmoid output: the error", ylabel="E", ylim=(-0.3, 8.3))
    value_axes.text(-6, 0.9, "sure, and\nwrong", ha="center", fontsize=10, color="#8A4B2A")
    slope_axes.set(title="sigmoid output: the gradient that is learned from", ylabel="|∂E/∂net|", ylim=(-0.05, 1.1))
    slope_axes.annotate(
        "mse: gradient near 0,\nlearning stalls",
        (-5.6, 0.012),
        xytext=(-7.6, 0.3),
        fontsize=10,
        color=LOSS_COLORS["mse"],
        arrowprops={"arrowstyle": "->", "color": LOSS_COLORS["mse"]},
    )


def _example(kind, updates):
    """A schedule that shows its nature within so many updates; what it has no period for keeps its defaults."""
    names = {parameter.name: parameter.default for parameter in fields(kind)}
    if "multiply" in names:
        return kind(period=-(-updates // 7))  # three cycles, each twice as long: 1 + 2 + 4
    if names.get("period"):
        return kind(period=max(updates // 4, 1))
    return kind(warmup=max(updates // 5, 1)) if names.get("warmup") else kind()


@style.styled
def schedules(ax=None, updates=1000):
    """The factor on the learning rate against the update, for every schedule, each with parameters that show it.

    The legend gives them as `--schedule` takes them. Raises `ValueError` for updates < 1.
    """
    import numnet

    if updates < 1:
        raise ValueError(f"updates must be >= 1, got {updates}")
    (ax,), _ = style.take_axes(ax, 1, "schedules", size=(9.5, 4.6))
    styles = ("-", (0, (5, 1.5)), "-", "-.", "-", "-", (0, (1.5, 1)))
    colors = [style.BLACK, *style.class_colors(len(numnet.SCHEDULES) - 1)]
    for index, (kind, color) in enumerate(zip(numnet.SCHEDULES.values(), colors, strict=True)):
        schedule = _example(kind, updates)
        ax.plot(
            np.arange(updates),
            schedule.factors(updates),
            color=color,
            linestyle=styles[index % len(styles)],
            label=str(schedule),
            linewidth=2.3,
        )
    ax.set(xlabel="update", ylabel="factor on the learning rate", xlim=(0, max(updates - 1, 1)), ylim=(-0.03, 1.06))
    ax.grid(True)
    style.title(ax, "learning-rate schedules: large steps early, small steps late")
    style.legend_right(ax, title="--schedule", alignment="left")
    return ax

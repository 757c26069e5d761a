"""How much of the error reaches which layer: the sizes of δ and ∂E/∂W, layer by layer, over training."""

import numpy as np
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from numnet.experiments.gradients import Gradients
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.run_labels import describe
from numnet.figures.drawing.subject import Subject
from numnet.figures.drawing.takes import ONE_RUN, either, instance_of, takes
from numnet.training.snapshots import Snapshots
from numnet.utils.language import gettext, message, ngettext

DELTA, GRADIENT = message("size of δ"), message("size of ∂E/∂W")
ROWS = ("start", "delta", "gradient", "loss")
LAYERS = message("layer, from the inputs to the output")
LOWEST = 1e-16  # below, numbers are rounding
LOSSES = (1e-5, 300)  # what the loss axis shows; there is room for the legend above ln 2


@takes(either(instance_of("the result of numnet.experiments.gradients.gradients", Gradients), ONE_RUN))
def gradients(result, axes=None):
    """The sizes of δ and ∂E/∂W per layer: from `numnet.experiments.gradients`, or of a run at its snapshots.

    Of the experiment a column an activation: δ against the layer before training for every depth; δ and ∂E/∂W of the
    deepest network over training, a line a layer; the loss of every depth. Of a run two panels; of a network with X and
    T, too, against the layers. `axes` is an array of as many. Returns them. Raises `ValueError` for another number, or
    for a run without snapshots.
    """
    if not isinstance(result, Gradients):
        return (_of_network if isinstance(result, Subject) else _of_run)(result, axes)
    columns = len(result.activations)
    axes, new = style.take_axes(axes, 4 * columns, "gradients", columns=columns, size=(4.1 * columns + 1.0, 13.2),
                                words=[f"{name}-{row}" for row in ROWS for name in result.activations])  # fmt: skip
    grid = np.array(axes, dtype=object).reshape(4, columns)
    deepest = max(result.depths)
    for column, name in zip(grid.T, result.activations, strict=True):
        stacks = [result.stacks[name, depth] for depth in result.depths]
        _profiles(column[0], stacks)
        for ax, which in zip(column[1:3], ("delta", "gradient")):
            _layers(ax, result.stacks[name, deepest].norms, which)
            ax.set_xlim(0, result.epochs)
            broken = gettext("{count} of {seeds} diverged").format(count=stacks[-1].diverged, seeds=result.seeds)
            ax.set_title(broken if stacks[-1].diverged else "")
        _losses(column[3], stacks)
        slides.group(column[1:], name)
    for row in grid:
        _same_heights(row)
    sizes = [gettext("{what}, {count} hidden layers").format(what=gettext(what), count=deepest) for what in
             (DELTA, GRADIENT)]  # fmt: skip
    for row, label in zip(grid, (gettext("size of δ before training"), *sizes, gettext("training loss"))):
        for ax in slides.carriers(row):
            ax.set_ylabel(label)
    for row in grid[1:3]:
        for ax in slides.carriers(row, -1):
            _layer_bar(ax, deepest + 1)
    style.headline(axes, new, _words(result))
    return np.array(axes, dtype=object)


def _words(result):
    rates = gettext("at the best of {count} rates each") if len(result.rates) > 1 else gettext("at one rate")
    init = "" if result.init == "auto" else gettext(", initial weights {init}").format(init=result.init)
    words = gettext(
        "does the error reach the first layer? {data}, layers of {width} units, gradient descent {rates}{init}\n"
        "lines: median of {seeds} trainings; bands: all of them (in rows 2 and 3 of layer 1 and the output)"
    )
    rates = rates.format(count=len(result.rates))
    return words.format(data=result.data, width=result.width, rates=rates, init=init, seeds=result.seeds)


def _profiles(ax, stacks):
    """δ before training against the layer, a line a depth."""
    for stack, color in zip(stacks, style.class_colors(len(stacks)), strict=True):
        first = np.array([norms.delta[0] for norms in stack.norms])
        layer = np.arange(1, first.shape[1] + 1)
        _band(ax, layer, first, color, marker="o", markersize=4, label=_depth(stack.depth))
    ax.set(yscale="log", xlabel=gettext(LAYERS), title=_factor(stacks))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    ax.set_xlim(0.5, max(stack.depth for stack in stacks) + 1.5)
    ax.grid(True)
    style.legend_inside(ax, loc="lower right", handlelength=1.4)


def _depth(count):
    return ngettext("{count} hidden layer", "{count} hidden layers", count).format(count=count)


def _factor(stacks):
    """The name, and what δ is multiplied by from one hidden layer to the one below, in the deepest network."""
    stack = max(stacks, key=lambda stack: stack.depth)
    if stack.depth == 1:
        return stack.activation
    ratio = [(norms.delta[0, 0] / norms.delta[0, -2]) ** (1 / (stack.depth - 1)) for norms in stack.norms]
    return gettext("{name}: δ × {factor:.2g} per layer").format(name=stack.activation, factor=np.median(ratio))


def _band(ax, x, values, color, band=True, **look):
    """The median of the rows of values, and a band that holds all of them."""
    values = np.where(values > LOWEST, values, np.nan)
    shown = np.isfinite(values).any(axis=0)
    middle, low, high = (np.full(len(x), np.nan) for _ in range(3))
    middle[shown] = np.nanmedian(values[:, shown], axis=0)
    low[shown], high[shown] = np.nanmin(values[:, shown], axis=0), np.nanmax(values[:, shown], axis=0)
    if band and len(values) > 1:
        ax.fill_between(x, low, high, color=color, alpha=0.18, linewidth=0)
    ax.plot(x, middle, color=color, **look)


def _layers(ax, members, which):
    """δ or ∂E/∂W over the epochs, a line a layer; a band for the first and the last layer."""
    longest = max(members, key=lambda norms: len(norms.epoch))
    values = np.full((len(members), *getattr(longest, which).shape), np.nan)
    for row, norms in zip(values, members):
        row[: len(norms.epoch)] = getattr(norms, which)  # all have the same epochs, up to a divergence
    count = values.shape[2]
    for l, color in enumerate(_layer_colors(count)):
        _band(ax, longest.epoch, values[:, :, l], color, band=l in (0, count - 1), linewidth=1.8)
    ax.set(yscale="log", xlabel=gettext("epoch"))
    ax.set_xscale("symlog", linthresh=1)
    ax.set_xlim(0, max(1, longest.epoch[-1]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.grid(True)


def _layer_colors(count):
    """From dark at the inputs to light at the output."""
    return [colormaps["plasma"](share) for share in np.linspace(0.0, 0.88, count)]


def _layer_bar(ax, count):
    """The scale of the layers' colours."""
    norm = BoundaryNorm(np.arange(count + 1) + 0.5, count)
    ticks = np.unique(np.linspace(1, count, min(count, 11)).round())
    bar = style.colorbar(ax, ScalarMappable(norm, ListedColormap(_layer_colors(count))), gettext("layer"), ticks=ticks)
    bar.ax.set_yticklabels([f"{tick:.0f}" for tick in ticks[:-1]] + [gettext("output")])
    bar.ax.minorticks_off()


def _losses(ax, stacks):
    """The training loss of every depth, with the rate."""
    widths = np.linspace(3.2, 1.6, len(stacks))  # where one covers another, both are seen
    for stack, color, width in zip(stacks, style.class_colors(len(stacks)), widths, strict=True):
        layers = ngettext("{count} layer", "{count} layers", stack.depth).format(count=stack.depth)
        label = gettext("{layers}, rate {rate:g}").format(layers=layers, rate=stack.rate)
        label += gettext(", {count} diverged").format(count=stack.diverged) if stack.diverged else ""
        _band(ax, stack.epoch, stack.loss, color, label=label, linewidth=width)
    ax.set(yscale="log", xlabel=gettext("epoch"), xlim=(0, stacks[0].epoch[-1]), ylim=LOSSES)
    ax.grid(True)
    style.legend_inside(ax, loc="upper right", handlelength=1.4)


def _same_heights(row):
    """One range for a row of panels, so that they compare at a glance."""
    low, high = min(ax.get_ylim()[0] for ax in row), max(ax.get_ylim()[1] for ax in row)
    for ax in row:
        ax.set_ylim(low, high)
        ax.yaxis.set_major_locator(LogLocator(numticks=8))
        ax.yaxis.set_minor_formatter(NullFormatter())


def _by_layer(what):
    return gettext("{what}, layer by layer").format(what=gettext(what))


def _of_network(run, axes):
    """The two panels of a network as it is, against the layers."""
    from numnet.data.split_dataset import scaled
    from numnet.experiments.gradients import layer_norms

    now = Snapshots(np.array([0]), run.network.parameters[None])
    norms = layer_norms(run.network, now, *scaled(run.data(), run.scaler)[0])
    axes, new = style.take_axes(axes, 2, "gradients of a network", columns=2, size=(11.4, 4.8), words=ROWS[1:3])
    for ax, values, label in zip(axes, (norms.delta[0], norms.gradient[0]), (DELTA, GRADIENT), strict=True):
        ax.plot(np.arange(1, len(values) + 1), np.where(values > LOWEST, values, np.nan), "o-", color=style.BLUE)
        ax.set(yscale="log", xlabel=gettext(LAYERS), ylabel=gettext(label), title=_by_layer(label))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        ax.grid(True)
    style.headline(axes, new, describe(run))
    return np.array(axes, dtype=object)


def _of_run(run, axes):
    """The two panels of a run."""
    from numnet.experiments.gradients import run_norms

    norms = run_norms(run)
    axes, new = style.take_axes(axes, 2, "gradients of a run", columns=2, size=(11.4, 4.8), words=ROWS[1:3])
    for ax, which, label in zip(axes, ("delta", "gradient"), (DELTA, GRADIENT), strict=True):
        _layers(ax, (norms,), which)
        ax.set(ylabel=gettext(label), title=_by_layer(label))
    for ax in slides.carriers(axes, 1):
        _layer_bar(ax, norms.delta.shape[1])
    style.headline(axes, new, describe(run))
    return np.array(axes, dtype=object)

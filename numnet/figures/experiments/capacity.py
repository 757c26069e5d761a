"""One noisy curve, fitted by models too small, right and too large; and remedies for the overfitted network."""

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from numnet.experiments.capacity import Capacity, curve
from numnet.figures.drawing import slides, style
from numnet.figures.drawing.data_points import LINES
from numnet.figures.drawing.short_numbers import two_digits
from numnet.figures.drawing.takes import instance_of, takes
from numnet.utils.language import gettext, message

SHOWN = (0.05, 4)  # errors on the axes; higher ones leave through the ceiling
HEIGHT = 2.4  # of the fits
PANELS = (*(f"{kind}-{size}" for kind in ("network", "polynomial") for size in ("small", "right", "large", "errors")),
          "early-stopping", "l2", "l1", "dropout", "samples", "lambda", "remedies")  # fmt: skip
VERDICTS = (message("too small: {what}"), message("about right: {what}"), message("too large: {what}"))
STRENGTHS = {"L2": "λ = {:g}", "L1": "λ = {:g}", message("dropout"): message("{:.0%} of the units")}


@takes(instance_of("the result of numnet.experiments.capacity.capacity", Capacity))
def capacity(result, axes=None):
    """Underfit, right and overfit, and the errors behind these words, from `numnet.experiments.capacity`.

    Networks of three widths and polynomials of three degrees, with the error against width and degree; the overfitted
    network with each of four remedies; the error against the number of samples and against λ, and the remedies side by
    side. Thin lines are other seeds, each with samples of its own; bands are quartiles. `axes` is an array of fifteen.
    Returns them. Raises `ValueError` for another number.
    """
    axes, new = style.take_axes(axes, len(PANELS), "capacity", make=_grid, words=PANELS)
    width, degree = gettext("width {value:g}"), gettext("degree {value:g}")
    for first, errors, word in ((0, result.widths, width), (4, result.degrees, degree)):
        for ax, k, verdict in zip(axes[first:], (0, errors.best, len(errors.values) - 1), VERDICTS):
            keys = _fit(ax, result, errors, k, gettext(verdict).format(what=word.format(value=errors.values[k])))
        _errors(axes[first + 3], result, errors, *_varied(word is width))
        axes[first + 3].axvline(errors.values[errors.best], color=style.GREY, linewidth=1, linestyle=":")
    style.legend_inside(axes[8], handles=keys, loc="lower left", fontsize=8.5, ncols=2, handlelength=1.4,
                        columnspacing=0.9, borderpad=0.1)  # fmt: skip
    slides.name_row(axes[:3], gettext("networks"))
    slides.name_row(axes[4:7], gettext("polynomials"))
    for ax, (name, errors) in zip(axes[8:12], result.remedies.items(), strict=True):
        strength = gettext(STRENGTHS[name]).format(errors.values[errors.best]) if name in STRENGTHS else ""
        _fit(ax, result, errors, errors.best, ", ".join(filter(None, [gettext(name), strength])))
    slides.name_row(axes[8:12], gettext("width {value}, regularised").format(value=result.width))
    samples, strength = gettext("samples, width {value}"), gettext("λ of L2, width {value}")
    _errors(axes[12], result, result.sizes, samples.format(value=result.width), gettext("error against samples"))
    _errors(axes[13], result, result.remedies["L2"], strength.format(value=result.width), gettext("error against λ"))
    _remedies(axes[14], result)
    for ax in (*axes[3:8:4], *filter(slides.alone, axes[12:14])):
        ax.set_ylabel(gettext("root mean square error"))
    style.legend_inside(axes[3], loc="lower left", fontsize=9, handlelength=1.4)
    style.headline(axes, new, _words(result))
    return np.array(axes, dtype=object)


def _grid():
    drawing = style.new_figure((15.0, 13.6))
    grid = drawing.add_gridspec(4, 4)
    cells = [grid[row, column] for row in range(3) for column in range(4)] + [grid[3, 2], grid[3, 3], grid[3, :2]]
    return [drawing.add_subplot(cell) for cell in cells]


def _varied(width):
    """What the widths, or the degrees, are called on the axis of an error, and its title."""
    if width:
        return gettext("width"), gettext("error against width")
    return gettext("degree"), gettext("error against degree")


def _words(result):
    words = gettext(
        "{n} samples of t = sin 2x + noise of {noise:g}: tanh networks trained by Adam for {epochs} epochs, "
        "polynomials solved by least squares\n"
        "thick: the fit of the samples shown; thin: fits of other samples, {seeds} repetitions in all; "
        "errors: median, and the middle half of the repetitions"
    )
    return words.format(n=result.n, noise=result.noise, epochs=result.epochs, seeds=result.seeds)


def _fit(ax, result, errors, k, text):
    """The fitted curve of seed 0 with its points, those of the other seeds, and the truth."""
    x, t = result.samples[0]
    (truth,) = ax.plot(result.x, curve(result.x), color=style.BLACK, linestyle="--", linewidth=1.2, zorder=3,
                       label=gettext("truth"))  # fmt: skip
    (points,) = ax.plot(x, t, "o", color=style.BLUE, markeredgecolor="white", markersize=6, zorder=5,
                        label=gettext("samples"))  # fmt: skip
    (line,) = ax.plot(result.x, errors.fits[0, k], color=style.VERMILION, linewidth=2.4, zorder=4, label=gettext("fit"))
    others = [ax.plot(result.x, fit, color=style.ORANGE, linewidth=0.8, alpha=0.55, zorder=1,
                      label="_fit" if seed else gettext("fits of others"))[0]
              for seed, fit in enumerate(errors.fits[1:, k])]  # fmt: skip
    error = two_digits(np.median(errors.validation[:, k]))
    ax.set_title(f"{text}\n" + gettext("validation error {error}").format(error=error), fontsize=11)
    ax.set(xlim=(result.x[0], result.x[-1]), ylim=(-HEIGHT, HEIGHT), yticks=(-2, -1, 0, 1, 2))
    ax.tick_params(labelsize=9)
    if slides.alone(ax):
        ax.set(xlabel="x", ylabel="t")
    return [truth, points, line, *others[:1]]


def _errors(ax, result, errors, label, title):
    """Training and validation error against what is varied: median and quartiles of the seeds."""
    for values, (part, look) in zip((errors.train, errors.validation), LINES.items(), strict=True):
        low, middle, high = np.percentile(values, (25, 50, 75), axis=0)
        ax.fill_between(errors.values, low, high, color=look["color"], alpha=0.2, linewidth=0)
        ax.plot(errors.values, middle, marker="o", markersize=4, label=gettext(part), **look)
    if result.noise > 0:
        ax.axhline(result.noise, color=style.GREY, linewidth=1.2, linestyle="--", label=gettext("noise"))
    ax.set(xlabel=label, yscale="log", ylim=SHOWN, title=title)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if errors.values[-1] > 20 * errors.values[0]:
        ax.set_xscale("log", base=10 if errors.values[0] < 1 else 2)
        if errors.values[0] >= 1:
            ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.set_yticks((0.1, 0.3, 1, 3))
    ax.grid(True)


def _remedies(ax, result):
    """The validation error without and with each remedy: a dot for each repetition, a bar at the median."""
    nothing, best = gettext("nothing"), gettext("width {value:g}")
    best = best.format(value=result.widths.values[result.widths.best])
    rows = {nothing: result.widths.validation[:, -1]}
    rows |= {gettext(name): errors.validation[:, errors.best] for name, errors in result.remedies.items()}
    rows |= {best: result.widths.validation[:, result.widths.best]}
    for row, (name, values) in enumerate(rows.items()):
        color = style.VERMILION if name == nothing else style.GREEN
        ax.plot(values, np.full(len(values), row), "o", color=color, alpha=0.5, markersize=6, markeredgewidth=0)
        ax.plot([np.median(values)] * 2, [row - 0.32, row + 0.32], color=color, linewidth=3)
        ax.annotate(two_digits(np.median(values)), (1.0, row), xycoords=("axes fraction", "data"), xytext=(4, 0),
                    textcoords="offset points", va="center", color=color, fontweight="bold")  # fmt: skip
    if result.noise > 0:
        ax.axvline(result.noise, color=style.GREY, linewidth=1.2, linestyle="--")
    ax.set(
        xscale="log",
        xlabel=gettext("validation error"),
        title=gettext("what helps the network of width {width}: a dot for each repetition, a bar at the median").format(
            width=result.width
        ),
    )
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 3, 4, 5, 7), numticks=20))
    ax.grid(True, axis="x")

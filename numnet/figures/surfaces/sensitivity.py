"""`sensitivity`: what the learning rate does to each rule."""

import numpy as np

from numnet.figures.drawing import style
from numnet.figures.drawing.takes import instance_of, takes
from numnet.surfaces.plot_scales import RateCurves
from numnet.surfaces.rate_tuning import Sensitivity


@takes(instance_of("a Sensitivity (numnet.race(..., tune=True).tried)", Sensitivity))
def sensitivity(tried, ax=None):
    """Where each rule of a `numnet.surfaces.rate_tuning.Sensitivity` ends against its rate; the best rate is ringed.

    On a saddle: the steps until it escapes. A hollow marker: the walk strays from the map or takes a step longer than
    the surface's stride, so that tuning passes the rate over. A cross at the upper edge: with that rate, and beyond,
    the walk runs away. Returns the axes.
    """
    (ax,), _ = style.take_axes(ax, 1, "sensitivity", size=(8.4, 5.6))
    curves = RateCurves.of(tried)
    ax.set(xscale="log", yscale="log" if curves.log else "linear", xlabel="learning rate", ylabel=curves.words,
           ylim=curves.limits, xlim=(tried.rates[0] / 1.5, tried.rates[-1] * 1.5))  # fmt: skip
    ax.grid(True)
    for k, rule in enumerate(tried.rules):
        look, y = style.optimizer_look(rule), curves.y[k]
        wild = np.flatnonzero(tried.wild[k] & ~tried.lost[k])
        ax.plot(tried.rates, y, **look, linewidth=1.6, markersize=4, zorder=4,
                label=f"{rule}, best {tried.rates[tried.best[k]]:g}")  # fmt: skip
        ax.plot(tried.rates, y, **{**look, "linestyle": ""}, markevery=wild.tolist(), markersize=4.5, zorder=4.5,
                markerfacecolor="white", label="_wild")  # fmt: skip
        best = tried.best[k]
        ax.plot(tried.rates[best], y[best], marker="o", markersize=13, markerfacecolor="none", markeredgewidth=2,
                color=look["color"], linestyle="", zorder=6)  # fmt: skip
        lost = np.flatnonzero(tried.lost[k])
        if len(lost):
            ax.plot(tried.rates[lost[0]], 0.985, marker="X", markersize=9, color=look["color"], markeredgecolor="white",
                    linestyle="", transform=ax.get_xaxis_transform(), zorder=5, clip_on=False)  # fmt: skip
    title = f"{tried.surface}: the rate decides; {tried.steps} steps, {len(tried.rates)} rates a rule"
    hollow = f"hollow: off the map on the way, or a step over {tried.surface.stride:g}; not picked"
    style.title(ax, f"{title}\nring: what tuning picks; ✕: the first rate that runs away\n{hollow}")
    style.legend_right(ax)
    return ax

"""`sensitivity`: what the learning rate does to each rule."""

import numpy as np
from matplotlib.ticker import LogLocator, NullFormatter

from numnet.figures.drawing import style
from numnet.figures.drawing.takes import instance_of, takes
from numnet.surfaces.plot_scales import RateCurves
from numnet.surfaces.rate_tuning import Sensitivity
from numnet.surfaces.trials import STARTS
from numnet.utils.language import gettext


@takes(instance_of("a Sensitivity (numnet.race(..., tune=True).tried)", Sensitivity))
def sensitivity(tried, ax=None):
    """The steps until each rule of a `numnet.surfaces.rate_tuning.Sensitivity` arrives, against its rate.

    They are the median of 25 starts; each curve's lowest point is ringed: the rate that tuning picks. Where no rule
    arrives from half of the starts, the curves are the median of E at the end. A hollow marker: from some of the starts
    the walk does not arrive. A cross at the upper edge: with that rate, and beyond, half of the walks leave the map.
    Returns the axes.
    """
    (ax,), _ = style.take_axes(ax, 1, "sensitivity", size=(8.4, 5.6))
    curves = RateCurves.of(tried)
    ax.set(xlabel=gettext("learning rate"), ylabel=gettext(curves.words))
    ax.set(xscale="log", yscale="log" if curves.log else "linear")
    ax.set(xlim=(tried.rates[0] / 1.5, tried.rates[-1] * 1.5), ylim=curves.limits)
    if curves.steps:
        ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.yaxis.set_major_formatter("{x:g}")
        ax.yaxis.set_minor_formatter(NullFormatter())
    ax.grid(True)
    for k, rule in enumerate(tried.rules):
        look, y = style.optimizer_look(rule), curves.y[k]
        best = tried.best[k]
        drawn = np.ma.getmaskarray(y)
        label = gettext("{rule}, best {rate:g}").format(rule=rule, rate=tried.rates[best])
        label = gettext("{rule}: from fewer than half").format(rule=rule) if drawn[best] else label
        ax.plot(tried.rates, y, **look, linewidth=1.6, markersize=4, zorder=4, label=label)
        some = np.flatnonzero((tried.share_arrived[k] < 1) & ~drawn) if curves.steps else []
        ax.plot(tried.rates, y, **{**look, "linestyle": ""}, markevery=list(map(int, some)), markersize=4.5,
                zorder=4.5, markerfacecolor="white", label="_some")  # fmt: skip
        if not drawn[best]:
            ax.plot(tried.rates[best], y[best], marker="o", markersize=13, markerfacecolor="none", markeredgewidth=2,
                    color=look["color"], linestyle="", zorder=6)  # fmt: skip
        lost = np.flatnonzero(np.isinf(tried.end_value[k]) & np.isinf(tried.median_arrived_at[k]))
        lost = lost[lost > best]
        if len(lost):
            ax.plot(tried.rates[lost[0]], 0.985, marker="X", markersize=9, color=look["color"], markeredgecolor="white",
                    linestyle="", transform=ax.get_xaxis_transform(), zorder=5, clip_on=False)  # fmt: skip
    title = gettext("{surface}: the rate decides; {steps} steps, {count} rates a rule")
    lines = [title.format(surface=tried.surface, steps=tried.steps, count=len(tried.rates)),
             gettext("ring: what tuning picks, the lowest; ✕: the first rate that leaves the map"),
             gettext("hollow: not from all {starts} starts").format(starts=STARTS) if curves.steps else ""]  # fmt: skip
    style.title(ax, "\n".join(filter(None, lines)))
    style.legend_right(ax)
    return ax

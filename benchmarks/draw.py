"""The figures of the measurements: dictionaries in, Matplotlib figures out."""

import matplotlib
from matplotlib.figure import Figure

from numnet.benchmark.peers import PEERS
from numnet.benchmark.report import number
from numnet.benchmark.workloads import WORKLOADS
from numnet.figures.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, RC

COLORS = {"numnet": BLACK, "jax": BLUE, "torch": ORANGE, "sklearn": GREEN}


def results_figure(measured):
    """Times of an update on the left, first calls on the right; every ratio beside its point."""
    with matplotlib.rc_context(RC):
        rows = 0.9 * len(measured["results"]) + 1.8
        figure = Figure(figsize=(13 if measured["startup"] else 9, rows), layout="constrained")
        if measured["startup"]:
            left, right = figure.subplots(1, 2, width_ratios=(5, 3))
            draw_startup(right, measured["startup"])
        else:
            left = figure.subplots()
        draw_times(left, measured["results"])
        about = measured["machine"]
        figure.suptitle(f"{about['processor']}, {about['cores']} cores, float32", x=0.01, ha="left", color="#555555")
    return figure


def draw_times(axes, results):
    """One band a workload, one bar a library from its fastest to its slowest timing, a dot at the median."""
    names = [name for name in PEERS if any(name in row for row in results.values())]
    for band, row in enumerate(results.values()):
        for k, name in enumerate(name for name in names if name in row):
            one, y = row[name], band + 0.2 * (k - 1.5)
            axes.hlines(y, one["min"], one["max"], color=COLORS[name], linewidth=5, alpha=0.35)
            axes.plot(one["us"], y, "o", color=COLORS[name], markersize=6)
            text = f"{number(one['us'])} µs" if name == "numnet" else f"{number(one['ratio'])} ×"
            axes.annotate(text, (one["max"], y), (8, 0), textcoords="offset points", va="center", fontsize=9)
        if band:
            axes.axhline(band - 0.5, color="#E3E3E3", linewidth=0.8)
    handles = [axes.plot([], [], "o", color=COLORS[name], label=PEERS[name].title)[0] for name in names]
    axes.figure.legend(handles=handles, loc="outside lower left", ncols=len(names))
    low = min(one["min"] for row in results.values() for one in row.values())
    high = max(one["max"] for row in results.values() for one in row.values())
    axes.set(xscale="log", xlim=(low / 1.6, high * 4), ylim=(len(results) - 0.5, -0.5),
             xlabel="µs per update (and network): median, fastest to slowest; × numnet's time",
             title="One update")  # fmt: skip
    axes.set_yticks(range(len(results)), [f"{name}\n{WORKLOADS[name].describe()}" for name in results])
    axes.tick_params(axis="y", length=0)


def draw_startup(axes, startup):
    """A bar a call, the spread as a line."""
    for y, (title, row) in enumerate(startup.items()):
        color = BLACK if title.startswith("numnet") else GREY
        axes.barh(y, row["seconds"], 0.6, color=color)
        axes.hlines(y, row["min"], row["max"], color=PURPLE, linewidth=2)
        axes.annotate(f"{row['seconds']:.2f} s", (row["max"], y), (6, 0), textcoords="offset points", va="center",
                      fontsize=9)  # fmt: skip
    axes.set_yticks(range(len(startup)), [title.replace(": ", ":\n").replace(", nothing", ",\nnothing")
                                          for title in startup])  # fmt: skip
    axes.set(xlim=(0, 1.25 * max(row["max"] for row in startup.values())), xlabel="seconds, the whole process",
             title="First call, fresh process")  # fmt: skip
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)


def scaling_figure(measured):
    """Six panels: width, depth, batch; samples, threads, and the roofline of all points of the first three."""
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(14, 8.4), layout="constrained")
        panels = figure.subplots(2, 3).ravel()
        for axes, (name, sweep) in zip(panels, measured["sweeps"].items()):
            draw_sweep(axes, name, sweep)
        draw_samples(panels[3], measured["samples"])
        draw_threads(panels[4], measured["threads"])
        draw_roofline(panels[5], measured)
        about = measured["machine"]
        figure.suptitle(
            f"numnet: one update (ReLU, softmax, Adam, float32), {about['processor']}, {about['cores']} cores",
            x=0.01, ha="left",
        )  # fmt: skip
    return figure


def line(axes, points, x, label, color, marker="o", scale=1.0):
    """Medians as a line with markers, the spread as a band."""
    xs = [point[x] for point in points]
    axes.fill_between(xs, *([scale * point[end] for point in points] for end in ("min", "max")), color=color,
                      alpha=0.2, linewidth=0)  # fmt: skip
    axes.plot(xs, [scale * point["us"] for point in points], marker=marker, color=color, label=label, markersize=5)


def words(threads):
    """``1 thread``, ``2 threads``."""
    return f"{threads} thread{'s' if threads > 1 else ''}"


def draw_sweep(axes, name, sweep):
    """µs an update against what varies, a line for each number of threads."""
    for threads, color in zip(sorted({point["threads"] for point in sweep["points"]}), (BLUE, ORANGE)):
        points = [point for point in sweep["points"] if point["threads"] == threads]
        line(axes, points, "value", words(threads), color, "o" if threads == 1 else "s")
    axes.set(xscale="log", yscale="log", xlabel=sweep["what"], ylabel="µs per update", title=name.capitalize())
    ticks(axes, [point["value"] for point in sweep["points"]])
    axes.grid(axis="y")
    axes.legend()


def ticks(axes, values):
    """A tick at every value that was measured, with its number."""
    values = sorted(set(values))
    axes.set_xticks(values, [f"{value:,}" for value in values])
    axes.minorticks_off()


def draw_samples(axes, points):
    """Time of an epoch against the samples, with and without evaluating the loss on all of them at its end."""
    labels = ("updates alone", "shuffled, loss evaluated each epoch")
    for evaluated, color, label in zip((False, True), (BLUE, ORANGE), labels):
        chosen = [
            {"value": point["value"], **{key: point[key] * point["updates"] / 1e3 for key in ("us", "min", "max")}}
            for point in points if point["evaluated"] == evaluated
        ]  # fmt: skip
        line(axes, chosen, "value", label, color, "s" if evaluated else "o")
    axes.set(xscale="log", yscale="log", xlabel="samples (64-64-32-10, batch 64)", ylabel="ms per epoch",
             title="An epoch")  # fmt: skip
    ticks(axes, [point["value"] for point in points])
    axes.grid(axis="y")
    axes.legend()


def draw_threads(axes, points):
    """How many times faster than on one thread; perfect is the dashed line."""
    for name, color in zip(dict.fromkeys(point["network"] for point in points), (BLUE, GREEN, ORANGE, PURPLE)):
        own = [point for point in points if point["network"] == name]
        axes.plot([point["threads"] for point in own], [own[0]["us"] / point["us"] for point in own], "o-",
                  color=color, label=name, markersize=5)  # fmt: skip
    most = [point["threads"] for point in points]
    axes.plot(most, most, "--", color=GREY, linewidth=1, zorder=0)
    axes.set(xlabel="threads", ylabel="times faster than one thread", title="Threads", ylim=(0, 1.1 * max(most)))
    ticks(axes, most)
    axes.grid(axis="y")
    axes.legend(loc="upper left")


def draw_roofline(axes, measured):
    """GFLOP/s of the products of an update against their number, under the peaks of sgemm."""
    colors = dict(zip(measured["peak"], (BLUE, ORANGE)))
    for threads, color in colors.items():
        peak = measured["peak"][threads]
        axes.axhline(peak, color=color, linestyle="--", linewidth=1.2)
        axes.annotate(f"sgemm, {words(int(threads))}: {peak:.0f}", (0.02, peak), (0, 3), va="bottom", fontsize=9,
                      xycoords=("axes fraction", "data"), textcoords="offset points", color=color)  # fmt: skip
        for (name, sweep), marker in zip(measured["sweeps"].items(), "o^s"):
            points = [point for point in sweep["points"] if point["threads"] == int(threads)]
            axes.plot([point["flops"] for point in points],
                      [point["flops"] / point["us"] / 1e3 for point in points], marker, color=color, markersize=5,
                      label=f"{name}, {words(int(threads))}", alpha=0.8)  # fmt: skip
    axes.set(xscale="log", yscale="log", xlabel="floating-point operations of an update", ylabel="GFLOP/s",
             title="Roofline")  # fmt: skip
    axes.set_ylim(top=2.2 * max(measured["peak"].values()))
    axes.grid(axis="y")
    axes.legend(loc="lower right", ncols=len(colors), fontsize=8)

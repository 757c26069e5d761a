"""The figures of the measurements: dictionaries in, Matplotlib figures out."""

import matplotlib
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator

from numnet.benchmark.peers.registry import PEERS
from numnet.benchmark.workloads import WORKLOADS
from numnet.commands.output.benchmark_report import number, search_seconds, searches_in
from numnet.figures.drawing.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, RC

COLORS = {"numnet": BLACK, "jax": BLUE, "torch": ORANGE, "sklearn": GREEN}


def results_figure(measured):
    """Times of an update on the left, first calls and grid searches on the right; every ratio beside its point."""
    searches = searches_in(measured["results"])
    times = {name: row for name, row in measured["results"].items() if name not in searches}
    right = [("first calls", len(measured["startup"]))] * bool(measured["startup"])
    right += [(name, len(row) + 1) for name, row in searches.items()]
    panels = [["times"] * bool(times) + [name] for name, _ in right] or [["times"]]
    with matplotlib.rc_context(RC):
        height = max(0.9 * len(times), 0.7 * sum(rows for _, rows in right)) + 1.8
        figure = Figure(figsize=(13 if len(panels[0]) == 2 else 9, height), layout="constrained")
        axes = figure.subplot_mosaic(panels, width_ratios=(5, 3)[: len(panels[0])],
                                     height_ratios=[rows for _, rows in right] or None)  # fmt: skip
        if times:
            draw_times(axes["times"], times)
        if measured["startup"]:
            draw_startup(axes["first calls"], measured["startup"])
        for name, row in searches.items():
            draw_search(axes[name], name, row)
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
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_yticks(range(len(results)), [f"{name}\n{WORKLOADS[name].describe()}" for name in results])
    axes.tick_params(axis="y", length=0)


def cuda_figure(measured, titles, labels):
    """One band a workload of benchmarks/cuda.py, one dot a library; the card's name above."""
    colors = {"numnet": BLACK, "general": GREY, "jax": BLUE, "graph": PURPLE, "eager": ORANGE}
    results = measured["results"]
    names = [name for name in titles if any(name in row for row in results.values())]
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(9, 0.9 * len(results) + 1.8), layout="constrained")
        axes = figure.subplots()
        for band, row in enumerate(results.values()):
            for k, (name, one) in enumerate(row.items()):
                y = band + 0.2 * (k - (len(row) - 1) / 2)
                axes.hlines(y, one["min"], one["max"], color=colors[name], linewidth=5, alpha=0.35)
                axes.plot(one["us"], y, "o", color=colors[name], markersize=6)
                text = f"{number(one['us'])} µs" if name == "numnet" else f"{number(one['ratio'])} ×"
                axes.annotate(text, (one["max"], y), (8, 0), textcoords="offset points", va="center", fontsize=9)
            if band:
                axes.axhline(band - 0.5, color="#E3E3E3", linewidth=0.8)
        ends = [one[end] for row in results.values() for one in row.values() for end in ("min", "max")]
        axes.set(xscale="log", xlim=(min(ends) / 1.6, max(ends) * 4), ylim=(len(results) - 0.5, -0.5),
                 xlabel="µs per update (of all members): median, fastest to slowest; × numnet's time",
                 title="One update")  # fmt: skip
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.set_yticks(range(len(results)), [labels[name] for name in results])
        axes.tick_params(axis="y", length=0)
        handles = [axes.plot([], [], "o", color=colors[name], label=titles[name])[0] for name in names]
        figure.legend(handles=handles, loc="outside lower left", ncols=len(names))
        figure.suptitle(f"{measured['machine']['device']}, float32", x=0.01, ha="left", color="#555555", fontsize=9)
    return figure


def draw_startup(axes, startup):
    """A dot a call at the median, a bar from the fastest to the slowest."""
    for y, (title, row) in enumerate(startup.items()):
        color = BLACK if title.startswith("numnet") else GREY
        axes.hlines(y, row["min"], row["max"], color=color, linewidth=5, alpha=0.35)
        axes.plot(row["seconds"], y, "o", color=color, markersize=6)
        axes.annotate(f"{row['seconds']:.2f} s", (row["max"], y), (8, 0), textcoords="offset points", va="center",
                      fontsize=9)  # fmt: skip
    labels = [title.replace(": ", ":\n").replace(", nothing", ",\nnothing") for title in startup]
    axes.set_yticks(range(len(startup)), labels)
    low, high = min(row["min"] for row in startup.values()), max(row["max"] for row in startup.values())
    axes.set(xscale="log", xlim=(low / 1.6, high * 6), ylim=(len(startup) - 0.5, -0.5),
             xlabel="seconds, the whole process", title="First call, in a fresh process")  # fmt: skip
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.tick_params(axis="y", length=0)


def draw_search(axes, name, results):
    """A dot a library at the median time of a whole grid search; a hollow one at that of the first call."""
    search = WORKLOADS[name]
    for y, (peer, row) in enumerate(results.items()):
        seconds = search_seconds(name, row)
        scale = seconds / row["us"]
        axes.hlines(y, scale * row["min"], scale * row["max"], color=COLORS[peer], linewidth=5, alpha=0.35)
        axes.plot(seconds, y, "o", color=COLORS[peer], markersize=6)
        text = f"{number(seconds)} s" if peer == "numnet" else f"{number(row['ratio'])} ×"
        axes.annotate(text, (seconds, y), (0, 7), textcoords="offset points", ha="center", fontsize=9)
        if "first" in row:
            first = row["first"]["seconds"]
            axes.plot(first, y, "o", color=COLORS[peer], markersize=6, fillstyle="none")
            axes.annotate(f"{number(first)} s", (first, y), (8, 0), textcoords="offset points", va="center", fontsize=9)
    axes.set_yticks(range(len(results)), [f"{PEERS[peer].title}:\n{row['choice']}" for peer, row in results.items()])
    low, high = axes.dataLim.intervalx
    axes.set(xscale="log", xlim=(low / 2, high * 4), ylim=(len(results) - 0.5, -0.7),
             xlabel="seconds, a whole search; hollow: first call",
             title=f"Grid search: {len(search.trainings)} trainings on {search.dataset}")  # fmt: skip
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
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
    """µs per update against what varies, a line for each number of threads."""
    for threads, color in zip(sorted({point["threads"] for point in sweep["points"]}), (BLUE, ORANGE)):
        points = [point for point in sweep["points"] if point["threads"] == threads]
        line(axes, points, "value", words(threads), color, "o" if threads == 1 else "s")
    axes.set(xscale="log", yscale="log", xlabel=sweep["what"], ylabel="µs per update",
             title=f"{name.capitalize()}: {sweep['network']}")  # fmt: skip
    ticks(axes, [point["value"] for point in sweep["points"]])
    decimal(axes)
    axes.legend()


def ticks(axes, values):
    """A tick at every value that was measured, with its number."""
    values = sorted(set(values))
    axes.set_xticks(values, [f"{value:,}" for value in values])
    axes.minorticks_off()


def decimal(axes):
    """A logarithmic time axis with plain numbers at 1, 3, 10, 30, … and a line for each."""
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 3)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.4g}"))
    axes.grid(axis="y")


def draw_samples(axes, points):
    """Time of an epoch against the samples, with and without evaluating the loss on all of them at its end."""
    labels = ("updates alone", "shuffled, loss evaluated each epoch")
    for evaluated, color, label in zip((False, True), (BLUE, ORANGE), labels):
        chosen = [
            {"value": point["value"], **{key: point[key] * point["updates"] / 1e3 for key in ("us", "min", "max")}}
            for point in points if point["evaluated"] == evaluated
        ]  # fmt: skip
        line(axes, chosen, "value", label, color, "s" if evaluated else "o")
    axes.set(xscale="log", yscale="log", xlabel="samples", ylabel="ms per epoch",
             title="Epoch: 64-64-32-10, batch 64")  # fmt: skip
    ticks(axes, [point["value"] for point in points])
    decimal(axes)
    axes.legend()


def draw_threads(axes, points):
    """How many times faster than on one thread; perfect is the dashed line."""
    most = sorted({point["threads"] for point in points})
    axes.plot(most, most, "--", color=GREY, linewidth=1, label="perfect")
    styles = zip((BLUE, GREEN, ORANGE, PURPLE), "o^sD")
    for name, (color, marker) in zip(dict.fromkeys(point["network"] for point in points), styles):
        own = [point for point in points if point["network"] == name]
        faster = [own[0]["us"] / point["us"] for point in own]
        axes.plot([point["threads"] for point in own], faster, marker=marker, color=color, markersize=5,
                  label=f"{name}: {faster[-1]:.2f} ×")  # fmt: skip
    axes.set(xlabel="threads", ylabel="times faster than one thread", title="Threads: network · batch")
    axes.set_ylim(bottom=0)
    ticks(axes, most)
    axes.grid(axis="y")
    axes.legend(loc="lower right")


def draw_roofline(axes, measured):
    """GFLOP/s of the products of an update against their number, under the peaks of sgemm."""
    colors = dict(zip(measured["peak"], (BLUE, ORANGE)))
    for threads, color in colors.items():
        peak, best = measured["peak"][threads], 0
        for (name, sweep), marker in zip(measured["sweeps"].items(), "o^s"):
            points = [point for point in sweep["points"] if point["threads"] == int(threads)]
            rates = [point["flops"] / point["us"] / 1e3 for point in points]
            best = max(best, *rates)
            axes.plot([point["flops"] for point in points], rates, marker, color=color, markersize=5, alpha=0.8,
                      label=f"{name}, {words(int(threads))}")  # fmt: skip
        axes.axhline(peak, color=color, linestyle="--", linewidth=1.2)
        text = f"sgemm, {words(int(threads))}: {peak:.0f}; the highest point has {100 * best / peak:.0f} %"
        axes.annotate(text, (0.02, peak), (0, 3), xycoords=("axes fraction", "data"), textcoords="offset points",
                      va="bottom", fontsize=9, color=color)  # fmt: skip
    axes.set(xscale="log", yscale="log", xlabel="floating-point operations of an update", ylabel="GFLOP/s",
             title="Roofline: the same updates")  # fmt: skip
    decimal(axes)
    axes.set_ylim(top=2 * max(measured["peak"].values()))
    axes.legend(loc="lower right", ncols=len(colors), fontsize=8)

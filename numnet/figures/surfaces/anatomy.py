"""One update rule explained: its steps on an error surface, with the equations and their numbers."""

import math

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.ticker import MaxNLocator

from numnet.figures.drawing import style
from numnet.figures.drawing.animation import Animation
from numnet.surfaces.anatomy import before, uncorrected
from numnet.tracing.notation import value_of
from numnet.tracing.rule_steps import settings, short, steps_taken, worked

NEEDS = "walks"
GRADIENT, MEMORY = style.BLACK, "#7A7A7A"
WITHOUT = (0, (2.5, 1.5))  # dashes of what lacks its bias correction
# What the step is divided by, and how it is called: (memory, name, without bias correction); the first that there is.
DIVISORS = (
    ("corrected_largest_second_moment", "v̂", "second_moment"),
    ("corrected_second_moment", "v̂", "second_moment"),
    ("squares", "G", None),
    ("largest_gradient", "u²", None),
)
WIDTHS = {"map": 3.3, "lens": 3.0, "memory": 2.0, "numbers": 4.7}
HEIGHT = 3.35


class _Story:
    """All that the panels show of walk r, looked up once."""

    def __init__(self, walks, r):
        self.walks, self.r, self.last = walks, r, steps_taken(walks, r)
        self.optimizer, self.surface = walks.optimizers[r], walks.surface
        if self.last == 0:
            raise ValueError(f"{self.optimizer.name} made no step to explain; lower its rate, or walk further")
        self.parts, self.path = walks.anatomy(r), walks.path[r]
        self.color = style.OPTIMIZER_COLORS[self.optimizer.name]
        self.without = uncorrected(walks, r)
        self.rule = self.optimizer.rule
        self.divisor = self._divisor()
        there = {
            "squares": self.divisor,
            "steps": "step_squares" in self.parts,
            "average": "first_moment" in self.parts,
        }
        self.panels = [name for name, wanted in there.items() if wanted]

    def _divisor(self):
        """The entry of `DIVISORS`; sums of squares have the letter of the rule."""
        letters = {name: symbol for symbol, name in self.rule.memory.items()}
        for name, symbol, plain in DIVISORS:
            if name in self.parts:
                return name, letters.get(name, symbol) if symbol == "G" else symbol, plain
        return None

    def arrows(self, step):
        """[(label, from, to, colour)] of a step; what has another unit than a step is drawn as long as the step."""
        k = step - 1
        w, after, g = self.path[k], self.path[k + 1], self.parts["gradient"][k]
        if "velocity" in self.parts:
            ahead = w + self.optimizer.momentum * before(self.parts["velocity"])[k]
            pull = -self.parts["learning_rate"][k] * g
            return [("μ v, from before", w, ahead, MEMORY), ("−η g", ahead, ahead + pull, GRADIENT),
                    ("the step, their sum", w, after, self.color)]  # fmt: skip
        if not self.panels:
            return [("the step, −η g", w, after, self.color)]
        length = np.hypot(*(after - w))
        found = [("−g", w, w - _unit(g) * length, GRADIENT)]
        average = self.parts.get("corrected_first_moment", self.parts.get("first_moment"))
        if average is not None:
            mixed, label = average[k], "−m̂"
            if self.rule.direction:
                m = before(self.parts["first_moment"])[k]
                mixed = value_of(self.rule.direction, {"m": m, "g": g, "β₁": self.optimizer.beta1}, {})
                label = "−" + self.rule.direction.replace(" + ", " − ")
            found.insert(0, (label, w, w - _unit(mixed) * length, MEMORY))
        return [*found, ("the step", w, after, self.color)]


def _unit(vector):
    return vector / max(np.hypot(*vector), 1e-300)


@style.styled
def anatomy(walks, r=0, steps=None, axes=None):
    """Walk r of `numnet.descend_many(..., record="anatomy")`, a row of panels for each of the steps (from 1).

    Left the map with the path so far, then the step alone, enlarged, with its arrows; for rules that have them, the
    sum of squares as squares and the average gradient as bars; right the rule's equations with their numbers. By
    default the first step, one soon after, and the last. `axes` holds as many axes as a new figure has, row by row.
    Returns them, (steps, panels). Raises `ValueError` for a step that was not taken.
    """
    story = _Story(walks, r)
    steps = default_steps(story.last) if steps is None else list(steps)
    for step in steps:
        if not 1 <= step <= story.last:
            raise ValueError(f"steps must be from 1 to {story.last}, got {step}")
    if not steps:
        raise ValueError("steps must name at least one step")
    new = axes is None
    axes = _new_axes(story, len(steps)) if new else np.array(axes, dtype=object)
    panels = 3 + len(story.panels)
    if axes.size != panels * len(steps):
        raise ValueError(
            f"{len(steps)} steps of {story.optimizer.name} have {panels} panels each, got {axes.size} axes"
        )
    axes = axes.reshape(len(steps), panels)
    for row, step in zip(axes, steps, strict=True):
        _draw(row, story, step)
    _legend(axes, story, new)
    if new:
        _headline(axes, story)
    return axes


@style.styled
def anatomy_film(walks, r=0):
    """The same as an `Animation`: a frame for each step."""
    story = _Story(walks, r)
    (row,) = _new_axes(story, 1)

    @style.styled
    def draw(k):
        for ax in row:  # wiped, not cleared, which would make all ticks anew; the map keeps its ground
            for artist in [*ax.lines, *ax.patches, *ax.texts, *(ax.collections if ax is not row[0] else ())]:
                artist.remove()
        _draw(row, story, k + 1)

    draw(story.last - 1)
    _legend(row[None], story, True)
    _headline(row[None], story)
    return Animation(row[0].figure, draw, story.last, dpi=100)


def default_steps(last):
    """The first step, one soon after, and the last.

    >>> default_steps(30)
    [1, 5, 30]
    """
    return sorted({1, min(last, round(math.sqrt(last))), last})


def _new_axes(story, rows):
    widths = [WIDTHS["map"], WIDTHS["lens"], *[WIDTHS["memory"]] * bool(story.panels), WIDTHS["numbers"]]
    drawing = style.new_axes(1, size=(sum(widths), HEIGHT * rows + 0.75))[0].figure
    drawing.clear()
    grid = drawing.add_gridspec(rows, len(widths), width_ratios=widths)
    axes = []
    for k in range(rows):
        inner = grid[k, 2].subgridspec(len(story.panels), 1) if story.panels else []
        cells = [grid[k, 0], grid[k, 1], *(inner[i] for i in range(len(story.panels))), grid[k, -1]]
        axes.append([drawing.add_subplot(cell) for cell in cells])
    return np.array(axes, dtype=object)


def _draw(row, story, step):
    """One step on its panels."""
    _map(row[0], story, step)
    _lens(row[1], story, step)
    for ax, panel in zip(row[2:-1], story.panels, strict=True):
        {"squares": _squares, "steps": _squares, "average": _average}[panel](ax, story, step, panel)
    _numbers(row[-1], story, step)


def _map(ax, story, step):
    """The path up to the step, on the whole ground of the walk; a square marks what the next panel enlarges."""
    if not ax.collections:
        _map_ground(ax, story)
    if story.without is not None:
        ax.plot(*story.without[: step + 1].T, color=story.color, linewidth=1.2, linestyle=WITHOUT, alpha=0.9)
    ax.plot(*story.path[: step + 1].T, "-o", color=story.color, markersize=3, linewidth=1.5)
    ax.plot(*story.path[step], "o", color=story.color, markersize=7, markeredgecolor="white")
    for x, y in story.surface.minima:
        ax.plot(x, y, "*", color=style.YELLOW, markeredgecolor=style.BLACK, markersize=12)
    x, y, radius = _lens_window(story, step)
    ax.add_patch(Rectangle((x - radius, y - radius), 2 * radius, 2 * radius, fill=False, linewidth=0.9, zorder=4))
    before, after = story.walks.value[story.r, step - 1 : step + 1]
    ax.set_title(f"step {step}:  E {_brief(before)} → {_brief(after)}")


def _map_ground(ax, story):
    """The part of the surface where the walk is, the other path included where it stays near."""
    points = story.path[: story.last + 1]
    if story.without is not None:
        points = np.concatenate([points, story.without[: story.last + 1]])
    across, up = (_window(points[:, i], story.surface.limits[i], story.path[:, i]) for i in (0, 1))
    _ground(ax, story.surface, across, up, steep=True)
    ax.set(xlim=across, ylim=up, xlabel="x", ylabel="y")
    _few_ticks(ax)


def _window(values, limits, path):
    """What the map shows of a coordinate: the path, and what lies on the surface's own map of a walk beside it."""
    low, high = np.nanmin(path), np.nanmax(path)
    values = values[(values >= min(low, limits[0])) & (values <= max(high, limits[1]))]
    low, high = values.min(), values.max()
    margin = max(0.15 * (high - low), 0.04 * (limits[1] - limits[0]))
    return low - margin, high + margin


def _lens_window(story, step):
    """(x, y, half its side) of the square that holds the arrows of the step."""
    ends = np.array([end for _, a, b, _ in story.arrows(step) for end in (a, b)])
    low, high = ends.min(axis=0), ends.max(axis=0)
    x, y = (low + high) / 2
    return x, y, max(0.62 * float((high - low).max()), 1e-12 + 1e-9 * float(abs(ends).max()))


def _lens(ax, story, step):
    """The step enlarged: the arrows that make it, and the contours that the gradient crosses at right angles."""
    x, y, radius = _lens_window(story, step)
    _ground(ax, story.surface, (x - radius, x + radius), (y - radius, y + radius))
    arrows = story.arrows(step)
    for k, (_, start, end, color) in enumerate(arrows):
        last, wide = k == len(arrows) - 1, color == MEMORY and bool(story.panels)
        if np.hypot(*(end - start)) > 0.01 * radius:
            look = {"linewidth": 4.5, "zorder": 3} if wide else {"linewidth": 3 if last else 1.6, "zorder": 5 - last}
            head = {"arrowstyle": "-|>", "mutation_scale": 17 if last or wide else 12, "joinstyle": "miter"}
            ax.add_patch(FancyArrowPatch(start, end, shrinkA=0, shrinkB=0, color=color, **head, **look))
    ax.plot(*story.path[step - 1], "o", color="white", markeredgecolor=story.color, markersize=8, zorder=6)
    if "look_ahead" in story.parts:
        ax.plot(
            *story.parts["look_ahead"][step - 1], "D", color="white", markeredgecolor=MEMORY, markersize=7, zorder=6
        )
    ax.set(xlim=(x - radius, x + radius), ylim=(y - radius, y + radius), aspect="equal", title="this step, enlarged")
    _few_ticks(ax)


def _few_ticks(ax):
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(3))
    ax.tick_params(labelsize=8, length=2)


def _ground(ax, surface, across, up, steep=False):
    """Contours of the surface, the lower the paler; at even shares of the ground where it is steep."""
    x, y = np.linspace(*across, 90), np.linspace(*up, 90)
    values = surface(*np.meshgrid(x, y))
    finite = values[np.isfinite(values)]
    levels = np.quantile(finite, np.linspace(0, 1, 14)) if steep else np.linspace(finite.min(), finite.max(), 11)
    levels = np.unique(levels)
    if len(levels) > 2:
        shades = style.LAND(np.linspace(0, 1, len(levels) - 1))
        ax.contourf(x, y, values, levels, colors=shades, zorder=0)
        ax.contour(x, y, values, levels[1:-1], colors=style.CONTOUR, linewidths=0.5, linestyles="-", zorder=0)


def _squares(ax, story, step, panel):
    """A square for x and one for y: its area is the memory, its side what the step is divided by."""
    name, symbol, plain = story.divisor if panel == "squares" else ("step_squares", "d", None)
    power = 1 if name == "largest_gradient" else 0.5
    sides = story.parts[name][: story.last] ** power
    largest = max(sides.max(), 1e-300)
    ax.set(xlim=(-0.02, 2.5), ylim=(-0.62, 1.05), aspect="equal", anchor="W")
    ax.axis("off")
    for i, coordinate in enumerate("xy"):
        left, side = 1.35 * i, sides[step - 1, i] / largest
        ax.add_patch(
            Rectangle((left, 0), side, side, facecolor=story.color, alpha=0.75 if panel == "squares" else 0.35)
        )
        if plain:
            small = math.sqrt(story.parts[plain][step - 1, i]) / largest
            ax.add_patch(Rectangle((left, 0), small, small, fill=False, linestyle=(0, (2, 1)), linewidth=1.2))
        amount = _brief(story.parts[name][step - 1, i] ** (2 * power))
        ax.text(left, -0.08, f"{coordinate}: {amount}", va="top", fontsize=8.5)
    if panel == "squares":
        both = ", ".join(map(_brief, story.parts["rate"][step - 1]))
        ax.text(0, -0.34, f"rates: {both}", va="top", fontsize=8.5, color="#555555")
    ax.set_title(f"area: {symbol}{', dashed: v' if plain else ''}", fontsize=10, pad=3)


def _brief(value):
    return short(float(f"{value:.3g}"))


def _average(ax, story, step, panel):
    """Bars of the average gradient: as it is remembered, and with its bias corrected."""
    mean = story.parts["first_moment"][step - 1]
    corrected = story.parts.get("corrected_first_moment", story.parts["first_moment"])[step - 1]
    size = max(abs(corrected).max(), 1e-300)
    for i in range(2):
        ax.bar(i, corrected[i] / size, 0.5, color=MEMORY)
        if "corrected_first_moment" in story.parts:
            ax.bar(i, mean[i] / size, 0.5, fill=False, linestyle=(0, (2, 1)), linewidth=1.2)
        side = "top" if corrected[i] > 0 else "bottom"  # of 0, where the bar is not
        ax.text(i - 0.25, -0.03 if side == "top" else 0.03, f"{'xy'[i]}: {_brief(corrected[i])}", fontsize=8.5, va=side)
    ax.axhline(0, color=style.BLACK, linewidth=0.8)
    ax.set(xlim=(-0.3, 1.8), ylim=(min(0, *corrected / size) - 0.25, max(0, *corrected / size) + 0.25))
    ax.axis("off")
    ax.set_title("m̂, dashed: m" if "corrected_first_moment" in story.parts else "m", fontsize=10, pad=3)


def _numbers(ax, story, step):
    """The equations of the rule, with the numbers of this step, x above y."""
    lines = worked(story.walks, story.r, step)
    rows = sum(1 + len(line.results) * (len(line.results) > 1) for line in lines)
    height, at = 1 / max(rows + 0.35 * len(lines), 13), 1.0
    longest = max(len(numbers) for line in lines for numbers in line.numbers) + 14
    size = min(9, 72 * (HEIGHT - 0.75) * height / 1.22, 72 * (WIDTHS["numbers"] - 0.2) / (0.602 * longest))
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.axis("off")
    ax.set_title(settings(story.walks, story.r, step), fontsize=10)
    for line in lines:
        shared = f" = {short(line.results[0])}" if len(line.results) == 1 else ""
        ax.text(0, at, line.formula + shared, va="top", fontsize=size + 1, fontweight="bold")
        at -= height
        for name, numbers, result in zip("xy" if not shared else "", line.numbers, line.results):
            text = f"{name}: {numbers} = {short(result)}" if numbers else f"{name}: {short(result)}"
            ax.text(0.03, at, text, va="top", fontsize=size, family="DejaVu Sans Mono", color="#333333")
            at -= height
        at -= 0.35 * height


def _legend(axes, story, new):
    """What the arrows are, once for all rows."""
    handles = [Line2D([], [], color=color, linewidth=2.5, label=label) for label, _, _, color in story.arrows(1)]
    if "look_ahead" in story.parts:
        handles.insert(1, style.swatch("look-ahead: here g is taken", MEMORY, "D", hollow=True))
    if story.panels:
        for handle in handles[:-1]:
            handle.set_label(handle.get_label() + " (direction)")
    if story.without is not None:
        handles.append(Line2D([], [], color=story.color, linewidth=1.2, linestyle=WITHOUT,
                              label="path without bias correction"))  # fmt: skip
    if new:
        axes[0, 0].figure.legend(handles=handles, loc="outside lower left", ncols=len(handles), handlelength=1.8)
    else:
        axes[-1, 1].legend(handles=handles)


def _headline(axes, story):
    kind = type(story.optimizer)
    text = f"{kind.__name__} on {story.surface.title}: {kind.__doc__.splitlines()[0]}"
    axes[0, 0].figure.suptitle(text, x=0.01, ha="left")

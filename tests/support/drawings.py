"""What a figure says, and whether it can be read.  For the tests."""

import itertools

import matplotlib
import numpy as np
import pytest
from matplotlib.text import Text


def legend_words(ax):
    """All legend entries of the axes, whichever way the legend was attached."""
    legends = [child for child in ax.get_children() if isinstance(child, matplotlib.legend.Legend)]
    return [text.get_text() for legend in legends for text in legend.get_texts()]


def offsets(ax):
    return [collection.get_offsets() for collection in ax.collections
            if isinstance(collection, matplotlib.collections.PathCollection)]


def headline(axes):
    """The title of the whole figure."""
    first = np.ravel(np.array(axes, dtype=object))[0]
    return first.figure.get_suptitle() or first.get_title(loc="left")


def ticks_out_of_view(drawing):
    """Labels that exist but are not drawn, since their tick lies beyond the limits of its axis."""
    for axis in drawing.findobj(matplotlib.axis.Axis):
        low, high = sorted(axis.get_view_interval())
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            if not low <= tick.get_loc() <= high or not (axis.axes.get_visible() and axis.axes.axison):
                yield from (tick.label1, tick.label2)


def assert_readable(drawing):
    """After layout every visible text lies inside the figure, and no two overlap by more than a hair."""
    drawing.draw_without_rendering()
    renderer, page = drawing.canvas.get_renderer(), drawing.bbox
    boxes, skipped = [], set(ticks_out_of_view(drawing))
    for text in drawing.findobj(Text):
        if text.get_text().strip() and text.get_visible() and text not in skipped:
            box = text.get_window_extent(renderer)
            boxes.append((text.get_text(), box))
            assert box.x0 > -1 and box.y0 > -1 and box.x1 < page.width + 1 and box.y1 < page.height + 1, text
    for (a, first), (b, second) in itertools.combinations(boxes, 2):
        width = min(first.x1, second.x1) - max(first.x0, second.x0)
        height = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert width < 2 or height < 2, f"{a!r} and {b!r} overlap"


def title(axes):
    """The title of the figure of these axes, or of the first of them."""
    first = np.ravel(np.array(axes, dtype=object))[0]
    return first.figure.get_suptitle() or first.get_title(loc="left")


def assert_projectable(page):
    """A slide: 16:9, no text below 18 points at 7.5 inches of height, all of it on the page, nothing on the legend."""
    width, height = page.get_size_inches()
    assert width / height == pytest.approx(16 / 9)
    page.draw_without_rendering()
    renderer, skipped, frame = page.canvas.get_renderer(), set(ticks_out_of_view(page)), page.bbox
    for text in page.findobj(Text):
        if text.get_text().strip() and text.get_visible() and text not in skipped:
            assert text.get_size() * 7.5 / height > 17.99, text
            box = text.get_window_extent(renderer)
            assert box.x0 > -1 and box.y0 > -1 and box.x1 < frame.width + 1 and box.y1 < frame.height + 1, text
    heads = [text.get_window_extent(renderer) for text in (page._suptitle, page._supxlabel) if text]
    legends = [legend.get_window_extent(renderer) for legend in page.findobj(matplotlib.legend.Legend)]
    panels = [ax.get_window_extent(renderer) for ax in page.axes]
    assert heads and all(min(panel.width, panel.height) > 8 for panel in panels)
    for a, b in [*itertools.product(heads, legends + panels), *itertools.product(legends, panels)]:
        apart = min(a.x1, b.x1) - max(a.x0, b.x0) < 2 or min(a.y1, b.y1) - max(a.y0, b.y0) < 2
        assert apart, (page.get_suptitle(), a, b)

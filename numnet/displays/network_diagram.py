"""A small picture of a network: a column of units a layer."""

from itertools import pairwise

from numnet.displays.svg import svg, words

MOST_UNITS, MOST_LAYERS = 6, 9  # of what is drawn; of more there are dots
ACROSS, DOWN, RADIUS, MARGIN = 76, 18, 5, 36


def network_diagram(sizes, functions):
    """Layers of ``sizes`` units, inputs first; ``functions``: the activation of each layer but the inputs."""
    labels = [(str(size), name) for size, name in zip(sizes, ["input" if sizes[0] == 1 else "inputs", *functions])]
    columns = list(zip(map(_column, sizes), labels))
    if len(columns) > MOST_LAYERS:
        half = MOST_LAYERS // 2
        columns = [*columns[:half], ([], ("…", f"{len(columns) - 2 * half} more")), *columns[-half:]]
    middle = max(y for units, _ in columns for y in units) + RADIUS + 3
    places = [[(MARGIN + ACROSS * l, middle + y) for y in units] for l, (units, _) in enumerate(columns)]
    links = "".join(f"M{a + RADIUS:g},{b:g}L{c - RADIUS:g},{d:g}" for one, two in pairwise(places)
                    for a, b in one for c, d in two)  # fmt: skip
    parts = [f'<path d="{links}" opacity=".25"/>']
    for l, ((units, label), size) in enumerate(zip(columns, places)):
        parts += [_unit(x, y) for x, y in size]
        if label[0].isdigit() and int(label[0]) > len(units):
            parts.append(words(MARGIN + ACROSS * l, middle + 4, "⋮"))
        elif not units:
            parts.append(words(MARGIN + ACROSS * l, middle + 4, "…"))
        parts += [words(MARGIN + ACROSS * l, 2 * middle + 14 * row, text) for row, text in enumerate(label, 1)]
    width = 2 * MARGIN + ACROSS * (len(columns) - 1)
    described = f"a network of {len(sizes) - 1} layers: {', '.join(' '.join(label) for label in labels)}"
    return svg(width, round(2 * middle + 34), described, *parts)


def _column(size):
    """Heights of the units that are drawn about the middle; room for dots where there are more."""
    if size <= MOST_UNITS:
        return [DOWN * (k - (size - 1) / 2) for k in range(size)]
    half = MOST_UNITS // 2
    return [sign * DOWN * (k + 1) for sign in (-1, 1) for k in range(half)]


def _unit(x, y):
    return f'<circle cx="{x:g}" cy="{y:g}" r="{RADIUS}"/>'

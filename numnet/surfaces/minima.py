"""Where a reader's own surface is lowest, on its map: found, since nobody has written it down."""

from dataclasses import replace

import numpy as np

GRID = 121  # points a side to begin from
MOST = 9  # lowest points; more are a valley floor, or a plain
PLAIN = 1000  # hollows of the grid; more are level ground
EQUAL = 1e-6  # of the height of a hollow's rim, a cell away: what differs by no more is equally low


def with_lowest_points(surface):
    """The surface with its lowest points, where there are a few inside its map; else the surface itself.

    The grid's hollows are followed down by the simplex method of Nelder and Mead, which needs no gradient, so that a
    kink is found as well.

    >>> from numnet.surfaces.catalogue import parse_surface
    >>> with_lowest_points(parse_surface("(x - 1)**2 + 10*abs(y)")).minima
    ((1.0, 0.0),)
    >>> with_lowest_points(parse_surface("x**2 - y**2")).minima  # lower and lower, over the edge
    ()
    """
    x, y = (np.linspace(low, high, GRID) for low, high in surface.limits)
    E = surface(*np.meshgrid(x, y))
    E = np.where(np.isfinite(E), E, np.inf)
    finite = E[np.isfinite(E)]
    if len(finite) == 0 or not np.ptp(finite) > 0:
        return surface
    hollows = _hollows(E)
    if len(hollows) > PLAIN:
        return surface
    hollows = hollows[np.argsort(E[tuple(hollows.T)], kind="stable")][: 2 * MOST]
    found = [_bottom(surface, (x[k], y[j]), (x[1] - x[0], y[1] - y[0])) for j, k in hollows]
    if not found:
        return surface
    _, lowest, rim = min(found, key=lambda bottom: bottom[1])
    same = EQUAL * (rim - lowest)
    minima = _apart([point for point, value, _ in found if value <= lowest + same], x[1] - x[0], y[1] - y[0])
    if len(minima) > MOST or not lowest <= finite.min() + same < np.inf:
        return surface
    return replace(surface, minima=minima, minimum=0.0 if abs(lowest) <= same else lowest)


def _hollows(E):
    """Indices (n, 2) of the inner points of a grid that are lower than the eight around, or as low."""
    m, n = E.shape
    around = [E[1 + i : m - 1 + i, 1 + j : n - 1 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    inner = E[1:-1, 1:-1]
    return np.argwhere(np.isfinite(inner) & (inner <= np.min(around, axis=0))) + 1


def _bottom(surface, start, cell):
    """(point, E there, E on the rim) of the bottom of the hollow around a point of the grid."""
    from scipy.optimize import minimize

    def height(point):
        value = float(surface(*point))
        return value if np.isfinite(value) else np.inf

    corners = np.add(start, [(0, 0), (cell[0], 0), (0, cell[1])])
    options = {"initial_simplex": corners, "xatol": 1e-11, "fatol": 1e-14, "maxiter": 250}
    found = minimize(height, start, method="Nelder-Mead", options=options).x
    point = tuple(float(round(z, 8)) + 0.0 for z in found)
    return point, height(point), max(map(height, corners))


def _apart(points, across, up):
    """The points without those that are in the same cell as an earlier one."""
    kept = []
    for x, y in points:
        if not any(abs(x - a) < across and abs(y - b) < up for a, b in kept):
            kept.append((x, y))
    return tuple(kept)

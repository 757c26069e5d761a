"""The plane of the first two principal components of points, with a fixed sign."""

import numpy as np


def principal_plane(X):
    """(centre (d,), directions (2, d), shares) of the plane nearest to the rows of X (n, d), d ≥ 2, by least squares.

    The directions are orthonormal, the one of more variance first; shares, 0 to 1, are the parts of the variance that
    they hold.  A direction and its opposite are equally good: the largest coefficient is made positive.  Where the rows
    lie on a line, or are one point, the other directions are arbitrary, and their share is 0.

    >>> centre, directions, shares = principal_plane(np.array([[0.0, 0, 1], [2, 0, 1], [4, 0, 1]]))
    >>> centre.tolist(), directions[0].tolist(), [round(share, 6) for share in shares]
    ([2.0, 0.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0])
    """
    centre = X.mean(axis=0)
    _, singular, directions = np.linalg.svd(X - centre, full_matrices=len(X) < 2)
    directions = directions[:2]
    largest = np.abs(directions).argmax(axis=1)
    directions = directions * np.sign(directions[np.arange(2), largest])[:, None]
    total = float((singular**2).sum()) or 1.0
    shares = [float(size**2) / total for size in singular[:2]]
    return centre, directions, (*shares, 0.0)[:2]

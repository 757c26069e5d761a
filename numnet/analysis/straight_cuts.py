"""The straight cuts that have most rows right: a search for the linear classifier of the fewest errors."""

import numpy as np

WALKS, LINES = 8, 150  # starts of the search, and lines that are searched from each
MOST_ROWS = 2000  # that are looked at
FEW = 12  # weights up to which starts at random are tried, too
ZERO = 1e-9  # margins below are rounding


def most_right(task, X, T, start, weight=None, seed=0):
    """Weights (d + 1, k), biases last, of the linear classifier with the least errors that was found; see `nets`.

    X (n, d) float; T as in `Dataset.T` for ``task``, one with classes or labels; ``start`` (d + 1, k): where the search
    begins, and what is returned unless others have more of the rows right; ``weight`` (n,): of the rows.

    Cross-entropy answers another question: on xor, its best line is none at all, although some have three of the four
    rows right. The count of errors has no gradient; but along a line in the space of the weights it changes where a row
    changes sides, and the best place on it is found by sorting. So the search goes from line to line, from several
    starts. Of two classes and few features it finds the optimum; in general a lower bound, which is close to it.

    >>> most = most_right("binary", np.array([[0.0], [1], [2]]), np.array([0, 1, 1]), np.zeros((2, 1)))
    >>> (nets(np.array([[0.0], [1], [2]]), most)[:, 0] > 0).tolist()
    [False, True, True]
    """
    rng = np.random.default_rng(seed)
    weight = np.ones(len(X)) if weight is None else np.asarray(weight, np.float64)
    kept = rng.permutation(len(X))[:MOST_ROWS]
    if task != "multilabel":
        return _search(task, X[kept], T[kept], np.array(start, np.float64), weight[kept], rng)
    labels = [_search("binary", X[kept], T[kept, k], np.array(start[:, [k]], np.float64), weight[kept], rng)
              for k in range(T.shape[1])]  # fmt: skip
    return np.hstack(labels)


def nets(X, weights):
    """Net inputs (n, k) of rows X (n, d); above 0 is a yes, of several classes the largest is the answer."""
    return X @ weights[:-1] + weights[-1]


def _search(task, X, T, start, weight, rng):
    """As `most_right`, of one classifier."""
    margins = _margins(task, T, start.shape[1])
    best, most = start, _right(margins(nets(X, start)), weight)
    for walk in range(WALKS if start.size <= FEW else 1):
        held = start if walk == 0 else rng.normal(size=start.shape)
        D = margins(nets(X, held))
        right = _right(D, weight)
        for _ in range(LINES):
            if most == weight.sum():
                return best
            line = _direction(task, X, T, held, D, rng)
            G = margins(nets(X, line))
            moved = held + _best_place(D, G, weight) * line
            moved /= np.linalg.norm(moved) or 1.0  # the cuts are the same
            after = margins(nets(X, moved))
            if _right(after, weight) >= right:
                held, D, right = moved, after, _right(after, weight)
        if right > most:
            best, most = held, right
    return best


def _margins(task, T, k):
    """The linear function of nets (n, k) to margins (n, m): a row is right where all of its own are above 0."""
    if task == "binary":
        sign = np.where(T == 1, 1.0, -1.0)[:, None]
        return lambda Z: sign * Z
    rows, others = np.arange(len(T)), np.arange(k) != T[:, None]
    return lambda Z: (Z[rows, T][:, None] - Z)[others].reshape(len(T), k - 1)


def _right(D, weight):
    """The weight of the rows whose margins D (n, m) are all above 0, by more than rounding."""
    return float(weight[(D > ZERO).all(axis=1)].sum())


def _direction(task, X, T, held, D, rng):
    """A line in the space of the weights: along one of them, any way in those of one output, or to one wrong row."""
    line, wrong = np.zeros(held.shape), np.flatnonzero((D <= 0).any(axis=1))
    kind, output = rng.integers(3), rng.integers(held.shape[1])
    if kind == 0:
        line[rng.integers(len(held)), output] = 1.0
    elif kind == 1 or not len(wrong):
        line[:, output] = rng.normal(size=len(held))
    else:  # as the perceptron rule goes
        row = rng.choice(wrong)
        x = np.append(X[row], 1.0)
        if task == "binary":
            line[:, 0] = x if T[row] == 1 else -x
        else:
            z = nets(X[row], held)
            z[T[row]] = -np.inf
            line[:, T[row]], line[:, z.argmax()] = x, -x
    return line


def _best_place(D, G, weight):
    """The s at which most rows have all of their margins D + s G (n, m) above 0: the middle of the widest such gap."""
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = -D / G
    low = np.where(G > 0, crossing, -np.inf).max(axis=1)  # a row is right between these
    high = np.where(G < 0, crossing, np.inf).min(axis=1)
    ever = (low < high) & ((G != 0) | (D > 0)).all(axis=1)
    if not ever.any():
        return 0.0
    ends = np.concatenate([low[ever], high[ever]])
    order = np.argsort(ends, kind="stable")
    ends, right = ends[order], np.cumsum(np.concatenate([weight[ever], -weight[ever]])[order])[:-1]
    gap = np.diff(np.clip(ends, -1e9, 1e9))
    right = np.where(gap > 0, right, -1.0)
    best = np.lexsort((gap, right.round(9)))[-1]
    left, after = ends[best], ends[best + 1]
    if np.isinf(left) or np.isinf(after):
        return 0.0 if np.isinf(left) and np.isinf(after) else after - 1 if np.isinf(left) else left + 1
    return (left + after) / 2

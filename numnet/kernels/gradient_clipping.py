"""Clipping of the gradient by its norm.  R. Pascanu, T. Mikolov and Y. Bengio, 2013, algorithm 1."""

from numnet.kernels.compiler.equation import equation


@equation
def clipped(g, factor):
    """g times the :func:`clipping_factor`."""
    return factor * g


@equation
def clipping_factor(norm, clip_norm):
    """min(1, clip_norm / norm)."""
    return clip_norm / norm if norm > clip_norm else 1.0

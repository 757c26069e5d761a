"""Nesterov's accelerated gradient."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules.rule import UpdateRule


@equation
def look_ahead(w, v, mu):
    """w + μ v: where :func:`nag` takes its gradient."""
    return w + mu * v


@equation
def nag(w, g, v, k):
    """v ← μ v − η ∇E(w + μ v);  w ← w + v.  Y. Nesterov, 1983, as written by I. Sutskever et al., 2013.

    The equation is momentum's; what differs is that g was taken at :func:`look_ahead`.  PyTorch's
    ``nesterov=True`` walks the same path at constant η and reports the look-ahead point instead of w.
    """
    v = k.mu * v - k.eta * g
    return w + v, v


RULE = UpdateRule(
    code=2,
    kind="NAG",
    about="Momentum whose gradient is taken where the momentum leads to.",
    equation=nag,
    defaults={"learning_rate": 0.05, "momentum": 0.9},
    memory={"v": "velocity"},
    looks_ahead=True,
    formula="v ← μ v − η ∇E(w + μ v);  w ← w + v",
    paper="Y. Nesterov, 1983; I. Sutskever et al., 2013, On the importance of initialization and momentum",
    color="#D55E00",
    marker="D",
    chapter=True,
)

"""Gradient descent."""

from numnet.kernels.compiler.equation import equation
from numnet.kernels.rules.rule import UpdateRule


@equation
def sgd(w, g, k):
    """w ← w − η g.  A. Cauchy, 1847; with samples drawn at random H. Robbins and S. Monro, 1951."""
    return w - k.eta * g


RULE = UpdateRule(
    code=0,
    kind="SGD",
    about="Gradient descent; stochastic when the gradient comes from a sample of the data.",
    equation=sgd,
    defaults={"learning_rate": 0.1},
    formula="w ← w − η g",
    paper="H. Robbins and S. Monro, 1951, A stochastic approximation method",
    color="#000000",
    marker="o",
    chapter=True,
)

"""(formula, formula with numbers) of a unit: its h, its f′, its share in E, its δ at the output.

Formulas come from the registries; those of the errors are per output, with t and y.
"""

from numnet.model.activations import ACTIVATIONS
from numnet.model.losses import LOSSES
from numnet.tracing.notation import factor, filled, number, piece

TERMS = 8  # terms of a sum that are written out


def written(terms, plus=" + "):
    """``a + b + … 3 more``: the sum of so many terms."""
    rest = f"{plus}… {len(terms) - TERMS} more" if len(terms) > TERMS else ""
    return plus.join(terms[:TERMS]) + rest


def products(pairs, digits):
    """``0·0.12 + 1·(−0.4)``."""
    return written([f"{factor(a, digits)}·{factor(b, digits)}" for a, b in pairs])


def activated(name, net, j, index, digits):
    """h of unit j, net (m,) of its layer; ``index`` is j as it is printed."""
    if name == "softmax":
        powers = [f"e^({number(value, digits)})" for value in net]
        return f"e^(net{index}) / Σⱼ e^(netⱼ)", f"{powers[j]} / ({written(powers)})"
    formula = piece(ACTIVATIONS[name].formula, net[j] > 0)
    return formula, filled(formula, {"net": net[j]}, digits)


def slope(name, net, h, digits):
    """f′ of a hidden unit."""
    formula = piece(ACTIVATIONS[name].derivative_formula, net > 0)
    return formula, filled(formula, {"net": net, "h": h}, digits)


def error(loss, head, y, t, digits):
    """E of a sample, y and t (outputs,)."""
    total = "Σₖ " * (len(y) > 1)
    numbers = written([filled(_error_term(loss, head, a - b), {"y": a, "t": b}, digits) for a, b in zip(y, t)])
    formula = _error_term(loss, head, y[0] - t[0] if len(y) == 1 else 0.0)
    return (f"−{total}[{formula}]", f"−({numbers})") if loss == "cross_entropy" else (total + formula, numbers)


def _error_term(loss, head, e):
    """E of one output whose error is e; cross-entropies without their sign."""
    if loss == "cross_entropy" and head != "sigmoid":
        return "t ln(y)"
    return piece(LOSSES[loss].term, abs(e) <= 1)


def output_delta(loss, head, y, t, j, index, digits):
    """δ of output j, for one sample alone; y and t (outputs,), ``index`` j as it is printed."""
    values = {"y": y[j], "t": t[j]}
    if loss == "cross_entropy":  # f′ has cancelled
        return "y − t", filled("y − t", values, digits)
    if head == "softmax":  # the Jacobian
        e = [filled(_dy(loss, a - b), {"y": a, "t": b}, digits) for a, b in zip(y, t)]
        inner = written([f"{d}·{number(a, digits)}" for d, a in zip(e, y)])
        formula = f"y{index} (e{index} − Σⱼ eⱼ yⱼ), e = {_dy(loss, 0.0)}"
        return formula, f"{number(y[j], digits)}·({e[j]} − ({inner}))"
    formula = _dy(loss, y[j] - t[j]) + (" y (1 − y)" if head == "sigmoid" else "")
    return formula, filled(formula, values, digits)


def _dy(loss, e):
    """∂E/∂y of one output whose error is e."""
    return piece(LOSSES[loss].slope, abs(e) <= 1)

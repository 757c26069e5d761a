"""(formula, formula with numbers) of a unit: its h, its f′, its share in E, its δ at the output.

Formulas come from the registries; those of the errors are per output, with t and y.
"""

from numnet.model.activations import ACTIVATIONS
from numnet.model.losses import LOSSES
from numnet.tracing.notation import factor, filled, number, piece

TERMS = 8  # terms of a sum that are written out
EQUAL = {"y": 0.0, "t": 0.0}  # the formula for all outputs is the branch where y = t


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
    formula = piece(ACTIVATIONS[name].formula, {"net": net[j]})
    return formula, filled(formula, {"net": net[j]}, digits)


def slope(name, net, h, digits):
    """f′ of a hidden unit."""
    formula = piece(ACTIVATIONS[name].derivative_formula, {"net": net, "h": h})
    return formula, filled(formula, {"net": net, "h": h}, digits)


def error(loss, head, y, t, digits):
    """E of a sample, y and t (outputs,)."""
    total = "Σₖ " * (len(y) > 1)
    term = LOSSES[loss].term
    if LOSSES[loss].of_net and head == "softmax":
        term = term.partition(" + ")[0]
    numbers = written([_filled_piece(term, a, b, digits) for a, b in zip(y, t)])
    formula = piece(term, {"y": y[0], "t": t[0]} if len(y) == 1 else EQUAL)
    return (f"−{total}[{formula}]", f"−({numbers})") if LOSSES[loss].of_net else (total + formula, numbers)


def _filled_piece(formula, y, t, digits):
    """The formula of one output, the branch that holds, with its numbers."""
    values = {"y": y, "t": t}
    return filled(piece(formula, values), values, digits)


def output_delta(loss, head, y, t, j, index, digits):
    """δ of output j, for one sample alone; y and t (outputs,), ``index`` j as it is printed."""
    values, dy = {"y": y[j], "t": t[j]}, LOSSES[loss].slope
    if LOSSES[loss].of_net:  # f′ has cancelled
        return dy, filled(dy, values, digits)
    if head == "softmax":  # the Jacobian
        e = [_filled_piece(dy, a, b, digits) for a, b in zip(y, t)]
        inner = written([f"{d}·{number(a, digits)}" for d, a in zip(e, y)])
        formula = f"y{index} (e{index} − Σⱼ eⱼ yⱼ), e = {piece(dy, EQUAL)}"
        return formula, f"{number(y[j], digits)}·({e[j]} − ({inner}))"
    formula = piece(dy, values) + (" y (1 − y)" if head == "sigmoid" else "")
    return formula, filled(formula, values, digits)

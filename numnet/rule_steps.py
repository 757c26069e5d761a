"""An update rule as the steps one would take by hand, each with its formula and the vector that came of it.

Numbers are those of the kernels.  What kernels keep in registers only, such as Adam's m̂ = m / (1 − β₁ᵗ), is put
together from what was kept.
"""

from dataclasses import fields
from typing import NamedTuple

import numpy as np

from numnet.kernels.codes import Rule, Step
from numnet.optimizers import Adam

_M, _V = Adam.formula.split(";  ")[:2]
_M_HAT, _V_HAT, _ADAM = "m̂ ← m / (1 − β₁ᵗ)", "v̂ ← v / (1 − β₂ᵗ)", "w ← w − η m̂ / (√v̂ + ε)"
_STEPS = {  # rules whose formula in the registry leaves something to Adam's
    Rule.ADAM: (_M, _V, _M_HAT, _V_HAT, _ADAM),
    Rule.ADAMW: (_M, _V, _M_HAT, _V_HAT, _ADAM),
    Rule.AMSGRAD: (_M, _V, "v_max ← max(v_max, v)", _M_HAT, "v̂ ← v_max / (1 − β₂ᵗ)", _ADAM),
    Rule.NADAM: (_M, _V, _V_HAT, "w ← w − (c_g g + c_m m) / (√v̂ + ε)"),
    Rule.ADAMAX: (_M, "u ← max(β₂ u, |g| + ε)", _M_HAT, "w ← w − η m̂ / u"),
}
_RECTIFIED = (_M, _V, _M_HAT, "w ← w − η r m̂ √(1 − β₂ᵗ) / (√v + ε)")  # RAdam, from its sixth update on
_NOT_YET = (_M, _V, _M_HAT, "w ← w − η m̂")
_NAMES = {"momentum": "μ", "beta1": "β₁", "beta2": "β₂", "rho": "ρ", "eps": "ε", "weight_decay": "λ"}


class RuleStep(NamedTuple):
    """One step: ``symbol`` ← ``formula``, whose symbols have the values in ``known``: numbers, or vectors (P,)."""

    symbol: str
    formula: str
    values: np.ndarray  # (P,)
    known: dict
    last: bool  # of this symbol in the update


def formulas_of(trace):
    """[(symbol, formula)] in the order in which the rule works; w, what it remembers, and what lies between."""
    rule = trace.optimizer
    texts = _STEPS.get(rule.code) or rule.formula.replace("∇E(w + μ v)", "g").replace("Δ =", "Δ ←").split(";  ")
    if rule.code == Rule.RADAM:
        texts = _RECTIFIED if trace.step[Step.RECTIFICATION] > 0 else _NOT_YET
    decay = ["w ← (1 − η λ) w"] if rule.weight_decay > 0 else []
    return [tuple(text.split(" ← ")) for text in (*decay, *texts)]


def constants(trace):
    """{symbol: number} of the rule; c_g, c_m of nadam and r of radam, once it has one, are the kernels' own."""
    rule = trace.optimizer
    known = {_NAMES[f.name]: getattr(rule, f.name) for f in fields(rule) if f.name in _NAMES}
    known |= {"t": trace.update, "η": rule.learning_rate}
    if rule.code == Rule.NADAM:
        known |= {"c_g": float(trace.step[Step.GRADIENT]), "c_m": float(trace.step[Step.NESTEROV])}
    if rule.code == Rule.RADAM and trace.step[Step.RECTIFICATION] > 0:
        known |= {"r": float(trace.step[Step.RECTIFICATION])}
    return known


def rule_steps(trace):
    """The `RuleStep` of all weights, in order."""
    steps, c = formulas_of(trace), trace.step
    memory = [symbol for symbol, _ in steps if symbol not in ("w", "m̂", "v̂", "Δ")]
    after = dict(zip(memory, trace.memory_after))
    known = constants(trace) | dict(zip(memory, trace.memory)) | {"w": trace.network.parameters, "g": trace.g}
    for k, (symbol, formula) in enumerate(steps):
        last = symbol not in [later for later, _ in steps[k + 1 :]]
        if symbol == "w":
            values = trace.after if last else c[Step.KEEP] * known["w"]
        elif symbol == "Δ":
            values = known["g"] * np.sqrt(known["d"] + known["ε"]) / np.sqrt(known["s"] + known["ε"])
        elif symbol == "m̂":
            values = known["m"] / c[Step.CORRECTION1]
        elif symbol == "v̂":
            values = known["v_max" if "v_max" in known else "v"] / c[Step.CORRECTION2]
        else:
            values = after[symbol]
        yield RuleStep(symbol, formula, values, dict(known), last)
        known[symbol] = values

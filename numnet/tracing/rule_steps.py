"""An update rule as the steps one would take by hand, each with its formula and the vector that came of it.

Numbers are those of the kernels.  What kernels keep in registers only, such as Adam's m̂ = m / (1 − β₁ᵗ), is put
together from what was kept.
"""

from dataclasses import fields
from typing import NamedTuple

import numpy as np

from numnet.kernels.codes import Rule, Step
from numnet.optim.optimizers import Adam
from numnet.surfaces.anatomy import before, step_constants

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


DIGITS = 4
LETTERS = {"learning_rate": "η", "momentum": "μ", "beta1": "β₁", "beta2": "β₂", "rho": "ρ", "eps": "ε",
           "weight_decay": "λ"}  # fmt: skip
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Line(NamedTuple):
    """One equation of a step.  ``numbers`` and ``results`` have an entry for x and one for y; one for both: one."""

    formula: str  # "v ← μ v − η g"
    numbers: tuple  # "0.9 · 0.5 − 0.1 · 2"; "" where the result is given, not worked out
    results: tuple  # floats


# (formula, its right side with the name of every number, what it gives); names as in :func:`_values`.
_DECAY = ("w ← (1 − η λ) w", "(1 − {η} · {λ}) · {w}", "kept")
_GRADIENT = ("g = ∇E(w)", "", "g")
_V = ("v ← μ v − η g", "{μ} · {v0} − {η} · {g}", "v")
_MOVE = ("w ← w + v", "{kept} + {v}", "w'")
_M = ("m ← β₁ m + (1 − β₁) g", "{β1} · {m0} + {1-β1} · {g}", "m")
_S = ("v ← β₂ v + (1 − β₂) g²", "{β2} · {s0} + {1-β2} · {g}²", "s")
_M_HAT = ("m̂ = m / (1 − β₁ᵗ)", "{m} / (1 − {β1}{t})", "m̂")
_V_HAT = ("v̂ = v / (1 − β₂ᵗ)", "{s} / (1 − {β2}{t})", "v̂")
_ADAM = ("w ← w − η m̂ / (√v̂ + ε)", "{kept} − {η} · {m̂} / (√{v̂} + {ε})", "w'")
_SQUARES = ("s ← ρ s + (1 − ρ) g²", "{ρ} · {G0} + {1-ρ} · {g}²", "G")
_LINES = {
    Rule.SGD: (_GRADIENT, ("w ← w − η g", "{kept} − {η} · {g}", "w'")),
    Rule.MOMENTUM: (_GRADIENT, _V, _MOVE),
    Rule.NAG: (
        ("ahead = w + μ v", "{w} + {μ} · {v0}", "ahead"),
        ("g = ∇E(ahead)", "", "g"),
        ("v ← μ v − η g", "{μ} · {v0} − {η} · {g}", "v"),
        _MOVE,
    ),
    Rule.ADAGRAD: (
        _GRADIENT,
        ("G ← G + g²", "{G0} + {g}²", "G"),
        ("w ← w − η g / (√G + ε)", "{kept} − {η} · {g} / (√{G} + {ε})", "w'"),
    ),
    Rule.ADADELTA: (
        _GRADIENT,
        _SQUARES,
        ("Δ = g √(d + ε) / √(s + ε)", "{g} · √({d0} + {ε}) / √({G} + {ε})", "Δ"),
        ("d ← ρ d + (1 − ρ) Δ²", "{ρ} · {d0} + {1-ρ} · {Δ}²", "d"),
        ("w ← w − η Δ", "{kept} − {η} · {Δ}", "w'"),
    ),
    Rule.RMSPROP: (
        _GRADIENT,
        _SQUARES,
        ("w ← w − η g / (√s + ε)", "{kept} − {η} · {g} / (√{G} + {ε})", "w'"),
    ),
    Rule.ADAM: (_GRADIENT, _M, _S, _M_HAT, _V_HAT, _ADAM),
    Rule.ADAMW: (_GRADIENT, _M, _S, _M_HAT, _V_HAT, _ADAM),
    Rule.AMSGRAD: (
        _GRADIENT,
        _M,
        _S,
        ("v_max ← max(v_max, v)", "max({x0}, {s})", "x"),
        _M_HAT,
        ("v̂ = v_max / (1 − β₂ᵗ)", "{x} / (1 − {β2}{t})", "v̂"),
        _ADAM,
    ),
    Rule.NADAM: (
        _GRADIENT,
        _M,
        _S,
        _V_HAT,
        ("a = η μₜ₊₁ / (1 − Πᵗ⁺¹μ)", "", "a"),
        ("b = η (1 − μₜ) / (1 − Πᵗμ)", "", "b"),
        ("n = a m + b g", "{a} · {m} + {b} · {g}", "n"),
        ("w ← w − n / (√v̂ + ε)", "{kept} − {n} / (√{v̂} + {ε})", "w'"),
    ),
    Rule.ADAMAX: (
        _GRADIENT,
        _M,
        ("u ← max(β₂ u, |g| + ε)", "max({β2} · {u0}, |{g}| + {ε})", "u"),
        _M_HAT,
        ("w ← w − η m̂ / u", "{kept} − {η} · {m̂} / {u}", "w'"),
    ),
    Rule.RADAM: (
        _GRADIENT,
        _M,
        _S,
        _M_HAT,
        ("r, how far v can be trusted", "", "r"),
        ("q = η r √(1 − β₂ᵗ)", "", "q"),
        ("w ← w − q m̂ / (√v + ε)", "{kept} − {q} · {m̂} / (√{s} + {ε})", "w'"),
    ),
    Rule.LION: (
        _GRADIENT,
        ("w ← w − η sign(β₁ m + (1 − β₁) g)", "{kept} − {η} · sign({β1} · {m0} + {1-β1} · {g})", "w'"),
        ("m ← β₂ m + (1 − β₂) g", "{β2} · {m0} + {1-β2} · {g}", "m"),
    ),
}  # fmt: skip
_WAITING = (
    *_LINES[Rule.RADAM][:4],
    ("r, while v rests on too few gradients", "", "r"),
    ("w ← w − η m̂", "{kept} − {η} · {m̂}", "w'"),
)
_RECORDED = {"v": "velocity", "G": "squares", "d": "step_squares", "m": "first_moment", "s": "second_moment",
             "x": "largest_second_moment", "u": "largest_gradient", "m̂": "corrected_first_moment"}  # fmt: skip


def worked(descents, r, step):
    """The :class:`Line` s of step ``step`` (from 1) of walk r, in the order in which one works them out.

    Raises ValueError unless the walk was made with ``record="anatomy"`` and took that step.

    >>> import numnet
    >>> walks = numnet.descend_many("ravine", [numnet.SGD(0.5)], start=(1.0, 2.0), record="anatomy", steps=3)
    >>> for line in worked(walks, 0, 1):
    ...     print(line.formula, *line.numbers, *line.results)
    g = ∇E(w)   0.02 2.0
    w ← w − η g 1 − 0.5 · 0.02 2 − 0.5 · 2 0.99 1.0
    """
    if not 1 <= step <= steps_taken(descents, r):
        raise ValueError(f"step must be one of 1 to {steps_taken(descents, r)}, got {step}")
    optimizer = descents.optimizers[r]
    values = _values(descents, r, step - 1)
    lines = _LINES[Rule(optimizer.code)]
    if optimizer.code == Rule.RADAM and values["r"][0] == 0:
        lines = _WAITING
    if optimizer.weight_decay > 0:
        lines = (lines[0], _DECAY, *lines[1:])
    return [_line(values, *line) for line in lines]


def steps_taken(descents, r):
    """Steps of walk r before it diverged; all of them where it did not."""
    return descents.steps if descents.diverged_at[r] < 0 else int(descents.diverged_at[r]) - 1


def settings(descents, r, step):
    """The constants of the step, ``η = 0.07, μ = 0.9``: those that the rule has; η with its schedule."""
    optimizer = descents.optimizers[r]
    values = {"learning_rate": descents.anatomy(r)["learning_rate"][step - 1]}
    values |= {
        name: getattr(optimizer, name) for name in LETTERS if name != "learning_rate" and hasattr(optimizer, name)
    }
    return ", ".join(
        f"{LETTERS[name]} = {short(value)}" for name, value in values.items() if value or name != "weight_decay"
    )


def _line(values, formula, numbers, result):
    results = tuple(float(value) for value in values[result])
    texts = []
    for i in range(len(results)):
        names = {name: short(value[min(i, len(value) - 1)], signed=name) for name, value in values.items()}
        texts.append(numbers.format_map(names))
    return Line(formula, tuple(texts), results)


def _values(descents, r, k):
    """{name: (2,), or (1,) for what both coordinates share} of step k + 1; a name and 0: before the step."""
    parts, optimizer, path = descents.anatomy(r), descents.optimizers[r], descents.path[r]
    c = step_constants(descents.walks, r)[k]
    shared = {"η": Step.ETA, "μ": Step.MU, "β1": Step.BETA1, "1-β1": Step.REST1, "β2": Step.BETA2, "1-β2": Step.REST2,
              "ρ": Step.RHO, "1-ρ": Step.REST_RHO, "ε": Step.EPS, "a": Step.NESTEROV, "b": Step.GRADIENT,
              "r": Step.RECTIFICATION}  # fmt: skip
    values = {name: np.array([c[place]]) for name, place in shared.items()}
    values |= {"λ": np.array([optimizer.weight_decay]), "t": np.array([k + 1])}
    values |= {
        "w": path[k],
        "kept": path[k] * c[Step.KEEP],
        "w'": _whole(path[k + 1], path[k]),
        "g": parts["gradient"][k],
    }
    for name, recorded in _RECORDED.items():
        if recorded in parts:
            values |= {name: parts[recorded][k], f"{name}0": before(parts[recorded])[k]}
    largest = parts.get("corrected_largest_second_moment", parts.get("corrected_second_moment"))
    if largest is not None:
        values["v̂"] = largest[k]
    if "look_ahead" in parts:
        values["ahead"] = parts["look_ahead"][k]
    if optimizer.code == Rule.NADAM:
        values["n"] = values["a"] * values["m"] + values["b"] * values["g"]
    if optimizer.code == Rule.RADAM:
        values["q"] = values["η"] * values["r"] * np.sqrt(c[Step.CORRECTION2])
    if optimizer.code == Rule.ADADELTA:
        values["Δ"] = parts["rate"][k] / c[Step.ETA] * parts["gradient"][k]
    return values


def _whole(after, w):
    """The point after the step; what rounding has left of 0, such as 0.3 − 3 · 0.1, is 0."""
    return np.where(abs(after) < 1e-14 * np.maximum(1, abs(w)), 0.0, after)


def short(value, signed=""):
    """A number in four digits with a proper minus, in brackets unless it stands first; t is raised."""
    if signed == "t":
        return str(int(value)).translate(RAISED)
    text = f"{value + 0.0:.{DIGITS}g}".replace("e-0", "e-").replace("e+0", "e").replace("-", "−")
    return f"({text})" if text.startswith("−") and signed not in ("", "w", "kept") else text

"""An update as the steps one would take by hand: each with its formula, and the numbers that the kernels had.

The formulas are those of the rules (``numnet/kernels/rules``).  What kernels keep in registers only, such as Adam's
m̂ = m / (1 − β₁ᵗ), is worked out from what they kept.
"""

from dataclasses import fields
from typing import NamedTuple

import numpy as np

from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.kernels.rules.adam import uncorrected
from numnet.kernels.rules.rule import StepConstants
from numnet.surfaces.anatomy import before, step_constants
from numnet.tracing import notation
from numnet.tracing.notation import filled, value_of
from numnet.utils.language import Said

DIGITS = 4
# What the kernels round once, and what it stands for in a formula.
ROUNDED = {
    **{each.rest.name.lower(): f"(1 − {each.symbol})" for each in HYPER_PARAMETERS.values() if each.rest is not None},
    "correction1": "(1 − β₁ᵗ)",
    "correction2": "(1 − β₂ᵗ)",
}


class RuleStep(NamedTuple):
    """One step: ``symbol`` ← ``formula``, whose symbols have the values in ``known``: numbers, or vectors (P,)."""

    symbol: str
    formula: str
    values: np.ndarray  # (P,)
    known: dict
    last: bool  # of this symbol in the update

    @property
    def word(self):
        """What is worked out, as the trace calls it: ``new``, ``decayed``, or the symbol."""
        return ("new" if self.last else "decayed") if self.symbol == "w" else self.symbol


def rounded_parts(c):
    """{part of a formula: its value in the kernels}, by the constants of a step ``c`` (Step.SIZE,)."""
    k = StepConstants(*c)
    return {text: getattr(k, name) for name, text in ROUNDED.items()}


def formulas_of(optimizer, c):
    """[(symbol, formula)] in the order in which the rule works, with the step constants ``c`` (Step.SIZE,)."""
    rule = optimizer.rule
    early = rule.early_steps and len(given(rule, c)) < len(rule.given)
    decay = ["w ← (1 − η λ) w"] if optimizer.weight_decay > 0 else []
    texts = [*decay, *(rule.early_steps if early else rule.steps)]
    return [tuple(as_taken(optimizer, text).replace(" = ", " ← ", 1).split(" ← ")) for text in texts]


def as_taken(optimizer, formula):
    """A formula of its rule as the optimizer has it: without the bias corrections where they are off."""
    return formula if getattr(optimizer, "bias_correction", True) else uncorrected(formula)


def given(rule, c):
    """{symbol: number} of the constants of a step that the rule works out from t; none of those that are 0."""
    return {symbol: float(c[place]) for symbol, (_, place) in rule.given.items() if c[place] != 0}


def constants(optimizer, c, t, eta):
    """{symbol: number} in step t: the hyper-parameters, the rate with its schedule, and what is `given`."""
    return hyper_parameters(optimizer) | {"t": t, "η": eta} | given(optimizer.rule, c)


def hyper_parameters(optimizer):
    """{symbol: number} of the hyper-parameters."""
    values = {HYPER_PARAMETERS[f.name].symbol: getattr(optimizer, f.name) for f in fields(optimizer)}
    return {symbol: value for symbol, value in values.items() if symbol}


class Update(NamedTuple):
    """What the kernels had before and after one step of P weights."""

    optimizer: object
    c: np.ndarray  # (Step.SIZE,): the constants of the step
    t: int
    eta: float  # the learning rate of the step
    w: np.ndarray  # (P,), and so on
    g: np.ndarray
    memory: dict  # {symbol: (P,)} before
    memory_after: dict
    after: np.ndarray  # w after


def rule_steps(update):
    """The `RuleStep` s of an `Update`, in order."""
    k, rounded = StepConstants(*update.c), rounded_parts(update.c)
    known = constants(update.optimizer, update.c, update.t, update.eta)
    known |= update.memory | {"w": update.w, "g": update.g}
    steps = formulas_of(update.optimizer, update.c)
    for index, (symbol, formula) in enumerate(steps):
        last = symbol not in [later for later, _ in steps[index + 1 :]]
        if symbol == "w":
            values = update.after if last else k.keep * known["w"]
        elif symbol in update.memory_after:
            values = update.memory_after[symbol]
        else:
            values = value_of(formula, known, rounded)
        yield RuleStep(symbol, formula, values, dict(known), last)
        known[symbol] = values


# --- a step of a walk on a surface ---


class Line(NamedTuple):
    """One equation of a step.  ``numbers`` and ``results`` have an entry for x and one for y; one for both: one."""

    formula: str  # "v ← μ v − η g"
    numbers: tuple  # "0.9 · 0.5 − 0.1 · 2"; "" where the result is given, not worked out
    results: tuple  # floats


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
    update = _update_of(descents, r, step - 1)
    rule, parts = update.optimizer.rule, descents.anatomy(r)
    lines = [Line("g = ∇E(w)", ("", ""), _floats(update.g))]
    if rule.looks_ahead:
        known = {"w": update.w, "v": update.memory["v"], "μ": update.optimizer.momentum}
        ahead = Line("ahead = w + μ v", _numbers("w + μ v", known), _floats(parts["look_ahead"][step - 1]))
        lines = [ahead, lines[0]._replace(formula="g = ∇E(ahead)")]
    for symbol, (formula, place) in rule.given.items():
        words = Said("{symbol} = {what}", symbol=symbol, what=Said(as_taken(update.optimizer, formula).split(", ")[0]))
        lines.append(Line(words, ("",), (float(update.c[place]),)))
    for one in rule_steps(update):
        arrow = "←" if one.symbol == "w" or one.symbol in rule.memory else "="
        lines.append(Line(f"{one.symbol} {arrow} {one.formula}", _numbers(one.formula, one.known), _floats(one.values)))
    return lines


def _update_of(descents, r, k):
    """Step k + 1 of walk r as an `Update`."""
    optimizer, walks, path = descents.optimizers[r], descents.walks, descents.path[r]
    c = step_constants(walks, r)[k]
    slots = {symbol: walks.state[r][:, slot] for slot, symbol in enumerate(optimizer.rule.memory)}
    memory, after = ({symbol: of(values)[k] for symbol, values in slots.items()} for of in (before, np.asarray))
    moved = np.where(abs(path[k + 1]) < 1e-14 * np.maximum(1, abs(path[k])), 0.0, path[k + 1])  # 0.3 − 3 · 0.1 is 0
    eta = StepConstants(*c).eta
    return Update(optimizer, c, k + 1, eta, path[k], walks.gradient[r][k], memory, after, moved)


def _numbers(formula, known):
    """The formula with the numbers of x, and with those of y."""
    return tuple(
        filled(formula, {s: value[i] if np.ndim(value) else value for s, value in known.items()}, DIGITS, worked=True)
        for i in range(2)
    )


def _floats(values):
    return tuple(float(value) for value in values)


def steps_taken(descents, r):
    """Steps of walk r before it diverged; all of them where it did not."""
    return descents.steps if descents.diverged_at[r] < 0 else int(descents.diverged_at[r]) - 1


def settings(descents, r, step):
    """The constants of the step, ``η = 0.07, μ = 0.9``: those that the rule has; η with its schedule."""
    optimizer = descents.optimizers[r]
    values = hyper_parameters(optimizer) | {"η": descents.anatomy(r)["learning_rate"][step - 1]}
    ordered = [each.symbol for each in HYPER_PARAMETERS.values() if each.symbol in values]
    return ", ".join(f"{symbol} = {short(values[symbol])}" for symbol in ordered if values[symbol] or symbol != "λ")


def short(value):
    """A number in four digits with a proper minus: −2e−8."""
    return notation.short(value, DIGITS)

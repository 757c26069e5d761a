"""What the loops need of all update rules in ``numnet/kernels/rules``: the constants of a step, and a loop a rule."""

from numnet.kernels.codes import Hyper, Step
from numnet.kernels.compiler.codegen import choice, written
from numnet.kernels.compiler.jit import jit_inline
from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.kernels.registry_helpers import named
from numnet.kernels.rules import RULES, nag
from numnet.kernels.rules.rule import StepConstants

look_ahead = nag.look_ahead


def _inline(name, arguments, lines, **names):
    """The function that these lines are, folded into its callers."""
    return jit_inline(written(name, arguments, lines, __name__, names))


def _predicate(name, wanted):
    """``name(rule)``: whether the rule of that code is wanted."""
    codes = [rule.code for rule in RULES.values() if wanted(rule)]
    return _inline(name, "rule", ["return " + (" or ".join(f"rule == {code}" for code in codes) or "False")])


looks_ahead = _predicate("looks_ahead", lambda rule: rule.looks_ahead)
has_running_constants = _predicate("has_running_constants", lambda rule: rule.running_constants)

_PLACES = ", ".join(f"c[{place}]" for place in range(Step.SIZE))
named_constants = _inline("named_constants", "c", [f"return StepConstants({_PLACES})"], StepConstants=StepConstants)
EQUATIONS = {"named_constants": named_constants, **named(rule.equation for rule in RULES.values())}


def apply_lines(indices):
    """Body of ``apply_rule(rule, w, g, s0, s1, s2, c, …)``: w and the rule's memory one step on, a loop a rule.

    ``indices``: the range that a loop goes through.  `EQUATIONS` are the names that it speaks of.
    """

    def loop(rule):
        memory = "".join(f", s{slot}[i]" for slot in range(len(rule.memory)))
        step = f"{rule.equation.__name__}(w[i], g[i]{memory}, k)"
        return ("k = named_constants(c)", f"for i in {indices}:", f"    w[i]{memory} = {step}")

    return choice("rule", [(rule.code, loop(rule)) for rule in RULES.values()])


_WITH_MORE = [rule for rule in RULES.values() if rule.step_constants]
_more_constants = _inline(
    "_more_constants",
    "rule, hyper, eta, t, total, c",
    choice("rule", [
        (rule.code, (f"{rule.step_constants.__name__}(hyper, eta, t, total, c)",)) for rule in _WITH_MORE
    ]),
    **named(rule.step_constants for rule in _WITH_MORE),
)  # fmt: skip


def _plain_lines():
    """Source lines that copy to c what rules read of the hyper-parameters."""
    for each in HYPER_PARAMETERS.values():
        if each.constant is not None:
            yield f"c[{each.constant}] = hyper[{each.place}]"
        if each.rest is not None:
            yield f"c[{each.rest}] = 1.0 - hyper[{each.place}]"


_plain_constants = _inline("_plain_constants", "hyper, c", list(_plain_lines()))


@jit_inline
def step_constants(rule, hyper, eta, t, total, c):
    """All that depends on the step but not on the weight: fills c (Step.SIZE,), in the dtype of the weights.

    ``t`` counts from 1.  What a rule carries from step to step, as Nadam's product of momenta, is in ``total``.
    """
    c[Step.ETA] = eta
    c[Step.KEEP] = 1.0 - eta * hyper[Hyper.WEIGHT_DECAY]
    _plain_constants(hyper, c)
    _more_constants(rule, hyper, eta, t, total, c)

"""What is compiled from the update rules of ``numnet/kernels/rules``: constants of a step, and which loop is whose."""

from numnet.kernels.codes import Hyper, Step
from numnet.kernels.compiler.chain import choice, function, written
from numnet.kernels.compiler.jit import jit_inline
from numnet.kernels.rules import RULES, nag
from numnet.kernels.rules.rule import StepConstants

look_ahead = nag.look_ahead
EQUATIONS = {rule.equation.__name__: rule.equation for rule in RULES.values()}


def apply_source(indices, arguments):
    """Source of ``apply_rule(rule, w, g, s0, s1, s2, c, …)``: w and the rule's memory one step on, a loop a rule.

    ``indices``: the range that a loop goes through; ``arguments``: of the function, the names above first.  To be
    compiled with `EQUATIONS` and `named_constants` among its globals.
    """

    def loop(rule):
        memory = "".join(f", s{slot}[i]" for slot in range(len(rule.memory)))
        step = f"{rule.equation.__name__}(w[i], g[i]{memory}, k)"
        return (f"for i in {indices}:", f"    w[i]{memory} = {step}")

    branches = choice("rule", [(rule.code, loop(rule)) for rule in RULES.values()])
    return function("apply_rule", arguments, ["k = named_constants(c)"], branches)


def _predicate(name, wanted):
    """``name(rule)``: whether the rule of that code is wanted."""
    codes = [rule.code for rule in RULES.values() if wanted(rule)]
    body = "return " + (" or ".join(f"rule == {code}" for code in codes) or "False")
    return jit_inline(written(name, function(name, "rule", [body]), {"__name__": __name__}))


looks_ahead = _predicate("looks_ahead", lambda rule: rule.looks_ahead)
carries = _predicate("carries", lambda rule: rule.carries)

_PLACES = ", ".join(f"c[{place}]" for place in range(Step.SIZE))
named_constants = jit_inline(
    written(
        "named_constants",
        function("named_constants", "c", [f"return StepConstants({_PLACES})"]),
        {"__name__": __name__, "StepConstants": StepConstants},
    )
)
_OF_RULES = {rule.step_constants.__name__: rule.step_constants for rule in RULES.values() if rule.step_constants}
_more_constants = jit_inline(
    written(
        "_more_constants",
        function(
            "_more_constants",
            "rule, hyper, eta, t, total, c",
            choice("rule", [
                (rule.code, (f"{rule.step_constants.__name__}(hyper, eta, t, total, c)",))
                for rule in RULES.values() if rule.step_constants
            ]),
        ),
        {"__name__": __name__, **_OF_RULES},
    )
)  # fmt: skip


@jit_inline
def step_constants(rule, hyper, eta, t, total, c):
    """All that depends on the step but not on the weight: fills c (Step.SIZE,), in the dtype of the weights.

    ``t`` counts from 1.  What a rule carries from step to step, as Nadam's product of momenta, is in ``total``.
    """
    c[Step.ETA] = eta
    c[Step.MU] = hyper[Hyper.MU]
    c[Step.BETA1], c[Step.REST1] = hyper[Hyper.BETA1], 1.0 - hyper[Hyper.BETA1]
    c[Step.BETA2], c[Step.REST2] = hyper[Hyper.BETA2], 1.0 - hyper[Hyper.BETA2]
    c[Step.RHO], c[Step.REST_RHO] = hyper[Hyper.RHO], 1.0 - hyper[Hyper.RHO]
    c[Step.EPS] = hyper[Hyper.EPS]
    c[Step.KEEP] = 1.0 - eta * hyper[Hyper.WEIGHT_DECAY]
    _more_constants(rule, hyper, eta, t, total, c)

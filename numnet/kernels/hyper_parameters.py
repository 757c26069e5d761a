"""The hyper-parameters of the update rules: all that numnet knows of them but their defaults, which are a rule's own.

Checks, options of ``numnet train``, messages, traces and the constants of a step derive from `HYPER_PARAMETERS`.
A new one is an entry here, and its places in `Hyper` and `Step`, before SIZE, in ``numnet/kernels/codes.py``.
"""

from typing import NamedTuple

from numnet.kernels.codes import Hyper, Step

POSITIVE, NOT_NEGATIVE, SHARE = {"above": 0}, {"at_least": 0}, {"at_least": 0, "below": 1}


class HyperParameter(NamedTuple):
    """A hyper-parameter of update rules."""

    symbol: str  # in formulas: a letter, perhaps with an index; "" of what is True or False
    bounds: dict | None  # of its values, as `numnet.utils.arguments.number` takes them; None: True or False
    help: str  # of its option; {rules}: the rules that have it
    place: Hyper  # in the vector that one run carries
    constant: Step | None = None  # as rules read it, k.<name of the place>; None: the step constants have a part in it
    rest: Step | None = None  # 1 − it


HYPER_PARAMETERS = {
    "learning_rate": HyperParameter("η", POSITIVE, "Step size η.", Hyper.ETA),
    "momentum": HyperParameter("μ", SHARE, "μ of {rules}.", Hyper.MU, Step.MU),
    "beta1": HyperParameter("β₁", SHARE, "Decay of the first moment.", Hyper.BETA1, Step.BETA1, Step.REST1),
    "beta2": HyperParameter("β₂", SHARE, "Decay of the second moment.", Hyper.BETA2, Step.BETA2, Step.REST2),
    "rho": HyperParameter("ρ", SHARE, "Decay of {rules}.", Hyper.RHO, Step.RHO, Step.REST_RHO),
    "eps": HyperParameter("ε", POSITIVE, "Added to the denominator.", Hyper.EPS, Step.EPS),
    "weight_decay": HyperParameter("λ", NOT_NEGATIVE, "Decoupled decay λ.", Hyper.WEIGHT_DECAY),
    "bias_correction": HyperParameter("", None, "Correct the bias of the start at 0.", Hyper.BIAS_CORRECTION),
}


def check_names(kind, defaults):
    """ValueError for a rule of that kind with defaults of hyper-parameters that are not in the table."""
    for name in defaults:
        if name not in HYPER_PARAMETERS:
            raise ValueError(
                f"{kind} names the hyper-parameter {name!r}; known are {', '.join(HYPER_PARAMETERS)}. A new one is an "
                "entry of HYPER_PARAMETERS in numnet/kernels/hyper_parameters.py, with a place in Hyper and one "
                "in Step in numnet/kernels/codes.py"
            )

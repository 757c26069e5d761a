"""The optimizers: the update rules as public classes, with their hyper-parameters checked.

Light to import.  A rule's equation, defaults and source are in its file, ``numnet/kernels/rules/<rule>.py``.
"""

from dataclasses import dataclass, field, fields, make_dataclass

from numnet.kernels.hyper_parameters import HYPER_PARAMETERS
from numnet.kernels.rules import RULES
from numnet.utils.arguments import flag, number, options
from numnet.utils.lookup import lookup
from numnet.utils.synonyms import suggesting

KEYWORDS = ("weight_decay", "bias_correction")  # hyper-parameters that no position stands for


@dataclass(frozen=True)
class Optimizer:
    """What all rules share.  Raises TypeError or ValueError for a hyper-parameter out of its range.

    learning_rate > 0; momentum, beta1, beta2, rho in [0, 1); eps > 0; weight_decay >= 0 (decoupled from the
    gradient, on all parameters: w ← (1 − η λ) w before the step; I. Loshchilov and F. Hutter, 2019).
    bias_correction: True, or False for m̂ = m and v̂ = v.
    """

    learning_rate: float = 0.01
    weight_decay: float = field(default=0.0, kw_only=True)

    rule = None  # the `UpdateRule`; None: no optimizer, but what they share

    def __post_init__(self):
        for parameter in fields(self):
            name, value = parameter.name, getattr(self, parameter.name)
            bounds = HYPER_PARAMETERS[name].bounds
            object.__setattr__(self, name, flag(name, value) if bounds is None else number(name, value, **bounds))

    def __repr__(self):
        values = ", ".join(f"{p.name}={getattr(self, p.name)!r}" for p in fields(self))
        return f"{type(self).__qualname__}({values})"

    @property
    def name(self):
        """The name in OPTIMIZERS."""
        return self.rule.name

    @property
    def code(self):
        """The rule's number in the kernels."""
        return self.rule.code

    @property
    def slots(self):
        """How many values the rule remembers for each weight."""
        return len(self.rule.memory)

    def hyper(self):
        """{place in the kernels' hyper-parameter vector: value}."""
        return {int(HYPER_PARAMETERS[p.name].place): getattr(self, p.name) for p in fields(self)}


def _optimizer(rule):
    """The public class of an `UpdateRule`."""
    parameters = [
        (name, type(default), field(default=default, kw_only=name in KEYWORDS))
        for name, default in rule.defaults.items()
    ]
    about = {"__doc__": rule.about, "__module__": __name__, "rule": rule, "formula": rule.formula, "paper": rule.paper}
    # repr: that of Optimizer, since making one a rule costs --help a millisecond
    kind = make_dataclass(rule.kind, parameters, bases=(Optimizer,), namespace=about, frozen=True, repr=False)
    kind.__init__ = suggesting(kind.__init__)
    return kind


OPTIMIZERS = {name: _optimizer(rule) for name, rule in RULES.items()}
CHAPTER = tuple(name for name, rule in RULES.items() if rule.chapter)  # the rules of the course, in its order
globals().update({kind.__name__: kind for kind in OPTIMIZERS.values()})  # SGD, Momentum, …, Lion


def parse_optimizer(text):
    """The `Optimizer` that a text such as ``adam`` or ``adam:learning_rate=0.003`` names; case is ignored.

    Raises ValueError naming the nearest one, or what the rule takes.
    """
    name, _, values = text.partition(":")
    kind = lookup(OPTIMIZERS, name.strip().lower(), "optimizer")
    types = {field.name: field.type for field in fields(kind)}
    return kind(**options(f"optimizer {name.strip().lower()}", values, types))


def check_optimizer(optimizer):
    """The `Optimizer`, which a text may name; Adam for None.  Raises ValueError, TypeError for anything else."""
    optimizer = "adam" if optimizer is None else optimizer
    optimizer = parse_optimizer(optimizer) if isinstance(optimizer, str) else optimizer
    if not isinstance(optimizer, Optimizer) or optimizer.rule is None:
        raise TypeError(f"optimizer must be one of numnet.OPTIMIZERS, a name such as 'adam', or numnet.Adam(), "
                        f"got {optimizer!r}")  # fmt: skip
    return optimizer

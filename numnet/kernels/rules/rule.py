"""What there is to say about an update rule, once: equation, hyper-parameters, memory, words, look."""

from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass, field

from numnet.kernels.codes import Step
from numnet.kernels.compiler.equation import Equation
from numnet.kernels.hyper_parameters import check_names

# The constants of one step, by name: k.eta, k.rest1, …; scalars of the weights' dtype in the kernels.
StepConstants = namedtuple("StepConstants", [place.name.lower() for place in Step if place is not Step.SIZE])


@dataclass(frozen=True)
class UpdateRule:
    """An update rule.  A file of this folder holds one, as ``RULE``; its name is the file's.

    Formulas are written for readers, ``v ← μ v − η g``; `numnet.tracing` puts numbers into them.  Symbols: w, g, the
    rule's memory, η, μ, β₁, β₂, ρ, ε, t, what ``given`` adds, and what an earlier step worked out.
    """

    code: int  # its number in the kernels, and in checkpoints: it never changes, and no two rules share one
    kind: str  # the public class, numnet.<kind>
    about: str  # one sentence
    equation: Equation  # w, *memory one step on, from (w, g, *memory, k); k: StepConstants
    defaults: dict  # {hyper-parameter, of HYPER_PARAMETERS: default value}, learning_rate first
    formula: str  # in one line
    paper: str  # author, year, title
    color: str  # in every figure; told apart by all kinds of eyes
    marker: str | tuple  # of Matplotlib; the star * marks minima
    memory: dict = field(default_factory=dict)  # {symbol: what it is} of each value a weight; all start at 0; at most 3
    steps: tuple = ()  # the steps as worked by hand; those of ``formula`` if not given
    early_steps: tuple = ()  # in their place while a constant of ``given`` is 0
    given: dict = field(default_factory=dict)  # {symbol: (formula, Step)}: constants that the kernels work out
    step_constants: Equation | None = None  # fills more of c from (hyper, eta, t, total, c)
    running_constants: bool = False  # whether the constants of a step need those of the step before
    looks_ahead: bool = False  # whether g is taken at w + μ v
    rate: Callable | None = None  # (k, memory after, memory before) → the factor on g in NumPy; η if not given
    direction: str = ""  # formula of the averaged gradient, where it is not the first moment
    dashes: str = "solid"  # solid, long, short or dotted
    chapter: bool = False  # whether the course teaches it

    def __post_init__(self):
        check_names(self.kind, self.defaults)
        if not self.steps:
            steps = self.formula.replace("∇E(w + μ v)", "g").split(";  ")
            object.__setattr__(self, "steps", tuple(steps))

    @property
    def name(self):
        """The name in ``numnet.OPTIMIZERS``."""
        return self.kind.lower()

"""The optimizers: a rule's hyper-parameters, their defaults, and where they come from.

Light to import; the equations are in ``numnet/kernels/update_rules.py``.  Betas and eps are those of
``torch.optim`` (Lion's of its paper), momentum and rho 0.9; the learning rates are numnet's own, chosen so that a small
network on data of unit scale learns at once.
"""

from dataclasses import dataclass, field, fields

from numnet.kernels.codes import Hyper, Rule
from numnet.utils.arguments import number

_HYPER = {
    "learning_rate": Hyper.ETA,
    "momentum": Hyper.MU,
    "beta1": Hyper.BETA1,
    "beta2": Hyper.BETA2,
    "rho": Hyper.RHO,
    "eps": Hyper.EPS,
    "weight_decay": Hyper.WEIGHT_DECAY,
}


@dataclass(frozen=True)
class Optimizer:
    """What all rules share.  Raises TypeError or ValueError for a hyper-parameter out of its range.

    learning_rate > 0; momentum, beta1, beta2, rho in [0, 1); eps > 0; weight_decay >= 0 (decoupled from the
    gradient, on all parameters: w ← (1 − η λ) w before the step; I. Loshchilov and F. Hutter, 2019).
    """

    learning_rate: float = 0.01
    weight_decay: float = field(default=0.0, kw_only=True)

    code = None  # the rule in the kernels
    slots = 0  # values that the rule remembers for each weight
    formula = paper = ""

    def __post_init__(self):
        for parameter in fields(self):
            name, value = parameter.name, getattr(self, parameter.name)
            if name in ("learning_rate", "eps"):
                value = number(name, value, above=0)
            elif name == "weight_decay":
                value = number(name, value, at_least=0)
            else:
                value = number(name, value, at_least=0, below=1)
            object.__setattr__(self, name, value)

    @property
    def name(self):
        """The name in OPTIMIZERS."""
        return Rule(self.code).name.lower()

    def hyper(self):
        """{place in the kernels' hyper-parameter vector: value}."""
        return {int(_HYPER[p.name]): getattr(self, p.name) for p in fields(self)}


@dataclass(frozen=True)
class SGD(Optimizer):
    """Gradient descent; stochastic when the gradient comes from a sample of the data."""

    learning_rate: float = 0.1
    code, slots = Rule.SGD, 0
    formula = "w ← w − η g"
    paper = "H. Robbins and S. Monro, 1951, A stochastic approximation method"


@dataclass(frozen=True)
class Momentum(Optimizer):
    """A velocity that remembers past gradients: a steady one gains a factor 1 / (1 − μ)."""

    learning_rate: float = 0.05
    momentum: float = 0.9
    code, slots = Rule.MOMENTUM, 1
    formula = "v ← μ v − η g;  w ← w + v"
    paper = "B. Polyak, 1964, Some methods of speeding up the convergence of iteration methods"


@dataclass(frozen=True)
class NAG(Optimizer):
    """Momentum whose gradient is taken where the momentum leads to."""

    learning_rate: float = 0.05
    momentum: float = 0.9
    code, slots = Rule.NAG, 1
    formula = "v ← μ v − η ∇E(w + μ v);  w ← w + v"
    paper = "Y. Nesterov, 1983; I. Sutskever et al., 2013, On the importance of initialization and momentum"


@dataclass(frozen=True)
class Adagrad(Optimizer):
    """A rate per weight that shrinks with all squared gradients so far: rare weights move more."""

    learning_rate: float = 0.05
    eps: float = 1e-10
    code, slots = Rule.ADAGRAD, 1
    formula = "G ← G + g²;  w ← w − η g / (√G + ε)"
    paper = "J. Duchi, E. Hazan and Y. Singer, 2011, Adaptive subgradient methods"


@dataclass(frozen=True)
class Adadelta(Optimizer):
    """Steps measured in the unit of earlier steps: nearly no rate to choose."""

    learning_rate: float = 1.0
    rho: float = 0.9
    eps: float = 1e-6
    code, slots = Rule.ADADELTA, 2
    formula = "s ← ρ s + (1 − ρ) g²;  Δ = g √(d + ε) / √(s + ε);  d ← ρ d + (1 − ρ) Δ²;  w ← w − η Δ"
    paper = "M. Zeiler, 2012, ADADELTA: an adaptive learning rate method"


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """Adagrad that forgets: recent gradients count."""

    learning_rate: float = 0.005
    rho: float = 0.9
    eps: float = 1e-8
    code, slots = Rule.RMSPROP, 1
    formula = "s ← ρ s + (1 − ρ) g²;  w ← w − η g / (√s + ε)"
    paper = "T. Tieleman and G. Hinton, 2012, Lecture 6.5: rmsprop"


@dataclass(frozen=True)
class Adam(Optimizer):
    """RMSProp and momentum together, with the bias of their start at 0 corrected."""

    learning_rate: float = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8
    code, slots = Rule.ADAM, 2
    formula = "m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  w ← w − η m̂ / (√v̂ + ε)"
    paper = "D. Kingma and J. Ba, 2015, Adam: a method for stochastic optimization"


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam with a decoupled weight decay by default."""

    weight_decay: float = field(default=0.01, kw_only=True)
    code = Rule.ADAMW
    formula = "w ← (1 − η λ) w, then Adam's step"
    paper = "I. Loshchilov and F. Hutter, 2019, Decoupled weight decay regularization"


@dataclass(frozen=True)
class AMSGrad(Adam):
    """Adam that divides by the largest second moment so far: its rates never grow again."""

    code, slots = Rule.AMSGRAD, 3
    formula = "Adam with v_max ← max(v_max, v) in place of v"
    paper = "S. Reddi, S. Kale and S. Kumar, 2018, On the convergence of Adam and beyond"


@dataclass(frozen=True)
class Nadam(Adam):
    """Adam with Nesterov's look-ahead."""

    code = Rule.NADAM
    formula = "w ← w − η (μₜ₊₁ m̂ + (1 − μₜ) ĝ) / (√v̂ + ε)"
    paper = "T. Dozat, 2016, Incorporating Nesterov momentum into Adam"


@dataclass(frozen=True)
class Adamax(Adam):
    """Adam with the largest recent gradient in place of the root of the mean square."""

    code = Rule.ADAMAX
    formula = "u ← max(β₂ u, |g| + ε);  w ← w − η m̂ / u"
    paper = "D. Kingma and J. Ba, 2015, Adam, algorithm 2"


@dataclass(frozen=True)
class RAdam(Adam):
    """Adam that starts as momentum, until its second moment rests on enough gradients."""

    code = Rule.RADAM
    formula = "w ← w − η r m̂ / √v̂ once r is known, before that w ← w − η m̂"
    paper = "L. Liu et al., 2020, On the variance of the adaptive learning rate and beyond"


@dataclass(frozen=True)
class Lion(Optimizer):
    """The sign of a momentum: every weight moves by η."""

    learning_rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.99
    code, slots = Rule.LION, 1
    formula = "w ← w − η sign(β₁ m + (1 − β₁) g);  m ← β₂ m + (1 − β₂) g"
    paper = "X. Chen et al., 2023, Symbolic discovery of optimization algorithms"


OPTIMIZERS = {
    Rule(kind.code).name.lower(): kind
    for kind in (SGD, Momentum, NAG, Adagrad, Adadelta, RMSProp, Adam, AdamW, AMSGrad, Nadam, Adamax, RAdam, Lion)
}
CHAPTER = ("sgd", "momentum", "nag", "adagrad", "rmsprop", "adam")  # the rules of the course, in its order


def check_optimizer(optimizer):
    """The `Optimizer`; Adam for None.  Raises TypeError."""
    optimizer = Adam() if optimizer is None else optimizer
    if not isinstance(optimizer, Optimizer) or optimizer.code is None:
        raise TypeError(f"optimizer must be one of numnet.OPTIMIZERS, such as numnet.Adam(), got {optimizer!r}")
    return optimizer

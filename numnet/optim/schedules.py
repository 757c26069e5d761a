"""Learning-rate schedules η(t): a factor on the rate as a function of the update number.

Light to import; the equations are in ``numnet/kernels/schedules.py``.  Every schedule takes ``warmup``: so many
updates of linear rise to the full rate.  ``period=0`` means the whole run.
"""

from dataclasses import dataclass, field, fields

from numnet.kernels.codes import ScheduleCode
from numnet.utils.arguments import integer, number, options
from numnet.utils.lookup import lookup


@dataclass(frozen=True)
class Schedule:
    """The rate as it is, after an optional linear warm-up."""

    warmup: int = field(default=0, kw_only=True)

    code = ScheduleCode.CONSTANT
    formula = "1"
    period = 0
    factor = 1.0
    multiply = 1.0

    def __post_init__(self):
        for parameter in fields(self):
            value = getattr(self, parameter.name)
            if parameter.name in ("warmup", "period"):
                value = integer(parameter.name, value, at_least=0)
            elif parameter.name == "floor":
                value = number("floor", value, at_least=0, below=1)
            elif parameter.name == "multiply":
                value = number("multiply", value, at_least=1)
            else:
                value = number(parameter.name, value, above=0)
            object.__setattr__(self, parameter.name, value)

    @property
    def name(self):
        """The name in SCHEDULES."""
        return ScheduleCode(self.code).name.lower()

    def parameters(self, updates):
        """(period, factor, multiply, warmup) for a run of so many updates, as the kernels take them."""
        period = self.period or max(updates, 1)
        return float(period), float(getattr(self, "floor", self.factor)), float(self.multiply), float(self.warmup)

    def factors(self, updates):
        """The factor on the rate for each of so many updates, (updates,) float64, from the kernel."""
        from numnet.cpu.passes import schedule_factors

        return schedule_factors(int(self.code), self.parameters(updates), updates)

    def __str__(self):
        values = ",".join(
            f"{p.name}={getattr(self, p.name)!r}" for p in fields(self) if getattr(self, p.name) != p.default
        )
        return self.name + (":" + values if values else "")


@dataclass(frozen=True)
class Constant(Schedule):
    """The rate stays, after an optional linear warm-up."""


@dataclass(frozen=True)
class Step(Schedule):
    """A staircase: times ``factor`` every ``period`` updates."""

    period: int = 1000
    factor: float = 0.5
    code = ScheduleCode.STEP
    formula = "factor^⌊k / period⌋"


@dataclass(frozen=True)
class Exponential(Schedule):
    """Times ``factor`` within each ``period`` updates, smoothly."""

    period: int = 1000
    factor: float = 0.5
    code = ScheduleCode.EXPONENTIAL
    formula = "factor^(k / period)"


@dataclass(frozen=True)
class InverseTime(Schedule):
    """1 / (1 + factor k / period): the slow decay that stochastic approximation asks for."""

    period: int = 1000
    factor: float = 1.0
    code = ScheduleCode.INVERSE_TIME
    formula = "1 / (1 + factor k / period)"


@dataclass(frozen=True)
class Cosine(Schedule):
    """Half a cosine wave from 1 down to ``floor`` within ``period`` updates (0: the whole run)."""

    period: int = 0
    floor: float = 0.0
    code = ScheduleCode.COSINE
    formula = "floor + (1 − floor) ½ (1 + cos(π k / period))"


@dataclass(frozen=True)
class WarmRestarts(Schedule):
    """The cosine again and again: the first cycle ``period`` updates, each next one ``multiply`` times as long."""

    period: int = 500
    floor: float = 0.0
    multiply: float = 2.0
    code = ScheduleCode.WARM_RESTARTS
    formula = "the cosine, restarted; periods grow by multiply"


@dataclass(frozen=True)
class Warmup(Schedule):
    """A linear rise over ``warmup`` updates, then the full rate."""

    warmup: int = field(default=100, kw_only=True)
    formula = "min(1, (k + 1) / warmup)"

    @property
    def name(self):
        """The name in SCHEDULES."""
        return "warmup"


SCHEDULES = {
    "constant": Constant,
    "step": Step,
    "exponential": Exponential,
    "inverse_time": InverseTime,
    "cosine": Cosine,
    "warm_restarts": WarmRestarts,
    "warmup": Warmup,
}


def parse_schedule(text):
    """A schedule from ``NAME[:key=value,...]``, such as ``cosine:floor=0.1,warmup=100``.

    Raises ValueError naming what is wrong and what is allowed.
    """
    name, _, rest = text.partition(":")
    kind = lookup(SCHEDULES, name.replace("-", "_"), "schedule")
    return kind(**options(f"schedule {name}", rest, {p.name: p.type for p in fields(kind)}))


def check_schedule(schedule):
    """The `Schedule`, from its text too; `Constant` for None.  Raises TypeError, and ValueError for a bad text."""
    schedule = parse_schedule(schedule) if isinstance(schedule, str) else schedule or Constant()
    if not isinstance(schedule, Schedule):
        raise TypeError(f"schedule must be one of numnet.SCHEDULES, or its name, got {schedule!r}")
    return schedule

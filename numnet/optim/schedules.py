"""Learning-rate schedules η(t): a factor on the rate as a function of the update number.

Light to import; equations, options and their defaults are in ``numnet/kernels/schedules.py``.  Every schedule takes
``warmup``: so many updates of linear rise to the full rate.  ``period=0`` means the whole run.
"""

from dataclasses import dataclass, field, fields, make_dataclass

from numnet.kernels import schedules
from numnet.kernels.schedules import CONSTANT
from numnet.utils.arguments import integer, number, options
from numnet.utils.lookup import lookup

WHOLE = ("warmup", "period")  # options that count updates


@dataclass(frozen=True)
class Schedule:
    """The rate as it is, after an optional linear warm-up."""

    warmup: int = field(default=0, kw_only=True)

    name = "constant"  # in SCHEDULES
    code = CONSTANT.code
    formula = CONSTANT.formula
    period = 0
    factor = 1.0
    multiply = 1.0

    def __post_init__(self):
        for parameter in fields(self):
            value = getattr(self, parameter.name)
            if parameter.name in WHOLE:
                value = integer(parameter.name, value, at_least=0)
            elif parameter.name == "floor":
                value = number("floor", value, at_least=0, below=1)
            elif parameter.name == "multiply":
                value = number("multiply", value, at_least=1)
            else:
                value = number(parameter.name, value, above=0)
            object.__setattr__(self, parameter.name, value)

    def parameters(self, updates):
        """(period, factor, multiply, warmup) for a run of so many updates, as the kernels take them."""
        period = self.period or max(updates, 1)
        return float(period), float(getattr(self, "floor", self.factor)), float(self.multiply), float(self.warmup)

    def factors(self, updates):
        """The factor on the rate for each of so many updates, (updates,) float64, from the kernel."""
        from numnet.cpu.entry_points import schedule_factors

        return schedule_factors(int(self.code), self.parameters(updates), updates)

    def __str__(self):
        values = ",".join(
            f"{p.name}={getattr(self, p.name)!r}" for p in fields(self) if getattr(self, p.name) != p.default
        )
        return self.name + (":" + values if values else "")


def _schedule(entry):
    """The public class of a `ScheduleEquation`."""
    options = [
        (name, int if name in WHOLE else float, field(default=default, kw_only=name == "warmup"))
        for name, default in entry.options.items()
    ]
    about = {"__doc__": entry.about, "__module__": __name__, "source": entry.source}
    about |= {"name": entry.name, "code": entry.code, "formula": entry.formula}
    kind = entry.name.title().replace("_", "")
    return make_dataclass(kind, options, bases=(Schedule,), namespace=about, frozen=True)


SCHEDULES = {name: _schedule(entry) for name, entry in schedules.SCHEDULES.items()}
globals().update({kind.__name__: kind for kind in SCHEDULES.values()})  # Constant, Step, …, Warmup


def parse_schedule(text):
    """A schedule from ``NAME[:key=value,...]``, such as ``cosine:floor=0.1,warmup=100``.

    Raises ValueError naming what is wrong and what is allowed.
    """
    name, _, rest = text.partition(":")
    kind = lookup(SCHEDULES, name.strip().lower().replace("-", "_"), "schedule")
    return kind(**options(f"schedule {name}", rest, {p.name: p.type for p in fields(kind)}))


def check_schedule(schedule):
    """The `Schedule`, from its text too; None: constant.  Raises TypeError, and ValueError for a bad text."""
    schedule = parse_schedule(schedule) if isinstance(schedule, str) else schedule or SCHEDULES["constant"]()
    if not isinstance(schedule, Schedule):
        raise TypeError(f"schedule must be one of numnet.SCHEDULES, or its name, got {schedule!r}")
    return schedule

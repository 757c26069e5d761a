"""`race`: update rules down an error surface; ``numnet plot race`` is thin over it."""

from numnet.api.watchers import watcher_here
from numnet.optim.optimizers import CHAPTER, OPTIMIZERS, parse_optimizer
from numnet.surfaces.catalogue import SURFACES, parse_surface
from numnet.utils.language import Said, message
from numnet.utils.lookup import lookup
from numnet.utils.synonyms import suggesting


@suggesting
def race(surface="long_valley", optimizers=CHAPTER, *, start=None, steps=None, rates=None, tune=None, schedule=None,
         noise=0.0, seed=0):  # fmt: skip
    """Race update rules down an error surface, each at a rate of its own; returns a `Race`.

    Parameters
    ----------
    surface : str or Surface
        A name in SURFACES, with its option ("ravine:condition=30"), or an expression, "x**2 + 10*y**2".
    optimizers : list of str or Optimizer, or "all"
        The rules, by name, with values ("adam:learning_rate=0.1"), or as they are; by default the six of the course.
    start : (x, y), optional
        Where they start; by default the surface's own, as are ``steps``.
    steps : int, optional
        How far they go.
    rates : dict, optional
        {name: learning rate} of rules; the others have the one that was tuned for the surface.
    tune : bool, optional
        Give each rule the best rate of a grid; by default for an expression, for the rules whose rate is not given.
    schedule : str or Schedule, optional
        A factor on the rates against the step.
    noise : float
        Standard deviation of normal noise on every gradient, by the ``seed``.

    Raises ValueError or TypeError naming the argument, the value and what is allowed.

    >>> import numnet
    >>> len(numnet.race("beale").order)
    6
    """
    rates = dict(rates or {})
    if tune and rates:
        raise ValueError("tune finds the rates; leave out rates")
    rules = list(OPTIMIZERS) if optimizers == "all" else [optimizers] if isinstance(optimizers, str) else optimizers
    given = {"start": start, "steps": steps, "schedule": schedule, "noise": noise, "seed": seed}
    with watcher_here().compiling():
        return run(parse_surface(surface), rules, rates, tune, **given)


def run(surface, rules, rates, tune, sensitivity=False, **given):
    """What `race` and the command share: the `Race` of these rules, names or optimizers, with what else is given.

    sensitivity: keep how each rule ends against its rate, as tuning does.
    """
    from numnet.surfaces.descent import descend_many
    from numnet.surfaces.minima import with_lowest_points
    from numnet.surfaces.race import Race
    from numnet.surfaces.visible_path import widened

    as_tuned = surface == SURFACES.get(surface.name) and not given["noise"] and all(
        given[name] is None for name in ("start", "steps", "schedule"))  # fmt: skip
    if given["start"] is not None:
        surface = widened(surface, given["start"])
    if surface.program:
        surface = with_lowest_points(surface)
    kinds = [surface.optimizer(rule) if isinstance(rule, str) else rule for rule in rules]
    own = [rule.name for rule in rules if not isinstance(rule, str)] + [
        parse_optimizer(rule).name for rule in rules if isinstance(rule, str) and "learning_rate" in rule
    ]
    for name, rate in rates.items():
        kind = lookup(OPTIMIZERS, name, "rates")
        if name not in [optimizer.name for optimizer in kinds]:
            raise ValueError(f"rates: {name} is not in the race; see optimizers")
        kinds = [kind(rate) if optimizer.name == name else optimizer for optimizer in kinds]
    chosen = [] if tune else [*own, *rates]
    tune = bool(surface.program) if tune is None else tune
    tried = _tried(surface, kinds, chosen, sensitivity, given) if tune or sensitivity else None
    if tune and tried:
        found = tried.tuned()
        kinds = [kind if kind.name in chosen else found[kind.name] for kind in kinds]
    origin = rates_origin(surface, as_tuned, tune, chosen)
    return Race(descend_many(surface, kinds, **given), origin, conditions(given), tried, bool(tune and tried))


def _tried(surface, kinds, chosen, sensitivity, given):
    """The `Sensitivity` of the rules whose rate is not chosen; of all of them, where it is to be drawn."""
    from numnet.surfaces.rate_tuning import sensitivity as tried_rates

    open_rates = [kind for kind in kinds if sensitivity or kind.name not in chosen]
    return tried_rates(surface, open_rates, **given) if open_rates else None


def rates_origin(surface, as_tuned, tune, chosen):
    """Where the rates come from, in words; chosen: the names of rules whose rate was given."""
    from numnet.surfaces.rate_tuning import RATES
    from numnet.surfaces.trials import STARTS

    words = message("each rule's best of {count} from {low:g} to {high:g}: lowest median of {starts} starts, even "
                    "where some do not arrive")  # fmt: skip
    rates = Said(words, count=len(RATES), low=RATES[0], high=RATES[-1], starts=STARTS)
    if tune:
        rates = Said("{rates}, found by tuning", rates=rates)
    elif not as_tuned:
        words = message("the surface's defaults; tuning looks for better ones")
        rates = Said(words if surface.rates else message("the rules' defaults; tuning looks for better ones"))
    return Said("{rates}; {rules} as given", rates=rates, rules=", ".join(chosen)) if chosen else rates


def conditions(given):
    """What else holds for all walks, in words; nothing where all is as usual."""
    words = message("noise of deviation {noise:g} on every gradient, seed {seed}")
    noise = Said(words, noise=given["noise"], seed=given["seed"]) if given["noise"] > 0 else ""
    schedule = Said("schedule {schedule}", schedule=given["schedule"]) if given["schedule"] is not None else ""
    return Said("{noise}; {schedule}", noise=noise, schedule=schedule) if noise and schedule else noise or schedule

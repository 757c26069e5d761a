"""A race as a page that is handed out takes it; the object is described in `numnet.api.playground`."""

import numpy as np

from numnet.api.given_run import base64_of
from numnet.surfaces.descent import TOLERANCE

MOST_POINTS = 100_000  # of all walks together: 24 bytes each
EVENTS = ("converged", "escaped", "left", "diverged")


def given_race(race):
    """The object of a `Race`: its walks, and what came of the 25 starts around each.  Raises ValueError, in one line,
    for one that a page can't take."""
    walks, surface = race.descents, race.surface
    points = len(walks) * (walks.steps + 1)
    if walks.path is None or walks.steps < 1:
        raise ValueError("a page shows the paths of a race; run it with record='path' and at least one step")
    if points > MOST_POINTS:
        raise ValueError(f"{len(walks)} rules × {walks.steps} steps are more than the {MOST_POINTS} points that a page "
                         "takes; give the race fewer --steps")  # fmt: skip
    common = (walks.walks.start, walks.walks.noise, walks.walks.seed, walks.schedules)
    if walks.tolerance != TOLERANCE or any(len({*map(str, values)}) > 1 for values in common):
        raise ValueError("a page shows a race in which all rules have the same start, schedule, noise and seed")
    end = np.column_stack([walks.end, walks.end_value])
    return {
        "surface": {"text": surface.name if surface.program else str(surface), "limits": surface.limits,
                    "minima": surface.minima, "minimum": surface.minimum},
        "rules": [{"name": rule.name, "rate": rule.learning_rate} for rule in walks.optimizers],
        "start": walks.walks.start[0].tolist(), "steps": walks.steps, "path": base64_of(walks.path),
        "value": base64_of(walks.value), "end": base64_of(end),
        "events": [events_of(walks, r) for r in range(len(walks))], "trials": trials_of(race.trials),
        "tuned": race.tuned, "conditions": conditions_of(race),
    }  # fmt: skip


def events_of(walks, r):
    """When what happened to walk r, -1: never."""
    return {"stuck": bool(walks.stuck[r]), **{name: int(getattr(walks, f"{name}_at")[r]) for name in EVENTS}}


def trials_of(trials):
    """{name: rows of numbers (R, 25)}; None for infinity and NaN."""
    tables = {"arrived": trials.arrived, "ends": trials.end_value, "distance": trials.distance}
    return {name: table if table is None else [[_plain(z) for z in row] for row in table.tolist()]
            for name, table in tables.items()}  # fmt: skip


def _plain(number):
    return None if not np.isfinite(number) else int(number) if number == int(number) else number


def conditions_of(race):
    """Noise and seed, the schedule as text or None, and the rules whose rate was given."""
    walks, schedule = race.descents.walks, race.descents.schedules[0]
    given = getattr(race.rates, "values", {}).get("rules", "")
    return {"noise": float(walks.noise[0]), "seed": int(walks.seed[0]), "rates": [r for r in given.split(", ") if r],
            "schedule": None if str(schedule) == "constant" else str(schedule)}  # fmt: skip

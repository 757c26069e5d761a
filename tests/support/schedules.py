"""Every schedule at its defaults and with options of its own, and its factors by the oracle.  For the tests."""

from dataclasses import fields

import pytest

import numnet
from tests.support import oracle as ref

OPTIONS = {"period": 7, "factor": 0.3, "floor": 0.2}


def every_schedule():
    """The schedules of `numnet.SCHEDULES`, each at its defaults, and where it has them with `OPTIONS`."""
    for kind in numnet.SCHEDULES.values():
        own = {option.name: OPTIONS[option.name] for option in fields(kind) if option.name in OPTIONS}
        yield kind()
        if own:
            yield kind(**own)


SCHEDULES = [pytest.param(schedule, id=str(schedule)) for schedule in every_schedule()]


def oracle_factor(schedule, updates):
    """The oracle's factor of a schedule in a run of so many updates, as a function of k."""
    own = {option.name: getattr(schedule, option.name) for option in fields(schedule)}
    if "floor" in own:
        own["factor"] = own.pop("floor")
    if own.get("period") == 0:
        own["period"] = updates
    return lambda k: ref.factor(schedule.name, k, **own)

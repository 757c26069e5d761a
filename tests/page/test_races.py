"""Races in the page: walks, outcomes, medians, shares, order and verdict are those of `numnet.race`."""

import numpy as np
import pytest

import numnet
from numnet.surfaces.minima import with_lowest_points
from numnet.surfaces.rate_tuning import RATES
from tests.support.page_source import WITH_KERNELS, answers, module_text
from tests.support.webassembly import description

IMPORTS = {"kernels/module.js": "compile, Kernels", "engine/race/race.js": "TASKS", "state/store.js": "about",
           "views/surface/words.js": "outcomeWords, verdictWords"}  # fmt: skip
ANSWER = WITH_KERNELS + """
function asked(value) {
  const made = TASKS[value.task](kernels, value.asked);
  if (value.task !== "race") return made;
  const names = (numbers) => numbers.map((z) => (z === Infinity ? null : z));
  return { path: made.path, E: made.value, minima: made.surface.minima, minimum: made.surface.minimum,
    outcomes: made.outcomes.map((_, r) => outcomeWords(made, r)), kinds: made.outcomes.map(({ kind }) => kind),
    median: names(made.trials.median), share: made.trials.share, end: names(made.trials.end), order: made.order,
    distance: made.trials.distance?.map((row) => row.map((z) => (Number.isNaN(z) ? null : z))) ?? null,
    away: made.trials.away && names(made.trials.away), arrived: made.trials.arrived.map(names),
    ends: made.trials.ends.map(names), verdict: verdictWords(made) };
}
"""
ALL = list(numnet.OPTIMIZERS)
CHAPTER = [name for name in ALL if numnet.OPTIMIZERS[name].rule.chapter]
KINK = "(x - 1)**2 + 10*abs(y)"
RACES = [
    *((name, {}) for name in numnet.SURFACES),
    ("beale", {"start": (-1.25, 0.5)}),
    ("beale", {"steps": 40}),
    ("long_valley", {"rules": ["sgd"]}),
    ("rosenbrock", {"rates": {"sgd": 1.0, "momentum": 0.1, "adam": 3.0}}),  # who runs away
    ("saddle", {"start": (1.0, 0.0)}),  # who is stuck
    ("ravine:condition=100", {"steps": 30}),
    ("rastrigin", {"start": (3.1, -3.2), "rules": CHAPTER}),
    (KINK, {"rates": dict.fromkeys(ALL, 0.05)}),
    ("sqrt(x + 2.5) + y**2", {"rates": dict.fromkeys(ALL, 0.1)}),  # no number beyond a line
    ("x*x - y*y", {"rates": dict.fromkeys(ALL, 0.01)}),  # nothing to arrive at
    ("long_valley", {"noise": 0.5, "seed": 4}),
    ("himmelblau", {"noise": 3.0, "schedule": "cosine:floor=0.1,warmup=20"}),
    ("saddle", {"noise": 0.01, "seed": 7, "start": (1.0, 0.0)}),  # noise frees who was stuck
    ("x*x - y*y", {"noise": 0.1, "rates": dict.fromkeys(ALL, 0.01)}),  # nothing to stay close to
    ("rosenbrock", {"noise": 2.0, "rates": {"sgd": 1.0}, "schedule": "step:period=100,factor=0.3"}),
    ("booth", {"noise": 40.0, "steps": 5000, "rules": ["sgd", "adam"]}),  # more walks than are kept at a time
    ("ackley", {"schedule": "inverse_time:period=10"}),
    ("beale", {"schedule": "warm_restarts:period=40,multiply=1.5,floor=0.05"}),
    ("sin(3*x)*cos(2*y) + x**2/9 + y**2/7", {"rates": dict.fromkeys(ALL, 0.02)}),
]


def in_page(tasks):
    """The page's answers to [(task, what it is asked)]."""
    values = [{"module": module_text(), "about": description()}]
    values += [{"task": task, "asked": asked} for task, asked in tasks]
    return answers(IMPORTS, ANSWER, values)[1:]


def finite(values):
    return [None if np.isinf(z) else z for z in values]


@pytest.fixture(scope="module")
def races():
    """What the page says of `RACES`, and numnet's races."""
    asked, ours = [], []
    usual = {"schedule": None, "noise": 0.0, "seed": 0}
    for surface, given in RACES:
        rules, rates = given.get("rules", ALL), given.get("rates")
        start, steps = given.get("start"), given.get("steps")
        held = {name: given.get(name, default) for name, default in usual.items()}
        asked.append(("race", {"surface": surface, "rules": rules, "rates": rates, "start": start, "steps": steps,
                               "conditions": held}))  # fmt: skip
        ours.append(numnet.race(surface, rules, start=start, steps=steps, rates=rates, tune=False, **held))
    return [answer["result"] for answer in in_page(asked)], ours


def test_walks_to_the_bit(races):
    for page, ours in zip(*races, strict=True):
        assert np.array_equal(page["path"], ours.descents.path.ravel()), ours
        assert np.array_equal(page["E"], ours.descents.value.ravel()), ours


def test_medians_shares_order_and_verdict(races):
    for page, ours in zip(*races, strict=True):
        found = ours.trials
        assert page["arrived"] == [finite(row) for row in found.arrived.tolist()], ours
        assert page["ends"] == [finite(row) for row in found.end_value.tolist()], ours
        assert page["median"] == finite(found.median.tolist()) and page["share"] == found.share.tolist(), ours
        assert page["kinds"] == [outcome.kind for outcome in ours.outcomes], ours
        plain = [words.replace("−", "-") for words in page["outcomes"]]
        assert [words for words in plain if "·10" not in words] == [
            outcome.words for outcome, words in zip(ours.outcomes, plain, strict=True) if "·10" not in words
        ], ours
        assert page["order"] == ours.order, ours
        noisy = found.distance is not None
        assert page["away"] == (finite(found.away.tolist()) if noisy else None), ours
        known = noisy and [[None if np.isnan(z) else z for z in row] for row in found.distance.tolist()]
        assert page["distance"] == (known or None), ours
        assert page["verdict"].replace("−", "-") == ours.verdict


def test_races_of_every_kind_were_run(races):
    kinds = {outcome.kind for ours in races[1] for outcome in ours.outcomes}
    assert kinds == {"arrived", "escaped", "walked", "short", "caught", "stuck", "left", "diverged"}
    assert any("stay closest" in ours.verdict for ours in races[1])
    assert any("stays closest" in ours.verdict for ours in races[1])
    assert any(len(ours.winners) > 1 for ours in races[1]) and any(outcome.returned for ours in races[1]
                                                                   for outcome in ours.outcomes)  # fmt: skip


def test_lowest_points_of_expressions(races):
    for page, ours in zip(*races, strict=True):
        surface = with_lowest_points(ours.surface) if ours.surface.program else ours.surface
        assert [tuple(point) for point in page["minima"]] == list(surface.minima), ours
        assert page["minimum"] == surface.minimum, ours


CASES = [("beale", (0.5, 1.0), {}), ("saddle", None, {}), (KINK, None, {}),
         ("beale", None, {"noise": 0.2, "seed": 3, "schedule": "exponential:period=30"})]  # fmt: skip


@pytest.mark.parametrize("surface, start, held", CASES)
def test_tuned_rates(surface, start, held):
    rules, given = ["sgd", "adam", "lion"], {"surface": surface, "start": start, "steps": 60}
    given["conditions"] = {"schedule": None, "noise": 0.0, "seed": 0, **held}
    page = [answer["result"] for answer in in_page([("tune", {**given, "rule": rule}) for rule in rules])]
    own = with_lowest_points(numnet.parse_surface(surface))
    ours = numnet.tune(own if own.program else surface, rules, start=start, steps=60, **held)
    assert page == [ours[rule].learning_rate for rule in rules] and set(page) < set(RATES)


def test_what_is_refused():
    given = {"start": None, "steps": None, "rules": ["sgd"]}
    wrong = ["nowhere", "ravine:condition=0.5", "beale:condition=3", "x^2", "log(x)", ""]
    found = in_page([("race", {**given, "surface": surface}) for surface in wrong])
    found += in_page([("race", {**given, "surface": "beale", "start": [9.0, 0.0]})])
    assert [answer.get("error") for answer in found] == [
        "surface_unknown", "surface_option", "surface_option", "expression_power", "surface_start", "expression_length",
        "surface_start",
    ]  # fmt: skip

"""A race that is handed out: the page judges its walks as numnet has judged them, and says the same of it."""

import json

import pytest

import numnet
from numnet.api.given_race import MOST_POINTS, given_race
from numnet.surfaces.race import Race
from tests.support.page_source import WITH_KERNELS, answers, module_text
from tests.support.webassembly import description

IMPORTS = {"kernels/module.js": "compile, Kernels", "engine/race/race.js": "TASKS", "state/store.js": "about",
           "views/surface/words.js": "notes, outcomeWords, verdictWords"}  # fmt: skip
ANSWER = WITH_KERNELS + """
function asked(value) {
  const made = TASKS.given(kernels, value);
  return { path: made.path, E: made.value, order: made.order, minima: made.surface.minima, start: made.start,
    limits: made.surface.limits, outcomes: made.outcomes.map((_, r) => outcomeWords(made, r)),
    median: made.trials.median.map((z) => (z === Infinity ? null : z)), share: made.trials.share,
    verdict: verdictWords(made), notes: notes(made) };
}
"""
ALL = list(numnet.OPTIMIZERS)
RACES = {
    "as usual": ("beale", ALL, {}),
    "a saddle": ("saddle", ALL, {}),
    "noise": ("beale", ["sgd", "momentum", "adam"], {"noise": 0.5, "seed": 7}),
    "noise on a saddle": ("saddle", ["sgd", "adam"], {"noise": 0.2}),
    "one rule with noise": ("ravine", ["momentum"], {"noise": 0.3}),
    "a schedule, a rate": ("long_valley", ["sgd", "adam"], {"schedule": "cosine:floor=0.1", "rates": {"adam": 0.2}}),
    "a start outside the map": ("beale", ["sgd", "adam"], {"start": (6.0, 1.0), "steps": 40}),
    "a condition": ("ravine:condition=100", ["nag", "lion"], {"steps": 30}),
    "an expression": ("(x - 1)**2 + 10*abs(y)", ["sgd", "adam"], {"tune": False, "rates": {"sgd": 0.05, "adam": 0.05}}),
    "parameters of a rule": ("beale", ["adam:beta1=0.5,learning_rate=0.1", "sgd"], {}),
    "who runs away": ("rosenbrock", ["sgd", "momentum"], {"rates": {"sgd": 1.0, "momentum": 0.1}}),
    "tuned": ("beale", ["sgd", "adam"], {"tune": True, "steps": 30}),
}  # fmt: skip


def on_the_page(given):
    values = [{"module": module_text(), "about": description()}, *given]
    return answers(IMPORTS, ANSWER, values)[1:]


@pytest.fixture(scope="module")
def races():
    """{name: (numnet's race, what the page makes of it)}."""
    ours = {name: numnet.race(surface, rules, **given) for name, (surface, rules, given) in RACES.items()}
    given = [json.loads(json.dumps(given_race(race), allow_nan=False)) for race in ours.values()]
    return {name: (race, page["result"]) for (name, race), page in zip(ours.items(), on_the_page(given), strict=True)}


def plain(words):
    return words.replace("−", "-").replace("\N{NO-BREAK SPACE}%", "%")


@pytest.mark.parametrize("name", RACES)
def test_walks_order_and_verdict_are_those_of_the_terminal(races, name):
    ours, page = races[name]
    assert page["path"].tolist() == ours.descents.path.ravel().tolist()
    assert page["E"].tolist() == ours.descents.value.ravel().tolist()
    assert page["order"] == ours.order and plain(page["verdict"]) == ours.verdict
    found = [None if z == float("inf") else z for z in ours.trials.median.tolist()]
    assert page["median"] == found and page["share"] == ours.trials.share.tolist()
    told = [(plain(words), one.words) for words, one in zip(page["outcomes"], ours.outcomes, strict=True)]
    assert [pair for pair in told if "·10" not in pair[0] and pair[0] != pair[1]] == []
    assert tuple(page["start"]) == tuple(ours.descents.walks.start[0])
    assert [tuple(side) for side in page["limits"]] == [tuple(side) for side in ours.surface.limits]


@pytest.mark.parametrize("name", RACES)
def test_the_lines_under_the_table_are_those_of_the_terminal(races, name):
    ours, page = races[name]
    notes = [plain(line) for line in page["notes"]]
    some = "*: not from all 25 starts"
    assert (some in notes) == (len(ours.legend) > 1 and bool((ours.trials.share < 1).any()))
    notes = [line for line in notes if line != some]  # a mark in the table, which the terminal has not
    assert " tie" not in ours.verdict or notes[-1].startswith("tie: ")
    notes[-1] = notes[-1].replace("it would be a tie if the first were", "tie: the first is")  # no result, here
    assert notes[-len(ours.legend) :] == list(map(plain, ours.legend))
    assert notes[1 : -len(ours.legend)] == (ours.conditions.split("; ") if ours.conditions else [])
    assert notes[0].startswith("rates: ") and notes[0].endswith(" as given") == ours.rates.endswith(" as given")
    assert ("found by tuning" in notes[0]) == ("found by tuning" in ours.rates) == (name == "tuned")


def test_what_is_damaged_is_refused_in_a_sentence(races):
    good = given_race(races["as usual"][0])
    path, trials = good["path"], good["trials"]
    wrong = [
        {}, {**good, "path": path[:-8]}, {**good, "path": "<img>"}, {**good, "steps": 1e9}, {**good, "start": [0, "x"]},
        {**good, "rules": [{"name": "<b>", "rate": 1}] * len(ALL)}, {**good, "trials": {**trials, "arrived": [[1]]}},
        {**good, "events": []}, {**good, "conditions": {**good["conditions"], "noise": "much"}},
        {**good, "surface": {**good["surface"], "limits": [[1, 0], [0, 1]]}}, {**good, "end": ""},
        {**good, "surface": {**good["surface"], "text": "nowhere"}}, {**good, "conditions": None},
        {**good, "trials": None},
    ]  # fmt: skip
    keys = [answer.get("error") for answer in on_the_page(wrong)]
    assert set(keys) == {"race_damaged", "surface_unknown"}


def test_what_a_page_can_not_show_is_refused():
    with pytest.raises(ValueError, match=f"more than the {MOST_POINTS} points that a page takes; give the race fewer"):
        given_race(numnet.race("beale", ["sgd"], steps=MOST_POINTS))
    starts = Race(numnet.descend_many("saddle", ["sgd", "adam"], start=[(1.0, 0.001), (1.0, 0.0)]))
    with pytest.raises(ValueError, match="the same start, schedule, noise and seed"):
        given_race(starts)
    with pytest.raises(ValueError, match="record='path'"):
        given_race(Race(numnet.descend_many("saddle", ["sgd"], record="end")))

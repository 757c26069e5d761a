"""Lessons on the live page: every bundled one solved, with the code that it gives; files that are none; the editor."""

import json
import re
from pathlib import Path

import pytest

BUNDLED = sorted(Path(__file__).parents[2].glob("page/src/lessons/bundled/*.json"))
LESSONS = {lesson["id"]: lesson for lesson in (json.loads(path.read_text("utf-8")) for path in BUNDLED)}
RULE = {"optimizer": "lion", "learning_rate": 0.01}
# What solves the tasks of each lesson, in their order: settings, or (bias, weights) set by hand.
SOLUTIONS = {
    "neuron": [[-1.5, 1, 1], [-0.5, 1, 1]],
    "xor": [{"seed": 6}, {"hidden": [4]}],
    "learning": [{"learning_rate": 1}],
    "backpropagation": [{"init": "auto"}],
    "depth": [{"activation": "tanh"}],
    "generalisation": [{"l2": 0.01}],
    "regression": [{"hidden": [3]}],
    "binary": [{"loss": "cross_entropy"}],
    "classes": [{"hidden": [8], "learning_rate": 0.03}],
    "softmax": [{"learning_rate": 0.1}],
    "labels": [{"hidden": [8]}],
    "tasks": [{"loss": "cross_entropy"}],
    "batch": [{"learning_rate": 1}],
    "stochastic": [{"learning_rate": 1}],
    "mini-batch": [{"batch_size": 32, "learning_rate": 0.03}],
    "schedules": [{"schedule": "cosine"}],
    "momentum": [{"momentum": 0.99}],
    "nesterov": [{"optimizer": "nag"}],
    "adagrad": [{"learning_rate": 0.1}],
    "rmsprop": [{"rho": 0.99, "learning_rate": 0.03}],
    "adam": [{"learning_rate": 0.1}],
    "race": [RULE],
    "fault-a": [{"learning_rate": 0.1}],
    "fault-b": [{"learning_rate": 0.1}],
    "fault-c": [{"l2": 0, "learning_rate": 0.1}],
    "fault-d": [{"init": "auto"}],
    "fault-e": [{"learning_rate": 0.01}],
    "budget": [{"learning_rate": 0.03}],
}
CODES = {}


def opened(open_page, name, **options):
    page = open_page(query=f"#lesson={name}", **options)
    page.locator(".lesson h2").wait_for()
    return page


def predict(page, asked):
    """Answer with the first choice, or 1; let it run, and give what came: the choice, or the sentence."""
    panel = page.locator(".lesson-predict")
    if "choices" in asked:
        panel.locator("input[type=radio]").first.check()
    else:
        panel.locator("input[type=text]").fill("1")
    panel.get_by_role("button", name="That is my answer").click()
    run = panel.get_by_role("button", name=re.compile("^Run"))
    if measured(asked) and asked.get("updates") != 0:
        run.click()
    panel.locator("[role=status] b").wait_for()
    if "choices" not in asked:
        return panel.locator("[role=status]").inner_text()
    return [label.get_attribute("data-came") for label in panel.locator("fieldset label").all()].index("true")


def measured(asked):
    return "if" in asked.get("choices", [{"if": {}}])[0]


def solve(page, solution, target):
    """Set the weights by hand, or change settings and train."""
    if isinstance(solution, list):
        page.locator(".weight-table").evaluate("table => (table.open = true)")
        fields = page.locator(".weight-table td input")
        for k, value in enumerate(solution):
            fields.nth(k).fill(str(value))
            fields.nth(k).press("Enter")
    else:
        page.evaluate("changes => numnet.set({...numnet.get().config, ...changes})", solution)
        until = {key: target[key] for key in ("updates", "epochs") if key in target}
        page.evaluate("until => numnet.run(until)", until)
    page.locator(".lesson-target[data-reached]").wait_for()


def work_through(page, lesson):
    """Do all of a lesson; returns what came of its predictions, and its code."""
    came, solutions = [], iter(SOLUTIONS[lesson["id"]])
    for k, step in enumerate(lesson["steps"]):
        if k:
            page.locator(".lesson footer").get_by_role("button", name="Next").click()
        page.get_by_text(f"Step {k + 1} of {len(lesson['steps'])}").wait_for()
        if "predict" in step:
            came.append(predict(page, step["predict"]))
        if "target" in step:
            assert page.locator(".lesson-target[data-reached]").count() == 0  # not reached without doing anything
            solve(page, next(solutions), step["target"])
    assert next(solutions, None) is None
    return came, page.locator(".lesson-result code").inner_text()


@pytest.mark.page
@pytest.mark.parametrize("name", LESSONS)
def test_a_bundled_lesson_can_be_solved(open_page, name):
    page = opened(open_page, name, locale="en-GB")
    came, code = work_through(page, LESSONS[name])
    print(name, came, code)

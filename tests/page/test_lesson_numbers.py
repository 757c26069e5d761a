"""The numbers that lessons say are those that the page comes to."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

BUNDLED = Path(__file__).parents[2] / "page/src/lessons/bundled"
WRONG = [[0, 4], [1, 0], [2, 0]]
# (lesson, settings beside its own, weights set by hand, epochs, what of `numnet.get()`, as its texts say it)
SAID = [
    ("neuron", {}, [], 100, "parameters.0", "2.04"),
    ("neuron", {}, [], 100, "parameters.2", "−3.32"),
    ("learning", {}, [], 0, "train_loss", "1.28"),
    ("learning", {}, [], 20, "train_loss", "0.0251"),
    ("backpropagation", {"init": "zeros"}, [], 0, "train_loss", "0.693"),
    ("generalisation", {}, [], 2000, "train_loss", "0.13"),
    ("generalisation", {}, [], 2000, "validation_loss", "0.203"),
    ("generalisation", {"hidden": [32, 32]}, [], 400, "validation_loss", "0.101"),
    ("generalisation", {"hidden": [32, 32]}, [], 2000, "validation_loss", "0.273"),
    ("generalisation", {"hidden": [32, 32]}, [], 2000, "train_loss", "0.009"),
    ("binary", {}, WRONG, 0, "train_loss", "0.492"),
    ("binary", {}, WRONG, 20, "train_loss", "0.488"),
    ("binary", {}, WRONG, 20, "metric", "0 %"),
    ("tasks", {}, [], 20, "metric", "74 %"),
    ("tasks", {"loss": "cross_entropy"}, [], 20, "metric", "88 %"),
    ("batch", {"batch_size": 32}, [], 20, "train_loss", "0.22"),
    ("batch", {}, [], 20, "train_loss", "0.39"),
    ("stochastic", {"batch_size": "full"}, [], 1, "train_loss", "0.64"),
    ("stochastic", {}, [], 1, "train_loss", "0.221"),
    ("stochastic", {}, [], 2, "train_loss", "0.226"),
    ("schedules", {}, [], 59, "train_loss", "0.0058"),
    ("schedules", {}, [], 60, "train_loss", "0.0105"),
    ("momentum", {}, [], 300, "metric", "60 %"),
    ("momentum", {"optimizer": "momentum"}, [], 300, "metric", "90 %"),
    ("nesterov", {"optimizer": "sgd"}, [], 60, "train_loss", "0.0195"),
    ("rmsprop", {"optimizer": "adagrad"}, [], 10, "metric", "50 %"),
    ("adam", {"optimizer": "momentum", "learning_rate": 0.01}, [], 10, "metric", "51 %"),
    ("adam", {}, [], 10, "metric", "74.7 %"),
    ("race", {}, [], 10, "metric", "50 %"),
    ("race", {"optimizer": "adam"}, [], 10, "train_loss", "0.593"),
    ("race", {"optimizer": "adam", "learning_rate": 0.03}, [], 10, "train_loss", "0.184"),
    ("budget", {"learning_rate": 0.03}, [], 200, "validation_loss", "0.025"),
]


def lessons():
    found = [json.loads(path.read_text("utf-8")) for path in sorted(BUNDLED.glob("*.json"))]
    return {lesson["id"]: lesson for lesson in found}


def came(page, config, weights, epochs, what):
    """What a training comes to: of `numnet.get()`, or of its parameters the one with a number."""
    step = {"text": "Words.", **({"weights": weights} if weights else {})}
    page.evaluate(
        "([lesson, epochs]) => numnet.lesson(lesson).then(() => epochs && numnet.run({epochs}))",
        [{"format": "numnet-lesson-1", "id": "a", "title": "A", "config": config, "steps": [step]}, epochs],
    )
    name, _, index = what.partition(".")
    value = page.evaluate("name => numnet.get()[name]", name)
    return value[int(index)] if index else value


@pytest.mark.page
@pytest.mark.slow
def test_what_lessons_say_comes_out(open_page):
    page, known = open_page(locale="en-GB"), lessons()
    for name, changes, weights, epochs, what, said in SAID:
        text = json.dumps(known[name], ensure_ascii=False)
        assert text.count(said) >= 2, f"{name}: {said} in both languages"
        value = came(page, {**known[name]["config"], **changes}, weights, epochs, what)
        number = Decimal(said.removesuffix(" %").replace("−", "-"))
        half = 0.5 * 10.0 ** number.as_tuple().exponent
        scale = 100 if said.endswith("%") else 1
        assert abs(scale * value - float(number)) <= half * 1.0001, (name, changes, epochs, what, value, said)

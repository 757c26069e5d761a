"""The trainings of many configurations, read as `numnet train` reads its command line."""

import pytest

from numnet.options.call_words import words_for
from numnet.options.swept import Recipes
from numnet.options.train import TRAIN, make_optimizer
from numnet.studies.search_space import grid
from tests.support.cli import call

AXES = {"hidden": ["none", "8", "8,4"], "learning_rate": ["1e-3", "0.5"], "batch_size": ["4", "full"],
        "optimizer": ["RADAM"], "schedule": ["cosine:floor=0.1"], "activation": ["relu"],
        "eps": ["1e-6", "1e-5"]}  # fmt: skip
FIXED = ["--no-scale", "--threads", "2", "--validation", "0.3"]


def test_a_recipe_is_what_the_command_line_says():
    configurations = grid(AXES)
    recipes = Recipes(FIXED, configurations)
    assert len(recipes) == len(configurations) == 24
    for (optimizer, options), configuration in zip(recipes, configurations):
        context = TRAIN.make_context("train", ["-", *FIXED, *words_for(configuration)])
        assert options == context.params and optimizer == make_optimizer(context.params)


def test_a_few_recipes_stand_for_all():
    axes = {"hidden": ["8", "8,4"], "dtype": ["float32", "float64"], "eps": ["1e-6:1e-5:log:5"]}
    configurations = [{"hidden": h, "dtype": d, "eps": f"1e-{e}", "l2": f"{1 / (1 + abs(e - 7))}"}
                      for h in axes["hidden"] for d in axes["dtype"] for e in range(1, 40)]  # fmt: skip
    some = [configurations[c] for c in Recipes([], configurations).extremes()]
    assert len(some) <= 4 * 5
    for h in axes["hidden"]:
        for d in axes["dtype"]:
            own = [one for one in some if (one["hidden"], one["dtype"]) == (h, d)]
            assert {"1e-1", "1e-39"} <= {one["eps"] for one in own} and "1.0" in {one["l2"] for one in own}


@pytest.mark.parametrize(("words", "message"), [
    (["--eps", "1e-60:1e-3:log:9"], "must not round to 0"),
    (["--hidden", "4:8:lin:3", "--hidden", "4,4", "--activation", "relu,tanh"], "--activation names 2 layers"),
    (["--loss", "mse", "--loss", "hinge", "--learning-rate", "0.1:1:log:5"], "hinge"),
])  # fmt: skip
def test_what_one_of_many_would_raise_is_told_before_anything_is_written(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert message in call("sweep", "diabetes", *words, code=2).stderr and not list(tmp_path.iterdir())

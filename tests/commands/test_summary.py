"""`numnet summary`."""

import pytest

from tests.support.shell import strict_json

pytestmark = pytest.mark.filterwarnings("error")


def test_summary_of_a_run_and_of_data(trained):
    text = trained("summary", "iris").stdout
    for part in ("4×16", "16×16", "16×3", "tanh", "softmax", "403 parameters", "cross_entropy", "multiclass"):
        assert part in text
    found = strict_json(trained("summary", "digits", "--hidden", "8", "--activation", "relu", "--json").stdout)
    assert found == {"task": "multiclass", "loss": "cross_entropy", "dtype": "float32", "parameters": 610,
                     "layers": [{"weights": [64, 8], "biases": 8, "activation": "relu", "parameters": 520},
                                {"weights": [8, 10], "biases": 10, "activation": "softmax", "parameters": 90}]}
    found = strict_json(trained("summary", "sums.csv", "--target", "z", "--hidden", "", "--json").stdout)
    assert found["parameters"] == 4 and found["task"] == "regression"

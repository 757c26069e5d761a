"""Losses and metrics as people read them."""

import math

import pytest

from numnet.utils.number_words import format_metric, format_number, format_result, named_metric


@pytest.mark.parametrize(("text", "expected"), [
    (format_number(None), ""), (format_number(0.123456), "0.1235"), (format_metric("r2", 0.5), "0.5"),
    (format_metric("train_accuracy", 0.973), "97.3 %"), (format_metric("loss", math.nan), "undefined"),
    (named_metric("label_accuracy", 0.5), "label accuracy 50.0 %"), (named_metric("r2", None), ""),
    (format_result("train_loss", math.inf), "diverged"), (format_result("r2", -math.inf), "diverged"),
    (format_result("loss", 0.25), "0.25"),
])  # fmt: skip
def test_numbers_in_a_few_digits_or_in_words(text, expected):
    assert text == expected

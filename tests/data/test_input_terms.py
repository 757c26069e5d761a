"""``--inputs`` as text: what is a term, which feature it names, what is refused."""

import re

import numpy as np
import pytest

from numnet.data import DataError, InputTerms
from numnet.data.input_terms import spelt

X = np.random.default_rng(0).normal(size=(20, 3)) * 3
NAMES = ("width", "x1", "öl_2")


@pytest.mark.parametrize(("typed", "kept", "value"), [
    ("width", "width", X[:, 0]), ("x3", "x3", X[:, 2]), ("öl_2", "öl_2", X[:, 2]),
    ("x1", "x1", X[:, 1]), ("x2^2", "x2^2", X[:, 1] ** 2), ("width ** 2", "width^2", X[:, 0] ** 2),
    ("width^ 2", "width^2", X[:, 0] ** 2), (" x1 * öl_2 ", "x1*öl_2", X[:, 1] * X[:, 2]),
    ("x1*x1", "x1^2", X[:, 1] ** 2), ("sin( width )", "sin(width)", np.sin(X[:, 0])), ("cos(x3)", "cos(x3)",
                                                                                      np.cos(X[:, 2])),
])  # fmt: skip
def test_a_term_and_the_features_it_names(typed, kept, value):
    """A name wins over a place: x1 is the second feature here, since that is called so."""
    terms = InputTerms.parse([typed], NAMES)
    assert terms.texts == (kept,) == spelt([typed]) and terms.features == 3 and len(terms) == 1
    assert InputTerms.parse(terms.texts, NAMES) == terms
    np.testing.assert_array_max_ulp(terms.of(X)[:, 0], value, maxulp=1)


def test_columns_and_products_are_those_of_the_same_arithmetic():
    terms = InputTerms.parse("x1,x2,x1^2,x1*x2".split(","), ["a", "b"])
    a, b = X[:, 0], X[:, 1]
    assert terms.of(X[:, :2]).tobytes() == np.column_stack([a, b, a * a, a * b]).tobytes()


def test_the_only_feature_is_x_too_and_nothing_is_no_term():
    assert InputTerms.parse(["x^2"], ["width"]).terms == InputTerms.parse(["x1^2"], ["width"]).terms
    assert InputTerms.parse([], NAMES) is None and spelt([]) == ()


@pytest.mark.parametrize("text", ["", "x1^3", "x1^", "2*x1", "x1*x2*x3", "x1+x2", "tan(x1)", "sin(x1*x2)", "sin x1",
                                  "x1**2**2", "x1^2.0", "sin()", "(x1)", "x1 x2", "x1\n*x2;", "öl 2"])  # fmt: skip
def test_what_is_no_term_is_told_with_its_place(text):
    message = rf"term 2 is {re.escape(repr(text))}; a term is a feature .*, x1\^2, x1\*x2, sin\(x1\) or cos\(x1\)$"
    with pytest.raises(ValueError, match="^" + message):
        spelt(["x1", text])
    with pytest.raises(DataError, match="^--inputs: " + message):
        InputTerms.parse(["x1", text], NAMES)


@pytest.mark.parametrize("feature", ["x4", "x0", "x01", "height", "x", "X1", "x" + "9" * 30])
def test_a_feature_that_is_not_there_is_told_with_those_that_are(feature):
    with pytest.raises(DataError) as told:
        InputTerms.parse(["x2", f"sin({feature})"], NAMES)
    assert str(told.value) == (f"--inputs: term 2 is 'sin({feature})', and no feature is called {feature!r}; "
                               "there are: width, x1, öl_2, x2, x3")  # fmt: skip


@pytest.mark.parametrize(("first", "again"), [("x2", "x2"), ("x1", "x2"), ("x1*x3", "öl_2*x1"), ("x1^2", "x2*x2"),
                                              ("sin(width)", "sin( width)")])  # fmt: skip
def test_a_term_that_is_there_twice_is_refused(first, again):
    with pytest.raises(DataError) as told:
        InputTerms.parse([first, "cos(x3)", again], NAMES)
    assert str(told.value) == f"--inputs: term 3, {again!r}, is term 1, {first!r}, again; leave one out"


def test_messages_are_short_whatever_is_in_them():
    for text in ("x" + "9" * 6000, "y" * 6000, "+" * 6000):
        with pytest.raises(DataError) as told:
            InputTerms.parse([text], ["z" * 6000])
        assert len(str(told.value)) < 400


def test_other_rows_are_refused():
    with pytest.raises(DataError, match=r"^X must have shape \(n, 3\), got \(20, 2\)$"):
        InputTerms.parse(["x2"], NAMES).of(X[:, :2])

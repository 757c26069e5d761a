"""A reader's expression in the page: the program that numnet makes of it, and points labelled by it."""

import random
import re

import numpy as np
import pytest

from numnet.data.file_inspection import FileInspection
from numnet.data.read_options import ReadOptions
from numnet.data.tables.byte_source import InlineTable
from numnet.surfaces.catalogue import expression
from numnet.surfaces.expression import compile_expression
from tests.support.page_source import answers, module_text
from tests.support.webassembly import description

COMPILE = """
function answer(text) {
  if (typeof text !== "string") return void (globalThis.about = text);
  return compileExpression(globalThis.about, text);
}
"""
PARTS = ("x", "y", "x", "y", "pi", "e", "2", "3.5", "0.1", "1e3", "0", "10", ".5", "7.", "1_000", "0x10", "1e13", "z",
         "65")  # fmt: skip
FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "tanh", "abs")
ODD = ("max(x)", "sin", "sin()", "x.real", "(", "x y", "2x", "sin(*x)", "()", "...", "sin(x)(y)", "012", "0_1", "1__0",
       "(sin)(x)", "e(x)", "1e999", "x.", "..5", "0b11", "x_", "sin (x)", "01.5", "0xg", "00", "True")  # fmt: skip
BY_HAND = ("-" * 60 + "x", "(" * 90 + "x" + ")" * 90, "x+" * 99 + "x", " x ", "", "x" * 201, "x**-2", "x**0", "x**2.5",
           "x\t+1",
           "１", "x^2", "x,y", "sin(3*x)", "x**2 + 10*y**2", "1/0*x", "0**-1*x", "log(-1)+x", "(-8)**(1/3)+x",
           "exp(1e4)*x",
           "x**y", "2**x", "x**65", "-0*x + 0*y", "3", "lambda", "x if y else 2", "1j*x", "x//2", "x%2")  # fmt: skip
# What the sentence of numnet says, and the key of the page's.
SAYS = {"can't be read": "unreadable", "is no number up": "number", "can't be computed": "computed",
        "is unknown": "name",
        "is no function": "no_function", "is a function": "function", "one argument": "arguments",
        "not constant": "exponent",
        "too large an exp": "exponent_large", "must contain": "constant", "more than": "long", "characters": "length",
        "written **": "power", "is a dot": "comma"}  # fmt: skip


def some(r, depth=0):
    """An expression drawn at random, here and there a wrong one."""
    if depth > 5 or r.random() < 0.25:
        return r.choice(PARTS)
    inner = some(r, depth + 1)
    forms = [
        lambda: inner + r.choice(["+", "-", "*", "/", "**", " + ", " - ", "**2", "**-1"]) + some(r, depth + 1),
        lambda: f"{inner}{r.choice('+-*/')}{some(r, depth + 1)}",
        lambda: f"({inner})",
        lambda: f"{r.choice(FUNCTIONS)}({inner})",
        lambda: r.choice("-+") + inner,
        lambda: f"{inner}**{r.choice(['2', '3', '0.5', '-2', '7', '-0.5', '0', '1', '64', '65'])}",
        lambda: r.choice(ODD) if r.random() < 0.2 else inner,
    ]
    return r.choice(forms)()


def mutated(r, text):
    letters = list(text)
    for _ in range(r.choice([0, 0, 1, 2])):
        if letters and r.random() < 0.5:
            letters.pop(r.randrange(len(letters)))
        else:
            letters.insert(r.randint(0, len(letters)), r.choice("xy()+-*/. 12e_^,"))
    return "".join(letters)


def test_programs_and_refusals_are_numnets():
    r = random.Random(0)
    texts = [*BY_HAND, *(mutated(r, some(r)) for _ in range(3000))]
    _, *found = answers({"data/expression.js": "compileExpression"}, COMPILE, [description(), *texts])
    good = 0
    for text, page in zip(texts, found):
        try:
            program, constants = compile_expression(text)
        except ValueError as error:
            check_refusal(text, str(error), page)
        else:
            good += 1
            assert page["result"]["program"] == [list(line) for line in program], text
            # Functions of constants: the last bits are the C library's in Python, the browser's in the page.
            assert page["result"]["constants"] == pytest.approx(constants, rel=1e-14, abs=0), text
    assert good > 300


def check_refusal(text, sentence, page):
    """The same reason at the same place; Python's keywords are words that the page can't read."""
    assert "error" in page, (text, sentence)
    key, at = page["error"].removeprefix("expression_"), re.search(r"position (\d+)", sentence)
    if key == "unreadable":
        assert at, text
        return
    kinds = [kind for words, kind in SAYS.items() if words in sentence]
    other = "character" if "not allowed" in sentence and key == "character" else "part"
    assert key == (kinds[-1] if kinds else other), (text, sentence)
    assert at is None or int(at[1]) == page["values"]["at"], (text, sentence, page)


POINTS = """
const engines = [];
async function answer(given) {
  if (given.about) {
    const module = await compile(Buffer.from(given.kernels, "base64"));
    return void engines.push(new Engine(module, given.about, () => {}));
  }
  const { changes, left } = engines[0].expression(given), data = engines[0].data(changes);
  const { X, T, task, featureNames, targetNames } = data;
  return { changes, left, X, T, task, featureNames, targetNames };
}
"""
RECIPE = {"n": 400, "noise": 0, "seed": 5, "extent": 2}
FORMS = {
    "above": ("sin(3*x)", lambda x, y, f: np.where(y > f, "above", "below")),
    "positive": ("x*y - 0.1", lambda x, y, f: np.where(f > 0, "positive", "negative")),
    "surface": ("exp(-x**2) + y**1.5", lambda x, y, f: np.round(f, 4)),
    "curve": ("sqrt(x)/3", lambda x, y, f: np.round(f, 4)),
}


def points(*recipes):
    imports = {"engine/engine.js": "Engine", "kernels/module.js": "compile"}
    return answers(imports, POINTS, [{"about": description(), "kernels": module_text()}, *recipes])[1:]


@pytest.mark.parametrize("form", FORMS)
def test_points_lie_where_the_expression_says(form):
    """The kernel's values at the page's points are numnet's; where there are none the point is left out."""
    text, expected = FORMS[form]
    recipes = ({**RECIPE, "form": form, "text": text, **more} for more in ({}, {"noise": 0.5}, {"seed": 6}))
    plain, noisy, other = points(*recipes)
    found = plain["result"]
    X = found["X"].reshape(-1, 1 if form == "curve" else 2)
    x, y = X[:, 0], X[:, -1]
    f = expression(text)(x, y if form in ("positive", "surface") else np.zeros_like(x))
    assert len(X) == 400 - found["left"] and (found["left"] > 100) == (form in ("surface", "curve"))
    assert np.isfinite(f).all()
    assert np.abs(X).max() <= 2 and np.ptp(X, axis=0).min() > (1.8 if found["left"] else 3.8)
    targets = expected(x, y, f)
    if found["task"] == "regression":
        assert np.allclose(found["T"], targets, rtol=0, atol=1.01e-4)
    else:
        assert [found["targetNames"][int(t)] for t in found["T"]] == targets.tolist()
    assert (noisy["result"]["T"] != found["T"]).any() and noisy["result"]["X"].tobytes() == found["X"].tobytes()
    assert other["result"]["X"].tobytes() != found["X"].tobytes()


def test_points_in_the_terminal():
    """numnet reads the page's points as the page does."""
    for answer in points(*({**RECIPE, "form": form, "text": text} for form, (text, _) in FORMS.items())):
        found = answer["result"]
        changes = found["changes"]
        options = ReadOptions(tuple(changes["target"]), changes["task"], tuple(changes["columns"]))
        data = FileInspection(InlineTable(changes["data"]["csv"]), options).dataset()
        assert data.task == found["task"]
        assert data.X.tobytes() == found["X"].tobytes() and data.T.astype(float).tobytes() == found["T"].tobytes()


def test_what_is_nothing_to_learn_is_refused():
    wrong = {("above", "sin(y)"): "expression_of_x", ("above", "x + 99"): "expression_one_value",
             ("curve", "log(-1 - x*x)"): "expression_nowhere",
             ("above", "2x"): "expression_unreadable", ("else", "x"): "expression_form"}  # fmt: skip
    found = points(*({**RECIPE, "form": form, "text": text} for form, text in wrong))
    assert [answer.get("error") for answer in found] == list(wrong.values())

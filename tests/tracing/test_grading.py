"""Marking: right is what follows from the answers above, however rounded; a mistake is found where it was made."""

import itertools

import numpy as np
import pytest

import numnet
import numnet.model.tasks
from numnet.tracing.follow_through import FollowThrough
from numnet.tracing.rounded import Rounded
from numnet.tracing.update import trace_update
from tests.support.displays import checked, title
from tests.support.students import cut, decimals, filled_in, significant
from tests.support.traces import example

pytestmark = pytest.mark.filterwarnings("error")

CASES = {
    "xor": {"source": "xor", "sample": 1, "seed": 1, "loss": "mse"},
    "zeros": {"source": "xor", "sample": 0},
    "iris": {"source": "iris", "batch": [0, 60], "hidden": 3},
    "diabetes": {"source": "diabetes", "sample": 3, "activation": "relu", "loss": "huber"},
    "discs": {"source": "discs", "batch": [0, 60, 7], "hidden": (3, 2), "loss": "mse", "activation": "tanh"},
    "nag": {"source": "xor", "sample": 2, "optimizer": "nag", "update": 3, "l1": 0.01, "clip_norm": 0.3},
    "adam": {"source": "moons", "sample": 5, "optimizer": "adam", "update": 2, "weight_decay": 0.1},
    "single": {"source": "moons", "sample": 5, "dtype": "float32", "activation": "gelu"},
}
WAYS = {"3 digits": significant(3), "4 digits": significant(4), "6 digits": significant(6),
        "10 digits": significant(10), "17 digits": significant(17), "4 decimals": decimals(4),
        "6 decimals": decimals(6), "cut to 4 digits": cut(4), "cut to 6 digits": cut(6)}  # fmt: skip


@pytest.fixture(scope="module")
def traces():
    return {name: numnet.trace(**options) for name, options in CASES.items()}


def wrong(grades):
    return [mark for mark in grades if mark.verdict == "wrong"]


# --- what follows -----------------------------------------------------------------------------------------------------


def follows(trace):
    """All blocks of a trace, and what follows for each from its own numbers."""
    sheet = trace.derivation().blank()
    now = {(block.quantity, block.layer): Rounded(block.values) for block in sheet.blocks()}
    way = FollowThrough(sheet, now)
    for block in sheet.blocks():
        if sheet.open(block).any():
            yield block.values, way.block(block.quantity, block.layer).value


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(("task", "loss"), [(task, loss) for task in numnet.model.tasks.TASKS for loss in numnet.LOSSES
                                            if (task, loss) != ("regression", "cross_entropy")])  # fmt: skip
def test_from_the_numbers_of_the_kernels_the_same_numbers_follow(task, loss, n):
    net, X, T = example(task, loss=loss, n=n)
    for values, found in follows(trace_update(net, X, T, numnet.SGD())):
        assert found == pytest.approx(values, rel=1e-11, abs=1e-14) and found.shape == np.shape(values)


@pytest.mark.parametrize("activation", numnet.ACTIVATIONS)
def test_of_every_activation(activation):
    for values, found in follows(trace_update(*example("regression", activation, seed=1), numnet.SGD())):
        assert found == pytest.approx(values, rel=1e-11, abs=1e-14)


@pytest.mark.parametrize(("update", "penalties"), [(1, {}), (4, {"l1": 0.02, "l2": 0.1, "clip_norm": 0.05}),
                                                   (4, {"clip_norm": 1e6})])  # fmt: skip
@pytest.mark.parametrize("rule", numnet.OPTIMIZERS)
def test_of_every_rule(rule, update, penalties):
    net, X, T = example("binary", n=2, hidden=(3,))
    trace = trace_update(net, X, T, numnet.OPTIMIZERS[rule](weight_decay=0.05), update, **penalties)
    for values, found in follows(trace):
        assert found == pytest.approx(values, rel=1e-10, abs=1e-14)
    exercise = trace.derivation()
    assert exercise.grade(exercise.columns()).all_right


# --- rounding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("way", "retyped"), [*itertools.product(WAYS, (True, False))])
@pytest.mark.parametrize("case", CASES)
def test_no_way_of_rounding_is_a_mistake(traces, case, way, retyped):
    grades = traces[case].grade(filled_in(traces[case], WAYS[way], retyped))
    assert grades.all_right and len(grades) > 25, grades


@pytest.mark.parametrize("write", [significant(2), decimals(1), decimals(2)])
def test_numbers_with_too_few_digits_are_wrong_and_named(traces, write):
    grades = traces["xor"].grade(filled_in(traces["xor"], write, retyped=False))
    assert len(wrong(grades)) > 5 and {mark.mistake for mark in wrong(grades)} == {
        "too few digits: an answer has three significant digits, or four decimals"}  # fmt: skip


def test_a_zero_is_no_rounding_of_a_small_number(traces):
    columns = traces["xor"].columns()
    at = [k for k, quantity in enumerate(columns["quantity"]) if quantity == "dE/db"]
    columns["value"] = ["0" if k == at[-1] else value for k, value in enumerate(columns["value"])]
    (mark,) = wrong(traces["xor"].grade(columns))
    assert mark.line.name == "∂E/∂b¹₂" and mark.mistake.startswith("too few digits")


def test_a_student_with_a_pocket_calculator():
    """Four digits at each step, typed in again: by hand, without the equations of the module."""
    answers = {"net¹₁": "0.65", "net¹₂": "-0.62", "h¹₁": "0.6570", "h¹₂": "0.3498", "f′(net¹₁)": "0.2254",
               "f′(net¹₂)": "0.2274", "net²₁": "-0.7441", "y₁": "0.3221", "E": "0.2298", "δ²₁": "-0.1480",
               "∂E/∂w²₁₁": "-0.09724", "∂E/∂w²₂₁": "-0.05177", "∂E/∂b²₁": "-0.148", "δ¹₁": "0.02535",
               "δ¹₂": "0.02356", "∂E/∂w¹₁₁": "0", "∂E/∂w¹₁₂": "0", "∂E/∂w¹₂₁": "0.02535", "∂E/∂w¹₂₂": "0.02356",
               "∂E/∂b¹₁": "0.02535", "∂E/∂b¹₂": "0.02356", "new w¹₁₁": "0.57", "new w¹₁₂": "1.21",
               "new w¹₂₁": "0.6475", "new w¹₂₂": "-0.6224", "new b¹₁": "-0.002535", "new b¹₂": "-0.002356",
               "new w²₁₁": "-0.7503", "new w²₂₁": "-0.6948", "new b²₁": "0.0148"}  # fmt: skip
    trace = numnet.trace(**CASES["xor"])
    columns = trace.blank().columns()
    names = [formula.partition(" = ")[0] for formula in columns["formula"]]
    columns["value"] = [answers.get(name, value) for name, value in zip(names, columns["value"])]
    columns["value"][-1] = "0.2262"  # E again
    assert trace.grade(columns).all_right
    # and without f′ in δ²₁, everything after it is worked out rightly from that
    answers |= {"δ²₁": "-0.6779", "∂E/∂w²₁₁": "-0.4454", "∂E/∂w²₂₁": "-0.2371", "∂E/∂b²₁": "-0.6779", "δ¹₁": "0.1161",
                "δ¹₂": "0.1079", "∂E/∂w¹₂₁": "0.1161", "∂E/∂w¹₂₂": "0.1079", "∂E/∂b¹₁": "0.1161", "∂E/∂b¹₂": "0.1079",
                "new w¹₂₁": "0.6384", "new w¹₂₂": "-0.6308", "new b¹₁": "-0.01161", "new b¹₂": "-0.01079",
                "new w²₁₁": "-0.7155", "new w²₂₁": "-0.6763", "new b²₁": "0.06779"}  # fmt: skip
    columns["value"] = [answers.get(name, value) for name, value in zip(names, columns["value"])]
    columns["value"][-1] = ""
    grades = trace.grade(columns)
    assert grades.counts == {"right": 29, "wrong": 1, "blank": 1} and not grades.all_right
    assert repr(grades).splitlines() == [
        "31 numbers: 29 right, 1 wrong, 1 blank",
        "first wrong: row 24, sample 1",
        "  δ²₁ = (y − t) y (1 − y) = (0.3221 − 1)·0.3221·(1 − 0.3221) = −0.148021",
        "  not −0.6779; the factor f′ is left out",
    ]


# --- mistakes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_found_where_it_was_made_and_nowhere_else(traces, case):
    trace, rng = traces[case], np.random.default_rng(0)
    sheet = trace.blank()
    blocks, ways = [block for block in sheet.blocks() if sheet.open(block).any()], [*WAYS.values()]
    slips = [lambda v: -v, lambda v: 2 * v, lambda v: 1.03 * v, lambda v: v + 0.1]
    for trial in range(24):
        block = blocks[rng.integers(len(blocks))]
        place = int(rng.integers(len(block.indices())))
        if abs(block.values[block.indices()[place]]) > 0.02:  # of which four decimals tell 3 %
            slip = {(block.quantity, block.layer, place): slips[trial % 4]}
            grades = trace.grade(filled_in(trace, ways[rng.integers(len(ways))], bool(trial % 2), slip))
            (mark,) = wrong(grades)
            assert mark.line[:5] == block.place(block.indices()[place], trace.rows) and mark is grades.first_wrong


def test_a_blank_goes_on_as_what_follows(traces):
    trace = traces["xor"]
    columns = filled_in(trace, significant(5), slip={("h", 1, 0): lambda h: h + 0.1})
    for k, quantity in enumerate(columns["quantity"]):
        if quantity in ("net", "f'", "y"):
            columns["value"][k] = ""
    grades = trace.grade(columns)
    assert grades.counts["blank"] == 6 and [mark.line.name for mark in wrong(grades)] == ["h¹₁"]


def test_the_exact_number_is_right_after_a_wrong_one(traces):
    columns = traces["xor"].columns()
    columns["value"] = [-value if quantity == "y" else value
                        for quantity, value in zip(columns["quantity"], columns["value"])]  # fmt: skip
    grades = traces["xor"].grade(columns)
    assert [mark.line.name for mark in wrong(grades)] == ["y₁"] and grades.first_wrong.mistake == "the sign is wrong"
    after = next(mark for mark in grades if mark.line.quantity == "delta")
    assert after.expected == pytest.approx(float(after.answer))


RATE = numnet.RMSProp().learning_rate
MISTAKES = [  # (options, quantity, layer, place, the number by hand from {name: value} of the trace, words)
    ({}, "net", 2, 0, lambda v: v["h¹₁"] * v["w²₁₁"] + v["h¹₂"] * v["w²₂₁"], "the bias b is left out"),
    ({}, "net", 1, 0, lambda v: v["x₁"] * v["w¹₁₁"] + v["x₂"] * v["w¹₁₂"] + v["b¹₁"], "w with its indices exchanged"),
    ({}, "h", 1, 0, lambda v: v["net¹₁"], "f is left out"),
    ({}, "h", 1, 1, lambda v: 1 / (1 + np.exp(v["net¹₂"])), "the minus sign in the exponent is left out"),
    ({}, "h", 1, 0, lambda v: np.tanh(v["net¹₁"]), "this is tanh(net), and the layer has sigmoid"),
    ({}, "f'", 1, 0, lambda v: v["h¹₁"], "this is h, and not the derivative"),
    ({}, "f'", 1, 0, lambda v: 1 - v["h¹₁"], "the factor h is left out"),
    ({}, "f'", 1, 0, lambda v: v["net¹₁"] * (1 - v["net¹₁"]), "net stands in the place of h"),
    ({"activation": "tanh"}, "f'", 1, 0, lambda v: 1 - v["h¹₁"], "h is not squared"),
    ({"loss": "mse"}, "E", None, 0, lambda v: (v["y₁"] - v["t₁"]) ** 2, "the factor ½ is left out"),
    ({}, "E", None, 0, lambda v: -np.log10(v["y₁"]), "the logarithm is the natural one, ln"),
    ({}, "delta", 2, 0, lambda v: (v["y₁"] - v["t₁"]) * v["y₁"] * (1 - v["y₁"]), "a factor f′ too many"),
    ({}, "delta", 2, 0, lambda v: v["t₁"] - v["y₁"], "the sign is wrong"),
    ({"loss": "mse"}, "delta", 2, 0, lambda v: v["y₁"] - v["t₁"], "the factor f′ is left out"),
    ({}, "delta", 1, 0, lambda v: v["w²₁₁"] * v["δ²₁"], "the factor f′ is left out"),
    ({}, "delta", 1, 1, lambda v: v["h¹₂"] * v["w²₂₁"] * v["δ²₁"], "h stands in the place of f′"),
    ({}, "delta", 1, 0, lambda v: v["f′(net¹₁)"] * v["δ²₁"], "the weights w are left out"),
    ({}, "dE/dw", 2, 0, lambda v: v["δ²₁"], "the factor h is left out: this is δ"),
    ({}, "dE/dw", 2, 1, lambda v: v["net¹₂"] * v["δ²₁"], "net stands in the place of h"),
    ({}, "dE/dw", 1, 0, lambda v: v["δ¹₁"], "the factor x is left out: this is δ"),
    ({}, "new w", 2, 0, lambda v: v["w²₁₁"] - v["∂E/∂w²₁₁"], "the learning rate η is left out"),
    ({}, "new w", 2, 0, lambda v: v["w²₁₁"] + 0.1 * v["∂E/∂w²₁₁"], "the step goes up"),
    ({}, "new w", 2, 0, lambda v: -0.1 * v["∂E/∂w²₁₁"], "this is the step alone, without w"),
    ({}, "new w", 2, 0, lambda v: v["w²₁₁"] - 0.01 * v["∂E/∂w²₁₁"], ""),
    ({}, "dE/db", 2, 0, lambda v: 10 * v["δ²₁"], "the decimal point is a place to the right too far"),
    ({"optimizer": "momentum", "update": 1}, "v w", 2, 0, lambda v: -v["∂E/∂w²₁₁"], "the learning rate η is left out"),
    ({"optimizer": "adam", "update": 1}, "m w", 2, 0, lambda v: 0.9 * v["∂E/∂w²₁₁"], "β₁ and 1 − β₁ are exchanged"),
    ({"optimizer": "adam", "update": 1}, "v w", 2, 0, lambda v: 0.001 * v["∂E/∂w²₁₁"], "g is not squared"),
    ({"optimizer": "rmsprop", "update": 1}, "new w", 2, 0,
     lambda v: v["w²₁₁"] - RATE * v["∂E/∂w²₁₁"] / (v["s(w²₁₁)"] + 1e-8), "the root is left out"),
    ({"batch": [1, 2]}, "delta", 2, 1, lambda v: v["y₁"] - v["t₁"], "it is not divided by the number of samples N"),
    ({"batch": [1, 2]}, "mean E", None, 0, lambda v: 2 * v["E"], "this is the sum, and not the mean"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "quantity", "layer", "place", "by_hand", "words"), MISTAKES)
def test_usual_mistakes_are_recognised(options, quantity, layer, place, by_hand, words):
    X, T = [[0.3, 1.4], [0.8, -0.6], [0.5, 0.9], [0.1, 0.2]] * 5, [1, 1, 0, 0] * 5
    options = {"sample": None if "batch" in options else 0, "update": 2, **options}
    trace = numnet.trace((X, T), seed=3, scale=False, **options)
    columns = trace.columns()
    names = [formula.partition(" = ")[0] for formula in columns["formula"]]
    values = dict(zip(names, columns["value"]))  # of several samples those of the last
    if quantity == "mean E":
        values["E"] = columns["value"][columns["quantity"] == "mean E"][0]
    elif quantity == "E":
        values["E"] = columns["value"][columns["quantity"] == "E"][0]
    at = [k for k, found in enumerate(columns["quantity"])
          if found == quantity and (layer is None or columns["layer"][k] == layer)][place]  # fmt: skip
    columns["value"] = [f"{by_hand(values):.6g}" if k == at else value for k, value in enumerate(columns["value"])]
    found = trace.grade(columns).first_wrong
    assert found.line.name == names[at]
    assert found.mistake.startswith(words) and bool(found.mistake) == bool(words)


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_columns_and_frame_have_the_verdicts(traces):
    pandas = pytest.importorskip("pandas")
    grades = traces["xor"].grade(filled_in(traces["xor"], significant(5), slip={("y", 2, 0): lambda y: -y}))
    columns = grades.columns()
    assert list(columns) == ["layer", "unit", "input", "sample", "quantity", "formula", "value", "verdict", "expected",
                             "mistake"]  # fmt: skip
    assert columns["verdict"].tolist().count("wrong") == 1 and columns["mistake"].tolist().count("") == 30
    assert columns["quantity"][columns["verdict"] == "wrong"] == ["y"]
    pandas.testing.assert_frame_equal(grades.frame(), pandas.DataFrame(columns))
    assert set(grades.frame()["verdict"]) == {"right", "wrong"}


def test_a_notebook_shows_what_is_not_right(traces):
    grades = traces["xor"].grade(filled_in(traces["xor"], significant(5), slip={("y", 2, 0): lambda y: -y}))
    tree = checked(grades)
    assert title(tree) == "31 numbers: 30 right, 1 wrong, 0 blank" and "the sign is wrong" in "".join(tree.itertext())
    assert title(checked(traces["xor"].grade(traces["xor"].columns()))).startswith("31 numbers: 31 right")


def test_of_a_layer_alone_only_that_is_marked(traces):
    grades = traces["xor"].grade(traces["xor"].columns(), layer=2)
    assert grades.all_right and len(grades) == 10 and {mark.line.layer for mark in grades} == {2, None}

"""A trace with gaps for what is to be worked out."""

import re

import numpy as np
import pytest

import numnet
from numnet.tracing.notation import GAP, latex
from numnet.tracing.update import trace_update
from tests.support.displays import checked, title
from tests.support.traces import example

pytestmark = pytest.mark.filterwarnings("error")


def lines(sheet):
    return [line for block in sheet.blocks() for line in sheet.lines(block)]


def quantities(found):
    return {line.quantity for line in found}


def test_weights_inputs_target_and_rate_are_given_and_all_else_is_open():
    trace = numnet.trace("xor", sample=1, loss="mse")
    found = lines(trace.blank())
    given, opened = ([line for line in found if np.isnan(line.value) == gap] for gap in (False, True))
    assert quantities(given) == {"w", "b", "x", "t", "η"}
    assert [line.value for line in given if line.quantity == "η"] == [0.1]
    assert len(opened) == sum(block.values.size for block in trace.blocks() if block.quantity not in "w b x t".split())
    assert not any(line.numbers for line in opened)
    assert [line.quantity for line in opened if not line.formula] == ["E after"]


def test_no_number_that_is_to_be_worked_out_stands_on_the_sheet():
    trace = numnet.trace("iris", batch=[0, 60], optimizer="adam", update=3, loss="mse", digits=8, l2=0.1)
    sheet = trace.blank()
    text = "\n".join(" = ".join(sheet.equation(line)) for line in lines(sheet))
    hidden = [block for block in sheet.blocks() if sheet.open(block).any()]
    numbers = {f"{abs(value):.8g}" for block in hidden for value in block.values.ravel()}
    numbers = {number for number in numbers if len(number) > 8}
    shown = set(re.split(r"[−()·\s]+", text))
    assert len(numbers) > 100 and not numbers & shown
    assert repr(sheet) == "<Work sheet of update 3: 4-2-3, adam, learning rate 0.01, 2 samples>"


def test_what_the_rule_needs_is_given():
    sheet = numnet.trace("xor", sample=1, optimizer="momentum", update=3, clip_norm=0.3).blank()
    rule = next(blocks for title, blocks in sheet.sections() if title == "Rule: momentum")
    assert {block.quantity: float(block.values) for block in rule if block.values.ndim == 0} == {
        "η": 0.05, "μ": 0.9, "clip": 0.3}  # fmt: skip
    before = [block for block in rule if block.quantity == "v w before"]
    v = [W.tolist() for W, _ in sheet.trace.layers(sheet.trace.memory[0])]
    assert [block.values.tolist() for block in before] == v
    first = numnet.trace("xor", sample=1, optimizer="adam").blank()
    names = [block.quantity for title, blocks in first.sections() if title.startswith("Rule") for block in blocks]
    assert names == ["η", "β₁", "β₂", "ε", "t", "m before the first update", "v before the first update"]


@pytest.mark.parametrize(("layer", "unit", "expected"), [
    (2, None, {"net", "y", "E", "delta", "dE/dw", "dE/db", "new w", "new b"}),
    (1, None, {"net", "h", "f'", "delta", "dE/dw", "dE/db", "new w", "new b"}),
    (1, 2, {"net", "h", "f'", "delta", "dE/dw", "dE/db", "new w", "new b"}),
])  # fmt: skip
def test_a_layer_or_a_unit_alone_is_open_and_the_rest_is_given(layer, unit, expected):
    trace = numnet.trace("xor", sample=1)
    found = lines(trace.blank(layer, unit))
    opened = [line for line in found if np.isnan(line.value)]
    assert quantities(opened) == expected and {line.layer for line in opened} - {None} == {layer}
    assert unit is None or {line.j for line in opened} == {unit}
    assert len(found) == len(lines(trace.blank()))
    assert not any(line.numbers for line in found)


def test_what_follows_from_open_numbers_is_not_shown():
    def shown(layer, **options):
        sheet = numnet.trace("xor", sample=1, hidden=(2, 2), **options).blank(layer)
        return {(block.quantity, block.layer) for _, blocks in sheet.sections() for block in blocks}

    second = shown(2)
    assert {("net", 1), ("h", 1), ("delta", 3), ("y", 3), ("E", None), ("new w", 2)} < second
    assert not {("delta", 1), ("dE/dw", 3), ("dE/dw", 1), ("new w", 3), ("E after", None)} & second
    assert ("dE/dw", 3) in shown(2, clip_norm=0.1) and ("E after", None) in shown(None)
    assert ("v w before", 3) in shown(2, optimizer="momentum", update=2)
    assert ("v w", 3) not in shown(2, optimizer="momentum", update=2)


@pytest.mark.parametrize("place", [{"layer": 0}, {"layer": 3}, {"unit": 9}])
def test_where_nothing_is_worked_out_there_is_no_sheet(place):
    with pytest.raises(ValueError, match="no number that is worked out"):
        numnet.trace("xor", sample=1).blank(**place)


def test_central_differences_would_give_the_gradients_away():
    with pytest.raises(ValueError, match="trace without check"):
        numnet.trace("xor", sample=1, check=True).blank()


def test_columns_have_nan_where_something_is_to_be_filled_in():
    trace = numnet.trace("xor", sample=1)
    columns = trace.blank().columns()
    assert list(columns) == list(trace.columns())
    assert np.isnan(columns["value"]).sum() == len(columns["value"]) - 13  # 9 weights and biases, x, t, η


@pytest.mark.parametrize("n", [1, 2])
def test_a_notebook_shows_gaps(n):
    sheet = trace_update(*example("multiclass", n=n), numnet.SGD()).derivation().blank()
    tree = checked(sheet)
    assert title(tree) == repr(sheet)[1:-1] and "E " not in title(tree)
    assert sum(element.text == GAP for element in tree.iter("mi")) > 60


def test_a_gap_in_latex():
    assert latex(f"h = {GAP}") == r"h = \underline{\hspace{2cm}}"

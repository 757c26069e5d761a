"""MathML of formulas: well-formed, whole, and what one would write by hand."""

import re
import xml.etree.ElementTree as ET

import pytest

import numnet
from numnet.kernels.rules import RULES
from numnet.tracing.mathml import mathml
from numnet.tracing.update import trace_update
from tests.support.displays import CHILDREN, MATHML
from tests.support.traces import example

LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉⁺⁻₊ⁿᵉᵗᵢⱼₖₙₜ⋅Σ", "01234567890123456789+−+netijknt·∑")


def characters(text):
    """What of a formula must come through: its letters and digits, sorted; brackets of fractions and roots may go."""
    text = text.translate(LOWERED).replace("½", "12").replace("√", "").replace("∑", "")
    return sorted(re.sub(r"_|[^\w…‖|∞∂∇←=≤≥<>]", "", text))


def tree(formula):
    parsed = ET.fromstring(mathml(formula))
    assert parsed.tag == "math"
    for element in parsed.iter():
        assert element.tag in MATHML and len(element) == CHILDREN.get(element.tag, len(element)), mathml(formula)
    return parsed


def every_formula():
    """All that registries and traces write, once for each shape: the digits of numbers don't count."""
    more = {"l1": 0.01, "l2": 0.1, "clip_norm": 0.05}
    traces = [trace_update(*example("binary", n=2, hidden=(3,)), rule(weight_decay=0.05), update, **more)
              for rule in numnet.OPTIMIZERS.values() for update in (1, 7)]  # fmt: skip
    traces += [trace_update(*example("regression", name, seed=1), numnet.SGD()) for name in numnet.ACTIVATIONS]
    traces += [trace_update(*example(task, loss=loss, n=2), numnet.SGD()) for loss in numnet.LOSSES
               for task in ("regression", "binary", "multiclass", "multilabel")
               if (task, loss) != ("regression", "cross_entropy")]  # fmt: skip
    found = {rule.formula for rule in RULES.values()} | {f for rule in RULES.values() for f, _ in rule.given.values()}
    for trace in traces:
        derivation = trace.derivation()
        for _, blocks in derivation.sections():
            for block in blocks:
                for line in derivation.lines(block):
                    found |= {line.name, line.formula, line.numbers}
    return {re.sub(r"\d[\d.]*", "1", formula): formula for formula in found if formula}.values()


def test_every_formula_comes_through_whole():
    formulas = every_formula()
    assert len(formulas) > 700
    for formula in formulas:
        shown = "".join(tree(formula).itertext()).translate(LOWERED)
        written = re.sub(r"(\d)e[+−]?0*(\d+)", r"\g<1>10\2", formula.replace("\u0302", ""))
        assert characters(shown.replace("^", "")) == characters(written), formula
        assert not re.search("[√½\u0302]", shown), formula


@pytest.mark.parametrize(("formula", "expected"), [
    ("m / (1 − β₁ᵗ)", "<mfrac><mi>m</mi><mrow><mn>1</mn><mo>−</mo><msubsup><mi>β</mi><mn>1</mn><mi>t</mi></msubsup>"
                      "</mrow></mfrac>"),
    ("√(s + ε)", "<msqrt><mrow><mi>s</mi><mo>+</mo><mi>ε</mi></mrow></msqrt>"),
    ("e⁻ⁿᵉᵗ", "<msup><mi>e</mi><mrow><mo>−</mo><mi>net</mi></mrow></msup>"),
    ("e^(−2)", "<msup><mi>e</mi><mrow><mo>−</mo><mn>2</mn></mrow></msup>"),
    ("w¹₁₀,₂", "<msubsup><mi>w</mi><mrow><mn>10</mn><mo>,</mo><mn>2</mn></mrow><mn>1</mn></msubsup>"),
    ("∂E/∂b", "<mfrac><mrow><mo>∂</mo><mi>E</mi></mrow><mrow><mo>∂</mo><mi>b</mi></mrow></mfrac>"),
    ("2e−05", "<mrow><mn>2</mn><mo>⋅</mo><msup><mn>10</mn><mrow><mo>−</mo><mn>5</mn></mrow></msup></mrow>"),
    ("x2²", "<msup><mi>x2</mi><mn>2</mn></msup>"), ("pixel_0_1", "<msub><mi>pixel</mi><mi>0_1</mi></msub>"),
    ("f((a))", "<mrow><mi>f</mi><mrow><mo>(</mo><mi>a</mi><mo>)</mo></mrow></mrow>"),
    ("= −1", '<mrow><mo>=</mo><mo form="prefix">−</mo><mn>1</mn></mrow>'),
    ("a < b & c", '<mrow><mi>a</mi><mo>&lt;</mo><mrow><mi>b</mi><mspace width=".2em"/><mo>&amp;</mo>'
                  '<mspace width=".2em"/><mi>c</mi></mrow></mrow>'),
])  # fmt: skip
def test_formulas_in_mathml(formula, expected):
    assert mathml(formula) == f'<math displaystyle="true">{expected}</math>'


def test_what_is_multiplied_is_divided_together_and_a_power_of_ten_stays_one():
    assert mathml("η m / a · b").count("<mfrac>") == 1
    assert "".join(tree("e^(x) / Σⱼ e^(y)").find("mfrac")[1].itertext()) == "∑jey"
    squared = tree("5e−05²")[0]
    assert squared.tag == "msup" and "".join(squared[0].itertext()) == "(5⋅10−5)"


@pytest.mark.parametrize("formula", ["", "(", ")", "a)", "((b", "|c", "√", "^", "a^", "Σ", "a /", "· b", "−", "\u0302",
                                     "_", "a_b_c", "[x", "½½", "1e", "∂", "<script>", "∇E(w)", "日本 &"])  # fmt: skip
def test_no_text_breaks_it(formula):
    tree(formula)

"""The lines of the step by hand, and their marks, beside those of `numnet trace`: the page's source, under Node."""

import random
import re

import numpy as np
import pytest

import numnet
from numnet.kernels.activations import ACTIVATIONS
from numnet.kernels.losses import LOSSES
from numnet.kernels.rules import RULES
from tests.support.page_source import answers, module_text
from tests.support.webassembly import description

IMPORTS = {"engine/engine.js": "Engine", "tracing/derivation.js": "derivation", "tracing/marking.js": "marked",
           "tracing/blanks.js": "blanked, choices"}
BODY = """
let engine, about;
/** What a student writes who goes on with their own numbers, slips and all. */
function worked(lines, { slips, digits }) {
  const own = new Map();
  return lines.map(({ key, value, follow }, k) => {
    const found = follow ? (slips[k] || 1) * follow((name) => own.get(name)) : value;
    const text = Number.isFinite(found) ? found.toPrecision(follow ? digits : 17) : "1"; // ln of a y that has slipped
    own.set(key, Number(text));
    return follow && slips[k] ? text : "";
  });
}
async function answer([what, config, row, texts]) {
  if (what === "begin") {
    about = row;
    engine = new Engine(await WebAssembly.compile(Buffer.from(config, "base64")), about, () => {});
    return null;
  }
  const sections = derivation(about, engine.set(config), engine.handle("trace", [row]));
  const lines = sections.flatMap((section) => section.lines);
  const values = new Map(lines.map(({ key, value }) => [key, value])), get = (key) => values.get(key);
  if (what === "lines") return lines.map(({ quantity, layer, input, unit, name, formula, numbers, value, follow }) =>
    [quantity, layer, input, unit, name, formula, numbers(get), value, follow ? follow(get) : value]);
  if (what === "blanks") return Object.fromEntries(choices(sections).map((wanted) => [wanted,
    blanked(sections, wanted, get).flatMap((section) => section.lines)
      .map(({ quantity, layer, input, unit, follow }) => [Boolean(follow), quantity, layer, input, unit])]));
  if (what === "student") return worked(lines, texts);
  const marks = marked(lines, new Map(lines.map(({ key }, k) => [key, texts[k] ?? ""])), config.dtype);
  return lines.map(({ key }) => [marks.get(key)?.verdict ?? null, marks.get(key)?.mistake ?? ""]);
}
"""
STEP = {"data": "xor", "hidden": [2], "activation": "sigmoid", "optimizer": "sgd", "dtype": "float64", "l2": 0.0}
WIDE = {**STEP, "data": "spiral:n=60", "hidden": [4, 3], "activation": "tanh"}
CASES = [
    *({**STEP, "optimizer": rule, "dtype": "float32", "weight_decay": decay}
      for rule in RULES for decay in (0.0, 0.01)),
    *({**STEP, "optimizer": name, "bias_correction": False} for name, rule in RULES.items()
      if "bias_correction" in rule.defaults),
    *({**WIDE, "activation": name} for name in ACTIVATIONS),
    *({**WIDE, "loss": loss, "optimizer": "nag", "l1": 0.001, "l2": 0.01, "clip_norm": 0.1} for loss in LOSSES),
    *({**STEP, "hidden": [], "loss": loss} for loss in LOSSES),
    {**STEP, "data": "sine:n=40", "hidden": [3], "dtype": "float32"},
    {**STEP, "data": "discs:n=50", "inputs": ["x1", "x1^2", "x1*x2", "sin(x2)"], "optimizer": "adam"},
]  # fmt: skip
ROW = 3


def asked(what, values):
    """What the page makes of values."""
    given = [["begin", module_text(), description()], *([what, *value] for value in values)]
    return [each["result"] for each in answers(IMPORTS, BODY, given)[1:]]


def derivation_of(config):
    data, n = (config["data"].split(":n=") + [None])[:2]
    options = {name: value for name, value in config.items() if name != "data"}
    return numnet.trace(config["data"] if n else data, sample=ROW, decimals="none", **options)


def lines_of(derivation):
    return [line for block in derivation.blocks() for line in derivation.lines(block)]


def test_every_line_has_the_words_and_the_bits_of_the_terminal():
    for config, found in zip(CASES, asked("lines", [[config, ROW] for config in CASES]), strict=True):
        expected = [[line.quantity, line.layer, line.i, line.j, line.name, line.formula, line.numbers, line.value]
                    for line in lines_of(derivation_of(config))]  # fmt: skip
        assert [line[:8] for line in found] == expected, config
        assert not any(re.search(r"\(\(−[^()]*\)\)", line[6]) for line in found)  # tanh(−1.5)
        rounding = 1e-5 if config["dtype"] == "float32" else 1e-6  # of Φ on the page, too
        values = np.array([line[7:] for line in found])
        assert values[:, 1] == pytest.approx(values[:, 0], rel=rounding, abs=1e-7), config


def test_a_part_is_asked_for_and_what_would_give_it_away_is_left_out():
    [found] = asked("blanks", [[{**WIDE, "optimizer": "adam"}, ROW]])
    assert set(found) == {"", "delta", "gradient", "weights", "1", "2", "3"}
    lines = {wanted: [(tuple(place), opened) for opened, *place in lines] for wanted, lines in found.items()}
    opened = {wanted: {place for place, gap in shown if gap} for wanted, shown in lines.items()}
    shown = {wanted: {place[0] for place, _ in shown} for wanted, shown in lines.items()}
    assert [len(opened[part]) for part in ("delta", "gradient", "weights")] == [10, 39, 39]  # 2-4-3-3
    assert "dE/db" not in shown["delta"]  # it is δ
    assert "delta" in shown["gradient"] and not shown["gradient"] & {"m w", "new w", "E after"}
    assert {"m w", "v w", "dE/dw"} <= shown["weights"] and "E after" not in shown["weights"]
    derivation = derivation_of({**WIDE, "optimizer": "adam"})
    for layer in (1, 2, 3):  # the blanks are those of the terminal
        sheet = derivation.blank(layer)
        gaps = {line[:4] for block in sheet.blocks() for line in sheet.lines(block) if np.isnan(line.value)}
        assert opened[str(layer)] == gaps
        above = dict(lines[str(layer)]).get(("delta", layer + 1, None, 1))
        assert above is (False if layer < 3 else None)  # given
        assert ("y" in shown[str(layer)]) == (layer == 3)


def columns_of(derivation, texts):
    """The columns of the sheet, filled in with the texts of all lines."""
    columns, lines = derivation.blank().columns(), lines_of(derivation)
    typed = {line[:4]: text for line, text in zip(lines, texts, strict=True)}
    places = zip(*(columns[name] for name in ("quantity", "layer", "input", "unit")))
    keys = [(quantity, *(None if np.isnan(k) else int(k) for k in at)) for quantity, *at in places]
    value = [typed[key] if np.isnan(number) else number for key, number in zip(keys, columns["value"])]
    return {**columns, "value": value}


def slips(r, config):
    """By what each number is multiplied before it is written down; 0: left blank."""
    return [r.choice([-1, 1.07, 10, 0.5, 0, 0]) if r.random() < 0.06 else 1 for _ in lines_of(derivation_of(config))]


def test_marks_are_those_of_the_terminal():
    configs = [STEP, {**STEP, "optimizer": "adam"}, WIDE, {**WIDE, "loss": "mse", "optimizer": "momentum"}] * 6
    r, derivations = random.Random(5), [derivation_of(config) for config in configs]
    students = [{"slips": slips(r, config), "digits": r.choice([3, 4, 5, 6])} for config in configs]
    sheets = asked("student", [[config, ROW, student] for config, student in zip(configs, students)])
    wanted = [[(mark.verdict, mark.mistake) for mark in derivation.grade(columns_of(derivation, texts))]
              for derivation, texts in zip(derivations, sheets)]  # fmt: skip
    asks = [[config, ROW, texts] for config, texts in zip(configs, sheets)]
    said = {"right": "right", "follows": "right", "few": "wrong", "wrong": "wrong", "blank": "blank"}
    counts = dict.fromkeys(said, 0)
    for marks, expected in zip(asked("marks", asks), wanted, strict=True):
        found = [mark for mark in marks if mark[0] is not None]
        assert [said[verdict] for verdict, _ in found] == [verdict for verdict, _ in expected]
        for verdict, _ in found:
            counts[verdict] += 1
        assert all("sign" in words for (_, mistake), (_, words) in zip(found, expected) if mistake == "sign" and words)
    assert min(counts[verdict] for verdict in ("right", "follows", "wrong", "blank")) > 20
